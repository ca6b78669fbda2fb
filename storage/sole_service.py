"""One service on a SQLite file: two would hold each other up, for a process waits for another's
transaction by looking again and again (`storage.sqlite_connection`)."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from programme.errors import CorrectAndRepeat
from storage.engine import sqlite_file
from storage.sqlite_place import make_folder, open_beside

BESIDE: Final = "-service"
"""What the name of the file beside the database ends with; the lock on it goes with its process."""


@contextmanager
def sole_service(database_url: str) -> Iterator[None]:
    """Whoever serves from the database does so inside; commands may use it meanwhile. On PostgreSQL
    there may be several.

    Raises CorrectAndRepeat where another serves from the same SQLite file, and as `create_engine`.
    """
    database = sqlite_file(database_url)
    if database is None:
        yield
        return
    make_folder(database)
    with open_beside(database, BESIDE) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CorrectAndRepeat(
                "Sightline serves from this SQLite file already: stop that one first, or name "
                "another file in SIGHTLINE_DATABASE_URL. Several at once need PostgreSQL."
            ) from None
        yield
