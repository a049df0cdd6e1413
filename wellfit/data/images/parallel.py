"""Work on many files at once: threads, because Pillow lets go of the interpreter while it decodes."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias, TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")
# Hears what is done, how many of it are done, and how many there are.
Told: TypeAlias = Callable[[str, int, int], None]
# Items that a thread takes at a time: handing over each by itself costs as much as reading a header.
TAKEN = 16
# Of these handfuls so many are begun before the first one is given out: no thread waits, and few results are in memory.
AHEAD = 8


def in_parallel(
    work: Callable[[Item], Done], items: Sequence[Item], *, name: str = "", told: Told | None = None
) -> Iterator[Done]:
    """What `work` makes of each item, in their order, on all cores; `told` hears how far it is.

    >>> list(in_parallel(len, ["a", "bcd"]))
    [1, 3]
    """
    from joblib import cpu_count  # here, as in `alike`: a table is read without what images need

    def some(first: int) -> list[Done]:
        return [work(item) for item in items[first : first + TAKEN]]

    with ThreadPoolExecutor(cpu_count(), thread_name_prefix="images") as pool:
        begun: deque[Future[list[Done]]] = deque()
        done = 0
        for first in range(0, len(items) + AHEAD * TAKEN, TAKEN):
            if first < len(items):
                begun.append(pool.submit(some, first))
            if first >= AHEAD * TAKEN:
                found = begun.popleft().result()
                yield from found
                done += len(found)
                if told is not None:
                    told(name, done, len(items))
