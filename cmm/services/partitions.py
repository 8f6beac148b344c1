"""Work on the parts of something large: one after another here, by other processes, or by a cluster.

Results come in the order of the parts, so that where the work is done changes nothing. A process that is lost
loses no part: what it had is done again by another one.
"""

import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import TypeVar

from cmm.services.cluster import Cluster, WorkersLost, map_on_cluster

POOL_FROM = 4
"""So many parts are worth starting processes, which takes each a second."""
POOLS = 2
"""So often processes are started before the work is given up."""

Shared = TypeVar("Shared")
Part = TypeVar("Part")
Result = TypeVar("Result")

log = logging.getLogger(__name__)


def map_parts(
    work: Callable[[Shared, Part], Result],
    shared: Shared,
    parts: Sequence[Part],
    *,
    cluster: Cluster | None = None,
) -> Iterator[Result]:
    """`work(shared, part)` for every part: here when there are few, else by the cluster, if there is one.

    `work` is a function of a module and everything else can be pickled. Raises what `work` raises, and
    WorkersLost and ClusterUnavailable.
    """
    processes = len(os.sched_getaffinity(0))
    if len(parts) >= POOL_FROM and cluster:
        return map_on_cluster(cluster, work, shared, parts)
    if len(parts) >= POOL_FROM and processes > 1:
        return _map_in_pools(work, shared, parts, processes)
    return (work(shared, part) for part in parts)


def _map_in_pools(
    work: Callable[[Shared, Part], Result], shared: Shared, parts: Sequence[Part], processes: int
) -> Iterator[Result]:
    """When one process of a pool dies, the pool ends; a fresh one does the parts that are missing."""
    done = 0
    for _pool in range(POOLS):
        try:
            for result in _map_in_pool(work, shared, parts[done:], processes):
                done += 1
                yield result
        except BrokenProcessPool:
            log.warning("a process was lost; its parts are done again")
        else:
            return
    raise WorkersLost


def _map_in_pool(
    work: Callable[[Shared, Part], Result], shared: Shared, parts: Sequence[Part], processes: int
) -> Iterator[Result]:
    """Few results wait at a time, so that they need little memory."""
    context = get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_end_with_parent)
    try:
        left = iter(parts)
        waiting: deque[Future[Result]] = deque()
        waiting.extend(pool.submit(work, shared, part) for part in islice(left, 2 * processes))
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(pool.submit(work, shared, part) for part in islice(left, 1))
            yield result
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """In a process of the pool: never outlive the one that began it, because a key is in memory."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
