"""Work on many files at once: threads, because Pillow lets go of the interpreter while it decodes."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias, TypeVar

import joblib

Item = TypeVar("Item")
Done = TypeVar("Done")
# Hears what is done, how many of it are done, and how many there are.
Told: TypeAlias = Callable[[str, int, int], None]
# Files that are begun before the first of them is taken: no thread waits, and few results wait in memory.
AT_ONCE = 64


def in_parallel(
    work: Callable[[Item], Done], items: Sequence[Item], *, name: str = "", told: Told | None = None
) -> Iterator[Done]:
    """What `work` makes of each item, in their order, on all cores; `told` hears how far it is.

    >>> list(in_parallel(len, ["a", "bcd"]))
    [1, 3]
    """
    with ThreadPoolExecutor(joblib.cpu_count(), thread_name_prefix="images") as pool:
        begun: deque[Future[Done]] = deque()
        for done in range(len(items) + AT_ONCE):
            if done < len(items):
                begun.append(pool.submit(work, items[done]))
            if done >= AT_ONCE and begun:
                yield begun.popleft().result()
                if told is not None:
                    told(name, done - AT_ONCE + 1, len(items))
