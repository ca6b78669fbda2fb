"""The log: a line a record, to be read by people or by machines.

What a library says is not repeated, nor an exception's words: they may hold a secret, a name or a
case. Where it was said stands in their place. Our own sentences hold none of these.
"""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

import orjson

from bot.delivery.rendering import place_of
from bot.telemetry import FIELDS
from programme.cause import CAUSE

OURS: Final = ("bot", "dialogs", "manifest", "programme", "storage")
Format = Literal["text", "json"]


def set_up_logs(form: Format = "text", level: str = "warning") -> None:
    """Writes to standard error. `level` is for our own records; a library's begin at warning.

    Called again, it changes how they are written. What somebody else has set up stays.
    """
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(_Handler())
        # No line says them, and each would be looked up for each record.
        logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    for handler in root.handlers:
        if isinstance(handler, _Handler):
            handler.setFormatter(JsonLines() if form == "json" else TextLines())
            handler.ours_from = logging.getLevelNamesMapping()[level.upper()]
            root.setLevel(min(handler.ours_from, logging.WARNING))


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]  # generic for the type checker alone
    """Writes our own records from one level on, a library's from another."""

    ours_from = logging.WARNING

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= (self.ours_from if _is_ours(record) else logging.WARNING)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


class TextLines(logging.Formatter):
    """For people: when, how grave, what, and the id of what set it going."""

    def format(self, record: logging.LogRecord) -> str:
        cause = CAUSE.get()
        at = datetime.fromtimestamp(record.created, UTC)
        end = f" [{cause}]" if cause else ""
        return f"{at:%Y-%m-%d %H:%M:%S}Z {record.levelname:<7} {said(record)}{end}"


class JsonLines(logging.Formatter):
    """For machines: one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": said(record),
            "id": CAUSE.get(),
            **getattr(record, FIELDS, {}),
        }
        return orjson.dumps(line).decode()


def said(record: logging.LogRecord) -> str:
    """The record's sentence, or where a library said something; never an exception's words."""
    error = record.exc_info[1] if record.exc_info else None
    failed = f" ({place_of(error)})" if error else ""
    if _is_ours(record):
        return f"{record.getMessage()}{failed}".replace("\n", " ")
    where = f"{Path(record.pathname).name}:{record.lineno}"
    return f"{record.name} has something to say at {where}{failed}"
