"""What local Teams remembers over a restart: messages, what was read, who has the app."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import orjson

from bot.local_teams.directory import Resident
from bot.local_teams.wire import Json

_SCHEMA = """
CREATE TABLE IF NOT EXISTS people (
    object_id TEXT PRIMARY KEY,
    installed INTEGER NOT NULL,
    introduced TEXT NOT NULL DEFAULT '',
    refusal TEXT,
    read_to INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL REFERENCES people,
    from_bot INTEGER NOT NULL,
    sent_at TEXT NOT NULL,
    edited_at TEXT,
    activity BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_of_a_person ON messages (person, from_bot, seq);
"""
_MESSAGE = "seq, id, person, from_bot, sent_at, edited_at, activity"


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands now. `seq` orders the messages of everyone; times are UTC."""

    seq: int
    id: str
    person: str
    from_bot: bool
    sent_at: datetime
    edited_at: datetime | None
    activity: Json


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to the bot: have they the app, and if it can't write to them, why.

    `introduced` is the address that the bot knows for their chat, or empty.
    """

    installed: bool
    introduced: str
    refusal: str | None
    read_to: int


class Store:
    """A SQLite file, or memory when `path` is None. One process, one thread."""

    def __init__(self, path: Path | None, residents: Iterable[Resident]) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)
        self._db.executemany(
            "INSERT INTO people (object_id, installed) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(r.object_id, r.installed) for r in residents],
        )
        (last,) = self._db.execute("SELECT max(CAST(id AS INTEGER)) FROM messages").fetchone()
        self._last_id: int = last or 0

    def close(self) -> None:
        self._db.close()

    def next_id(self, now: datetime) -> str:
        """Milliseconds since 1970, as Teams' message ids are, and never the same twice."""
        self._last_id = max(self._last_id + 1, int(now.timestamp() * 1000))
        return str(self._last_id)

    def add(
        self, message_id: str, person: str, activity: Json, *, from_bot: bool, now: datetime
    ) -> Message:
        row = (message_id, person, from_bot, now.isoformat(), orjson.dumps(activity))
        cursor = self._db.execute(
            "INSERT INTO messages (id, person, from_bot, sent_at, activity) VALUES (?, ?, ?, ?, ?)",
            row,
        )
        return Message(cursor.lastrowid or 0, message_id, person, from_bot, now, None, activity)

    def edit(self, message: Message, activity: Json, *, now: datetime) -> Message:
        self._db.execute(
            "UPDATE messages SET activity = ?, edited_at = ? WHERE seq = ?",
            (orjson.dumps(activity), now.isoformat(), message.seq),
        )
        return replace(message, activity=activity, edited_at=now)

    def delete(self, message: Message) -> None:
        self._db.execute("DELETE FROM messages WHERE seq = ?", (message.seq,))

    def message(self, message_id: str) -> Message | None:
        row = self._db.execute(
            f"SELECT {_MESSAGE} FROM messages WHERE id = ?",  # noqa: S608 - a constant of this file
            (message_id,),
        ).fetchone()
        return row and _message(row)

    def messages(self, person: str, *, before: int | None = None, limit: int = 50) -> list[Message]:
        """The newest `limit` messages of a person older than `before`, oldest first."""
        rows = self._db.execute(
            f"SELECT {_MESSAGE} FROM messages "  # noqa: S608 - a constant of this file
            "WHERE person = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
            (person, before if before is not None else 2**62, limit),
        ).fetchall()
        return [_message(row) for row in reversed(rows)]

    def standing(self, person: str) -> Standing:
        installed, introduced, refusal, read_to = self._db.execute(
            "SELECT installed, introduced, refusal, read_to FROM people WHERE object_id = ?",
            (person,),
        ).fetchone()
        return Standing(bool(installed), introduced, refusal, read_to)

    def set_installed(self, person: str, *, installed: bool) -> None:
        self._db.execute(
            "UPDATE people SET installed = ?, introduced = '' WHERE object_id = ?",
            (installed, person),
        )

    def set_introduced(self, person: str, url: str) -> None:
        self._db.execute("UPDATE people SET introduced = ? WHERE object_id = ?", (url, person))

    def set_refusal(self, person: str, code: str | None) -> None:
        self._db.execute("UPDATE people SET refusal = ? WHERE object_id = ?", (code, person))

    def mark_read(self, person: str) -> None:
        self._db.execute(
            "UPDATE people SET read_to = (SELECT coalesce(max(seq), 0) FROM messages) "
            "WHERE object_id = ?",
            (person,),
        )

    def unread(self, person: str) -> int:
        """How many messages of the bot the person has not seen."""
        (count,) = self._db.execute(
            "SELECT count(*) FROM messages JOIN people ON object_id = person "
            "WHERE person = ? AND from_bot = 1 AND seq > read_to",
            (person,),
        ).fetchone()
        return int(count)


def _message(row: tuple[int, str, str, int, str, str | None, bytes]) -> Message:
    seq, message_id, person, from_bot, sent_at, edited_at, activity = row
    return Message(
        seq=seq,
        id=message_id,
        person=person,
        from_bot=bool(from_bot),
        sent_at=datetime.fromisoformat(sent_at),
        edited_at=None if edited_at is None else datetime.fromisoformat(edited_at),
        activity=orjson.loads(activity),
    )
