"""Weeks after the moderation somebody checks the actions, until the loop is closed (WC-09)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.action import Action
from programme.audit import Audit
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import Delivery, MessageKind
from programme.shown import audit_entity, loop_entity
from programme.use_cases.bring_loop_checks import bring_loop_checks
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.show_loop_check import show_loop_check
from tests.little_council import STAFF, THE_FIRST, LittleCouncil, person
from tests.programme.use_cases.moderating import (
    BY_MANAGERS,
    LOOP_CHECK,
    UNA,
    check,
    keep,
    loop_of,
    moderate,
    ruled,
    same,
)

pytestmark = pytest.mark.rule("WC-09")
DUE = datetime(2027, 1, 26, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


async def moderated(
    drawn: LittleCouncil, lead: str = "ann", by: str = "gil"
) -> tuple[LittleCouncil, Audit, Action]:
    await keep(drawn, UNA)
    little = ruled(drawn, BY_MANAGERS)
    audit, (action,) = await little.submitted(lead=lead)
    await moderate(little, audit, same(audit), by)
    return little, audit, action


async def bring(little: LittleCouncil, now: datetime = DUE) -> int:
    return await bring_loop_checks(little.council, work=little.work, now=now)


async def complete(little: LittleCouncil, action: Action) -> None:
    by = await little.person("ann")
    command = CompleteAction(little.council, by, action.id, 1, "Done.", "card")
    await complete_action(command, work=little.work, now=THE_FIRST + DAY)


async def test_the_card_comes_to_the_practitioner_on_the_due_day(drawn: LittleCouncil) -> None:
    little, audit, _ = await moderated(drawn)
    assert [await bring(little, DUE - DAY), await bring(little, DUE - timedelta(minutes=1))] == [
        0,
        0,
    ]
    assert await bring(little) == 1
    assert await bring(little) == 0
    (message,) = await little.messages(MessageKind.LOOP_CHECK)
    assert (message.person_id, message.subject) == ("una", audit.id)
    assert await little.scheduled("ask_for_loop_check", audit.id) == [1]
    loop = await loop_of(little, audit.id)
    assert loop is not None
    assert loop.checker_id == "una"


async def test_fostering_has_its_loop_closed_too(drawn: LittleCouncil) -> None:
    little, audit, _ = await moderated(drawn, "eve", "quinn")
    assert audit.service_area == "Fostering"
    assert await bring(little) == 1
    assert await little.readers(MessageKind.LOOP_CHECK) == ["una"], (
        "the practitioner of another area"
    )


async def test_completed_actions_close_it_and_the_manager_and_both_auditors_hear(
    drawn: LittleCouncil,
) -> None:
    little, audit, action = await moderated(drawn)
    await complete(little, action)
    await bring(little)
    await little.settle("gil", MessageKind.LOOP_CHECK, audit.id, loop_entity(audit.id))
    done = await check(little, audit, completed=True, now=DUE)
    assert done == await loop_of(little, audit.id)
    assert (done.is_open, done.found, done.checked_by) == (False, "Seen on the file.", "una")
    told = sorted({"ann", audit.peer_id or ""})
    assert await little.readers(MessageKind.LOOP_CHECK) == sorted([*told, "gil", "una"])
    assert ("gil", MessageKind.LOOP_CHECK) in await little.behind()
    event = (await little.events(audit.id))[-1]
    assert (event.who, event.verb, event.detail) == ("una", "close_loop", {"checks": 1})
    assert await bring(little, DUE + 30 * DAY) == 0


async def test_while_an_action_is_open_it_cannot_be_closed(drawn: LittleCouncil) -> None:
    little, audit, _ = await moderated(drawn)
    await bring(little)
    before = await little.everything()
    with pytest.raises(CorrectAndRepeat, match="can't be closed yet"):
        await check(little, audit, completed=True, now=DUE)
    assert await little.everything() == before


async def test_what_is_still_open_is_told_and_asked_after_again(drawn: LittleCouncil) -> None:
    little, audit, action = await moderated(drawn)
    await bring(little)
    again = await check(little, audit, completed=False, found="No chronology yet.", now=DUE)
    assert (again.is_open, again.due) == (True, date(2027, 2, 9))
    assert await little.readers(MessageKind.LOOP_CHECK) == ["ann", "una"]
    assert await bring(little, datetime(2027, 2, 8, 9, 0, tzinfo=UTC)) == 0
    later = datetime(2027, 2, 9, 9, 0, tzinfo=UTC)
    assert await bring(little, later) == 1
    await complete(little, action)
    done = await check(little, audit, completed=True, version=3, now=later)
    assert (done.is_open, done.checks) == (False, 2)
    assert (await little.readers(MessageKind.LOOP_CHECK)).count("ann") == 2


async def test_whoever_was_away_at_two_checks_finds_one_card_when_they_are_back(
    drawn: LittleCouncil,
) -> None:
    little, audit, _ = await moderated(drawn)
    await bring(little)
    for one in ("ann", "abe", "gil", "quinn"):
        await little.away(one, date(2027, 1, 20), date(2027, 2, 12))
    await check(little, audit, completed=False, now=DUE)
    later = datetime(2027, 2, 9, 9, 0, tzinfo=UTC)
    await bring(little, later)
    await check(little, audit, completed=False, version=3, now=later)
    async with little.work(little.tenant_id) as w:
        fates = await w.outbox.fates([MessageKind.LOOP_CHECK], audit.id)
    waiting = [fate.person_id for fate in fates if fate.delivery is Delivery.WAITING]
    assert len(waiting) == len(set(waiting))
    assert "ann" in waiting


async def test_a_checker_who_says_nothing_is_asked_again_every_fifth_working_day(
    drawn: LittleCouncil,
) -> None:
    little, _, _ = await moderated(drawn)
    told = [now for n in range(16) if await bring(little, now := DUE + n * DAY)]
    assert told == [DUE, DUE + 7 * DAY, DUE + 14 * DAY]


@pytest.mark.parametrize("change", ["left", "away"])
async def test_a_checker_who_is_gone_is_replaced_by_the_next(
    drawn: LittleCouncil, change: str
) -> None:
    little, audit, _ = await moderated(drawn)
    await bring(little)
    if change == "left":
        await little.take_staff(*STAFF)
    else:
        await little.away("una", date(2027, 1, 27), date(2027, 2, 12))
    assert await bring(little, DUE + DAY) == 1
    loop = await loop_of(little, audit.id)
    assert loop is not None
    assert loop.checker_id == "quinn"
    with pytest.raises(AskSomeoneAllowed):
        await check(little, audit, "una", completed=False, version=loop.version, now=DUE)


async def test_without_a_practitioner_or_with_the_rule_gone_the_qa_officers_check(
    drawn: LittleCouncil,
) -> None:
    little, _, _ = await moderated(drawn)
    assert await bring(ruled(little, loop=None)) == 1
    assert await little.readers(MessageKind.LOOP_CHECK) == ["quinn"]


async def test_only_the_checker_records_the_card_that_they_see_and_once(
    drawn: LittleCouncil, other: LittleCouncil
) -> None:
    little, audit, action = await moderated(drawn)
    await complete(little, action)
    await bring(little)
    for by in ("ann", "gil", "quinn"):
        with pytest.raises(AskSomeoneAllowed, match="Somebody else checks"):
            await check(little, audit, by, completed=True, now=DUE)
    with pytest.raises(AskSomeoneAllowed, match="Your role doesn't allow this"):
        await check(little, audit, "sam", completed=True, now=DUE)
    with pytest.raises(ShowAsItIsNow):
        await check(little, audit, completed=True, version=1, now=DUE)
    with pytest.raises(CorrectAndRepeat):
        await check(little, audit, completed=True, found=" ", now=DUE)
    with pytest.raises(LookElsewhere):
        await check(other, replace(audit, id="0" * 32), "ann", completed=True, now=DUE)
    done = await check(little, audit, completed=True, now=DUE)
    before = await little.everything()
    assert await check(little, audit, completed=False, now=DUE + DAY) == done
    assert await little.everything() == before


async def test_who_may_see_a_loop(drawn: LittleCouncil) -> None:
    little, audit, _ = await moderated(drawn)
    await bring(little)
    pairs = [(audit.id, one.id) for one in (*STAFF, UNA)]
    async with little.work(little.tenant_id) as w:
        views = await show_loop_check(little.council, w, pairs, DUE.date())
    assert {reader for _, reader in views} == {
        "ann",
        "abe",
        audit.peer_id,
        "gil",
        "quinn",
        "una",
    }
    assert {reader for (_, reader), view in views.items() if view.may_check} == {"una"}
    assert views[audit.id, "una"].checker == "Una"


async def test_completing_an_action_brings_the_checkers_card_up_to_date(
    drawn: LittleCouncil,
) -> None:
    little, audit, action = await moderated(drawn)
    await little.settle("una", MessageKind.LOOP_CHECK, audit.id, audit_entity(audit.id))
    await complete(little, action)
    assert await little.behind() == {("una", MessageKind.LOOP_CHECK)}


async def test_an_audit_without_a_team_of_its_own_left_finds_a_checker_of_the_area(
    drawn: LittleCouncil,
) -> None:
    await keep(drawn, replace(UNA, team="Birch"), person("Fay", *LOOP_CHECK.by, area="South"))
    little = ruled(drawn, BY_MANAGERS)
    audit, _ = await little.submitted()
    await moderate(little, audit, same(audit))
    await bring(little)
    assert await little.readers(MessageKind.LOOP_CHECK) == ["una"]
