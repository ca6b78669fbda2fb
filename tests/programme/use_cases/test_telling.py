"""Whoever has to be told and can't be found, without a name where it is logged (BD-06)."""

from dataclasses import replace

import pytest

from programme.message import MessageKind
from programme.use_cases.submission import Submission
from programme.use_cases.telling import told_of
from tests.little_council import THE_FIRST, LittleCouncil


async def _missed(little: LittleCouncil) -> list[str]:
    """The keys of what the QA officers hear, where the worker of Ann's case isn't on the list."""
    audit = await little.audit_led_by("ann")
    async with little.work(little.tenant_id) as w:
        case = await w.cases.get(audit.case_reference)
        assert case is not None
        await w.cases.save([replace(case, worker="Nobody")])
        people, teams = await w.people.all(), await w.teams.all()
        submission = Submission(little.council, audit, (), people, teams, THE_FIRST)
        assert await told_of(w, submission, ["case_worker"]) == ()
        fates = await w.outbox.fates([MessageKind.WORKER_NOT_FOUND], audit.id)
        return [fate.key for fate in fates]


@pytest.mark.rule("BD-06")
async def test_the_qa_officers_hear_once_that_the_worker_is_not_on_the_list(
    drawn: LittleCouncil,
) -> None:
    (key,) = await _missed(drawn)
    assert "Nobody" not in key


async def test_nobody_guesses_from_the_key_who_it_is(drawn: LittleCouncil) -> None:
    with_key = replace(drawn, council=replace(drawn.council, id_key="0123456789abcdef" * 2))
    assert await _missed(with_key) != await _missed(drawn)
