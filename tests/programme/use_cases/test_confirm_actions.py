"""The lead auditor asks whether actions were completed, and confirms them or gives them back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.council import Council
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Absence, Role
from programme.rules.action import ActionRule
from programme.shown import audit_entity
from programme.use_cases.ask_confirmation import ask_confirmation, who_confirms
from tests.little_council import (
    CALENDAR,
    DUE,
    FRAMEWORK,
    STAFF,
    TEAMS,
    LittleCouncil,
    person,
)
from tests.programme.use_cases.acting_on_actions import (
    DELAYED,
    HIGH,
    LOW,
    RULE,
    card,
    confirm,
    done,
    nine,
    returned,
)
from tests.storage.examples import AUDIT


def _by_qa_officers() -> ActionRule:
    assert RULE.confirmation is not None
    return replace(RULE, confirmation=replace(RULE.confirmation, by="qa_officers"))


@pytest.fixture
def central(ash: LittleCouncil) -> LittleCouncil:
    """Whoever runs the audits is the lead auditor, and confirms."""
    framework = replace(ash.council.framework, actions=_by_qa_officers())
    return replace(ash, council=replace(ash.council, framework=framework))


@pytest.mark.rule("BD-07")
async def test_the_lead_is_asked_working_days_after_the_last_was_completed(
    ash: LittleCouncil,
) -> None:
    audit, (first, second) = await ash.submitted(HIGH, LOW)
    await done(ash, first, date(2026, 12, 8))
    assert await ask_confirmation(ash.council, work=ash.work, now=nine(DUE)) == 0
    await done(ash, second, DUE)
    for day, asked in ((date(2026, 12, 22), 0), (date(2026, 12, 23), 1), (DELAYED, 0)):
        assert await ask_confirmation(ash.council, work=ash.work, now=nine(day)) == asked
        assert await ask_confirmation(ash.council, work=ash.work, now=nine(day)) == 0
    (message,) = await ash.messages(MessageKind.CONFIRM_ACTIONS)
    assert (message.person_id, message.subject) == ("ann", audit.id)


@pytest.mark.rule("BD-07")
async def test_while_the_lead_is_away_a_qa_officer_is_asked(ash: LittleCouncil) -> None:
    _, (action,) = await ash.submitted(HIGH)
    await done(ash, action)
    await ash.away("ann", date(2026, 12, 21), date(2026, 12, 31))
    await ask_confirmation(ash.council, work=ash.work, now=nine(DELAYED))
    assert await ash.readers(MessageKind.CONFIRM_ACTIONS) == ["quinn"]


@pytest.mark.rule("BD-07")
async def test_when_whoever_was_asked_has_left_a_qa_officer_is_asked_once(
    ash: LittleCouncil,
) -> None:
    """Of several audits that wait, about the one alone that nobody is left to confirm."""
    for lead in ("ann", "dan"):
        _, (action,) = await ash.submitted(HIGH, lead=lead)
        await done(ash, action)
    assert await ask_confirmation(ash.council, work=ash.work, now=nine(date(2026, 12, 23))) == 2
    assert await ash.readers(MessageKind.CONFIRM_ACTIONS) == ["ann", "dan"]
    async with ash.work(ash.tenant_id) as w:
        await w.people.save([replace(await ash.person("dan"), active=False)])
        await w.commit()
    for day, messages in ((DELAYED, 1), (date(2026, 12, 30), 0)):
        assert await ask_confirmation(ash.council, work=ash.work, now=nine(day)) == messages
    assert await ash.readers(MessageKind.CONFIRM_ACTIONS) == ["ann", "dan", "quinn"]


@pytest.mark.rule("BD-07")
async def test_where_who_runs_the_audits_is_the_lead_auditor_they_are_asked_and_nobody_else(
    central: LittleCouncil,
) -> None:
    audit, (action,) = await central.submitted(HIGH)
    await done(central, action)
    assert await ask_confirmation(central.council, work=central.work, now=nine(DELAYED)) == 1
    assert await central.readers(MessageKind.CONFIRM_ACTIONS) == ["quinn"]
    assert await card(central, MessageKind.CONFIRM_ACTIONS, "ann", audit.id, DELAYED) == ""
    with pytest.raises(AskSomeoneAllowed, match="A QA officer, as lead auditor"):
        await confirm(central, audit, "ann", DELAYED)
    (confirmed,) = await confirm(central, audit, "quinn", DELAYED)
    assert confirmed.confirmed_by == "quinn"


@pytest.mark.rule("BD-07")
async def test_when_whoever_was_asked_runs_the_audits_no_more_another_is_asked_once(
    central: LittleCouncil,
) -> None:
    _, (action,) = await central.submitted(HIGH)
    await done(central, action)
    assert await ask_confirmation(central.council, work=central.work, now=nine(DELAYED)) == 1
    left = replace(await central.person("quinn"), roles=frozenset({Role.SOCIAL_WORKER}))
    async with central.work(central.tenant_id) as w:
        await w.people.save([left, person("Nora", Role.QA_OFFICER)])
        await w.commit()
    for day, messages in ((date(2026, 12, 30), 1), (date(2026, 12, 31), 0)):
        asked = await ask_confirmation(central.council, work=central.work, now=nine(day))
        assert asked == messages
    assert await central.readers(MessageKind.CONFIRM_ACTIONS) == ["nora", "quinn"]


@pytest.mark.rule("BD-07")
def test_those_who_run_the_audits_share_what_they_confirm_and_none_gets_all_of_it() -> None:
    council = Council("t", replace(FRAMEWORK, actions=_by_qa_officers()), CALENDAR)
    away = replace(
        person("Quade", Role.QA_OFFICER), absences=(Absence(DUE, DUE + timedelta(days=9)),)
    )
    officers = [person(name, Role.QA_OFFICER) for name in ("Quinn", "Quentin")]
    audits = [replace(AUDIT, id=f"{number:032x}") for number in range(40)]
    asked = [who_confirms(council, audit, [*STAFF[:3], away, *officers], DUE) for audit in audits]
    assert {len(readers) for readers in asked} == {1}
    assert {readers[0].id for readers in asked} == {"quinn", "quentin"}
    (nobody_else,) = who_confirms(council, AUDIT, [away], DUE)
    assert nobody_else == away


@pytest.mark.rule("BD-07")
async def test_confirming_is_final_and_twice_is_harmless(ash: LittleCouncil) -> None:
    audit, actions = await ash.submitted(HIGH, LOW)
    for action in actions:
        await done(ash, action)
    await ask_confirmation(ash.council, work=ash.work, now=nine(DELAYED))
    await ash.settle("ann", MessageKind.ACTIONS, audit.id, audit_entity(audit.id))
    confirmed = await confirm(ash, audit, "ann", DELAYED)
    assert {action.confirmed_by for action in confirmed} == {"ann"}
    assert ("ann", MessageKind.ACTIONS) in await ash.behind()
    before = await ash.everything()
    assert set(await confirm(ash, audit, "ann", DELAYED)) == set(confirmed)
    assert await ash.everything() == before
    assert [e.verb for e in await ash.events(audit.id)].count("confirm_actions") == 1
    told = await card(ash, MessageKind.CONFIRM_ACTIONS, "ann", audit.id, DELAYED)
    assert "All of them are confirmed" in told
    with pytest.raises(ShowAsItIsNow):
        await returned(ash, confirmed[0], DELAYED)


@pytest.mark.rule("BD-07")
async def test_what_is_open_cant_be_confirmed_nor_by_anybody_else(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    with pytest.raises(ShowAsItIsNow):
        await confirm(ash, audit, "ann", DUE)
    await done(ash, action)
    for stranger in ("gil", "cat", "sam"):
        with pytest.raises(AskSomeoneAllowed, match="lead auditor"):
            await confirm(ash, audit, stranger, DUE)
    with pytest.raises(LookElsewhere):
        await confirm(ash, replace(audit, id="0" * 32), "ann", DUE)
    assert await card(ash, MessageKind.CONFIRM_ACTIONS, "gil", audit.id, DUE) == ""


@pytest.mark.rule("BD-07")
async def test_where_the_framework_asks_for_no_confirmation_there_is_none(
    ash: LittleCouncil,
) -> None:
    plain = replace(ash, council=Council(ash.tenant_id, FRAMEWORK, CALENDAR))
    audit, (action,) = await plain.submitted(replace(HIGH, priority=None))
    completed = await done(plain, action)
    with pytest.raises(LookElsewhere, match="doesn't ask for"):
        await confirm(plain, audit, "ann", DUE)
    with pytest.raises(LookElsewhere, match="doesn't ask for"):
        await returned(plain, completed, DUE)


@pytest.mark.rule("BD-07")
async def test_what_is_missing_goes_back_to_the_team_with_the_reason(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(replace(HIGH, team="Birch"))
    completed = await done(ash, action, DELAYED, by="ben")
    await ask_confirmation(ash.council, work=ash.work, now=nine(date(2027, 1, 5)))
    opened = await returned(ash, completed, date(2027, 1, 5))
    assert opened.is_open
    assert (opened.due, opened.first_due) == (date(2027, 1, 7), DUE)
    (told,) = [m for m in await ash.messages(MessageKind.ACTIONS) if "returned" in m.key]
    assert told.person_id == "ben"
    told_ben = await card(ash, MessageKind.ACTIONS, "ben", audit.id, date(2027, 1, 5))
    assert "Opened again by Ann: No dates." in told_ben
    before = await ash.everything()
    assert await returned(ash, completed, date(2027, 1, 5)) == opened
    assert await ash.everything() == before


@pytest.mark.rule("BD-07")
async def test_completed_again_it_is_asked_for_again(ash: LittleCouncil) -> None:
    _, (action,) = await ash.submitted(HIGH)
    completed = await done(ash, action)
    assert await ask_confirmation(ash.council, work=ash.work, now=nine(date(2026, 12, 23))) == 1
    await done(ash, await returned(ash, completed, date(2026, 12, 23)), date(2026, 12, 24))
    assert await ask_confirmation(ash.council, work=ash.work, now=nine(date(2026, 12, 31))) == 1


@pytest.mark.rule("BD-07")
async def test_who_was_asked_about_an_earlier_completion_is_asked_about_the_later_one_too(
    ash: LittleCouncil,
) -> None:
    _, (action,) = await ash.submitted(HIGH)
    completed = await done(ash, action)
    asked, again, later = date(2026, 12, 23), date(2026, 12, 31), date(2027, 1, 4)
    await ash.away("ann", asked, asked)
    assert await ask_confirmation(ash.council, work=ash.work, now=nine(asked)) == 1
    assert await ash.readers(MessageKind.CONFIRM_ACTIONS) == ["quinn"]
    opened = await returned(ash, completed, asked, by="quinn")
    await done(ash, opened, date(2026, 12, 24))
    assert await ask_confirmation(ash.council, work=ash.work, now=nine(again)) == 1
    await ash.away("ann", later, date(2027, 3, 31))
    assert await ask_confirmation(ash.council, work=ash.work, now=nine(later)) == 1
    assert await ash.readers(MessageKind.CONFIRM_ACTIONS) == ["ann", "quinn", "quinn"]
    assert await ask_confirmation(ash.council, work=ash.work, now=nine(date(2027, 1, 5))) == 0


@pytest.mark.rule("BD-07")
async def test_what_a_team_that_is_gone_left_undone_goes_to_the_team_that_has_the_case(
    ash: LittleCouncil,
) -> None:
    audit, (action,) = await ash.submitted(replace(HIGH, team="Birch"))
    completed = await done(ash, action, by="ben")
    await _close_birch(ash)
    opened = await returned(ash, completed, DELAYED)
    assert opened.team == audit.team == "Ash"
    (told,) = [m for m in await ash.messages(MessageKind.ACTIONS) if "returned" in m.key]
    assert told.person_id == "ann"


@pytest.mark.rule("BD-07")
async def test_an_action_that_nobody_would_do_isnt_opened_again(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(replace(HIGH, team="Birch"))
    completed = await done(ash, action, by="ben")
    async with ash.work(ash.tenant_id) as w:
        case = await w.cases.get(audit.case_reference)
        assert case is not None
        await w.cases.save([replace(case, team="Birch")])
        await w.commit()
    await _close_birch(ash)
    before = await ash.everything()
    with pytest.raises(CorrectAndRepeat, match="Birch is not in the staff list any more"):
        await returned(ash, completed, DELAYED)
    assert await ash.everything() == before


async def _close_birch(ash: LittleCouncil) -> None:
    people = [one for one in STAFF if one.team != "Birch"]
    await ash.take_staff(*people, teams=[team for team in TEAMS if team.name != "Birch"])
