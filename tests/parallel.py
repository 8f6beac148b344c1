"""Run things at the same time."""

import threading
from collections.abc import Callable, Sequence


def run_all(functions: Sequence[Callable[[], object]]) -> list[object]:
    """Start all in threads at once; what each returned or raised, in the order given."""
    outcomes: list[object] = [None] * len(functions)
    ready = threading.Barrier(len(functions))

    def run(place: int) -> None:
        try:
            ready.wait()
            outcomes[place] = functions[place]()
        except BaseException as failure:
            outcomes[place] = failure

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
