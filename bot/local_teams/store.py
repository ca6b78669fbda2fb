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
    person TEXT NOT NULL,
    from_bot INTEGER NOT NULL,
    sent_at TEXT NOT NULL,
    edited_at TEXT,
    activity BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_of_a_person ON messages (person, from_bot, seq);
CREATE TABLE IF NOT EXISTS channel_reads (
    person TEXT NOT NULL,
    channel TEXT NOT NULL,
    read_to INTEGER NOT NULL,
    PRIMARY KEY (person, channel)
);
"""
_SINCE_CHANNELS = {"author": "TEXT", "thread": "TEXT"}
"""Columns of messages that a file from before channels has not; there `person` was the chat."""
_MESSAGE = "seq, id, person, from_bot, author, thread, sent_at, edited_at, activity"


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands now. `seq` orders the messages of everyone; times are UTC.

    `chat` is the object id of whose chat it stands in, or its channel's id. `author` is the object
    id of who wrote it; what the bot wrote has none. `thread` is the id of the post that it replies
    to, in a channel.
    """

    seq: int
    id: str
    chat: str
    from_bot: bool
    author: str | None
    thread: str | None
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
        known = {row[1] for row in self._db.execute("PRAGMA table_info(messages)")}
        for column, kind in _SINCE_CHANNELS.items():
            if column not in known:
                self._db.execute(f"ALTER TABLE messages ADD COLUMN {column} {kind}")
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
        self,
        message_id: str,
        chat: str,
        activity: Json,
        *,
        author: str | None,
        now: datetime,
        thread: str | None = None,
    ) -> Message:
        """Keep what `author` wrote, or the bot where there is none."""
        from_bot = author is None
        sent = (now.isoformat(), orjson.dumps(activity))
        cursor = self._db.execute(
            "INSERT INTO messages (id, person, from_bot, author, thread, sent_at, activity) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (message_id, chat, from_bot, author, thread, *sent),
        )
        seq = cursor.lastrowid or 0
        return Message(seq, message_id, chat, from_bot, author, thread, now, None, activity)

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

    def messages(self, chat: str, *, before: int | None = None, limit: int = 50) -> list[Message]:
        """The newest `limit` messages of a chat older than `before`, oldest first."""
        rows = self._db.execute(
            f"SELECT {_MESSAGE} FROM messages "  # noqa: S608 - a constant of this file
            "WHERE person = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
            (chat, before if before is not None else 2**62, limit),
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

    def mark_channel_read(self, person: str, channel: str) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO channel_reads SELECT ?, ?, coalesce(max(seq), 0) FROM messages",
            (person, channel),
        )

    def unread_in(self, person: str, channel: str) -> int:
        """How many messages of others in a channel the person has not seen."""
        (count,) = self._db.execute(
            "SELECT count(*) FROM messages WHERE person = :channel AND author IS NOT :person AND "
            "seq > coalesce((SELECT read_to FROM channel_reads WHERE person = :person AND channel "
            "= :channel), 0)",
            {"person": person, "channel": channel},
        ).fetchone()
        return int(count)

    def unread(self, person: str) -> int:
        """How many messages of the bot the person has not seen."""
        (count,) = self._db.execute(
            "SELECT count(*) FROM messages JOIN people ON object_id = person "
            "WHERE person = ? AND from_bot = 1 AND seq > read_to",
            (person,),
        ).fetchone()
        return int(count)


_Row = tuple[int, str, str, int, str | None, str | None, str, str | None, bytes]


def _message(row: _Row) -> Message:
    seq, message_id, chat, from_bot, author, thread, sent_at, edited_at, activity = row
    return Message(
        seq=seq,
        id=message_id,
        chat=chat,
        from_bot=bool(from_bot),
        author=author,
        thread=thread,
        sent_at=datetime.fromisoformat(sent_at),
        edited_at=None if edited_at is None else datetime.fromisoformat(edited_at),
        activity=orjson.loads(activity),
    )
