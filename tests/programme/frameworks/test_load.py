"""A framework's TOML file: read strictly, refused clearly, each value with where it comes from."""

import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import time
from pathlib import Path

import pytest

from programme.errors import CorrectAndRepeat
from programme.framework import Framework
from programme.frameworks.load import load_shipped, parse, read_file, read_shipped, shipped
from tests.little_council import FRAMEWORK, RULES
from tests.programme.frameworks.as_told import told


def _with(old: str, new: str) -> str:
    assert RULES.count(old) == 1, old
    return RULES.replace(old, new)


def _first(old: str, new: str) -> str:
    """The rules with the first of several changed."""
    assert old in RULES, old
    return RULES.replace(old, new, 1)


def _lost(told: object, read: object, key: str = "") -> Iterator[str]:
    """The keys whose values the framework doesn't have as they were told."""
    if isinstance(told, dict) and is_dataclass(read):
        for name, value in told.items():
            yield from _lost(value, getattr(read, name, None), f"{key}.{name}")
    elif isinstance(told, list) and isinstance(read, tuple) and len(told) == len(read):
        for number, (value, kept) in enumerate(zip(told, read, strict=True)):
            yield from _lost(value, kept, f"{key}.{number}")
    elif (type(told) is not type(read) and not isinstance(read, str)) or told != read:
        yield key


def _untold(told: object, read: object, key: str = "") -> Iterator[str]:
    """The keys that the framework has a value for, other than its default, and the file hasn't."""
    if isinstance(told, dict) and is_dataclass(read):
        for field in fields(read):
            if field.name in told:
                yield from _untold(
                    told[field.name], getattr(read, field.name), f"{key}.{field.name}"
                )
            elif field.name != "provenance" and getattr(read, field.name) != field.default:
                yield f"{key}.{field.name}"
    elif isinstance(told, list) and isinstance(read, tuple):
        for number, (value, kept) in enumerate(zip(told, read, strict=True)):
            yield from _untold(value, kept, f"{key}.{number}")


@pytest.mark.parametrize("framework_id", shipped())
def test_every_shipped_framework_is_read_whole(framework_id: str) -> None:
    framework = load_shipped(framework_id)
    says = told(tomllib.loads(read_shipped(framework_id)))
    assert framework.id == framework_id
    assert [*_lost(says, framework)] == []
    assert [*_untold(says, framework)] == []


def test_the_check_that_nothing_is_lost_sees_a_loss() -> None:
    says = told(tomllib.loads(RULES))
    assert isinstance(says, dict)
    says["actions"]["most"] = 11
    says["hours"]["lunch"] = time(12)
    says["tools"][0]["areas"].pop()
    assert [*_lost(says, FRAMEWORK)] == [".tools.0.areas", ".actions.most", ".hours.lunch"]


@pytest.mark.rule("WC-01", "WC-02", "WC-03", "WC-04", "WC-06", "WC-08")
def test_the_rules_of_the_first_of_the_month_are_carried_out_by_values_of_the_file() -> None:
    rules = {of.rule for of in FRAMEWORK.provenance.values()}
    assert {"WC-01", "WC-02", "WC-03", "WC-04", "WC-06", "WC-08"} <= rules
    allocation = FRAMEWORK.allocation
    assert (allocation.day, allocation.falls_on) == (1, "the_day")
    assert allocation.copied_to == ("group_manager",)
    assert allocation.peer == "another_team_manager_of_the_service_area"
    assert FRAMEWORK.views.asked_of == "peer"


def test_a_grade_has_its_councils_words() -> None:
    assert FRAMEWORK.grade_title("requires_improvement") == "Requires improvement"
    assert FRAMEWORK.grade_title(None) == FRAMEWORK.grade_title("excellent") == "not graded"


