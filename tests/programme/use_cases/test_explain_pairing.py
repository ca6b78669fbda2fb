"""Each pairing can be asked why, by those whom it concerns (WC-03)."""

from datetime import timedelta

import pytest

from programme.audit import Audit
from programme.errors import LookElsewhere
from programme.people import Role
from programme.use_cases.explain_pairing import explain_pairing
from tests.follow_up import SIMON, SOPHIE, add_people
from tests.little_council import ADDED, DECEMBER, LittleCouncil, person

pytestmark = pytest.mark.rule("WC-03")


async def _explain(little: LittleCouncil, reader_id: str, reference: str) -> tuple[Audit, ...]:
    async with little.work(little.tenant_id) as w:
        return await explain_pairing(w, await little.person(reader_id), reference)


@pytest.mark.parametrize("reader_id", ["ann", "ben", "gil", "quinn"])
async def test_auditors_their_group_manager_and_qa_officers_are_told_why(
    drawn: LittleCouncil, reader_id: str
) -> None:
    audit = await drawn.audit_led_by("ann")
    (found,) = await _explain(drawn, reader_id, audit.case_reference)
    assert found == audit
    assert "Ann leads as team manager of Ash" in found.why[0]
    assert "Ben is the peer auditor as another team manager of North" in found.why[1]


@pytest.mark.parametrize("reader_id", ["cat", "gus", "sam", "abe"])
async def test_anyone_else_learns_nothing_not_even_whether_there_is_such_a_case(
    drawn: LittleCouncil, reader_id: str
) -> None:
    audit = await drawn.audit_led_by("ann")
    refusals = set()
    for reference in (audit.case_reference, "CF-0"):
        with pytest.raises(LookElsewhere) as refused:
            await _explain(drawn, reader_id, reference)
        refusals.add(str(refused.value))
    assert len(refusals) == 1


async def test_where_service_managers_and_heads_stand_above_the_teams_they_are_told_as_well(
    drawn: LittleCouncil,
) -> None:
    hope = person("Hope", Role.HEAD_OF_SERVICE, area="North")
    await add_people(drawn, SIMON, SOPHIE, hope)
    audit = await drawn.audit_led_by("ann")
    for reader in ("simon", "hope"):
        assert await _explain(drawn, reader, audit.case_reference) == (audit,)
    with pytest.raises(LookElsewhere):
        await _explain(drawn, "sophie", audit.case_reference)


async def test_who_stands_above_the_teams_of_the_whole_council_is_told_of_every_case(
    drawn: LittleCouncil,
) -> None:
    hope = person("Hope", Role.HEAD_OF_SERVICE)
    dora = person("Dora", Role.DIRECTOR)
    await add_people(drawn, hope, dora)
    for lead in ("ann", "eve"):
        audit = await drawn.audit_led_by(lead)
        assert await _explain(drawn, "hope", audit.case_reference) == (audit,)
    with pytest.raises(LookElsewhere):
        await _explain(drawn, "dora", audit.case_reference)


async def test_without_a_peer_the_reasons_say_so(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("eve")
    (found,) = await _explain(drawn, "eve", audit.case_reference)
    assert any("no second team manager in Fostering" in reason for reason in found.why)


async def test_a_case_that_was_audited_before_has_all_its_audits_the_latest_first(
    drawn: LittleCouncil,
) -> None:
    audit = await drawn.audit_led_by("ann")
    for month in range(1, 3):
        await drawn.draw(DECEMBER.plus(month), now=ADDED)
    january = DECEMBER.plus(13)
    await drawn.draw(january, now=ADDED + timedelta(days=120))
    found = await _explain(drawn, "quinn", audit.case_reference)
    assert [one.month for one in found] == [january, DECEMBER]
