"""Takes the rule ids and sources out of a framework's TOML, and sees that every value has one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from programme.frameworks.findings import shown
from programme.rules.rule import Provenance

PLAIN = frozenset({"id", "title", "version", "holds_from"})
"""Keys of the framework itself that need no source."""

OURS = "default"
"""The source of a value that the council's document leaves open."""

_RULE_ID = re.compile(r"[A-Z]{2}-\d\d")


class Misplaced(Exception):
    """Something stands beside a value that can't; the sentence, without its stop."""


def without_sources(
    document: Mapping[str, object],
) -> tuple[dict[str, object], dict[str, Provenance], str | None]:
    """The plain values of a TOML document, by key where they come from, and a sentence (without
    its stop) on the first that doesn't say so rightly.

    A table says `source` (and `rule`) for all that stands in it; `{ value = …, source = … }` says
    it for one value. The entries of a list are named by their `id`, else by their number from 0.

    Raises Misplaced naming the key.
    """
    reading = _Reading()
    plain = {
        key: value if key in PLAIN else reading.plain(value, key, sourced=False)
        for key, value in document.items()
    }
    return plain, reading.found, next(iter(reading.problems), None)


def left_out(found: object, plain: object, told: Mapping[str, Provenance]) -> dict[str, Provenance]:
    """By key, the numbers that the file leaves to Sightline: ours, of the rule of their table.

    `found` is what was read of the `plain` values, whose sources are `told`.
    """
    ours: dict[str, Provenance] = {}
    for table, name in _left_out(found, plain, ""):
        at = table
        while at and at not in told:
            at = at.rpartition(".")[0]
        ours[f"{table}.{name}"] = Provenance(told[at].rule if at else None, OURS)
    return ours


def _left_out(found: object, plain: object, key: str) -> Iterator[tuple[str, str]]:
    """Each such number's table and name."""
    if is_dataclass(found) and isinstance(plain, dict):
        for field in fields(found):
            if field.name in plain:
                inside = f"{key}.{field.name}".lstrip(".")
                yield from _left_out(getattr(found, field.name), plain[field.name], inside)
            elif is_number(getattr(found, field.name)):
                yield key, field.name
    elif isinstance(found, tuple) and isinstance(plain, list):
        for number, (one, of) in enumerate(zip(found, plain, strict=True)):
            named = of.get("id", number) if isinstance(of, dict) else number
            yield from _left_out(one, of, f"{key}.{named}")


def is_number(value: object) -> bool:
    """Whether it is a whole number, a council's or `Ours`, and no yes or no."""
    return isinstance(value, int) and not isinstance(value, bool)


class _Reading:
    """What is found on the way through a document."""

    def __init__(self) -> None:
        self.found: dict[str, Provenance] = {}
        self.problems: list[str] = []

    def plain(self, value: object, key: str, *, sourced: bool) -> object:
        """The value without what is said of it."""
        if isinstance(value, dict):
            return self._table(value, key, sourced=sourced)
        if isinstance(value, list) and any(isinstance(one, dict) for one in value):
            return [
                self.plain(one, f"{key}.{one.get('id', number)}", sourced=sourced)
                if isinstance(one, dict)
                else one
                for number, one in enumerate(value)
            ]
        if not sourced:
            self.problems.append(
                f"{key} doesn't say where it comes from; add source with the section of the "
                f"council's document, or “{OURS}”"
            )
        return value

    def _table(self, table: dict[str, object], key: str, *, sourced: bool) -> object:
        inside = dict(table)
        source, rule = inside.pop("source", None), inside.pop("rule", None)
        if source is not None or rule is not None:
            self._keep(source, rule, key)
            sourced = True
        if "value" in inside:
            if len(inside) > 1:
                other = next(name for name in inside if name != "value")
                raise Misplaced(f"{key}.{other} can't stand beside value; only rule and source do")
            if _is_wrapped(inside["value"]):
                raise Misplaced(
                    f"{key}: value is the value itself, and not {{ value = … }} once more"
                )
            return self.plain(inside["value"], key, sourced=sourced)
        return {
            name: value
            if name in ("id", "title")
            else self.plain(value, f"{key}.{name}", sourced=sourced)
            for name, value in inside.items()
        }

    def _keep(self, source: object, rule: object, key: str) -> None:
        if not isinstance(source, str) or not source.strip():
            self.problems.append(
                f"{key}.source is the section of the council's document in quotation marks, "
                f"or “{OURS}”"
            )
        elif rule is None and source != OURS:
            self.problems.append(
                f"{key}.rule is missing; a value of the document's own names its rule, "
                "with an id such as WC-01"
            )
        elif rule is not None and not (isinstance(rule, str) and _RULE_ID.fullmatch(rule)):
            self.problems.append(f"{key}.rule is a rule id such as WC-01, not {shown(rule)}")
        else:
            self.found[key] = Provenance(None if rule is None else str(rule), source)


def _is_wrapped(value: object) -> bool:
    """Whether it says its own source a second time, or one of its list does."""
    each = value if isinstance(value, list) else [value]
    return any(isinstance(one, dict) and "value" in one for one in each)
