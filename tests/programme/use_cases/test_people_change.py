"""People leave, move and are away, and teams close: nothing is orphaned, someone is told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from dialogs.table import LIVE
from programme.action import ProposedAction
from programme.errors import CorrectAndRepeat
from programme.message import Delivery, Message, MessageKind
from programme.people import Absence, Person, Role, Team
from programme.shown import AUDITORS, action_entity
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.import_staff import ImportStaff, import_staff
from programme.use_cases.send_digests import send_digests
from storage.outbox_table import outbox
from tests.bot.chats import words_of
from tests.little_council import (
    CALENDAR,
    CASES,
    DECEMBER,
    DUE,
    STAFF,
    TEAMS,
    THE_FIRST,
    LittleCouncil,
    case_list,
    person,
    staff_list,
)

ZOE = person("Zoe", Role.TEAM_MANAGER, team="Ash", area="North")
WITHOUT_ANN = tuple(p for p in STAFF if p.id != "ann")
WITHOUT_ASH = tuple(team for team in TEAMS if team.name != "Ash")
TODAY = THE_FIRST.date()


async def _import(
    little: LittleCouncil,
    *people: Person,
    teams: tuple[Team, ...] = TEAMS,
    now: datetime = THE_FIRST,
    hand_over: Mapping[str, str] | None = None,
) -> None:
    command = ImportStaff(
        little.council, staff_list(people, teams), "command line", hand_over=hand_over or {}
    )
    await import_staff(command, work=little.work, now=now)


async def _states(little: LittleCouncil, person_id: str) -> set[str]:
    async with little.engine.connect() as connection:
        rows = await connection.execute(
            select(outbox.c.state).where(
                outbox.c.tenant_id == little.tenant_id, outbox.c.person_id == person_id
            )
        )
        return set(rows.scalars())


async def _card(little: LittleCouncil, kind: MessageKind, reader: str, subject: str) -> str:
    async with little.work(little.tenant_id) as w:
        drawn = await LIVE[kind].draw(little.council, w, [(reader, subject)], TODAY)
    return words_of(drawn[reader, subject].card) if drawn else ""


def _moved(person_id: str, **changes: str | tuple[Absence, ...]) -> tuple[Person, ...]:
    return tuple(
        replace(p, **changes) if p.id == person_id else p  # type: ignore[arg-type]  # by name
        for p in STAFF
    )


async def test_who_leaves_gets_no_more_messages(drawn: LittleCouncil) -> None:
    await announce_allocation(drawn.council, drawn.period(), work=drawn.work, now=THE_FIRST)
    await drawn.an_action()
    assert await _states(drawn, "ann") == {Delivery.WAITING}
    await _import(drawn, *WITHOUT_ANN, ZOE)
    assert await _states(drawn, "ann") == {Delivery.SUPERSEDED}
    assert Delivery.SUPERSEDED not in await _states(drawn, "ben")
    for kind in (MessageKind.MY_WORK, MessageKind.TEAM_WORK, MessageKind.TAKEN_OVER):
        assert await _card(drawn, kind, "ann", "ann") == ""


async def test_the_open_actions_of_a_manager_who_leaves_come_to_the_new_one(
    drawn: LittleCouncil,
) -> None:
    action = await drawn.an_action()
    await _import(drawn, *WITHOUT_ANN, ZOE)
    assert await drawn.readers(MessageKind.TAKEN_OVER) == ["zoe"]
    told = await _card(drawn, MessageKind.TAKEN_OVER, "zoe", "zoe")
    assert "Update the chronology." in told
    assert "Complete an action" in told
    assert (await drawn.action(action.id)).is_open


async def test_when_nothing_has_changed_nobody_is_told(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    before = await drawn.messages()
    await _import(drawn, *STAFF)
    assert await drawn.messages() == before


async def test_a_manager_who_changes_team_hears_of_the_new_one_and_their_follower_of_the_old(
    drawn: LittleCouncil,
) -> None:
    await drawn.submitted(ProposedAction("Plan.", "Ash", DUE), ProposedAction("See.", "Birch", DUE))
    swapped = tuple(
        replace(p, team={"ann": "Birch", "ben": "Ash"}.get(p.id, p.team)) for p in STAFF
    )
    await _import(drawn, *swapped)
    assert await drawn.readers(MessageKind.TAKEN_OVER) == ["ann", "ben"]
    assert "See." in await _card(drawn, MessageKind.TAKEN_OVER, "ann", "ann")
    assert "Plan." not in await _card(drawn, MessageKind.TAKEN_OVER, "ann", "ann")


async def test_a_manager_who_changes_role_is_followed_by_the_next_rung(
    drawn: LittleCouncil,
) -> None:
    await drawn.an_action()
    changed = replace(STAFF[0], roles=frozenset({Role.SOCIAL_WORKER}))
    await _import(drawn, changed, *WITHOUT_ANN)
    assert await drawn.readers(MessageKind.TAKEN_OVER) == ["abe"]


async def test_while_the_manager_is_on_leave_the_stand_in_hears(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    leave = (Absence(TODAY, date(2026, 12, 11)),)
    await _import(drawn, *_moved("ann", absences=leave))
    assert await drawn.readers(MessageKind.TAKEN_OVER) == ["abe"]
    # Ann's audit is due when she is back.
    assert await drawn.readers(MessageKind.AUDITORS_NEEDED) == []


async def test_with_no_manager_at_all_the_qa_officers_hear(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    left = {"ann", "abe", "gil"}
    await _import(drawn, *(p for p in STAFF if p.id not in left))
    assert await drawn.readers(MessageKind.TAKEN_OVER) == ["quinn"]
    assert "Update the chronology." in await _card(drawn, MessageKind.TAKEN_OVER, "quinn", "quinn")


async def test_a_new_line_manager_changes_nothing_that_is_queued(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    before = await drawn.messages()
    await _import(drawn, *_moved("ann", line_manager_email="gus@council.example"))
    assert await drawn.messages() == before
    assert (await drawn.person("ann")).line_manager_email == "gus@council.example"


async def test_the_digest_follows_to_who_answers_now(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    nine = CALENDAR.at(date(2026, 12, 11), time(9))
    await send_digests(drawn.council, work=drawn.work, now=nine)
    await _import(drawn, *WITHOUT_ANN, ZOE, now=nine)
    assert "superseded" in await _states(drawn, "ann")
    assert await drawn.readers(MessageKind.TAKEN_OVER) == ["zoe"]
    later = CALENDAR.at(date(2026, 12, 17), time(9))
    await send_digests(drawn.council, work=drawn.work, now=later)
    assert [m.person_id for m in await drawn.messages(MessageKind.DIGEST)] == ["ann", "zoe"]


async def test_the_qa_officers_get_one_card_of_the_audits_that_need_another_auditor(
    drawn: LittleCouncil,
) -> None:
    audit = await drawn.audit_led_by("ann")
    peered = [a for a in await drawn.audits() if a.peer_id == "ann"]
    await _import(drawn, *WITHOUT_ANN, ZOE)
    (message,) = await drawn.messages(MessageKind.AUDITORS_NEEDED)
    assert (message.person_id, message.subject) == ("quinn", AUDITORS)
    told = await _card(drawn, MessageKind.AUDITORS_NEEDED, "quinn", AUDITORS)
    for each in (audit, *peered):
        assert each.case_reference in told
    assert "Lead auditor: Ann has left." in told
    assert f"{audit.case_reference}, lead auditor: Zoe" in told
    assert await _card(drawn, MessageKind.AUDITORS_NEEDED, "gil", AUDITORS) == ""
    await _import(drawn, *WITHOUT_ANN, ZOE)
    assert len(await drawn.messages(MessageKind.AUDITORS_NEEDED)) == 1


async def test_what_is_recorded_needs_nobody_else(drawn: LittleCouncil) -> None:
    audit, _ = await drawn.submitted()
    await _import(drawn, *WITHOUT_ANN, ZOE)
    told = await _card(drawn, MessageKind.AUDITORS_NEEDED, "quinn", AUDITORS)
    assert audit.case_reference not in told


async def test_a_request_to_confirm_goes_to_the_qa_officers_when_the_lead_has_left(
    drawn: LittleCouncil,
) -> None:
    audit, _ = await drawn.submitted()
    waiting = Message("confirm:1", "ann", MessageKind.CONFIRM_ACTIONS, audit.id, THE_FIRST)
    async with drawn.work(drawn.tenant_id) as w:
        await w.outbox.add([waiting])
        await w.commit()
    await _import(drawn, *WITHOUT_ANN, ZOE)
    found = await drawn.messages(MessageKind.CONFIRM_ACTIONS)
    assert sorted(message.person_id for message in found) == ["ann", "quinn"]


async def test_a_team_that_closes_is_refused_with_the_words_that_mend_it(
    drawn: LittleCouncil,
) -> None:
    await drawn.an_action()
    before = await drawn.everything()
    rest = tuple(p for p in STAFF if p.team != "Ash")
    with pytest.raises(CorrectAndRepeat, match='--hand-over "Ash=another team"'):
        await _import(drawn, *rest, teams=WITHOUT_ASH)
    for wrong, told in (
        ({"Ash": "Oak"}, "Oak is not a team of this list"),
        ({"Ash": "Birch", "Birch": "Elm"}, "Birch is still in this list"),
        ({"Ash": "Birch", "Oak": "Elm"}, "there was no team Oak"),
    ):
        with pytest.raises(CorrectAndRepeat, match=told):
            await _import(drawn, *rest, teams=WITHOUT_ASH, hand_over=wrong)
    assert await drawn.everything() == before


async def test_the_team_that_takes_over_gets_the_open_actions_and_hears_of_them(
    drawn: LittleCouncil,
) -> None:
    action = await drawn.an_action()
    await drawn.settle("gil", MessageKind.TEAM_WORK, "gil", action_entity(action.id))
    rest = tuple(p for p in STAFF if p.team != "Ash")
    await _import(drawn, *rest, teams=WITHOUT_ASH, hand_over={"Ash": "Birch"})
    handed = await drawn.action(action.id)
    assert (handed.team, handed.version, handed.due) == ("Birch", action.version + 1, action.due)
    assert await drawn.readers(MessageKind.TAKEN_OVER) == ["ben"]
    assert ("gil", MessageKind.TEAM_WORK) in await drawn.behind()
    (event,) = [e for e in await drawn.events(action.id) if e.verb == "hand_over_action"]
    assert event.detail == {"from": "Ash", "to": "Birch"}
    nine = CALENDAR.at(date(2026, 12, 11), time(9))
    await send_digests(drawn.council, work=drawn.work, now=nine)
    assert [m.person_id for m in await drawn.messages(MessageKind.DIGEST)] == ["ben"]


async def test_nobody_is_told_in_the_night(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    await _import(drawn, *WITHOUT_ANN, ZOE, now=THE_FIRST + timedelta(hours=13))
    kinds = (MessageKind.TAKEN_OVER, MessageKind.AUDITORS_NEEDED)
    assert {m.not_before for m in await drawn.messages(*kinds)} == {
        CALENDAR.at(date(2026, 12, 2), time(8, 30))
    }


async def _move(little: LittleCouncil, reference: str, team: str) -> None:
    cases = [replace(c, team=team) if c.reference == reference else c for c in CASES]
    command = ImportCases(little.council, case_list(cases), "command line")
    await import_cases(command, work=little.work, now=THE_FIRST)


async def test_an_audit_goes_with_its_case_to_another_team_and_its_auditors_hear(
    drawn: LittleCouncil,
) -> None:
    await announce_allocation(drawn.council, drawn.period(), work=drawn.work, now=THE_FIRST)
    audit = await drawn.audit_led_by("ann")
    before = {m.key for m in await drawn.messages()}
    await _move(drawn, audit.case_reference, "Cherry")
    moved = await drawn.audit_led_by("ann")
    assert (moved.team, moved.service_area, moved.version) == ("Cherry", "South", 2)
    assert moved.why[-1] == "The case moved from Ash to Cherry on Tuesday 1 December 2026."
    told = [m for m in await drawn.messages() if m.key not in before]
    assert {(m.person_id, m.kind) for m in told} == {
        ("ann", MessageKind.ALLOCATION),
        (audit.peer_id, MessageKind.ALLOCATION),
    }
    assert "The case moved" in await _card(drawn, MessageKind.ALLOCATION, "ann", str(DECEMBER))
    again = await drawn.messages()
    await _move(drawn, audit.case_reference, "Cherry")
    assert await drawn.messages() == again


async def test_what_is_submitted_stays_with_the_team_that_was_audited(
    drawn: LittleCouncil,
) -> None:
    audit, (action,) = await drawn.submitted()
    await _move(drawn, audit.case_reference, "Cherry")
    assert (await drawn.audit_led_by("ann")).team == "Ash"
    assert await drawn.action(action.id) == action
