"""What passes between colleagues by themselves keeps to the round's rules, whatever a case is
called and however far the other auditor is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.errors import ShowAsItIsNow
from programme.hand_over import Ground, Standing, WhyOfficers
from programme.people import Role
from programme.rules.hand_over import HandOverRule
from programme.rules.round import Quota
from programme.use_cases.ask_hand_over import Proposal
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.show_auditors_needed import show_audit_to_give
from tests.little_council import (
    ADDED,
    CASES,
    MAIN_ALONE,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    case_list,
    little_council,
)
from tests.programme.use_cases.handing_over import (
    OTHER_FORM,
    announce,
    asked,
    kept,
    kept_audit,
    officers_card,
    settle,
    spare_of,
    take,
)


@pytest.fixture
async def of_digits(other: LittleCouncil) -> LittleCouncil:
    """A council whose references are of ten digits, as some case systems number them."""
    little = little_council(other.engine)
    await little.take_staff(*STAFF)
    cases = [replace(case, reference=f"70000000{n:02}") for n, case in enumerate(CASES)]
    command = ImportCases(little.council, case_list(cases), "command line")
    await import_cases(command, work=little.work, now=ADDED)
    await little.draw()
    return little


async def test_a_reference_that_is_nothing_but_digits_keeps_no_swap_from_being_taken(
    of_digits: LittleCouncil,
) -> None:
    audit = await of_digits.audit_led_by("ann")
    swap = (await spare_of(of_digits, audit, "ann")).swaps[0]
    request = await asked(of_digits, audit, "ann", Proposal(None, swap.audit.id))
    assert (await take(of_digits, request, swap.colleague.id)).state is Standing.TAKEN
    assert (await kept_audit(of_digits, swap.audit)).lead_id == "ann"


@pytest.mark.rule("WC-03")
@pytest.mark.parametrize(
    ("within", "until"), [(0, THE_FIRST.date()), (5, date(2026, 12, 8)), (2, date(2026, 12, 3))]
)
async def test_how_long_a_colleague_has_to_answer_is_the_frameworks_to_say(
    announced: LittleCouncil, within: int, until: date
) -> None:
    rules = replace(announced.council.framework, hand_overs=HandOverRule(within))
    little = replace(announced, council=replace(announced.council, framework=rules))
    request = await asked(little, await little.audit_led_by("ann"), "ann", Proposal("dan"))
    assert request.answer_by == until
    await settle(little, until)
    assert (await kept(little, request.id)).state is Standing.ASKED
    await settle(little, until + timedelta(days=1))
    assert (await kept(little, request.id)).why_officers is WhyOfficers.SILENT


@pytest.mark.rule("WC-03")
async def test_a_colleague_has_as_long_as_the_version_says_under_which_the_audit_was_drawn(
    announced: LittleCouncil,
) -> None:
    rules = announced.council.framework
    later = replace(
        rules, version="later", holds_from=date(2026, 12, 1), hand_overs=HandOverRule(9)
    )
    council = replace(announced.council, framework=later, versions=(rules, later))
    little = replace(announced, council=council)
    request = await asked(little, await little.audit_led_by("ann"), "ann", Proposal("dan"))
    assert request.answer_by == date(2026, 12, 3)


@pytest.fixture
async def not_own(little: LittleCouncil) -> LittleCouncil:
    """A council whose managers audit each other's teams (BD-03), with December drawn."""
    quotas = (Quota(Role.TEAM_MANAGER),)
    rule = replace(
        MAIN_ALONE.rounds[0], auditors="people_of_roles", cases="not_own", quotas=quotas, peer=None
    )
    rules = replace(MAIN_ALONE, rounds=(rule,))
    council = replace(little, council=replace(little.council, framework=rules))
    await council.draw()
    return council


@pytest.mark.rule("BD-03")
async def test_where_nobody_audits_their_own_team_no_colleague_comes_to(
    not_own: LittleCouncil,
) -> None:
    managers = {one.team: one.id for one in STAFF if one.has(Role.TEAM_MANAGER)}
    for audit in await not_own.audits():
        spare = await spare_of(not_own, audit, audit.lead_id)
        assert spare.takers
        assert managers[audit.team] not in {one.id for one in spare.takers}
        for swap in spare.swaps:
            assert swap.colleague.team != audit.team
            assert managers[swap.audit.team] != audit.lead_id


@pytest.mark.rule("BD-03")
async def test_a_colleague_who_has_moved_to_the_case_s_team_does_not_get_it(
    not_own: LittleCouncil,
) -> None:
    audit = (await not_own.audits())[0]
    colleague = (await spare_of(not_own, audit, audit.lead_id)).takers[0]
    request = await asked(not_own, audit, audit.lead_id, Proposal(colleague.id))
    moved = replace(colleague, team=audit.team)
    await not_own.take_staff(*(moved if one.id == moved.id else one for one in STAFF))
    answered = await take(not_own, request, colleague.id)
    assert answered.why_officers is WhyOfficers.BARRED
    assert await kept_audit(not_own, audit) == audit


@pytest.mark.rule("BD-03")
async def test_to_the_qa_officers_too_the_cases_own_team_is_named_last(
    not_own: LittleCouncil,
) -> None:
    managers = {one.team: one.id for one in STAFF if one.has(Role.TEAM_MANAGER)}
    audit = (await not_own.audits())[0]
    async with not_own.work(not_own.tenant_id) as w:
        quinn = await not_own.person("quinn")
        (part,) = await show_audit_to_give(not_own.council, w, quinn, audit.id, THE_FIRST.date())
    assert [one.id for one in part.others].index(managers[audit.team]) == len(part.others) - 1


async def test_a_peer_who_has_views_to_record_may_be_spared_them_once_the_lead_has_submitted(
    drawn: LittleCouncil,
) -> None:
    little = await announce(drawn)
    audit = await little.audit_led_by("ann")
    peer = audit.peer_id or ""
    declared = await asked(little, audit, peer, Proposal(), ground=Ground.CONFLICT)
    await little.submitted()
    assert await settle(little, date(2026, 12, 2)) == 0
    assert (await kept(little, declared.id)).state is Standing.WITH_OFFICERS
    assert audit.case_reference in await officers_card(little)
    taker = (await spare_of(little, audit, peer)).takers[0]
    request = await asked(little, audit, peer, Proposal(taker.id), form=OTHER_FORM)
    assert (await take(little, request, taker.id)).state is Standing.TAKEN
    assert (await kept_audit(little, audit)).peer_id == taker.id
    with pytest.raises(ShowAsItIsNow, match="submitted, so it stands"):
        await asked(little, audit, "ann", Proposal(), form="9" * 32)


async def test_whoever_moderates_a_submitted_audit_takes_no_part_of_it(
    drawn: LittleCouncil,
) -> None:
    little = await announce(drawn)
    audit = await little.audit_led_by("ann")
    await little.submitted()
    peer = audit.peer_id or ""
    taker = (await spare_of(little, audit, peer)).takers[0]
    request = await asked(little, audit, peer, Proposal(taker.id))
    async with little.work(little.tenant_id) as w:
        found = await w.moderations.get(audit.id)
        assert found is not None
        await w.moderations.save(replace(found, moderator_id=taker.id, version=found.version + 1))
        await w.commit()
    assert taker.id not in {one.id for one in (await spare_of(little, audit, peer)).takers}
    assert (await take(little, request, taker.id)).why_officers is WhyOfficers.BARRED
