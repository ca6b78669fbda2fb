"""A month as the QA officers see it, by name: reached, acknowledged, how far it is (WC-02)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from programme.action import ProposedAction
from programme.audit import AuditState
from programme.message import Conversation, Delivery, MessageKind
from programme.use_cases.acknowledge_allocation import (
    AcknowledgeAllocation,
    acknowledge_allocation,
)
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.show_round import (
    ReachView,
    RoundView,
    Unreached,
    show_reach,
    show_rounds,
)
from tests.little_council import DECEMBER, DUE, STAFF, THE_FIRST, LittleCouncil

pytestmark = pytest.mark.rule("WC-02")


async def _round(little: LittleCouncil, days_late: int = 0) -> RoundView:
    async with little.work(little.tenant_id) as w:
        (view,) = await show_rounds(w, [little.period()], DUE + timedelta(days=days_late))
    return view


async def _reach(little: LittleCouncil) -> ReachView:
    async with little.work(little.tenant_id) as w:
        return await show_reach(w, little.period(), little.council.calendar)


async def _meet(little: LittleCouncil, *person_ids: str, blocked: str | None = None) -> None:
    async with little.work(little.tenant_id) as w:
        for person_id in person_ids:
            await w.conversations.save(Conversation(person_id, "https://x", "c", "u", blocked))
        await w.commit()


async def test_whoever_is_done_with_their_audits_is_not_awaited_to_acknowledge(
    drawn: LittleCouncil,
) -> None:
    for person_id in ("ben", "ann", "gil"):
        await drawn.settle(person_id, MessageKind.ALLOCATION, str(DECEMBER))
    async with drawn.work(drawn.tenant_id) as w:
        for audit in await w.audits.of_month(DECEMBER):
            if "ann" in {audit.lead_id, audit.peer_id}:
                done = replace(audit, state=AuditState.SUBMITTED, views_recorded_at=THE_FIRST)
                await w.audits.save(replace(done, version=audit.version + 1))
        await w.commit()
    awaited = (await _round(drawn)).not_yet_acknowledged
    assert ("Ann" in awaited, "Gil" in awaited) == (False, True)


async def test_who_was_sent_it_who_could_not_be_reached_and_who_acknowledged_by_name(
    drawn: LittleCouncil,
) -> None:
    month = str(DECEMBER)
    for person_id in ("ben", "ann", "gil"):
        await drawn.settle(person_id, MessageKind.ALLOCATION, month)
    await drawn.settle(
        "cat",
        MessageKind.ALLOCATION,
        month,
        delivery=Delivery.UNDELIVERABLE,
        reason="They have turned it off.",
    )
    await drawn.settle("dan", MessageKind.ALLOCATION, month, delivery=Delivery.EXPIRED)
    await drawn.settle("quinn", MessageKind.ROUND, month)
    ann = await drawn.person("ann")
    await acknowledge_allocation(
        AcknowledgeAllocation(drawn.council, ann, drawn.period(), "card"),
        work=drawn.work,
        now=THE_FIRST,
    )
    view = await _round(drawn)
    assert view.sent == ("Ann", "Ben", "Gil")
    assert view.acknowledged == ("Ann",)
    assert view.not_yet_acknowledged == ("Ben", "Gil")
    assert view.unreached == (
        Unreached("Cat", "They have turned it off."),
        Unreached("Dan", "The message expired before it got there."),
    )
    assert view.on_the_way == ()


async def test_who_several_messages_could_not_reach_is_one_line(drawn: LittleCouncil) -> None:
    subject, undeliverable = drawn.period().subject, Delivery.UNDELIVERABLE
    for kind, reason in (
        (MessageKind.ALLOCATION, "Teams answered 503 at the last of 8 attempts."),
        (MessageKind.GROUP_ALLOCATION, "They have turned it off."),
    ):
        await drawn.settle("cat", kind, subject, delivery=undeliverable, reason=reason)
    assert [one.name for one in (await _round(drawn)).unreached] == ["Cat"]


async def test_before_anything_is_sent_everyone_is_on_the_way(drawn: LittleCouncil) -> None:
    await announce_allocation(drawn.council, drawn.period(), work=drawn.work, now=THE_FIRST)
    view = await _round(drawn)
    assert view.on_the_way == ("Ann", "Ben", "Cat", "Dan", "Eve", "Gil", "Gus")
    assert (view.sent, view.unreached) == ((), ())


async def test_audits_and_actions_are_counted(drawn: LittleCouncil) -> None:
    _, (first, _) = await drawn.submitted(
        ProposedAction("One.", "Ash", DUE), ProposedAction("Two.", "Ash", DUE)
    )
    ann = await drawn.person("ann")
    await complete_action(
        CompleteAction(drawn.council, ann, first.id, 1, "Done.", "card"),
        work=drawn.work,
        now=THE_FIRST,
    )
    view = await _round(drawn)
    assert (view.drawn, view.audits, view.submitted, view.complete) == (True, 5, 1, 0)
    assert (view.open_actions, view.overdue_actions, view.completed_actions) == (1, 0, 1)
    assert (await _round(drawn, days_late=1)).overdue_actions == 1
    assert any("Fostering" in gap for gap in view.gaps)


async def test_a_month_that_is_not_drawn_says_so(little: LittleCouncil) -> None:
    view = await _round(little)
    assert (view.drawn, view.audits, view.gaps) == (False, 0, ())


async def test_after_the_draw_those_with_a_part_who_can_not_be_reached_are_named(
    drawn: LittleCouncil,
) -> None:
    await _meet(drawn, "ann", "ben", "cat", "eve", "gil")
    await _meet(drawn, "dan", blocked="ConversationBlockedByUser")
    view = await _reach(drawn)
    assert (view.drawn, view.audits, view.concerned) == (True, 5, 7)
    assert view.unreached == (
        Unreached("Dan", "They or an administrator have turned it off."),
        Unreached("Gus", "Sightline isn't installed for them in Teams."),
    )


async def test_before_the_draw_everyone_who_would_be_asked_counts(little: LittleCouncil) -> None:
    await _meet(little, "ann")
    view = await _reach(little)
    assert (view.drawn, view.concerned) == (False, 7)
    assert [one.name for one in view.unreached] == ["Ben", "Cat", "Dan", "Eve", "Gil", "Gus"]


async def test_someone_who_left_need_not_be_reached(drawn: LittleCouncil) -> None:
    await drawn.take_staff(*(one for one in STAFF if one.id != "gus"))
    assert "Gus" not in {one.name for one in (await _reach(drawn)).unreached}
