"""What something is still to be done about stays, and nobody is asked for it a second time."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.action import ActionState
from programme.audit import AuditState
from programme.follow_up import Loop, LoopState
from programme.grade_alert import Alert
from programme.message import Message, MessageKind
from programme.moderation import Moderation, ModerationState
from programme.ports import DeliveryQueue, UnitOfWork, Work
from programme.retention import Kept
from tests.storage.examples import ACTION, AUDIT, CASE, COUNCIL, DUE, NOW, PERSON, queue_up, sent
from tests.storage.test_disputes import DISPUTE
from tests.storage.test_duties import OBSERVATION
from tests.storage.test_hand_overs import ASKED
from tests.storage.test_practice_acknowledgements import PRACTICE

LOOP = Loop(AUDIT.id, DUE)
MODERATION = Moderation(AUDIT.id, "p1", "all_by_managers", "Because.", NOW, DUE)
ALERT = Alert(AUDIT.id, "p1", NOW, DUE)
COMPLETED = replace(ACTION, state=ActionState.COMPLETED, completed_at=NOW)
LATER = date(2030, 1, 1)
LATE = datetime(2029, 2, 1, 9, tzinfo=UTC)

Adding = Callable[[UnitOfWork], Awaitable[object]]
OPEN: Mapping[str, Adding] = {
    "an allocated audit": lambda w: w.audits.add([AUDIT]),
    "a round's audit": lambda w: w.audits.add([replace(AUDIT, round_id="r", lead_id=PERSON.id)]),
    "findings": lambda w: w.audits.add([replace(AUDIT, state=AuditState.SUBMITTED)]),
    "an action": lambda w: w.actions.add([ACTION]),
    "a confirmation": lambda w: w.actions.add([COMPLETED]),
    "a loop": lambda w: w.loops.add([LOOP]),
    "a moderation": lambda w: w.moderations.add([MODERATION]),
    "an alert": lambda w: w.alerts.add([ALERT]),
    "a request": lambda w: w.hand_overs.add(ASKED),
    "good practice": lambda w: w.practice.add(PRACTICE),
    "a dispute": lambda w: w.disputes.add(DISPUTE),
    "one of the staff": lambda w: w.people.save([PERSON]),
}


async def keep(work: Work, *names: str) -> None:
    async with work(COUNCIL) as w:
        for name in names:
            await OPEN[name](w)
        await w.commit()


async def remove(work: Work, kind: Kept) -> int:
    async with work(COUNCIL) as w:
        count = await w.retained.remove(kind, LATER, 100, NOW)
        await w.commit()
    return count


@pytest.mark.parametrize("waits", ["a loop", "a moderation", "an alert", "a request", "an action"])
async def test_an_audit_stays_while_what_followed_from_it_waits(work: Work, waits: str) -> None:
    await keep(work, "findings", waits)
    assert await remove(work, Kept.AUDITS) == 0


async def test_an_audit_goes_once_all_of_it_is_done(work: Work) -> None:
    await keep(work, "findings", "a confirmation")
    async with work(COUNCIL) as w:
        await w.loops.add([replace(LOOP, state=LoopState.CLOSED)])
        await w.moderations.add([replace(MODERATION, state=ModerationState.CONFIRMED)])
        await w.alerts.add([replace(ALERT, answered_at=NOW)])
        await w.commit()
    assert await remove(work, Kept.AUDITS) == 1


@pytest.mark.parametrize(("waits", "gone"), [("an allocated audit", 0), ("an action", 0), ("", 1)])
async def test_a_closed_case_stays_while_its_audit_or_action_is_open(
    work: Work, waits: str, gone: int
) -> None:
    await keep(work, *filter(None, [waits]))
    async with work(COUNCIL) as w:
        await w.cases.save([replace(CASE, active=False)])
        await w.retained.note_departures(DUE)
        await w.commit()
    assert await remove(work, Kept.CLOSED_CASES) == gone


async def test_what_nobody_has_discussed_or_acknowledged_stays(work: Work) -> None:
    async with work(COUNCIL) as w:
        await w.observations.add(replace(OBSERVATION, discussed=False))
        await w.practice.add(PRACTICE)
        await w.commit()
    assert await remove(work, Kept.OBSERVATIONS) == 0
    assert await remove(work, Kept.GOOD_PRACTICE) == 0


@pytest.mark.parametrize(
    ("kind", "subject", "about"),
    [
        (MessageKind.WELCOME, PERSON.id, "one of the staff"),
        (MessageKind.FINDINGS, AUDIT.id, "findings"),
        (MessageKind.CONFIRM_ACTIONS, AUDIT.id, "a confirmation"),
        (MessageKind.RE_AUDIT, AUDIT.id, "an allocated audit"),
        (MessageKind.AUDITS_DUE, "2026-12/2026-12-31", "a round's audit"),
        (MessageKind.PRACTICE, PRACTICE.id, "good practice"),
        (MessageKind.DISPUTE, DISPUTE.id, "a dispute"),
        (MessageKind.MODERATION, AUDIT.id, "a moderation"),
    ],
)
async def test_what_is_asked_once_is_not_asked_again_when_its_message_is_old(
    work: Work, queue: DeliveryQueue, kind: MessageKind, subject: str, about: str
) -> None:
    message = Message("once", PERSON.id, kind, subject, NOW)
    await queue_up(work, message, replace(message, key="else", subject="other", person_id="p9"))
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(COUNCIL, [sent(message), sent(replace(message, key="else"))])
    await keep(work, about)
    assert await remove(work, Kept.MESSAGES) == 1, "the other"
    assert await queue_up(work, message) == 0


@pytest.mark.parametrize(
    ("job", "about"),
    [(f"confirm:{AUDIT.id}", "a confirmation"), (f"moderation:{AUDIT.id}:p1", "a moderation")],
)
async def test_a_claim_about_what_waits_is_not_made_again(work: Work, job: str, about: str) -> None:
    assert await _claim(work, job, NOW)
    await keep(work, about)
    await remove(work, Kept.MESSAGES)
    assert not await _claim(work, job, NOW)


async def test_that_an_overview_was_sent_is_known_a_year_longer_for_it_is_caught_up_so_late(
    work: Work,
) -> None:
    for job, due in (("digest", NOW), ("overview:year", NOW), ("overview:year", LATE)):
        assert await _claim(work, job, due)
    await remove(work, Kept.MESSAGES)
    assert await _claim(work, "digest", NOW)
    assert await _claim(work, "overview:year", NOW)
    assert not await _claim(work, "overview:year", LATE)


async def _claim(work: Work, job: str, due: datetime) -> bool:
    async with work(COUNCIL) as w:
        first = await w.ticks.claim(job, due)
        await w.commit()
    return first
