"""Which parts of audits need somebody else, and who is offered for them."""

from dataclasses import replace
from datetime import date

from programme.audit import AuditState
from programme.people import Role
from programme.use_cases.show_auditors_needed import show_auditors_needed, show_parts_to_give
from tests.little_council import DECEMBER, STAFF, THE_FIRST, LittleCouncil, person
from tests.programme.use_cases.reassigning import TODAY


async def test_those_offered_have_the_same_role_and_the_likeliest_come_first(
    drawn: LittleCouncil,
) -> None:
    """For the lead somebody of the case's team, for the peer another team's manager."""
    second = person("Zoe", Role.TEAM_MANAGER, team="Ash", area="North")
    await drawn.take_staff(*STAFF, second)
    audit = await drawn.audit_led_by("ann")
    quinn = await drawn.person("quinn")
    async with drawn.work(drawn.tenant_id) as w:
        lead, peer = await show_parts_to_give(drawn.council, w, quinn, audit.case_reference, TODAY)
        assert await show_auditors_needed(drawn.council, w, TODAY) == ()
    assert lead.others[0].id == "zoe"
    assert audit.peer_id not in {p.id for p in lead.others}
    assert peer.others[-1].id == "zoe"
    assert {role for p in lead.others for role in p.roles} == {Role.TEAM_MANAGER}


async def test_of_a_case_s_audits_the_latest_that_has_something_left_is_given(
    drawn: LittleCouncil,
) -> None:
    audit = await drawn.audit_led_by("ann")
    done = replace(
        audit,
        id="f" * 32,
        month=DECEMBER.plus(1),
        round_id="",
        state=AuditState.SUBMITTED,
        views_recorded_at=THE_FIRST,
    )
    quinn = await drawn.person("quinn")
    async with drawn.work(drawn.tenant_id) as w:
        await w.audits.add([done])
        parts = await show_parts_to_give(drawn.council, w, quinn, audit.case_reference, TODAY)
    assert {each.audit.id for each in parts} == {audit.id}


async def test_who_is_away_past_the_date_needs_somebody_else(drawn: LittleCouncil) -> None:
    await drawn.away("dan", TODAY, date(2026, 12, 30))
    async with drawn.work(drawn.tenant_id) as w:
        assert await show_auditors_needed(drawn.council, w, TODAY) == ()
    await drawn.away("dan", TODAY, date(2027, 1, 8))
    async with drawn.work(drawn.tenant_id) as w:
        needed = await show_auditors_needed(drawn.council, w, TODAY)
    assert {each.why for each in needed} == {"is away until Friday 8 January 2027"}
    assert "dan" in {needed[0].audit.lead_id, needed[0].audit.peer_id}
