"""How far a long command is: shown on standard error, so that what it prints on standard output
stays clean, and to somebody at a terminal alone. In a log of commands it would be noise."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


@contextmanager
def bar(words: str, unit: str = "") -> Iterator[Callable[[int, int | None], None]]:
    """A bar beside `words`; what it yields is told how much is done, and of how much where that is
    known. `unit` is what is counted."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        *([TextColumn(unit)] if unit else []),
    )
    with Progress(*columns, console=Console(stderr=True), disable=not _is_watched()) as shown:
        task = shown.add_task(words, total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)


@contextmanager
def status(doing: str) -> Iterator[Callable[[str], None]]:
    """A line that says what is being done; what it yields changes its words."""
    if not _is_watched():
        yield lambda _: None
        return
    with Console(stderr=True).status(f"{doing} …") as shown:
        yield shown.update


def _is_watched() -> bool:
    # Not what rich takes for a terminal: FORCE_COLOR says so of a file, too.
    return sys.stderr.isatty()
