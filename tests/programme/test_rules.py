"""What a framework may say of moderation and of closing the loop: ranges, and what it names."""

import re
from dataclasses import replace

import pytest

from programme.errors import CorrectAndRepeat
from programme.frameworks.load import parse
from programme.people import Role
from programme.rules.follow_up import LoopCheck
from programme.rules.moderation import ModerationRule
from tests.little_council import RULES

MODERATION = ModerationRule("a_share", (Role.QA_OFFICER,), 10, 5)
LOOP = LoopCheck(8, (Role.ADVANCED_SOCIAL_WORK_PRACTITIONER,))
WITHOUT = re.sub(r"(?ms)^\[(\[moderation\]|loop_check)\]\n.*?(?=^\[)", "", RULES)
"""A council's file that says nothing of either."""
IN_THE_FILE = """
[[moderation]]
form = "all_by_managers"
by = ["group_manager"]
within_working_days = 10
answer_within_working_days = 5
rule = "WC-07"
source = "5.1"

[loop_check]
weeks = 8
by = ["advanced_social_work_practitioner"]
again_after = 15
rule = "WC-09"
source = "5.1"
"""


@pytest.mark.parametrize(
    "wrong",
    [
        {"within_working_days": 0},
        {"answer_within_working_days": 61},
        {"share_percent": 0},
        {"each": 21},
        {"remind_before": -1},
        {"remind_after_every": 0},
        {"by": ()},
    ],
)
def test_a_moderation_that_cannot_be_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        replace(MODERATION, **wrong)  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    "wrong", [{"weeks": 0}, {"again_after": 0}, {"remind_after_every": 61}, {"by": ()}]
)
def test_a_loop_check_that_cannot_be_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        replace(LOOP, **wrong)  # type: ignore[arg-type]  # by name


@pytest.mark.rule("WC-07", "WC-09")
def test_both_are_read_from_a_councils_file() -> None:
    without = parse(WITHOUT, "rules.toml")
    assert (without.moderation, without.loop_check) == ((), None)
    framework = parse(WITHOUT + IN_THE_FILE, "rules.toml")
    assert framework.moderation == (
        ModerationRule("all_by_managers", (Role.GROUP_MANAGER,), 10, 5),
    )
    assert framework.loop_check == replace(LOOP, again_after=15)


@pytest.mark.rule("SW-12")
def test_what_the_document_says_of_grading_is_read_from_the_file() -> None:
    note = "Minor gaps in recording alone don't lower a grade."
    value = f'grading_note = {{ value = "{note}", rule = "SW-12", source = "6.1.6" }}\n'
    framework = parse(value + RULES, "rules.toml")
    assert framework.grading_note == note
    assert framework.provenance["grading_note"].rule == "SW-12"


def test_a_moderation_of_a_round_that_there_is_not_is_refused() -> None:
    wrong = IN_THE_FILE.replace("[loop_check]", 'rounds = ["another"]\n[loop_check]')
    with pytest.raises(CorrectAndRepeat, match="“another” is no round"):
        parse(WITHOUT + wrong, "rules.toml")
