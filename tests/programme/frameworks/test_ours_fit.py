"""What a council's file leaves to Sightline suits what it does say, whatever that is."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from typing import Any

import pytest

from programme.errors import CorrectAndRepeat
from programme.framework import Framework
from programme.frameworks.load import load_shipped, parse, read_shipped, shipped
from programme.frameworks.sources import PLAIN, is_number, without_sources
from programme.in_words.framework import framework_in_words
from programme.rules.retention import Retention
from programme.rules.rule import Ours

Table = dict[str, Any]
NUMBERS = (*range(16), 20, 22, 23, 28, 40, 60, 72, 84, 100, 120, 300)
"""Around everything that bounds a number of a framework; none is above the last."""
NOT_BENT = {"every_months"}
"""How often people audit is no number to make fit: a day too late in a month is the mistake."""
HAS_OURS = {"ModerationRule", "ReAudit", "CommissionRule", "Round", "Retention"}


def _plain(framework_id: str) -> Table:
    plain, _, _ = without_sources(tomllib.loads(read_shipped(framework_id)))
    return plain


def _written(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, date | time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def _file(plain: Table) -> str:
    """The TOML of a council's own: all from its document's default, as if it named no section."""
    return "\n".join(
        f"{key} = {_written(value)}"
        if key in PLAIN
        else f'{key} = {{ value = {_written(value)}, source = "default" }}'
        for key, value in plain.items()
    )


def _tables(found: object, plain: object, key: str = "") -> Iterator[tuple[Any, Table, str]]:
    """Every rule of a framework, with the table that says it and its key."""
    if is_dataclass(found) and isinstance(plain, dict):
        yield found, plain, key
        for name in plain:
            yield from _tables(getattr(found, name), plain[name], f"{key}.{name}".lstrip("."))
    elif isinstance(found, tuple) and isinstance(plain, list):
        for number, (one, said) in enumerate(zip(found, plain, strict=True)):
            named = said.get("id", number) if isinstance(said, dict) else number
            yield from _tables(one, said, f"{key}.{named}")


def _numbers(rule: Any) -> list[Field[Any]]:
    return [each for each in fields(rule) if is_number(getattr(rule, each.name))]


def _may_be_left_out(rule: Any, stated: str) -> list[str]:
    """The numbers of a rule that its file need not state, beside the one that it does."""
    each = (field for field in _numbers(rule) if field.default is not MISSING)
    return [field.name for field in each if field.name not in {stated, *NOT_BENT}]


def _takes(rule: Any, left_out: list[str], said: Mapping[str, int]) -> bool:
    given = {field.name: getattr(rule, field.name) for field in fields(rule)}
    for name in left_out:
        del given[name]
    try:
        type(rule)(**{**given, **said})
    except ValueError:
        return False
    return True


def _could_be(rule: Any, left_out: list[str], said: Mapping[str, int]) -> bool:
    """Whether some numbers in place of those that are left out would make it right."""
    around = {near for number in said.values() for near in (number - 1, number, number + 1)}
    for number in {0, 1, 2, 5, 20, *around}:
        one_by_one = ({name: number} for name in left_out)
        together = dict.fromkeys(left_out, number)
        if any(_takes(rule, left_out, {**said, **more}) for more in (*one_by_one, together)):
            return True
    return False


@pytest.mark.parametrize("framework_id", shipped())
def test_no_number_of_ours_stands_in_the_way_of_what_a_council_says(framework_id: str) -> None:
    """Of every rule: one number is stated, all that may be left out are. Where that is refused, no
    number in their place would be right either."""
    framework = load_shipped(framework_id)
    for rule, _, key in _tables(framework, _plain(framework_id)):
        if isinstance(rule, Framework):
            continue
        for stated in (field.name for field in _numbers(rule)):
            left_out = _may_be_left_out(rule, stated)
            for number in NUMBERS if left_out else ():
                said = {stated: number}
                right = _takes(rule, left_out, said) or not _could_be(rule, left_out, said)
                assert right, f"{key}: {said} doesn't do without {left_out}"


@pytest.mark.parametrize("framework_id", shipped())
def test_the_loader_takes_the_least_and_the_most_of_each_number_without_ours(
    framework_id: str,
) -> None:
    framework, plain = load_shipped(framework_id), _plain(framework_id)
    seen: set[str] = set()
    for rule, table, key in _tables(framework, plain):
        if type(rule).__name__ not in HAS_OURS or type(rule).__name__ in seen:
            continue
        seen.add(type(rule).__name__)
        kept = dict(table)
        for stated in (field.name for field in _numbers(rule)):
            left_out = _may_be_left_out(rule, stated)
            right = [n for n in NUMBERS if _takes(rule, left_out, {stated: n})]
            for number in (right[0], right[-1]):
                table.clear()
                table.update({k: v for k, v in kept.items() if k not in left_out})
                table[stated] = number
                own = parse(_file(plain), "own.toml")
                assert all(own.where(f"{key}.{name}").source == "default" for name in left_out)
        table.clear()
        table.update(kept)
    assert seen - {"ReAudit", "CommissionRule", "ModerationRule"} == {"Round", "Retention"}


def test_only_rules_that_are_gone_through_have_numbers_of_ours() -> None:
    having = {
        type(rule).__name__
        for framework_id in shipped()
        for rule, _, _ in _tables(load_shipped(framework_id), _plain(framework_id))
        if any(isinstance(field.default, Ours) for field in fields(rule))
    }
    assert having == HAS_OURS


SHORT: list[tuple[str, str, Mapping[str, int], str, int, str]] = [
    (
        "worcestershire",
        "moderation.0",
        {"within_working_days": 2},
        "remind_before",
        1,
        "They are reminded one working day before and on the day it is due. [our default]",
    ),
    (
        "worcestershire",
        "commissions.targeted",
        {"due_within": 1},
        "remind_before",
        0,
        "The auditor is reminded on that day. [our default]",
    ),
    (
        "swindon",
        "re_audit",
        {"weeks": 1},
        "opens_before",
        5,
        "They hear of it five working days before its day. [our default]",
    ),
    (
        "swindon",
        "re_audit",
        {"opens_before": 1},
        "remind_before",
        0,
        "They are reminded on that day. [our default]",
    ),
    (
        "swindon",
        "rounds.early_help",
        {"warn_working_days_before": 12},
        "choose_working_days_before",
        13,
        "They are asked to 13 working days before that day. [our default]",
    ),
    (
        "swindon",
        "rounds.early_help",
        {"choose_working_days_before": 6},
        "remind_to_choose_before",
        1,
        "they are reminded one working day before the last day for it. [our default]",
    ),
    (
        "swindon",
        "rounds.early_help",
        {"choose_working_days_before": 4},
        "remind_to_choose_before",
        0,
        "they are reminded on the last day for it. [our default]",
    ),
    (
        "swindon",
        "rounds.early_help",
        {"remind_to_choose_before": 15},
        "choose_working_days_before",
        20,
        "They are asked to 20 working days before that day. [our default]",
    ),
    (
        "swindon",
        "rounds.case_files",
        {"due_working_days_before_end": 14},
        "remind_before",
        1,
        "one working day before that day, and on the first working day after it. [our default]",
    ),
    (
        "swindon",
        "rounds.case_files",
        {"day": 22},
        "working_days_to_audit",
        8,
        "on eight of the working days until then, or on all of them where there are fewer, are",
    ),
    (
        "kent",
        "retention",
        {"events": 36},
        "audits",
        36,
        "The record of events: 3 years. [our default]",
    ),
    (
        "kent",
        "retention",
        {"leavers": 120},
        "events",
        120,
        "The record of events: 10 years. [our default]",
    ),
]


@pytest.mark.parametrize(("framework_id", "at", "said", "left_out", "fits", "told"), SHORT)
def test_a_number_of_ours_is_the_nearest_that_fits_and_is_told_as_ours(
    framework_id: str, at: str, said: Mapping[str, int], left_out: str, fits: int, told: str
) -> None:
    plain = _plain(framework_id)
    [(rule, table)] = [
        (rule, table)
        for rule, table, key in _tables(load_shipped(framework_id), plain)
        if key == at
    ]
    for name in [field.name for field in fields(rule) if isinstance(field.default, Ours)]:
        table.pop(name, None)
    table.update(said)
    own = parse(_file(plain), "own.toml")
    [read] = [read for read, _, key in _tables(own, plain) if key == at]
    assert getattr(read, left_out) == fits
    assert own.where(f"{at}.{left_out}").source == "default"
    assert told in " ".join(framework_in_words(own).split())
    # The same key, stated so that it can't be, is refused.
    table[left_out] = 0 if left_out in ("choose_working_days_before", "events") else fits + 2
    with pytest.raises(CorrectAndRepeat, match=r"^own\.toml: .*\.$"):
        parse(_file(plain), "own.toml")


def test_what_is_kept_follows_what_is_stated() -> None:
    assert Retention(events=20) == Retention(20, 20, 20, 20, 12, 20, 20)
    assert Retention(audits=90).events == 90
    assert Retention().events == 84
