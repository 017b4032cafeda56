"""Work for several processes at once, its results in order and only so many of them waiting."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TypeVar

CHUNK = 4
"""Values that go to a process together: sending each alone costs more."""

Value = TypeVar("Value")
Result = TypeVar("Result")


def processors() -> int:
    """Return how many processors this process may use, which may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    pool: Executor, work: Callable[[Value], Result], values: Iterable[Value], *, most: int
) -> Iterator[Result]:
    """Yield what `work` makes of each value, in their order.

    No more than about `most` values are in work or wait to be taken, however slowly that goes: `Executor.map`
    would keep all the results that nobody has asked for yet.
    """
    rest = iter(values)
    waiting: deque[Future[list[Result]]] = deque()
    try:
        while chunk := list(islice(rest, CHUNK)):
            waiting.append(pool.submit(_each, work, chunk))
            if len(waiting) * CHUNK >= most:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _each(work: Callable[[Value], Result], values: list[Value]) -> list[Result]:
    return [work(value) for value in values]
