"""An audit is asked for without naming a case: one is drawn by a seed (WC-14, SW-13, KT-04)."""

from dataclasses import replace

import pytest

from programme.drawn_case import Drawing, OneDrawn
from programme.errors import CorrectAndRepeat
from programme.use_cases.ask_for_audit import Request, to_draw_from
from tests.follow_up import COMMISSION, with_rules
from tests.little_council import LittleCouncil
from tests.programme.use_cases.asking_for_audit import REQUEST, TOPIC, ask, drawn_case, named

pytestmark = pytest.mark.rule("WC-14", "SW-13", "KT-04")


async def test_without_a_reference_a_case_is_drawn_by_the_seed(asking: LittleCouncil) -> None:
    seen = {(await drawn_case(asking, Drawing(seed))).case.reference for seed in range(60)}
    assert len(seen) > 10
    first, again = [await drawn_case(asking, Drawing(5, "Ash")) for _ in range(2)]
    assert first == again
    assert first.drawn == OneDrawn(first.case, 3)
    own_area = with_rules(asking, commissions=(replace(COMMISSION, own_service_area=True),))
    teams = {(await drawn_case(own_area, Drawing(seed))).team.name for seed in range(30)}
    assert teams == {"Ash", "Birch"}
    with pytest.raises(CorrectAndRepeat) as refused:
        await drawn_case(own_area, Drawing(1, "Cherry"))
    assert "no such open case to draw" in refused.value.problems["reference"]


async def test_a_case_is_not_drawn_while_it_is_audited_or_where_its_only_auditor_works_on_it(
    asking: LittleCouncil,
) -> None:
    own = with_rules(asking, commissions=(replace(COMMISSION, by_the_asker=True),))
    await named(own, "CF-10", worker="Gil")
    await ask(own, "gil", replace(REQUEST, case_reference="CF-11"))
    for seed in range(10):
        offered = await drawn_case(own, Drawing(seed, "Ash"))
        assert (offered.case.reference, [p.id for p in offered.auditors]) == ("CF-12", ["gil"])


async def test_a_drawn_audit_says_so_and_its_seed_is_kept(asking: LittleCouncil) -> None:
    drawing = Drawing(5, "Ash", "referral")
    shown = await drawn_case(asking, drawing)
    request = Request("targeted", TOPIC, shown.case.reference, drawing)
    audit = await ask(asking, request=request)
    assert audit.case_reference == "CF-12"
    assert audit.why[-1] == "It is the only case that could be drawn."
    (event,) = await asking.events(audit.id)
    drawn = {"seed": 5, "out_of": 1, "team": "Ash", "cohort": "referral"}
    assert event.detail == {"commission": "targeted", "auditor": "ben", **drawn}
    before = await asking.everything()
    assert await ask(asking, request=request) == audit
    assert await asking.everything() == before


async def test_only_what_the_seed_draws_is_kept_as_drawn(asking: LittleCouncil) -> None:
    drawing = Drawing(5, "Ash")
    shown = (await drawn_case(asking, drawing)).case.reference
    before = await asking.everything()
    (other, *_) = {"CF-10", "CF-11", "CF-12"} - {shown}
    with pytest.raises(CorrectAndRepeat, match="another case is drawn"):
        await ask(asking, request=Request("targeted", TOPIC, other, drawing))
    assert await asking.everything() == before


async def test_it_is_drawn_from_teams_and_cohorts_that_have_open_cases(
    asking: LittleCouncil,
) -> None:
    async with asking.work(asking.tenant_id) as w:
        cases = [replace(c, active=False) for c in await w.cases.of_teams({"Birch"})]
        await w.cases.save(cases)
        await w.commit()
        found = await to_draw_from(asking.council, w, await asking.person("gil"))
    assert found.teams == ("Ash", "Cherry", "Damson", "Elm")
    assert {one.value for one in found.cohorts} == {
        "child_in_need",
        "child_protection",
        "referral",
    }
    own = with_rules(asking, commissions=(replace(COMMISSION, own_service_area=True),))
    async with own.work(own.tenant_id) as w:
        assert (await to_draw_from(own.council, w, await own.person("gil"))).teams == ("Ash",)
