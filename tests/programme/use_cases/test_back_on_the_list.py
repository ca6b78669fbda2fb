"""Whoever one staff list left out by mistake, and the next has again, loses nothing by it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.message import Conversation, Delivery, Message, MessageKind
from programme.people import Absence, Person
from programme.ports import Receipt
from programme.use_cases.import_staff import ImportStaff, import_staff
from storage.delivery_queue import StoredDeliveryQueue
from tests.follow_up import ASKED, HANNAH, WORST, graded, with_rules
from tests.little_council import A_MINUTE, STAFF, THE_FIRST, LittleCouncil, staff_list

NIGHT = datetime(2026, 12, 1, 20, 0, tzinfo=UTC)
LATER, LAST = NIGHT + A_MINUTE, NIGHT + 2 * A_MINUTE
MORNING = datetime(2026, 12, 2, 8, 30, tzinfo=UTC)
ANN, *OTHERS = STAFF


async def _import(little: LittleCouncil, *people: Person, now: datetime) -> None:
    command = ImportStaff(little.council, staff_list(people), "command line")
    await import_staff(command, work=little.work, now=now)


async def _wait(little: LittleCouncil, *messages: Message) -> None:
    async with little.work(little.tenant_id) as w:
        await w.outbox.add(messages)
        await w.commit()


async def _send(little: LittleCouncil, now: datetime) -> None:
    """Sends all that is due."""
    queue = StoredDeliveryQueue(little.engine)
    due = await queue.claim(little.tenant_id, now, 500)
    met = Conversation("", "https://teams.example", "chat", "")
    sent = [
        Receipt(m, Delivery.SENT, now, replace(met, person_id=m.person_id), m.key, ()) for m in due
    ]
    await queue.settle(little.tenant_id, sent)


async def _fates(
    little: LittleCouncil, kind: MessageKind, person_id: str, subject: str
) -> list[Delivery]:
    async with little.work(little.tenant_id) as w:
        found = await w.outbox.fates([kind], subject)
    return [fate.delivery for fate in found if fate.person_id == person_id]


async def _goes(little: LittleCouncil, person_id: str) -> dict[str, datetime]:
    async with little.work(little.tenant_id) as w:
        return {m.key: m.not_before for m in await w.outbox.waiting_for([person_id])}


def _message(
    kind: MessageKind, who: str, about: str, at: datetime = MORNING, until: datetime | None = None
) -> Message:
    return Message(f"{kind}:{about}:{who}", who, kind, about, at, expires=until)


async def test_what_was_theirs_alone_waits_for_them_again_once(little: LittleCouncil) -> None:
    theirs = _message(MessageKind.PRACTICE_WEEK, "ann", "2026-12-07")
    await _wait(little, theirs)
    await _import(little, *OTHERS, now=NIGHT)
    assert await _goes(little, "ann") == {}
    for now in (LATER, LAST):
        await _import(little, *STAFF, now=now)
        assert (await _goes(little, "ann"))[theirs.key] == MORNING
    await _send(little, MORNING)
    # Another mistake of that kind brings nothing a second time.
    await _import(little, *OTHERS, now=MORNING + A_MINUTE)
    await _import(little, *STAFF, now=MORNING + 2 * A_MINUTE)
    assert theirs.key not in await _goes(little, "ann")
    fates = await _fates(little, theirs.kind, "ann", theirs.subject)
    assert fates == [Delivery.SENT]


async def test_what_has_expired_and_what_was_superseded_before_stays_so(
    little: LittleCouncil,
) -> None:
    late = _message(MessageKind.DIGEST, "ann", "2026-12-01", THE_FIRST, NIGHT + timedelta(hours=4))
    done = _message(MessageKind.PRACTICE_WEEK, "ann", "2026-12-07")
    await _wait(little, late, done)
    async with little.work(little.tenant_id) as w:
        await w.outbox.supersede(done.kind, done.subject, NIGHT - A_MINUTE)
        await w.commit()
    await _import(little, *OTHERS, now=NIGHT)
    await _import(little, *STAFF, now=LATER)
    assert late.key not in await _goes(little, "ann")
    assert done.key not in await _goes(little, "ann")


async def test_whoever_is_back_on_the_list_and_away_has_it_on_their_return(
    little: LittleCouncil,
) -> None:
    theirs = _message(MessageKind.PRACTICE_WEEK, "ann", "2026-12-07")
    until = MORNING + timedelta(days=1)
    soon = _message(MessageKind.DUTY_REMINDER, "ann", "2026-12-02", until=until)
    await _wait(little, theirs, soon)
    await _import(little, *OTHERS, now=NIGHT)
    away = replace(ANN, absences=(Absence(date(2026, 12, 1), date(2026, 12, 3)),))
    await _import(little, away, *OTHERS, now=LATER)
    goes = await _goes(little, "ann")
    assert goes[theirs.key] == datetime(2026, 12, 4, 8, 30, tzinfo=UTC)
    # What would have expired by then goes at once.
    assert goes[soon.key] == MORNING


async def test_what_the_qa_officers_had_instead_comes_back_while_it_waits(
    drawn: LittleCouncil,
) -> None:
    audit = await drawn.audit_led_by("ann")
    theirs = _message(MessageKind.LOOP_CHECK, "ann", audit.id)
    await _wait(drawn, theirs)
    await _import(drawn, *OTHERS, now=NIGHT)
    instead = f"{theirs.key}:quinn:{NIGHT.isoformat()}"
    assert instead in await _goes(drawn, "quinn")
    await _import(drawn, *STAFF, now=LATER)
    assert instead not in await _goes(drawn, "quinn")
    assert theirs.key in await _goes(drawn, "ann")


async def test_what_reached_the_qa_officers_instead_stays_with_them(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    theirs = _message(MessageKind.LOOP_CHECK, "ann", audit.id)
    await _wait(drawn, theirs)
    await _import(drawn, *OTHERS, now=NIGHT)
    await _send(drawn, MORNING)
    await _import(drawn, *STAFF, now=MORNING + A_MINUTE)
    assert theirs.key not in await _goes(drawn, "ann")
    assert await _fates(drawn, theirs.kind, "quinn", audit.id) == [Delivery.SENT]


@pytest.mark.rule("KT-07")
async def test_an_alert_that_another_has_had_already_asks_whoever_is_back(
    drawn: LittleCouncil,
) -> None:
    """Nobody else was told in their place, for who stands in had one of their own."""
    alerted = with_rules(drawn, alerts=(replace(ASKED, to=("head_of_service", "qa_officers")),))
    await _import(alerted, *STAFF, HANNAH, now=NIGHT)
    audit, _ = await graded(alerted, WORST, now=NIGHT)
    async with alerted.work(alerted.tenant_id) as w:
        asked = {a.person_id: a.answer_by for a in await w.alerts.of_audits([audit.id])}
    await _send_to(alerted, "quinn")
    await _import(alerted, *STAFF, now=LATER)
    await _import(alerted, *STAFF, HANNAH, now=LAST)
    assert await _fates(alerted, MessageKind.GRADE_ALERT, "hannah", audit.id) == [Delivery.WAITING]
    async with alerted.work(alerted.tenant_id) as w:
        again = {a.person_id: a.answer_by for a in await w.alerts.of_audits([audit.id])}
    assert again == asked


async def _send_to(little: LittleCouncil, person_id: str) -> None:
    """Sends what waits for that person alone."""
    async with little.work(little.tenant_id) as w:
        waiting = await w.outbox.waiting_for([person_id])
        await w.outbox.put_off({message.key: THE_FIRST for message in waiting})
        everyone = {m.person_id for m in await little.messages()} - {person_id}
        others = await w.outbox.waiting_for(everyone)
        await w.outbox.put_off({message.key: MORNING for message in others})
        await w.commit()
    await _send(little, NIGHT)


async def test_who_takes_over_actions_again_has_one_card_of_them(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    theirs = _message(MessageKind.ACTIONS, "ann", f"{action.audit_id}")
    await _wait(drawn, theirs)
    await _import(drawn, *OTHERS, now=NIGHT)
    await _import(drawn, *STAFF, now=LATER)
    kinds = [m.kind for m in await _waiting(drawn, "ann")]
    assert kinds.count(MessageKind.TAKEN_OVER) == 1
    assert MessageKind.ACTIONS not in kinds


async def _waiting(little: LittleCouncil, person_id: str) -> tuple[Message, ...]:
    async with little.work(little.tenant_id) as w:
        return await w.outbox.waiting_for([person_id])
