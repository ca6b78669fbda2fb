"""Reads a framework's TOML file into `Framework`, strictly."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from programme.errors import CorrectAndRepeat
from programme.framework import Framework
from programme.frameworks.findings import (
    key_of,
    misquoted,
    one_line,
    refused,
    syntax,
    unknown_key,
    wrong_type,
)
from programme.frameworks.sources import OURS, Misplaced, left_out, without_sources
from programme.rules.rule import Provenance

_UNKNOWN_KEY = "unexpected_keyword_argument"
_FRAMEWORK = TypeAdapter(Framework)
_UNSAID = {part: Provenance(None, OURS) for part in ("hand_overs", "retention")}
"""What a council's own file may leave to Sightline as a whole."""


def shipped() -> tuple[str, ...]:
    """The ids of the frameworks that come with Sightline."""
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in files("programme.frameworks").iterdir()
            if entry.name.endswith(".toml")
        )
    )


def read_shipped(framework_id: str) -> str:
    """The TOML text of a framework that comes with Sightline.

    Raises CorrectAndRepeat when there is none of that id.
    """
    if framework_id not in shipped():
        raise CorrectAndRepeat(
            f"There is no framework “{framework_id}”; choose one of {', '.join(shipped())}."
        )
    return files("programme.frameworks").joinpath(f"{framework_id}.toml").read_text("utf-8")


def read_file(path: Path) -> str:
    """The text of a council's own TOML file.

    Raises CorrectAndRepeat when it can't be read.
    """
    try:
        # Windows' own editor begins a file with a mark that TOML doesn't know.
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise CorrectAndRepeat(
            f"{path} can't be read: it is no text in UTF-8; save it again with that encoding."
        ) from None
    except OSError as error:
        raise CorrectAndRepeat(f"{path} can't be read: {error.strerror}.") from error


def parse(text: str, name: str) -> Framework:
    """The framework that TOML `text` says; `name` is the file's name for the sentence.

    Raises CorrectAndRepeat naming file, key and what is wrong with it.
    """
    try:
        document = tomllib.loads(text)
        _refuse_at_sight(document, name)
        plain, provenance, unsourced = without_sources(document)
        # As JSON, because there a list may stand for a tuple without everything else being lax.
        found = _FRAMEWORK.validate_json(json.dumps(plain, default=str), strict=True)
    except tomllib.TOMLDecodeError as error:
        raise _refusal(f"{name} is not a TOML file: {syntax(error, text)}.") from error
    except RecursionError:
        raise CorrectAndRepeat(f"{name} has too many brackets in brackets.") from None
    except Misplaced as error:
        raise _refusal(f"{name}: {error}.") from None
    except ValidationError as error:
        more = error.error_count() - 1
        others = f" ({more} more to mend after that)" if more else ""
        # A key that is misspelt comes before the one that is missing because of it.
        errors = sorted(error.errors(), key=lambda found: found["type"] != _UNKNOWN_KEY)
        raise _refusal(f"{name}: {_problem(errors[0], document)}{others}.") from error
    if problem := misquoted(found, plain, "") or unsourced:
        raise _refusal(f"{name}: {problem}.")
    ours = left_out(found, plain, provenance)
    return replace(found, provenance={**_UNSAID, **ours, **provenance})


def _refusal(sentence: str) -> CorrectAndRepeat:
    return CorrectAndRepeat(one_line(sentence))


@cache
def load_shipped(framework_id: str) -> Framework:
    """A framework that comes with Sightline, by id; read once a process.

    Raises CorrectAndRepeat when there is none.
    """
    return parse(read_shipped(framework_id), f"{framework_id}.toml")


def _refuse_at_sight(document: Mapping[str, object], name: str) -> None:
    if not document:
        raise CorrectAndRepeat(f"{name} is empty; begin with id, title, version, holds_from.")
    if "provenance" in document:  # `Framework` has it, and no file says it
        raise CorrectAndRepeat(f"{name}: {unknown_key('provenance', ['provenance'])}.")


def _problem(error: ErrorDetails, document: Mapping[str, object]) -> str:
    loc, kind = error["loc"], error["type"]
    key = key_of(loc, document)
    if kind == _UNKNOWN_KEY:
        return unknown_key(key, loc)
    if kind == "value_error":
        return refused(key, error["msg"].removeprefix("Value error, "), loc)
    expected = error["ctx"]["expected"] if kind in ("enum", "literal_error") else None
    return wrong_type(key, kind, error["input"], expected) or f"{key}: {error['msg']}"
