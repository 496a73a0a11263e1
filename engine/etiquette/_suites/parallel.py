"""Doing many small things at once, in processes of which each has the bench; results come in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Final, TypeVar

from .bench import Bench

__all__ = ["in_parallel", "usual_processes"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_MOST_PROCESSES: Final = 8
_FEWEST: Final = 40
"""With fewer things than this, starting processes takes longer than they save."""

_AT_HAND: dict[str, Bench] = {}


def usual_processes() -> int:
    """As many processes as there are processors for us, within reason."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(available, _MOST_PROCESSES))


def in_parallel(
    work: Callable[[Bench, _Item], _Result],
    bench: Bench,
    items: Sequence[_Item],
    processes: int,
    *,
    fewest: int = _FEWEST,
) -> list[_Result]:
    """``[work(bench, each) for each in items]``, in so many processes; ``work`` can be pickled.

    With fewer than ``fewest`` items, or with one process, it is done right here.
    """
    if processes < 2 or len(items) < fewest:
        return [work(bench, item) for item in items]
    chunk = max(1, len(items) // (processes * 8))
    with ProcessPoolExecutor(processes, _context(), _begin, (bench,)) as pool:
        try:
            return list(pool.map(_Work(work), items, chunksize=chunk))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


class _Work:
    """The work, without the bench, which each process already has."""

    def __init__(self, work: Callable[[Bench, Any], Any]) -> None:
        self.work = work

    def __call__(self, item: Any) -> Any:
        return self.work(_AT_HAND["bench"], item)


def _begin(bench: Bench) -> None:
    """In each process: keep the bench, and leave it to the parent to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _AT_HAND["bench"] = bench


def _context() -> BaseContext:
    """Forking shares all that was loaded, and is safe only in a process with a single thread."""
    can = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    tasks = Path("/proc/self/task")
    single = can and tasks.is_dir() and len(list(tasks.iterdir())) == 1
    return multiprocessing.get_context("fork" if single else "spawn")
