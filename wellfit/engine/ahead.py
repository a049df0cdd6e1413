"""An iterator that is worked through ahead of its user, in a thread of its own."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterator[T], most: int) -> Iterator[T]:
    """The items in their order, up to `most` of them made while their user is busy with one before.

    What making one raises is raised where it is asked for. When the user stops early, the item that is being made is
    waited for.

    >>> list(ahead(iter("abc"), 2))
    ['a', 'b', 'c']
    """
    end = object()
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as worker:
        waiting = deque(worker.submit(next, items, end) for _ in range(most + 1))
        try:
            while (item := waiting.popleft().result()) is not end:
                waiting.append(worker.submit(next, items, end))
                yield item  # type: ignore[misc]
        finally:
            worker.shutdown(wait=False, cancel_futures=True)
