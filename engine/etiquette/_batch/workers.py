"""Parts worked on by as many processes as there are processors, a few of them waiting at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.util import Finalize
from typing import Final

from etiquette.ruleset import Ruleset

from .parts import Done
from .source import Part
from .trouble import BatchError
from .work import Task, Worker

__all__ = ["work_on"]

_WAITING: Final = 2
"""Parts that wait for each process."""


def work_on(task: Task, parts: Iterable[Part], ruleset: Ruleset, processes: int) -> Iterator[Done]:
    """Work on parts, and give back each when it is done, in any order.

    Raises :class:`BatchError` when a process is gone, and whatever went wrong in one.
    """
    parts = iter(parts)
    first = list(islice(parts, 2))
    if not first:
        return
    if processes == 1 or len(first) == 1:
        worker = Worker(task, ruleset)
        try:
            yield from map(worker.do, chain(first, parts))
        finally:
            worker.close()
        return
    yield from _spread(task, [*first], parts, processes)


def _spread(task: Task, first: list[Part], parts: Iterator[Part], processes: int) -> Iterator[Done]:
    pool = ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(task, os.getpid())
    )
    try:
        waiting: set[Future[Done]] = {pool.submit(_do, part) for part in first}
        while waiting:
            more = islice(parts, processes * (1 + _WAITING) - len(waiting))
            waiting |= {pool.submit(_do, part) for part in more}
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in ready)
    except BrokenProcessPool:
        raise BatchError(
            "A process that worked on a part is gone; perhaps the machine ran out of memory. "
            "Give the same command again to go on where it stopped, with fewer --threads."
        ) from None
    except BaseException:
        for child in multiprocessing.active_children():
            if child.pid in (pool._processes or ()):
                child.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_task: Task | None = None
_worker: Worker | None = None


def _begin(task: Task, parent: int) -> None:
    """What a new process does first: it leaves the keyboard to its parent, and ends when that is gone."""
    global _task
    _task = task
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _end() -> None:
    """Close the database while the interpreter is whole: later its library complains."""
    global _worker
    if _worker is not None:
        _worker.close()
        _worker = None


def _do(part: Part) -> Done:
    global _worker
    if _worker is None:
        assert _task is not None  # noqa: S101 - set by _begin
        _worker = Worker(_task)
        Finalize(None, _end, exitpriority=1)
    return _worker.do(part)
