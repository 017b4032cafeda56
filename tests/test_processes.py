"""Results come in the order of the values, and only so many of them wait."""

from __future__ import annotations

import itertools
from concurrent.futures import Executor, Future
from typing import Any

import pytest

from wenda import processes


class AtOnce(Executor):
    """Does all work when it comes in."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except ZeroDivisionError as error:
            future.set_exception(error)
        return future


@pytest.mark.parametrize("count", [0, 1, processes.CHUNK, 50])
@pytest.mark.parametrize("most", [1, 8, 100])
def test_results_come_in_order(count: int, most: int) -> None:
    assert list(processes.in_order(AtOnce(), str, range(count), most=most)) == list(map(str, range(count)))


def test_no_more_is_begun_than_may_wait() -> None:
    begun = itertools.count()
    found = processes.in_order(AtOnce(), lambda _: next(begun), itertools.count(), most=12)
    for taken in range(100):
        assert next(found) == taken
    assert next(begun) <= 100 + 12


def test_what_fails_is_told_in_its_turn() -> None:
    found = processes.in_order(AtOnce(), lambda n: 1 // (20 - n), range(40), most=40)
    assert len(list(itertools.islice(found, 20))) == 20
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_there_is_a_processor() -> None:
    assert processes.processors() >= 1