MOST = "\nmost = { value = 10,"
AT = "at = { value = 09:00:00, rule = "
TO_AUDIT = "working_days_to_audit = { value = 10,"
TOOLS = 'tools = ["mid_way"]'
A_TIME = "is a time of day such as 09:00:00, without quotation marks, not "
A_DATE = "is a date such as 2026-04-01, without quotation marks, not "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            _with("[actions]\n", "[actions]\ndue_witin = 1\n"),
            "actions.due_witin is not a key of a framework; perhaps due_within is meant",
        ),
        (_with("[hours]\n", "[hours]\nx = 1\n"), "hours.x is not a key of a framework; there is o"),
        (_with("[loop_check]\n", "[loop_chek]\n"), "perhaps loop_check is meant"),
        (_with(f'id = "{FRAMEWORK.id}"\n', ""), "id is missing"),
        (_with(MOST, "\nmost = { value = 0,"), "actions.most is from 1 to 20, not 0"),
        (
            _with(MOST, '\nmost = { value = "10",'),
            "actions.most is a whole number, without quotation marks, not “10”",
        ),
        (_with(MOST, "\nmost = { value = true,"), "actions.most is a whole number, without"),
        (_with(MOST, "\nmost = { value = 1.5,"), "actions.most is a whole number, without"),
        (
            _first('["group_manager"]', '["group_leader"]'),
            "rounds.case_files.copied_to.0 is one of social_worker, ",
        ),
        (_first("day = { value = 1,", "day = { value = 31,"), "rounds.case_files.day is from 1 to"),
        (
            _first(TO_AUDIT, "working_days_to_audit = { value = 24,"),
            "rounds.case_files.working_days_to_audit is from 1 to 23, not 24.",
        ),
        (
            _first(TO_AUDIT, 'working_days_to_audit = { value = "ten",'),
            "rounds.case_files.working_days_to_audit is a whole number, without quotation marks, n",
        ),
        (_first(AT, "at = { value = 9, rule = "), f"rounds.case_files.at {A_TIME}9"),
        (_first(AT, 'at = { value = "09:00", rule = '), f"rounds.case_files.at {A_TIME}“09:00”"),
        (
            _first(AT, 'at = { value = "09:00:00", rule = '),
            f"rounds.case_files.at {A_TIME}“09:00:00”",
        ),
        (
            _first(AT, "at = { value = 01:30:00, rule = "),
            "rounds.case_files.at: between 01:00 and 02:00 the clocks change",
        ),
        (_with("holds_from = 2022-02-01", "holds_from = 2"), f"holds_from {A_DATE}2"),
        (
            _with("holds_from = 2022-02-01", 'holds_from = "2022-02-01"'),
            f"holds_from {A_DATE}“2022-02-01”",
        ),
        (_with("holds_from = 2022-02-01", 'holds_from = "soon"'), f"holds_from {A_DATE}“soon”"),
        (
            _with("holds_from = 2022-02-01", "holds_from = 2022-02-01T09:00:00"),
            f"holds_from {A_DATE}“2022-02-01 09:00:00”",
        ),
        (_with('version = "2022-02"', "version = 2022-02-01"), "version is text, in quotation"),
        (
            _with("digest = { value = 09:00:00,", "digest = { value = 17:30:00,"),
            "hours: the digest goes out between opens and closes",
        ),
        (
            _with("digest = { value = 09:00:00,", "digest = { value = 08:29:59,"),
            "hours: the digest goes out between opens and closes",
        ),
        (
            _with('service_areas = ["Fostering"]\n', ""),
            "rounds.case_files.tools: social_work and fostering both serve every case",
        ),
        (
            _with(TOOLS, 'tools = ["midway"]'),
            "rounds.mid_way.tools: “midway” is no tool; there is social_work",
        ),
        (
            _with(TOOLS, 'tools = ["fostering"]'),
            "rounds.mid_way.tools: child_in_care, child_protection would have no tool",
        ),
        (
            _first('cohorts = ["child_in_care", "child_protection"]', 'cohorts = ["baby"]'),
            "rounds.mid_way.cohorts: “baby” is no cohort; there is referral",
        ),
        (
            _with('rounds = { value = ["case_files"]', 'rounds = { value = ["x"]'),
            "moderation.0.rounds: “x” is no round; there is case_files",
        ),
        (
            _with('tool = "targeted"', 'tool = "x"'),
            "commissions.targeted.tool: “x” is no tool; there is social_work",
        ),
        (
            _with('{ role = "director"', '{ role = "advanced_practitioner"'),
            "disputes.dispute_resolution.levels: each stands above the one before it, but ",
        ),
        (
            _first("every_months = 1\n", "every_months = 5\n"),
            "rounds.case_files.every_months is a part of the year (1, 2, 3, 4, 6 or 12), not 5",
        ),
        (
            _first('{ id = "assessments", title', '{ id = "plans", title'),
            "tools.social_work.areas: plans stands there twice",
        ),
        (
            _with('rule = "WC-06"', 'rule = "WC6"'),
            "views.rule is a rule id such as WC-01, not “WC6”",
        ),
        (_with('rule = "WC-06"\n', ""), "views.rule is missing"),
        (
            _with(f'{MOST} rule = "WC-08", source = "default" }}', "\nmost = 10"),
            "actions.most doesn't say where it comes from; add source",
        ),
        (
            _with('rule = "WC-06"\nsource = "5.1"', 'rule = "WC-06"\nsource = 5.1'),
            "views.source is the section of the council's document in quotation marks",
        ),
        (
            _with(MOST, "\nmost = { value = 10, by = 2,"),
            "actions.most.by can't stand beside value",
        ),
        (
            _with("remind_before = { value = [5, 1]", "remind_before = { value = 5"),
            "actions.remind_before is a list, in square brackets, not 5",
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
    text = _with("[actions]\n", "[actions]\nx = 1\ny = 2\n")
    with pytest.raises(CorrectAndRepeat, match=r"\(1 more to mend after that\)\.$"):
        parse(text, "own.toml")


@pytest.mark.parametrize("text", ["id: north", _with("2022-02-01", "2022-02-30")])
def test_what_is_not_toml_is_told_with_its_line(text: str) -> None:
    with pytest.raises(CorrectAndRepeat, match=r"own\.toml is not a TOML file: .*line \d+"):
        parse(text, "own.toml")


def test_a_councils_own_file_is_read(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(_first(AT, "at = { value = 08:45:00, rule = "), "utf-8")
    read: Framework = parse(read_file(own), own.name)
    assert read.allocation.at == time(8, 45)


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
