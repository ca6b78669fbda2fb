"""Activities that Teams would never send: real ones, with something wrong in them."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import strategies as st

from bot.local_teams.channels import own_chat
from bot.local_teams.directory import Resident
from dialogs.words import WORDS
from tests.dialogs.presses_of_a_scene import Press
from tests.security.stage import Json, Stage

Path = tuple[str | int, ...]
T = TypeVar("T")

HUGE = "9" * 20_000
ODD_WORDS = (
    "",
    " ",
    "\0",
    "a\0b",
    "\x07\x1b[31m\x7f",
    "\u202eevil\u202c",
    "\ufeff\ufffe\uffff",
    "e\u0301" * 40,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "ａｃｔｉｏｎ.complete",
    "' OR 1=1; DROP TABLE actions; --",
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "{{7*7}} ${7*7} %s %n",
    "../../etc/passwd",
    "=cmd|'/c calc'!A1",
    "NaN",
    "null",
    "2026-13-45",
    "9999-12",
    "0000-00-00",
    "-1",
    "1e999",
    "/" * 100,
    "0" * 32,
    "0" * 32 + "/99999999999999999999",
    HUGE,
)
ODD_NUMBERS = (0, -1, 2**31 - 1, 2**31, 2**53, 2**63 - 1, 2**63, 2**64 - 1, -(2**63), 1e308, 0.1)
OTHER_INVOKES = (
    "signin/verifyState",
    "signin/tokenExchange",
    "fileConsent/invoke",
    "actionableMessage/executeAction",
    "composeExtension/selectItem",
    "composeExtension/querySettingUrl",
    "composeExtension/setting",
    "composeExtension/onCardButtonClicked",
    "application/search",
    "handoff/action",
    "tab/fetch",
    "tab/submit",
    "config/fetch",
    "config/submit",
    "message/submitAction",
    "x" * 5_000,
    "",
)
OTHER_TYPES = (
    "contactRelationUpdate",
    "conversationUpdate",
    "deleteUserData",
    "endOfConversation",
    "event",
    "handoff",
    "installationUpdate",
    "messageDelete",
    "messageReaction",
    "messageUpdate",
    "ping",
    "suggestion",
    "trace",
    "typing",
    "invokeResponse",
    "delay",
    "Message",
)


def real_activities(
    stage: Stage, tenant_id: str, presses: Mapping[str, Press]
) -> Iterator[tuple[str, Json]]:
    """Every activity that the bot answers, each verb's button pressed in every place that it can
    be, and every type there is; by what it is."""
    for name, press in presses.items():
        who, data = stage.who(press.who, tenant_id), dict(press.data)
        yield name, stage.pressing(who, data)
        yield name, stage.in_dialog(who, data)
        yield name, stage.activities.fetch_dialog(who, "1", data, stage.clock())
        yield name, stage.activities.submit(who, "1", data, stage.clock())
        value = {"commandId": "work.audits", "commandContext": "compose", "data": data}
        yield name, _extension(stage, who, "submitAction", value)
    for person in ("ann", "quinn", "gil"):
        yield from _of_no_verb(stage, stage.who(person, tenant_id))


def _of_no_verb(stage: Stage, who: Resident) -> Iterator[tuple[str, Json]]:
    now = stage.clock()
    for word in WORDS:
        yield "typed", stage.activities.message(who, "1", f"{word.names[0]} CF-10", now)
    query = {
        "commandId": "work.find",
        "parameters": [{"name": "words", "value": "CF"}],
        "queryOptions": {"skip": 0, "count": 25},
    }
    yield "search", _extension(stage, who, "query", query)
    for name in ("queryLink", "anonymousQueryLink"):
        yield "link", _extension(stage, who, name, {"url": "https://a.example/case/CF-10"})
    yield "command", _extension(stage, who, "fetchTask", {"commandId": "work.audits"})
    added = stage.activities.installation(who, added=True, now=now)
    yield "installation", added
    yield "installation", stage.activities.installation(who, added=False, now=now)
    yield "conversation", stage.activities.bot_added(who, now)
    for kind in OTHER_TYPES:
        yield "another type", {**added, "type": kind}
    for name in OTHER_INVOKES:
        yield "another invoke", {**stage.pressing(who, {}), "name": name}


def _extension(stage: Stage, who: Resident, name: str, value: Json) -> Json:
    invoke = f"composeExtension/{name}"
    return stage.activities.extension(who, invoke, value, stage.clock(), own_chat(who))


_HOW = st.sampled_from(("replace", "replace", "replace", "leave out", "add", "in what is pressed"))
_BREAKS: Mapping[str, Callable[[bytes], bytes]] = {
    "a lone surrogate": lambda body: body.replace(b'": "', b'": "\\ud800', 3),
    "a lone low surrogate": lambda body: body.replace(b'": "', b'": "\\udc00x', 9),
    "not a number": lambda body: body.replace(b'": "', b'": NaN, "x": "', 1),
    "infinity": lambda body: body.replace(b'": "', b'": -Infinity, "x": "', 1),
    "a number without end": lambda body: body.replace(b'": "', b'": 1e999999, "x": "', 2),
    "many digits": lambda body: body.replace(b'": "', b'": ' + b"7" * 5_000 + b', "x": "', 1),
    "cut off": lambda body: body[: len(body) // 2],
    "a mark before it": lambda body: b"\xef\xbb\xbf" + body,
    "no UTF-8": lambda body: body.replace(b"a", b"\xff", 2),
    "UTF-16": lambda body: body.decode().encode("utf-16"),
    "twice the same key": lambda body: body[:-1] + b', "type": "message", "value": []}',
    "deep": lambda body: body[:-1] + b', "value": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "long": lambda body: body[:-1] + b', "x": "' + b"x" * 2_000_000 + b'"}',
    "nothing": lambda _: b"",
}


@dataclass(frozen=True)
class AnothersId:
    """Stands for an id or a reference of another council."""

    which: float


_FRACTIONS = st.floats(0, 1, exclude_max=True)
_SIMPLE: st.SearchStrategy[object] = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(ODD_NUMBERS),
    st.sampled_from(ODD_WORDS),
    st.builds(AnothersId, _FRACTIONS),
    st.text(st.characters(codec="utf-8"), max_size=40),
)
_ODD = st.one_of(
    _SIMPLE,
    _SIMPLE,
    st.lists(_SIMPLE, max_size=3),
    st.dictionaries(st.text(max_size=8), _SIMPLE, max_size=3),
    st.integers(1, 60).map(lambda levels: _deep(levels)),
)


@dataclass(frozen=True)
class Change:
    """One thing that is put wrong, somewhere."""

    how: str
    where: float
    odd: object


@dataclass(frozen=True)
class Spoiling:
    """What is put wrong in which real activity, and how its JSON is broken."""

    which: float
    changes: Sequence[Change]
    broken: str | None


SPOILINGS = st.builds(
    Spoiling,
    _FRACTIONS,
    st.lists(st.builds(Change, _HOW, _FRACTIONS, _ODD), max_size=4),
    st.one_of(st.none(), st.none(), st.none(), st.sampled_from(list(_BREAKS))),
)


def spoilt(real: Sequence[Json], others_ids: Sequence[str], by: Spoiling) -> bytes:
    """A real activity with up to four things wrong in it, or broken as JSON.

    `others_ids` are of another council: they take the place of ids and references.
    """
    activity = deepcopy(_one_of(real, by.which))
    for each in by.changes:
        paths = list(_paths(activity))
        if each.how == "in what is pressed":
            paths = [path for path in paths if path[0] == "value" and len(path) > 1] or paths
        if paths:
            _change(activity, _one_of(paths, each.where), each.how, _odd(each.odd, others_ids))
    body = json.dumps(activity, ensure_ascii=False).encode()
    return body if by.broken is None else _BREAKS[by.broken](body)


def _one_of(things: Sequence[T], where: float) -> T:
    return things[int(where * len(things))]


def _odd(value: object, others_ids: Sequence[str]) -> object:
    if isinstance(value, AnothersId):
        return _one_of(others_ids, value.which)
    if isinstance(value, list):
        return [_odd(each, others_ids) for each in value]
    if isinstance(value, dict):
        return {key: _odd(each, others_ids) for key, each in value.items()}
    return value


def _deep(levels: int) -> object:
    made: object = "deep"
    for _ in range(levels):
        made = [made] if levels % 2 else {"a": made}
    return made


def _change(activity: Any, path: Path, how: str, odd: object) -> None:
    *to, last = path
    for step in to:
        activity = activity[step]
    if how == "leave out":
        del activity[last]
    elif how == "add" and isinstance(activity, dict):
        activity[f"{last}x"] = odd
    else:
        activity[last] = odd


def _paths(value: object, above: Path = ()) -> Iterator[Path]:
    inner: Sequence[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        inner = [(key, each) for key, each in value.items() if isinstance(key, str)]
    elif isinstance(value, list):
        inner = list(enumerate(value))
    for key, each in inner:
        yield (*above, key)
        yield from _paths(each, (*above, key))
