"""What set things going: one id, from an activity or a tick to all that follows of it.

It is carried beside the work, so that no use case need know of it: storage keeps it with what is
queued, and whoever writes a log finds it here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

CAUSE: ContextVar[str | None] = ContextVar("cause", default=None)
"""The id of what is being done at the moment; None where nothing began it."""


@contextmanager
def caused_by(cause: str) -> Iterator[None]:
    """Whatever is done and queued inside has this cause."""
    before = CAUSE.set(cause)
    try:
        yield
    finally:
        CAUSE.reset(before)
