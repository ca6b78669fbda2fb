"""Tools, their questions and whose views they ask after."""

from dataclasses import replace

import pytest

from programme.rules.rule import Choice
from programme.rules.tool import AuditTool, Question, Views

VOICE = Choice("voice", "Voice of the child")
HEARD = Question("heard", "Was the child heard?", "yes_or_no", "voice")
LINE = Question("said", "What did the child say?", "a_line")


def test_a_tool_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="is no id"):
        AuditTool("Case file", "Case file", ())
    with pytest.raises(ValueError, match="areas: voice stands there twice"):
        AuditTool("file", "File", (VOICE, VOICE))
    with pytest.raises(ValueError, match="the number of areas is from 0 to 12, not 13"):
        AuditTool("file", "File", tuple(Choice(f"a{n}", "Area") for n in range(13)))
    with pytest.raises(ValueError, match="note: its length is from 1 to 300"):
        AuditTool("file", "File", (VOICE,), note="")


def test_a_question_is_asked_once_and_of_an_area_that_there_is() -> None:
    AuditTool("file", "File", (VOICE,), questions=(HEARD,))
    with pytest.raises(ValueError, match="questions: heard stands there twice"):
        AuditTool("file", "File", (VOICE,), questions=(HEARD, HEARD))
    with pytest.raises(ValueError, match="heard asks about “voice”, which is no area; there is no"):
        AuditTool("file", "File", (), questions=(HEARD,))
    with pytest.raises(ValueError, match="title: its length is from 1 to 120"):
        Question("heard", "", "yes_or_no")


@pytest.mark.rule("WB-02")
def test_a_tool_that_the_worker_takes_part_in_records_whether_they_did() -> None:
    present = Question("present", "Was the worker present?", "yes_or_no", about_the_audit=True)
    file = AuditTool("file", "File", (), questions=(present,), with_worker=True)
    assert file.about_the_audit == (present,)
    with pytest.raises(ValueError, match="with_worker: a question with about_the_audit records"):
        AuditTool("file", "File", (), with_worker=True)
    for wrong in (HEARD, LINE):
        with pytest.raises(ValueError, match="about_the_audit: such a question is of no area"):
            replace(wrong, about_the_audit=True)


def test_a_tool_for_no_one_in_particular_is_general() -> None:
    assert AuditTool("file", "File", ()).is_general
    assert not AuditTool("file", "File", (), service_areas=("Fostering",)).is_general
    assert not AuditTool("file", "File", (), cohorts=("adoption",)).is_general


def test_nobodys_views_are_asked_after_twice() -> None:
    child = Choice("child", "the child")
    assert Views((), "lead").of == ()
    with pytest.raises(ValueError, match="of: child stands there twice"):
        Views((child, child), "lead")
