"""What is wrong with a framework's file, in words for whoever wrote it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from re import match, search, sub
from typing import get_args, get_type_hints

from programme.framework import Framework

_A_TIME = "is a time of day such as 09:00:00, without quotation marks"
_A_DATE = "is a date such as 2026-04-01, without quotation marks"
_RIGHT: Mapping[str, str] = {
    "int_type": "is a whole number, without quotation marks",
    "bool_type": "is true or false, without quotation marks",
    "string_type": "is text, in quotation marks",
    "tuple_type": "is a list, in square brackets",
    "dataclass_type": "is a table with keys of its own",
    "time_type": _A_TIME,
    "time_parsing": _A_TIME,
    "date_type": _A_DATE,
    "date_parsing": _A_DATE,
}
"""What would be right, by the kind of pydantic's finding."""


def key_of(loc: Sequence[str | int], document: Mapping[str, object]) -> str:
    """The key of a place in the document; the entries of lists are named by their ids."""
    parts: list[str] = []
    here: object = document
    for part in loc:
        if isinstance(here, dict) and "value" in here:
            here = here["value"]
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) else None
            named = here.get("id") if isinstance(here, dict) else None
            parts.append(named if isinstance(named, str) else str(part))
        else:
            here = here.get(part) if isinstance(here, dict) else None
            parts.append(part)
    return ".".join(parts)


def wrong_type(key: str, kind: str, given: object, expected: str | None) -> str | None:
    """The sentence (without its stop) for a value that can't stand there; None for others."""
    if expected is not None:
        choices = expected.replace("'", "").replace(" or ", ", ")
        return f"{key} is one of {choices}, not {shown(given)}"
    if kind in ("missing", "missing_argument"):
        return f"{key} is missing; add it"
    right = _RIGHT.get(kind)
    return f"{key} {right}, not {shown(given)}" if right else None


def syntax(error: ValueError, text: str) -> str:
    """What TOML found, with what is most often meant where a value stands there bare."""
    line = search(r"at line (\d+)", str(error))
    written = text.split("\n")[int(line[1]) - 1] if line else ""
    if search(r"= *\d{1,2}:\d\d", written):
        return f"{error}; a time of day is written with its seconds, such as 09:00:00"
    if search(r"= *[A-Za-z]", written) and not search(r"= *(true|false|inf|nan)\b", written):
        return f"{error}; text stands in quotation marks"
    return str(error)


def unknown_key(key: str, loc: Sequence[str | int]) -> str:
    """The sentence for a key that nothing reads, with the one that may be meant, or all."""
    names = _keys_at(loc[:-1])
    close = get_close_matches(str(loc[-1]), names, n=1)
    meant = f"perhaps {close[0]} is meant" if close else f"there is {', '.join(names)}"
    return f"{key} is not a key of a framework; {meant}"


def refused(key: str, message: str, loc: Sequence[str | int]) -> str:
    """The sentence for what a class of the framework refused; its message may begin with the key
    that it is about."""
    first = match(r"[a-z_]*", message)
    if first and first[0] in _keys_at(loc):
        return f"{key}.{message}" if key else message
    if key:
        return f"{key}: {message}"
    return message if match(r"[a-z_]+(\.\w+)*[:,] ", message) else f"the file: {message}"


def misquoted(found: object, told: object, key: str) -> str | None:
    """A time or date in quotation marks, or text without them, as a sentence; None if none is.

    On their way through JSON both look the same.
    """
    if is_dataclass(found) and isinstance(told, dict):
        each = ((name, getattr(found, name), told[name]) for name in told)
        return _first((f"{key}.{n}".lstrip("."), value, inside) for n, value, inside in each)
    if isinstance(found, tuple) and isinstance(told, list):
        pairs = zip(found, told, strict=True)
        return _first(
            (f"{key}.{inside.get('id', n) if isinstance(inside, dict) else n}", value, inside)
            for n, (value, inside) in enumerate(pairs)
        )
    for shape, right in ((time, _A_TIME), (date, _A_DATE)):
        if type(found) is shape and type(told) is not shape:
            return f"{key} {right}, not {shown(told)}"
    if isinstance(found, str) and not isinstance(told, str):
        return f"{key} is text, in quotation marks, not {shown(told)}"
    return None


def one_line(sentence: str) -> str:
    """The sentence in one line, and what it quotes of the file cut short."""
    return sub(r"“([^”]{60})[^”]+”", r"“\1…”", " ".join(sentence.split()))


def _first(pairs: Iterable[tuple[str, object, object]]) -> str | None:
    told = (misquoted(value, inside, key) for key, value, inside in pairs)
    return next((sentence for sentence in told if sentence), None)


def _keys_at(loc: Sequence[str | int]) -> list[str]:
    """The keys that the table at that place may have."""
    here: object = Framework
    for part in loc:
        if isinstance(part, str) and isinstance(here, type) and is_dataclass(here):
            here = _dataclass_in(get_type_hints(here).get(part))
    if not (isinstance(here, type) and is_dataclass(here)):
        return []
    return [field.name for field in fields(here) if field.name != "provenance"]


def _dataclass_in(hint: object) -> object:
    """The dataclass that a field's type is, may be, or is a tuple of."""
    if is_dataclass(hint):
        return hint
    return next((found for one in get_args(hint) if (found := _dataclass_in(one))), None)


def shown(value: object) -> str:
    """What stands in the file, as a sentence may quote it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, int | float | time | datetime | date):
        return str(value)
    return "a table" if isinstance(value, dict) else "a list"
