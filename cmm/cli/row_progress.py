"""A progress bar for rows whose number is known when the work has begun."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click

SHOWN_FROM = 2000
"""Rows from which a bar is worth its line."""


@contextmanager
def showing_rows(label: str) -> Iterator[Callable[[int, int], None]]:
    """A function to be told how many rows are done, and of how many."""
    with ExitStack() as stack:
        bars: list[Any] = []

        def show(done: int, total: int) -> None:
            if total >= SHOWN_FROM and not bars:
                bars.append(stack.enter_context(click.progressbar(length=total, label=label)))
            for bar in bars:
                bar.update(done - bar.pos)

        yield show
