"""A moderator agrees the grades; both auditors hear, and the first grades stay (WC-07, SW-05)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.audit import Audit
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.moderation import ModerationState
from programme.shown import audit_entity, moderation_entity
from programme.use_cases.show_actions import show_actions
from programme.use_cases.show_moderation import show_moderation
from tests.little_council import STAFF, THE_FIRST, LittleCouncil
from tests.programme.use_cases.moderating import (
    BY_MANAGERS,
    loop_of,
    moderate,
    moderation_of,
    ruled,
    same,
    worse,
)

DAY = timedelta(days=1)


async def submitted(drawn: LittleCouncil) -> tuple[LittleCouncil, Audit]:
    little = ruled(drawn, BY_MANAGERS)
    return little, (await little.submitted())[0]


@pytest.mark.rule("WC-07", "SW-05", "WB-04")
async def test_both_grades_are_kept_and_both_auditors_hear(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    done = await moderate(little, audit, worse(little, audit), now=THE_FIRST + DAY)
    assert done == await moderation_of(little, audit.id)
    assert (done.state, done.answer_due) == (ModerationState.CHANGED, date(2026, 12, 9))
    assert (await little.audit_led_by("ann")).record == audit.record
    assert done.agreed.overall != audit.record.overall
    assert await little.readers(MessageKind.MODERATION_OUTCOME) == ["ann", audit.peer_id]
    event = (await little.events(audit.id))[-1]
    assert (event.who, event.verb) == ("gil", "moderate_audit")
    assert event.detail == {
        "first": audit.record.overall,
        "agreed": done.agreed.overall,
        "changed": True,
    }


@pytest.mark.rule("WB-04")
async def test_a_grade_is_changed_only_after_it_was_talked_over_with_the_auditor(
    drawn: LittleCouncil,
) -> None:
    little = ruled(drawn, replace(BY_MANAGERS, talked_over=True))
    audit, _ = await little.submitted()
    with pytest.raises(CorrectAndRepeat) as refused:
        await moderate(little, audit, worse(little, audit))
    assert refused.value.problems == {
        "talked_over": "Please talk the grade over with the auditor first."
    }
    assert (await moderation_of(little, audit.id)).is_waiting
    judgement = replace(worse(little, audit), talked_over=True)
    done = await moderate(little, audit, judgement)
    assert (done.state, done.agreed.talked_over) == (ModerationState.CHANGED, True)
    assert await moderation_of(little, audit.id) == done
    assert (await little.audit_led_by("ann")).record == audit.record


@pytest.mark.rule("WB-04")
async def test_a_grade_that_stands_needs_no_talk_nor_does_one_whose_auditors_have_left(
    drawn: LittleCouncil,
) -> None:
    little = ruled(drawn, replace(BY_MANAGERS, talked_over=True))
    audit, _ = await little.submitted()
    other, _ = await little.submitted(lead="cat")
    done = await moderate(little, audit, replace(same(audit), talked_over=True))
    assert (done.state, done.agreed.talked_over) == (ModerationState.CONFIRMED, False)
    gone = {other.lead_id, other.peer_id}
    await little.take_staff(*(one for one in STAFF if one.id not in gone))
    left = await moderate(little, other, worse(little, other), by="gus")
    assert left.state is ModerationState.CHANGED


@pytest.mark.rule("WC-07")
async def test_both_auditors_hear_of_grades_that_stand_too(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    done = await moderate(little, audit, same(audit))
    assert (done.state, done.answer_due) == (ModerationState.CONFIRMED, None)
    assert await little.readers(MessageKind.MODERATION_OUTCOME) == ["ann", audit.peer_id]


@pytest.mark.rule("WC-07")
async def test_cards_show_the_agreed_grade_beside_the_first(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    await little.settle("ann", MessageKind.ACTIONS, audit.id, audit_entity(audit.id))
    await little.settle("gil", MessageKind.MODERATION, audit.id, moderation_entity(audit.id))
    await moderate(little, audit, worse(little, audit))
    assert await little.behind() == {
        ("ann", MessageKind.ACTIONS),
        ("gil", MessageKind.MODERATION),
    }
    async with little.work(little.tenant_id) as w:
        views = await show_actions(little.council, w, [(audit.id, "ann")], THE_FIRST.date())
    assert views[audit.id, "ann"].overall == "Requires improvement (first graded Good)"


async def test_an_auditor_who_has_left_is_stood_in_for_by_who_answers_for_the_team(
    drawn: LittleCouncil,
) -> None:
    little, audit = await submitted(drawn)
    await little.take_staff(*(one for one in STAFF if one.id != "ann"))
    await moderate(little, audit, same(audit))
    assert await little.readers(MessageKind.MODERATION_OUTCOME) == sorted(
        ["abe", audit.peer_id or ""]
    )


async def test_an_auditor_who_is_away_hears_on_their_return_and_answers_from_then(
    drawn: LittleCouncil,
) -> None:
    little, audit = await submitted(drawn)
    await little.away("ann", date(2026, 12, 1), date(2026, 12, 11))
    done = await moderate(little, audit, worse(little, audit))
    told = {m.person_id: m for m in await little.messages(MessageKind.MODERATION_OUTCOME)}
    assert told["ann"].not_before.date() == date(2026, 12, 14)
    assert done.answer_due == date(2026, 12, 21)


async def test_pressed_twice_it_is_recorded_once(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    first = await moderate(little, audit, same(audit))
    before = await little.everything()
    assert await moderate(little, audit, worse(little, audit), now=THE_FIRST + DAY) == first
    assert await little.everything() == before


@pytest.mark.rule("SW-05", "WB-04", "SW-12")
async def test_without_a_reason_or_a_grade_nothing_is_recorded(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    before = await little.everything()
    for judgement, field in (
        (replace(worse(little, audit), reason=" "), "reason"),
        (replace(same(audit), overall=None, reason="So."), "overall"),
        (replace(same(audit), learning="Ring 07700 900123."), "learning"),
    ):
        with pytest.raises(CorrectAndRepeat) as refused:
            await moderate(little, audit, judgement)
        assert list(refused.value.problems) == [field]
    assert await little.everything() == before


@pytest.mark.parametrize("by", ["gus", "ann", "quinn"])
async def test_nobody_but_its_moderator_moderates(drawn: LittleCouncil, by: str) -> None:
    little, audit = await submitted(drawn)
    before = await little.everything()
    with pytest.raises(AskSomeoneAllowed, match="Somebody else has this audit"):
        await moderate(little, audit, same(audit), by)
    with pytest.raises(AskSomeoneAllowed, match="Your role doesn't allow this"):
        await moderate(little, audit, same(audit), "sam")
    with pytest.raises(ShowAsItIsNow):
        await moderate(little, audit, same(audit), version=0)
    assert await little.everything() == before


async def test_an_audit_that_nobody_moderates_is_not_there(
    drawn: LittleCouncil, other: LittleCouncil
) -> None:
    little, audit = await submitted(drawn)
    with pytest.raises(LookElsewhere):
        await moderate(other, audit, same(audit))
    async with other.work(other.tenant_id) as w:
        pairs = [(audit.id, "gil")]
        assert await show_moderation(other.council, w, pairs, THE_FIRST.date()) == {}
    assert (await moderation_of(little, audit.id)).is_waiting


@pytest.mark.rule("WC-09")
async def test_a_loop_is_begun_where_the_framework_closes_loops_and_actions_were_set(
    drawn: LittleCouncil,
) -> None:
    little, audit = await submitted(drawn)
    await moderate(little, audit, same(audit))
    loop = await loop_of(little, audit.id)
    assert loop is not None
    assert loop.due == date(2027, 1, 26)
    without = ruled(drawn, BY_MANAGERS, loop=None)
    (other, _) = await without.submitted(lead="cat")
    await moderate(without, other, same(other), "gus")
    assert await loop_of(little, other.id) is None


async def test_who_may_see_a_moderation(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    async with little.work(little.tenant_id) as w:
        pairs = [(audit.id, one.id) for one in STAFF]
        views = await show_moderation(little.council, w, pairs, THE_FIRST.date())
    assert {reader for _, reader in views} == {"ann", "abe", audit.peer_id, "gil", "quinn"}
    assert {reader for (_, reader), view in views.items() if view.may_moderate} == {"gil"}
    assert not any(view.may_answer for view in views.values())
