"""Sends the service whatever it is given, and tells a change of state that shouldn't be."""

import json
import logging
import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.handler import OUR_FAULT
from dialogs.table import VERBS
from tests.little_council import LittleCouncil
from tests.security.stage import Answer, Json, Stage, object_id

ANSWERS = frozenset({200, 202, 400, 401, 403, 408, 413, 415, 501})
"""What an activity of somebody with a good token may be answered; 501 to an invoke of no kind that
the bot has."""
EXCEPTIONS = re.compile(
    r"Traceback|Exception|\b[A-Z]\w{0,40}Error\b|sqlalchemy|sqlite|asyncpg|pydantic|botbuilder"
    r"|\.py\b|line \d+,"
)
TEXT_AT_MOST = 20_000
BY_MEETING = frozenset({"conversations", "people", "outbox", "live_cards", "card_shows", "events"})
"""What changes when somebody is met, in a chat that the bot hadn't seen."""
MEETING = frozenset({"link_person", "link_person_anew"})
REFUSED_IN_THE_SCENE: Mapping[str, frozenset[str]] = {
    "action.part_done": frozenset({"do_part_of_action"}),
    "work.part_done": frozenset({"do_part_of_action"}),
}
"""What verbs do whose press in the scene lacks something that a field may be given by chance."""
OF_AN_ACTION = frozenset({"actions"})
NEVER = frozenset({"cases", "teams", "councils", "framework_versions", "allocations"})
"""What no press changes but for a draw that is confirmed."""

State = Mapping[str, Collection[tuple[object, ...]]]


@dataclass
class Effects:
    """What the valid presses of one verb change: the tables, and the verbs of their events."""

    tables: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)


class Faults(logging.Handler):
    """Keeps what is logged as a fault of ours."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps it."""
        self.said.append(record.getMessage())


class Restorable:
    """A SQLite file that is put back to what it was."""

    def __init__(self, path: str) -> None:
        self._file = sqlite3.connect(path)
        self._before = sqlite3.connect(":memory:")
        self._file.backup(self._before)
        self._seen = self._version()

    def changed(self) -> bool:
        """Whether anybody committed anything since it was last asked."""
        before, self._seen = self._seen, self._version()
        return before != self._seen

    def restore(self) -> None:
        """Puts it back."""
        self._before.backup(self._file)
        self._seen = self._version()

    def close(self) -> None:
        self._file.close()
        self._before.close()

    def _version(self) -> int:
        version: int = self._file.execute("PRAGMA data_version").fetchone()[0]
        return version


