"""An audit as its auditors open it, by names."""

import pytest

from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.use_cases.show_audit import AuditView, show_audit
from tests.little_council import LittleCouncil


async def _show(little: LittleCouncil, reader_id: str, audit_id: str) -> AuditView:
    async with little.work(little.tenant_id) as w:
        return await show_audit(little.council, w, await little.person(reader_id), audit_id)


@pytest.mark.rule("WC-04")
async def test_each_auditor_sees_their_part_the_tool_and_the_teams(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    lead, peer = await _show(drawn, "ann", audit.id), await _show(drawn, "ben", audit.id)
    assert (lead.part, peer.part) == ("lead", "peer")
    assert (lead.lead, lead.peer) == (peer.lead, peer.peer) == ("Ann", "Ben")
    assert lead.tool == drawn.council.framework.tool_for("North")
    assert lead.teams == ("Ash", "Birch", "Cherry", "Damson", "Elm")


@pytest.mark.rule("WC-05")
async def test_a_fostering_file_is_opened_with_the_fostering_tool(drawn: LittleCouncil) -> None:
    view = await _show(drawn, "eve", (await drawn.audit_led_by("eve")).id)
    assert view.tool.service_areas == ("Fostering",)
    assert view.peer is None


@pytest.mark.parametrize("reader_id", ["cat", "gil", "sam", "abe", "quinn"])
async def test_it_opens_for_nobody_else(drawn: LittleCouncil, reader_id: str) -> None:
    with pytest.raises(AskSomeoneAllowed):
        await _show(drawn, reader_id, (await drawn.audit_led_by("ann")).id)


async def test_an_audit_of_another_council_is_not_here(
    drawn: LittleCouncil, other: LittleCouncil
) -> None:
    with pytest.raises(LookElsewhere):
        await _show(drawn, "ann", (await other.audit_led_by("ann")).id)


async def test_the_name_of_an_auditor_who_left_still_stands(drawn: LittleCouncil) -> None:
    await drawn.take_staff(*[await drawn.person(p) for p in ("ann", "quinn")])
    view = await _show(drawn, "ann", (await drawn.audit_led_by("ann")).id)
    assert view.peer == "Ben"
