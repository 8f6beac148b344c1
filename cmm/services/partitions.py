"""Work on the parts of something large, one after another here or side by side in other processes.

Only few parts are in memory at a time: the next is read when an earlier one is done. Results come in the
order of the parts, so that where the work is done changes nothing.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

POOL_FROM = 4
"""So many parts are worth starting processes, which takes each a second."""


Shared = TypeVar("Shared")
Part = TypeVar("Part")
Result = TypeVar("Result")


def map_parts(
    work: Callable[[Shared, Part], Result], shared: Shared, parts: Iterator[Part], *, expected: int
) -> Iterator[Result]:
    """`work(shared, part)` for every part; about `expected` parts will come.

    `work` is a function of a module and everything else can be pickled. Raises what `work` raises.
    """
    processes = len(os.sched_getaffinity(0))
    if expected < POOL_FROM or processes < 2:
        yield from (work(shared, part) for part in parts)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Result]] = deque()
        for part in parts:
            waiting.append(pool.submit(work, shared, part))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
