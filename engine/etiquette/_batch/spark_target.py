"""Where Spark writes: beside the place first, and put there at the end, where a file system can rename."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pyspark.sql import SparkSession  # pyright: ignore[reportMissingImports]

__all__ = ["Target"]

_RENAMING: Final = ("file", "hdfs")
"""Kinds of file systems that rename a folder in no time; a bucket would copy all of it."""


class Target:
    """A folder to be. ``new`` is where it is written; in a bucket that is the place itself.

    There Spark's own mark holds: what has no file ``_SUCCESS`` isn't whole.
    """

    def __init__(self, session: SparkSession, place: str) -> None:
        context: Any = session.sparkContext
        self._path: Any = context._jvm.org.apache.hadoop.fs.Path(place)
        settings = context._jsc.hadoopConfiguration()
        self._files: Any = self._path.getFileSystem(settings)
        if self._files.getScheme() in _RENAMING:
            self._beside: Any = self._path.suffix(".new")
            self.new = str(self._beside.toString())
        else:
            self._beside, self.new = None, place

    def put_in_place(self, *, keep: bool = True) -> None:
        """Take the place of what was there, or with ``keep=False`` only remove it, and this as well.

        Raises :class:`OSError` when that can't be done.
        """
        if not keep:
            self._files.delete(self._beside or self._path, True)
        if self._beside is None:
            return
        self._files.delete(self._path, True)
        if keep and not self._files.rename(self._beside, self._path):
            raise OSError(f"{self.new} can't be renamed to {self._path.toString()}")