class Soak:
    """A council that is sent anything, beside another that must not notice."""

    def __init__(self, stage: Stage, here: LittleCouncil, there: LittleCouncil) -> None:
        self.stage, self.here, self.there = stage, here, there
        self.valid: dict[str, list[Json]] = defaultdict(list)
        self._effects: dict[str, Effects] = {}
        self.faults = Faults()
        self.before: State = {}
        self.elsewhere: State = {}
        self.answers: dict[int, int] = defaultdict(int)
        self.changes = 0
        self._file: Restorable | None = None

    async def begin(self, file: Restorable | None, valid: Iterable[tuple[str, Json]]) -> None:
        """From now on the file is put back after every change; without one, changes stay and aren't
        looked at. `valid` are activities that may change something, each with the verb that it
        presses, or its type."""
        self._file = file
        for kind, activity in valid:
            self.valid[kind if kind in VERBS else activity["type"]].append(activity)
        self.before, self.elsewhere = await self._both()
        logging.getLogger("bot").addHandler(self.faults)

    def end(self) -> None:
        """Gives back what was taken."""
        logging.getLogger("bot").removeHandler(self.faults)
        if self._file:
            self._file.close()

    async def effects(self, kind: str) -> Effects:
        """What the valid activities of a kind change."""
        if kind not in self._effects:
            effects = self._effects[kind] = Effects()
            for activity in self.valid[kind]:
                await self.send(json.dumps(activity).encode())
                after = await self._changed()
                if after is not None:
                    effects.tables |= tables_changed(self.before, after)
                    effects.events |= {event.verb for event in self._new_events(after)}
                    self._put_back()
        return self._effects[kind]

    async def try_out(self, body: bytes) -> None:
        """Sends a body, and asserts that nothing comes of it that a valid one wouldn't do."""
        sent = len(self.stage.line.sent)
        answer = await self.send(body)
        assert answer.status in ANSWERS, answer
        self.answers[answer.status] += 1
        told = answer.body.decode() + str([each for _, _, each in self.stage.line.sent[sent:]])
        assert not self.faults.said, self.faults.said
        assert OUR_FAULT not in told
        leak = EXCEPTIONS.search(told)
        assert leak is None or leak[0].encode() in body, told
        after = await self._changed()
        if after is not None:
            self.changes += 1
            self._put_back()
            await self._judge(body, after)

    async def send(self, body: bytes) -> Answer:
        """The answer, once all that follows from it has been delivered."""
        answer = await self.stage.post_bytes(body)
        await self.stage.delivered(self.here.tenant_id)
        return answer

    async def nothing_crossed(self) -> None:
        """Asserts that the other council is as it was."""
        assert await self.there.everything() == self.elsewhere

    async def _both(self) -> tuple[State, State]:
        return await self.here.everything(), await self.there.everything()

    async def _changed(self) -> State | None:
        if self._file is None or not self._file.changed():
            return None
        after, elsewhere = await self._both()
        assert elsewhere == self.elsewhere
        return after if after != self.before else None

    def _put_back(self) -> None:
        assert self._file is not None
        self._file.restore()

    async def _judge(self, body: bytes, after: State) -> None:
        activity = orjson.loads(body)
        tables = tables_changed(self.before, after)
        kind = kind_of(activity)
        allowed, by_chance = await self.effects(kind), REFUSED_IN_THE_SCENE.get(kind, frozenset())
        may = allowed.tables | BY_MEETING | (OF_AN_ACTION if by_chance else frozenset())
        assert tables <= may, (kind, tables)
        assert kind == "allocation.confirm" or not tables & NEVER
        speakers = self._may_speak(activity["from"])
        for event in self._new_events(after):
            assert event.verb in allowed.events | MEETING | by_chance, (kind, event)
            assert event.who == "sightline" or (
                object_id(self.here.tenant_id, event.who) in speakers
            ), event
        longest = max(
            (len(str(cell)) for name in tables for row in after[name] for cell in row), default=0
        )
        assert longest <= TEXT_AT_MOST

    def _may_speak(self, sender: Json) -> set[str]:
        """The object id that came, and the one that the Connector gives, whose word counts where
        nobody has the other."""
        given = self.stage.line.directory.member(str(sender.get("id")))
        return {str(sender["aadObjectId"]).lower(), *([given.object_id] if given else [])}

    def _new_events(self, after: State) -> list["Happened"]:
        known = set(self.before["events"])
        return [Happened(str(row[3]), str(row[4])) for row in after["events"] if row not in known]


@dataclass(frozen=True)
class Happened:
    """Who did what, by an event."""

    who: str
    verb: str


def kind_of(activity: Any) -> str:
    """The verb that an activity presses; else its type."""
    value = activity.get("value")
    given = value if isinstance(value, dict) else {}
    action = given.get("action")
    places = (
        action.get("data") if isinstance(action, dict) else None,
        given.get("data"),
        given if activity["type"] == "message" else None,
    )
    for data in places:
        if isinstance(data, dict) and str(data.get("verb")) in VERBS:
            return str(data["verb"])
    return str(activity["type"])


def tables_changed(before: State, after: State) -> set[str]:
    """The names of the tables in which something is other than it was."""
    return {name for name in after if after[name] != before[name]}
