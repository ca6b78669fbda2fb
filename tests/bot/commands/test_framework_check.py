"""`sightline framework check`: what an administrator gets wrong is told in one sentence each."""

import pytest

from programme.frameworks.load import read_shipped
from tests.bot.commands.line import Line

OF = {
    name: read_shipped(name)
    for name in ("bedford", "kent", "swindon", "west_berkshire", "worcestershire")
}
ROUNDS, FOLLOWS = "# Who audits what.", "# What follows an audit."
GRADES = (
    '  { id = "good", title = "Good" },\n'
    '  { id = "requires_improvement", title = "Requires improvement" },\n'
    '  { id = "inadequate", title = "Inadequate" },\n'
)
CHAIR = '{ role = "conference_chair", cases = 1 }'
DAYS = "\ncount = 3\n"
MODERATORS = 'by = ["team_manager"]'
TITLE = 'title = "Kent Specialist Children\'s Services"'
OURS = 'source = "default"'
TWICE = "duties.practice_days.count: value is the value itself, and not { value = … } once more"
OPENS = "opens = { value = 08:30:00"


def _cut(text: str, first: str, after: str) -> str:
    return text[: text.index(first)] + text[text.index(after) :]


@pytest.mark.parametrize(
    ("framework", "old", "new", "told"),
    [
        # Keys and tables.
        ("kent", "id =", 'colour = "red"\nid =', "colour is not a key of a framework; there is id"),
        ("kent", "[hours]", "[lunch]", "lunch is not a key of a framework"),
        ("swindon", CHAIR, CHAIR.replace("cases", "case"), "quotas.1.case is not a key of a frame"),
        ("swindon", CHAIR, "{}", "rounds.case_files.quotas.1.role is missing; add it"),
        ("swindon", "[dip_samples]", "[dip_sampels]", "perhaps dip_samples is meant"),
        ("kent", "[hours]", "[provenance]", "provenance is not a key of a framework"),
        ("kent", "[views]", "[[views]]", "views is a table with keys of its own, not a list"),
        ("kent", "[[rounds]]", "[rounds]", "rounds is a list, in square brackets, not a table"),
        ("kent", 'id = "kent"\n', "", "id is missing; add it"),
        ("kent", TITLE, 'title = " "', "title: its length is from 1 to 120, not 0"),
        ("kent", '"2016-06"', '""', "version: its length is from 1 to 40, not 0"),
        ("kent", 'id = "kent"', 'id = "Kent County"', "id: “Kent County” is no id"),
        # Grades, roles and whoever can't.
        ("swindon", 'grades = ["inadequate"]', 'grades = ["bad"]', "“bad” is no grade; there is "),
        ("kent", GRADES, "", "grades: a framework has from 2 to 8, not 1"),
        ("swindon", '"conference_chair", c', '"chair", c', "quotas.1.role is one of social_worker"),
        ("kent", MODERATORS, 'by = ["social_worker"]', "moderation.0.by: social_worker can't do"),
        ("kent", MODERATORS, "by = []", "moderation.0.by names the roles that moderate"),
        (
            "kent",
            'raised_by = ["conference_chair"]',
            'raised_by = ["director"]',
            "disputes.conference_chair.raised_by: director can't do this; choose among ",
        ),
        (
            "kent",
            'by = ["service_manager", "head_of_service"]',
            'by = ["social_worker"]',
            "commissions.area_based.by: social_worker can't do this; choose among ",
        ),
        (
            "worcestershire",
            'by = ["advanced_social_work_practitioner"]',
            'by = ["social_worker"]',
            "loop_check.by: social_worker can't do this; choose among ",
        ),
        (
            "west_berkshire",
            '\nby = ["independent_reviewing_officer", "conference_chair"]',
            '\nby = ["team_manager"]',
            "chairs_reports.by: team_manager can't do this; choose among ",
        ),
        (
            "swindon",
            'chosen_by = { role = "head_of_service"',
            'chosen_by = { role = "team_manager"',
            "rounds.early_help.chosen_by.role: team_manager can't do this; choose among ",
        ),
        (
            "bedford",
            'training_to = { value = ["principal_social_worker"]',
            'training_to = { value = ["social_worker"]',
            "celebration.training_to: social_worker can't do this; choose among ",
        ),
        # What can't be.
        (
            "west_berkshire",
            '{ role = "head_of_service", working_days = 5 }',
            '{ role = "assistant_team_manager", working_days = 5 }',
            "disputes.escalation.levels: each stands above the one before it",
        ),
        ("bedford", "due_within = 5, rule", "due_within = 50, rule", "so due_within grows"),
        ("kent", "every_months = 1", "every_months = 7", "own_work.every_months is a part of the"),
        ("kent", 'cases = "own"', 'cases = "any"', "cases is own where auditors is case_responsi"),
        ("west_berkshire", DAYS, "\ncount = -3\n", "duties.practice_days.count is from 1 to 20"),
        ("kent", '"conference_chair"\ntitle', '"reviewing_officer"\ntitle', "stands there twice"),
        ("kent", "closes = { value = 17", "closes = { value = 07", "hours: the digest goes out"),
        # Types.
        ("west_berkshire", DAYS, '\ncount = "3"\n', "count is a whole number, without quotation"),
        ("west_berkshire", DAYS, "\ncount = 3.5\n", "count is a whole number, without quotation"),
        ("kent", MODERATORS, 'by = "team_manager"', "moderation.0.by is a list, in square brack"),
        ("kent", "2016-06-01", '"1 June 2016"', "holds_from is a date such as 2026-04-01"),
        ("kent", "2016-06-01", "0001-06-01", "holds_from is from 1990-01-01 to 2999-12-31, not 00"),
        ("kent", "2016-06-01", "9999-12-31", "holds_from is from 1990-01-01 to 2999-12-31, not 99"),
        ("kent", OPENS, 'opens = { value = "08:30"', "hours.opens is a time of day such as 09:00"),
        ("west_berkshire", DAYS, "\ncount = { value = { value = 3 } }\n", TWICE),
        ("west_berkshire", DAYS, "\ncount = { value = [{ value = 3 }] }\n", TWICE),
        ("west_berkshire", DAYS, f"\ncount = {{ value = {{ value = 3, {OURS} }} }}\n", TWICE),
        # Where it comes from.
        ("kent", 'rule = "KT-01"', 'rule = "KT01"', "tools.case_file.rule is a rule id such as"),
        ("kent", 'source = "2.2"', "source = 2.2", "source is the section of the council's docu"),
    ],
)
def test_a_mistake_is_told_with_its_file_its_key_and_what_would_be_right(
    line: Line, framework: str, old: str, new: str, told: str
) -> None:
    assert old in OF[framework]
    (line.folder / "own.toml").write_text(OF[framework].replace(old, new, 1), "utf-8")
    sentence = line.refused("framework", "check", str(line.folder / "own.toml"))
    assert sentence.startswith("own.toml: ")
    assert told in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_missing_table_is_named(line: Line) -> None:
    own = line.folder / "own.toml"
    own.write_text(_cut(OF["kent"], ROUNDS, FOLLOWS), "utf-8")
    assert line.refused("framework", "check", str(own)) == "own.toml: rounds is missing; add it."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "is empty; begin with id, title, version, holds_from."),
        (b"# nothing yet\n", "is empty; begin with id, title, version, holds_from."),
        (b"\xff\xfe\x00", "it is no text in UTF-8; save it again with that encoding."),
        (OF["kent"].encode("utf-16"), "it is no text in UTF-8; save it again with that encoding."),
        (b'{"id": "kent"}', "is not a TOML file: Invalid statement (at line 1, column 1)."),
        (b"Reference,Cohort\nA,B\n", "is not a TOML file: Expected '=' after a key"),
        (b"id = kent\n", "(at line 1, column 6); text stands in quotation marks."),
        (b"at = 09:00\n", "a time of day is written with its seconds, such as 09:00:00."),
        (b"holds_from = 2016-06-31\n", "Invalid date or datetime (at line 1, column 14)."),
        (b"most = 1\nmost = 2\n", "Cannot overwrite a value (at line 2, column 9)."),
        (b"a = " + b"[" * 9_000 + b"]" * 9_000, "has too many brackets in brackets."),
    ],
)
def test_what_is_no_framework_at_all_is_told_too(line: Line, text: bytes, told: str) -> None:
    own = line.folder / "own.toml"
    own.write_bytes(text)
    sentence = line.refused("framework", "check", str(own))
    assert "own.toml" in sentence
    assert told in sentence
    assert "\n" not in sentence


def test_a_directory_and_what_is_not_there_are_told(line: Line) -> None:
    for path, why in ((line.folder, "Is a directory"), (line.folder / "no.toml", "No such file")):
        assert f"{path} can't be read: {why}" in line.refused("framework", "check", str(path))


@pytest.mark.parametrize(
    "text", ["\ufeff" + OF["kent"], OF["kent"].replace("\n", "\r\n")], ids=["a mark", "CR LF"]
)
def test_a_file_as_windows_saves_it_is_sound(line: Line, text: str) -> None:
    own = line.folder / "own.toml"
    own.write_bytes(text.encode())
    assert line.done("framework", "check", str(own)).startswith("own.toml is sound: Kent")
