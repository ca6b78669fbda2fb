"""A card comes again when its reader wants it to; its deadline and all other reminders stay."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from programme.calendar import LONDON
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.message import Delivery, Message, MessageKind
from programme.ports import UnitOfWork
from programme.remind_later import LATER, ToDo
from programme.use_cases.import_staff import ImportStaff, import_staff
from programme.use_cases.remind_later import (
    NOTHING,
    PASSED,
    Asks,
    OwnCard,
    Reminder,
    RemindLater,
    remind_later,
    remind_no_more,
)
from programme.use_cases.send_digests import send_digests
from programme.use_cases.show_later import show_later
from programme.use_cases.show_round import show_rounds
from storage.delivery_queue import StoredDeliveryQueue
from storage.outbox_table import outbox
from tests.little_council import DUE, STAFF, THE_FIRST, LittleCouncil, staff_list

KIND = MessageKind.ACTIONS
WEDNESDAY, THURSDAY = "2026-12-02", "2026-12-03"


def _asks(to_do: ToDo | None) -> Asks:
    async def asks(_w: UnitOfWork) -> ToDo | None:
        return to_do

    return asks


def _nine(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=LONDON)


async def _card(little: LittleCouncil, who: str = "ann", subject: str = "a1") -> OwnCard:
    return OwnCard(little.council, await little.person(who), KIND, subject, "card")


async def _remind(
    little: LittleCouncil,
    when: str = WEDNESDAY,
    now: datetime = THE_FIRST,
    *,
    to_do: ToDo | None = ToDo(DUE),  # noqa: B008 - frozen
    warned: bool = True,
    who: str = "ann",
) -> Reminder:
    command = RemindLater(await _card(little, who), when, warned)
    return await remind_later(command, _asks(to_do), work=little.work, now=now)


async def _later(little: LittleCouncil, state: Delivery = Delivery.WAITING) -> Sequence[datetime]:
    """When the cards come that were asked for again, of those that stand so."""
    wanted = (outbox.c.tenant_id == little.tenant_id, outbox.c.state == state)
    async with little.engine.connect() as connection:
        rows = await connection.execute(select(outbox).where(*wanted).order_by(outbox.c.not_before))
        return [row.not_before for row in rows if row.key.startswith(LATER)]


async def test_the_card_is_queued_once_more_for_the_chosen_morning(little: LittleCouncil) -> None:
    await little.settle("ann", KIND, "a1")
    reminder = await _remind(little)
    assert reminder == Reminder(_nine(WEDNESDAY), ToDo(DUE))
    [message] = [m for m in await little.messages(KIND) if m.key.startswith(LATER)]
    assert (message.person_id, message.subject) == ("ann", "a1")
    assert message.not_before == _nine(WEDNESDAY)
    assert await little.behind() == {("ann", KIND)}
    [event] = await little.events("a1")
    assert (event.who, event.verb, event.source) == ("ann", "remind_later", "card")
    assert event.detail == {"kind": "actions", "until": "2026-12-02T09:00:00+00:00"}


async def test_the_same_choice_twice_brings_one_card(little: LittleCouncil) -> None:
    await _remind(little)
    before = await little.everything()
    assert (await _remind(little)).at == _nine(WEDNESDAY)
    assert await little.everything() == before


async def test_a_new_choice_takes_the_place_of_the_one_before(little: LittleCouncil) -> None:
    await _remind(little)
    await _remind(little, THURSDAY)
    assert await _later(little) == [_nine(THURSDAY)]
    await _remind(little)
    assert await _later(little) == [_nine(WEDNESDAY)]
    assert len(await little.events("a1")) == 3


async def test_an_hour_is_counted_from_the_press(little: LittleCouncil) -> None:
    await _remind(little, "hour", THE_FIRST + timedelta(minutes=7))
    assert await _later(little) == [THE_FIRST + timedelta(minutes=70)]


async def test_it_can_be_taken_back_once(little: LittleCouncil) -> None:
    await little.settle("ann", KIND, "a1")
    await _remind(little)
    card = await _card(little)
    assert await remind_no_more(card, work=little.work, now=THE_FIRST)
    assert await _later(little) == []
    before = await little.everything()
    assert not await remind_no_more(card, work=little.work, now=THE_FIRST)
    assert await little.everything() == before
    assert [e.verb for e in await little.events("a1")] == ["remind_later", "remind_no_more"]


async def test_nobody_takes_back_what_is_somebody_elses(little: LittleCouncil) -> None:
    await _remind(little)
    before = await little.everything()
    await _remind_no_more_as(little, "ben")
    assert await little.everything() == before


async def _remind_no_more_as(little: LittleCouncil, who: str) -> None:
    assert not await remind_no_more(await _card(little, who), work=little.work, now=THE_FIRST)


async def test_whom_the_card_asks_nothing_of_is_refused(little: LittleCouncil) -> None:
    before = await little.everything()
    with pytest.raises(ShowAsItIsNow, match=NOTHING):
        await _remind(little, to_do=None)
    assert await little.everything() == before


@pytest.mark.parametrize("when", ["2026-11-30", "2026-12-05", "2026-12-25", "never", ""])
async def test_a_time_that_has_passed_or_is_no_working_day_is_refused(
    little: LittleCouncil, when: str
) -> None:
    with pytest.raises(ShowAsItIsNow, match=PASSED):
        await _remind(little, when)


async def test_whoever_is_away_by_then_chooses_again(little: LittleCouncil) -> None:
    await little.away("ann", date(2026, 12, 2), date(2026, 12, 3))
    with pytest.raises(ShowAsItIsNow, match=PASSED):
        await _remind(little)
    assert (await _remind(little, "2026-12-04")).at == _nine("2026-12-04")


async def test_past_the_deadline_nobody_is_led_unwarned(little: LittleCouncil) -> None:
    to_do = ToDo(date(2026, 12, 2))
    with pytest.raises(CorrectAndRepeat) as refused:
        await _remind(little, THURSDAY, to_do=to_do, warned=False)
    assert "after it is due on Wednesday 2 December" in refused.value.problems["when"]
    assert await _later(little) == []
    await _remind(little, WEDNESDAY, to_do=to_do, warned=False)
    await _remind(little, THURSDAY, to_do=to_do, warned=True)
    assert await _later(little) == [_nine(THURSDAY)]


async def test_the_deadline_and_every_other_reminder_stay(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    await _remind(drawn, "2026-12-21")
    assert await drawn.action(action.id) == action
    five_days_before = _nine("2026-12-11")
    await send_digests(drawn.council, work=drawn.work, now=five_days_before)
    assert await drawn.readers(MessageKind.DIGEST) == ["ann"]


async def test_the_round_counts_whoever_is_reminded_as_having_their_card(
    drawn: LittleCouncil,
) -> None:
    await drawn.settle("ann", MessageKind.ALLOCATION, "2026-12")
    card = replace(await _card(drawn, subject="2026-12"), kind=MessageKind.ALLOCATION)
    command = RemindLater(card, WEDNESDAY)
    await remind_later(command, _asks(ToDo(DUE)), work=drawn.work, now=THE_FIRST)
    async with drawn.work(drawn.tenant_id) as w:
        (view,) = await show_rounds(w, [drawn.period()], THE_FIRST.date())
    assert view.sent == ("Ann",)
    assert view.on_the_way == ()


async def test_what_was_chosen_is_shown_beside_what_is_offered(little: LittleCouncil) -> None:
    await _remind(little)
    asked = [("ann", "a1"), ("ann", "a2"), ("ben", "a1"), ("nobody", "a1")]
    async with little.work(little.tenant_id) as w:
        found = await show_later(little.council, w, KIND, asked, THE_FIRST)
        others = await show_later(little.council, w, MessageKind.FINDINGS, asked, THE_FIRST)
    assert {one: later.comes for one, later in found.items()} == {
        ("ann", "a1"): _nine(WEDNESDAY),
        ("ann", "a2"): None,
        ("ben", "a1"): None,
    }
    assert all(later.comes is None for later in others.values())
    assert [choice.name for choice in found["ann", "a1"].choices] == ["hour", "next_day", "week"]


async def test_the_reminder_of_somebody_who_leaves_goes_the_way_of_their_other_messages(
    little: LittleCouncil,
) -> None:
    """An alert goes on to a QA officer who hasn't had it; what is the leaver's alone ends."""
    await _remind(little)
    alert = replace(await _card(little), kind=MessageKind.RESULT)
    await remind_later(
        RemindLater(alert, WEDNESDAY), _asks(ToDo()), work=little.work, now=THE_FIRST
    )
    left = staff_list([p for p in STAFF if p.id != "ann"])
    command = ImportStaff(little.council, left, "command line")
    await import_staff(command, work=little.work, now=THE_FIRST)
    assert len(await _later(little, Delivery.SUPERSEDED)) == 2
    assert await little.readers(MessageKind.RESULT) == ["ann", "quinn"]
    assert await little.readers(KIND) == ["ann"]


async def test_at_its_time_the_newest_of_the_cards_alike_is_sent(little: LittleCouncil) -> None:
    await _remind(little)
    async with little.work(little.tenant_id) as w:
        at = _nine(WEDNESDAY) + timedelta(minutes=1)
        await w.outbox.add([Message("actions:new", "ann", KIND, "a1", at)])
        await w.commit()
    queue = StoredDeliveryQueue(little.engine)
    due = _nine(WEDNESDAY) + timedelta(minutes=2)
    assert [m.key for m in await queue.claim(little.tenant_id, due, 10)] == ["actions:new"]


async def test_everybody_may_whatever_their_role(little: LittleCouncil) -> None:
    assert (await _remind(little, who="sam")).at == _nine(WEDNESDAY)
