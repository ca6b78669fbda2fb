"""A file that appears whole or not at all, and that nobody else may read."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Final

from programme.errors import CorrectAndRepeat

_OF_THE_DISK: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
"""A database's connection that breaks off is an OSError too, and no word about the file."""


@contextmanager
def appearing(file: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """A new file, which has the name once the block ends and is gone if it raises.

    Raises CorrectAndRepeat where it can't be written, or is there and may not be replaced.
    """
    _require_place(file, replace=replace)
    # 0600 from the first byte on, and in the same folder, so that it can take its name at once.
    try:
        opened = NamedTemporaryFile(  # noqa: SIM115 - it is closed below, once it is whole
            dir=file.parent, prefix=f".{file.name}.", delete=False
        )
    except PermissionError:
        raise CorrectAndRepeat(
            "Nothing may be written into that folder; choose another, or allow it."
        ) from None
    except OSError as error:
        raise _unwritten(error) from None
    new = Path(opened.name)
    try:
        # To close it writes what is left, which a full disk refuses once more.
        with opened as temporary:
            yield temporary.file
            temporary.flush()
            os.fsync(temporary.fileno())
            _require_place(file, replace=replace)
            new.replace(file)
    except BaseException as error:
        new.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in _OF_THE_DISK:
            raise _unwritten(error) from None
        raise
    _keep_name(file.parent)


def _unwritten(error: OSError) -> CorrectAndRepeat:
    return CorrectAndRepeat(
        f"The file can't be written ({error.strerror}), so there is none; make room for it, or "
        "choose another name or folder."
    )


def _require_place(file: Path, *, replace: bool) -> None:
    if file.is_dir() or not file.parent.is_dir():
        raise CorrectAndRepeat("There is no such folder; give the path of a new file in one.")
    if file.exists() and not replace:
        raise CorrectAndRepeat(
            "That file is there already; choose another name, or replace it with --force."
        )


def _keep_name(folder: Path) -> None:
    # Without it a loss of power might take the name away; not every file system can do it.
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
