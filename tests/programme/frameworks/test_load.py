"""A framework's TOML file: read strictly, refused clearly, each value with where it comes from."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from programme.errors import CorrectAndRepeat
from programme.frameworks.load import load_shipped, parse, read_file, read_shipped, shipped
from programme.rules.action import ActionRule
from programme.rules.clock import Hours
from programme.rules.round import Round
from tests.little_council import FRAMEWORK, RULES

RULE_ID = re.compile(r"[A-Z]{2}-\d\d")


def _with(old: str, new: str) -> str:
    assert RULES.count(old) == 1, old
    return RULES.replace(old, new)


def _values(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of the file that gives a value, by its dotted name."""
    for key, value in table.items():
        if isinstance(value, dict):
            if "source" in value:
                yield f"{prefix}{key}", value
            else:
                yield from _values(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            for item in value:
                yield f"{prefix}{key}.{item['id']}", item


@pytest.mark.parametrize("framework_id", shipped())
def test_every_shipped_framework_is_read_whole(framework_id: str) -> None:
    framework = load_shipped(framework_id)
    told = tomllib.loads(read_shipped(framework_id))
    assert framework.id == framework_id
    assert (framework.title, framework.version) == (told["title"], told["version"])
    assert [g.id for g in framework.grades] == [g["id"] for g in told["grades"]["value"]]
    assert [t.id for t in framework.tools] == [t["id"] for t in told["tools"]]
    assert [v.id for v in framework.views.of] == [v["id"] for v in told["views"]["of"]]
    rules = {
        "allocation": (Round, framework.allocation),
        "actions": (ActionRule, framework.actions),
        "hours": (Hours, framework.hours),
    }
    for name, (shape, rule) in rules.items():
        for field in fields(shape):
            value = told[name].get(field.name, {}).get("value")
            kept = getattr(rule, field.name)
            assert (list(kept) if isinstance(kept, tuple) else kept) == value


@pytest.mark.parametrize("framework_id", shipped())
def test_every_value_says_where_it_comes_from(framework_id: str) -> None:
    framework = load_shipped(framework_id)
    told = dict(_values(tomllib.loads(read_shipped(framework_id))))
    assert set(framework.provenance) == set(told)
    for key, of in framework.provenance.items():
        assert of.source == told[key]["source"]
        assert of.rule == told[key].get("rule")
        # A council's own value names its rule; ours says "default".
        assert of.source == "default" or RULE_ID.fullmatch(of.rule or ""), key


@pytest.mark.rule("WC-01", "WC-02", "WC-03", "WC-04", "WC-06", "WC-08")
def test_the_rules_of_the_first_of_the_month_are_carried_out_by_values_of_the_file() -> None:
    rules = {of.rule for of in FRAMEWORK.provenance.values()}
    assert {"WC-01", "WC-02", "WC-03", "WC-04", "WC-06", "WC-08"} <= rules
    allocation = FRAMEWORK.allocation
    assert (allocation.day, allocation.falls_on) == (1, "the_day")
    assert allocation.copied_to == ("group_manager",)
    assert allocation.peer == "another_team_manager_of_the_service_area"
    assert FRAMEWORK.views.asked_of == "peer"


@pytest.mark.rule("WC-05")
def test_fostering_has_a_tool_of_its_own_and_everyone_else_the_general_one() -> None:
    fostering, general = FRAMEWORK.tool_for("Fostering"), FRAMEWORK.tool_for("North")
    assert fostering.service_areas == ("Fostering",)
    assert general.service_areas == ()
    assert FRAMEWORK.tool(fostering.id) == fostering
    with pytest.raises(KeyError):
        FRAMEWORK.tool("no_such_tool")


def test_a_grade_has_its_councils_words() -> None:
    assert FRAMEWORK.grade_title("requires_improvement") == "Requires improvement"
    assert FRAMEWORK.grade_title(None) == FRAMEWORK.grade_title("excellent") == "not graded"


def test_reminders_come_in_the_order_of_their_days_however_the_file_lists_them() -> None:
    text = _with("value = [5, 1]", "value = [1, 5]")
    assert parse(text, "own.toml").actions.remind_before == (5, 1)


GENERAL_TOOL = """
[[tools]]
id = "another"
title = "Another"
source = "default"
areas = [{ id = "voice", title = "Voice" }]
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (_with("[actions]\n", "[actions]\nfrist = 1\n"), "actions.frist is not a key"),
        (_with(f'id = "{FRAMEWORK.id}"\n', ""), "id is missing"),
        (_with("\nmost = { value = 10,", "\nmost = { value = 0,"), "actions.most.value: "),
        (_with("\nmost = { value = 10,", '\nmost = { value = "10",'), "actions.most.value: "),
        (_with("\nmost = { value = 10,", "\nmost = { value = true,"), "actions.most.value: "),
        (_with('["group_manager"]', '["group_leader"]'), "allocation.copied_to.value.0: "),
        (_with("day = { value = 1,", "day = { value = 31,"), "allocation.day.value: "),
        (
            _with("at = { value = 09:00:00,", "at = { value = 9,"),
            "allocation.at.value is not a time of day such as 09:00:00",
        ),
        (
            _with("at = { value = 09:00:00,", 'at = { value = "09:00",'),
            "allocation.at.value is not a time of day such as 09:00:00",
        ),
        (
            _with("at = { value = 09:00:00,", "at = { value = 01:30:00,"),
            "allocation.at.value: between 01:00 and 02:00 the clocks change",
        ),
        (
            _with("digest = { value = 09:00:00,", "digest = { value = 17:30:00,"),
            "hours: the digest goes out between opens and closes",
        ),
        (
            _with("digest = { value = 09:00:00,", "digest = { value = 08:29:59,"),
            "hours: the digest goes out between opens and closes",
        ),
        (
            _with("\n[views]\n", f"{GENERAL_TOOL}\n[views]\n"),
            "the file: exactly one tool names no service areas and serves all others",
        ),
        (
            _with('service_areas = ["Fostering"]\n', ""),
            "the file: exactly one tool names no service areas",
        ),
        (
            _with('{ id = "assessments", title', '{ id = "plans", title'),
            "the id plans stands there twice",
        ),
        (_with('rule = "WC-06"', 'rule = "WC6"'), "views.rule: "),
        (_with('asked_of = "peer"', 'asked_of = "worker"'), "views.asked_of: "),
        (
            _with(
                "warn_working_days_before = { value = 3,",
                "warn_working_days_before = { value = 30,",
            ),
            "allocation.warn_working_days_before.value: ",
        ),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence_that_names_file_and_key(text: str, told: str) -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        parse(text, "own.toml")
    sentence = str(refused.value)
    assert sentence.startswith("own.toml: ")
    assert told in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_further_mistakes_are_counted() -> None:
    text = _with("[actions]\n", "[actions]\nfrist = 1\nsecond = 2\n")
    with pytest.raises(CorrectAndRepeat, match=r"\(1 more to mend after that\)\.$"):
        parse(text, "own.toml")


def test_what_is_not_toml_is_told_with_its_line() -> None:
    with pytest.raises(CorrectAndRepeat, match=r"own\.toml is not a TOML file: .*line 1"):
        parse("id: north", "own.toml")


def test_a_councils_own_file_is_read(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(_with("at = { value = 09:00:00,", "at = { value = 08:45:00,"), "utf-8")
    assert parse(read_file(own), own.name).allocation.at == time(8, 45)


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.toml", tmp_path, binary):
        with pytest.raises(CorrectAndRepeat, match=f"{path.name} can't be read"):
            read_file(path)


def test_a_framework_that_is_not_shipped_is_told_with_those_that_are() -> None:
    with pytest.raises(CorrectAndRepeat, match="There is no framework “atlantis”") as refused:
        load_shipped("atlantis")
    assert all(framework_id in str(refused.value) for framework_id in shipped())
