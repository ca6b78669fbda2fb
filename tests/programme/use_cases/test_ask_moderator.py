"""An audit goes to its moderator as it is submitted (WC-07, WC-05, KT-02)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.case import Case, Cohort
from programme.hand_over import Ground
from programme.message import MessageKind
from programme.moderation import Moderation, ModerationState
from programme.people import Role, Team
from programme.use_cases.ask_hand_over import Proposal
from programme.use_cases.import_cases import ImportCases, import_cases
from tests.little_council import (
    ADDED,
    CASES,
    STAFF,
    TEAMS,
    THE_FIRST,
    LittleCouncil,
    case_list,
    person,
)
from tests.programme.use_cases.handing_over import OTHER_FORM, asked, take_back
from tests.programme.use_cases.moderating import BY_MANAGERS, PEERS, moderation_of, ruled

DUE = date(2026, 12, 15)


@pytest.mark.rule("WC-07")
async def test_the_group_manager_is_asked_for_every_audit_and_told(drawn: LittleCouncil) -> None:
    little = ruled(drawn, BY_MANAGERS)
    audit, _ = await little.submitted()
    moderation = await moderation_of(little, audit.id)
    assert moderation == Moderation(
        audit.id,
        "gil",
        "all_by_managers",
        "Gil moderates the audits of North.",
        THE_FIRST,
        DUE,
    )
    (message,) = await little.messages(MessageKind.MODERATION)
    assert (message.person_id, message.subject, message.not_before) == ("gil", audit.id, THE_FIRST)
    event = (await little.events(audit.id))[-2]
    assert (event.who, event.verb) == ("sightline", "ask_moderator")
    assert (event.detail["moderator"], event.detail["form"]) == ("gil", "all_by_managers")
    assert isinstance(event.detail["seed"], int)


@pytest.mark.rule("WC-07")
async def test_whoever_has_declared_a_conflict_of_interest_for_the_case_does_not_moderate(
    drawn: LittleCouncil,
) -> None:
    little = ruled(drawn, BY_MANAGERS)
    audit = await little.audit_led_by("ann")
    spared = await asked(little, audit, "ann", Proposal(), ground=Ground.CONFLICT)
    async with little.work(little.tenant_id) as w:
        # As Gil would have asked of an earlier audit of the case.
        await w.hand_overs.add(replace(spared, id=OTHER_FORM, asked_by="gil"))
        await w.commit()
    await take_back(little, spared, "ann")
    audit, _ = await little.submitted()
    assert (await moderation_of(little, audit.id)).moderator_id == "quinn"


@pytest.mark.rule("WC-05", "WC-07")
async def test_an_adoption_audit_has_a_peer_and_is_moderated_too(little: LittleCouncil) -> None:
    area, teams = "Adoption", (*TEAMS, Team("Fir", "Adoption"), Team("Gorse", "Adoption"))
    await little.take_staff(
        *STAFF,
        person("Fay", Role.TEAM_MANAGER, team="Fir", area=area),
        person("Guy", Role.TEAM_MANAGER, team="Gorse", area=area),
        person("Greta", Role.GROUP_MANAGER, area=area),
        teams=teams,
    )
    cases = (
        *CASES,
        Case("CF-60", Cohort.CHILD_IN_CARE, "Fir", worker="S", opened=date(2026, 5, 4)),
    )
    await import_cases(
        ImportCases(little.council, case_list(cases), "command line"), work=little.work, now=ADDED
    )
    await little.draw()
    adoption = ruled(little, BY_MANAGERS)
    audit, _ = await adoption.submitted(lead="fay")
    assert audit.peer_id == "guy"
    assert (await moderation_of(adoption, audit.id)).moderator_id == "greta"


@pytest.mark.rule("WC-05", "WC-07")
async def test_a_service_area_without_a_manager_goes_to_a_qa_officer_and_all_of_them_hear(
    little: LittleCouncil,
) -> None:
    await little.take_staff(*STAFF, person("Quentin", Role.QA_OFFICER))
    await little.draw()
    little = ruled(little, BY_MANAGERS)
    audit, _ = await little.submitted(lead="eve")
    moderation = await moderation_of(little, audit.id)
    assert moderation.moderator_id in ("quinn", "quentin")
    assert "as QA officer" in moderation.why
    assert await little.readers(MessageKind.MODERATION) == ["quentin", "quinn"]


async def test_nobody_is_asked_where_the_framework_does_not_moderate(drawn: LittleCouncil) -> None:
    framework = drawn.council.framework
    rounds = (framework.rounds[0], replace(framework.rounds[0], id="another"))
    council = replace(drawn.council, framework=replace(framework, rounds=rounds))
    of_another = ruled(replace(drawn, council=council), replace(BY_MANAGERS, rounds=("another",)))
    for little, lead in ((ruled(drawn), "ann"), (of_another, "ben")):
        await little.submitted(lead=lead)
    assert await drawn.messages(MessageKind.MODERATION) == []
    async with drawn.work(drawn.tenant_id) as w:
        assert await w.moderations.waiting() == ()


@pytest.mark.rule("KT-02")
async def test_another_auditor_is_drawn_at_random_and_each_about_as_often(
    drawn: LittleCouncil,
) -> None:
    little = ruled(drawn, PEERS)
    asked = []
    for lead in ("ann", "ben", "cat", "dan", "eve"):
        audit, _ = await little.submitted(lead=lead)
        moderation = await moderation_of(little, audit.id)
        assert moderation.moderator_id not in (audit.lead_id, audit.peer_id)
        asked.append(moderation.moderator_id)
    assert len(set(asked)) >= 4
    assert await little.readers(MessageKind.MODERATION) == sorted(asked)


async def test_out_of_hours_the_moderator_hears_when_the_council_opens(
    drawn: LittleCouncil,
) -> None:
    little = ruled(drawn, BY_MANAGERS)
    audit, _ = await little.submitted(now=datetime(2026, 12, 4, 19, 0, tzinfo=UTC))
    (message,) = await little.messages(MessageKind.MODERATION)
    assert message.not_before == datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
    assert (await moderation_of(little, audit.id)).due == date(2026, 12, 21)


async def test_when_all_are_away_the_first_is_asked_on_the_day_of_their_return(
    drawn: LittleCouncil,
) -> None:
    little = ruled(drawn, BY_MANAGERS)
    for one in ("gil", "quinn"):
        await little.away(one, date(2026, 11, 30), date(2026, 12, 4))
    audit, _ = await little.submitted()
    moderation = await moderation_of(little, audit.id)
    assert (moderation.moderator_id, moderation.due) == ("gil", date(2026, 12, 21))
    (message,) = await little.messages(MessageKind.MODERATION)
    assert message.not_before == THE_FIRST + timedelta(days=5, hours=23.5)


async def test_a_council_with_nobody_at_all_for_it_finds_that_in_its_events(
    drawn: LittleCouncil,
) -> None:
    little = ruled(drawn, BY_MANAGERS)
    await little.take_staff(*(one for one in STAFF if one.id not in ("gil", "quinn")))
    audit, _ = await little.submitted()
    assert "find_no_moderator" in {event.verb for event in await little.events(audit.id)}
    assert await little.messages(MessageKind.MODERATION) == []


async def test_submitting_twice_asks_once(drawn: LittleCouncil) -> None:
    little = ruled(drawn, BY_MANAGERS)
    await little.submitted()
    before = await little.everything()
    with pytest.raises(Exception, match="submitted already"):
        await little.submitted()
    assert await little.everything() == before
    (message,) = await little.messages(MessageKind.MODERATION)
    assert message.person_id == "gil"
    assert (await moderation_of(little, message.subject)).state == ModerationState.WAITING
