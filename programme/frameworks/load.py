"""Reads a framework's TOML file into `Framework`, strictly."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from programme.errors import CorrectAndRepeat
from programme.framework import Framework
from programme.frameworks.sources import Unsourced, without_sources

_WORDS = {
    "unexpected_keyword_argument": "is not a key of a framework",
    "missing": "is missing",
    "missing_argument": "is missing",
    "time_type": "is not a time of day such as 09:00:00, without quotation marks",
    "time_parsing": "is not a time of day such as 09:00:00, without quotation marks",
}
"""How pydantic's more technical findings read behind the key; the others stand as they are."""

_RULE_ID = re.compile(r"[A-Z]{2}-\d\d")
_FRAMEWORK = TypeAdapter(Framework)


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
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectAndRepeat(f"{path} can't be read as a text file: {error}.") from error


def parse(text: str, name: str) -> Framework:
    """The framework that TOML `text` says; `name` is the file's name for the sentence.

    Raises CorrectAndRepeat naming file, key and what is wrong with it.
    """
    try:
        document = tomllib.loads(text)
        plain, provenance = without_sources(document)
        # As JSON, because there a list may stand for a tuple without everything else being lax.
        found = _FRAMEWORK.validate_json(json.dumps(plain, default=str), strict=True)
    except tomllib.TOMLDecodeError as error:
        raise CorrectAndRepeat(f"{name} is not a TOML file: {error}.") from error
    except Unsourced as error:
        raise CorrectAndRepeat(
            f"{name}: {error} doesn't say where it comes from; add source with the section of "
            "the council's document, or “default”."
        ) from None
    except ValidationError as error:
        more = error.error_count() - 1
        others = f" ({more} more to mend after that)" if more else ""
        sentence = _problem(error.errors()[0], document)
        raise CorrectAndRepeat(f"{name}: {sentence}{others}.") from error
    for key, where in provenance.items():
        if where.rule is not None and not _RULE_ID.fullmatch(where.rule):
            raise CorrectAndRepeat(f"{name}: {key}.rule is a rule id such as WC-01.")
    return replace(found, provenance=provenance)


def load_shipped(framework_id: str) -> Framework:
    """A framework that comes with Sightline, by id.

    Raises CorrectAndRepeat when there is none.
    """
    return parse(read_shipped(framework_id), f"{framework_id}.toml")


def _problem(error: ErrorDetails, document: Mapping[str, object]) -> str:
    key = _key(error["loc"], document) or "the file"
    if words := _WORDS.get(error["type"]):
        return f"{key} {words}"
    return f"{key}: {error['msg'].removeprefix('Value error, ')}"


def _key(loc: Sequence[str | int], document: Mapping[str, object]) -> str:
    """The key of a finding, with the entries of lists named by their ids."""
    parts: list[str] = []
    here: object = document
    for part in loc:
        if isinstance(here, dict) and "value" in here:
            here = here["value"]
        entry = here[part] if isinstance(part, int) and isinstance(here, list) else None
        named = isinstance(entry, dict) and isinstance(entry.get("id"), str)
        parts.append(str(entry["id"]) if isinstance(entry, dict) and named else str(part))
        here = entry if entry is not None else here.get(part) if isinstance(here, dict) else None
    return ".".join(parts)
