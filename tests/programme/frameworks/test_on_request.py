"""Audits that are asked for, and overviews that fall due, under each shipped framework."""

from datetime import date, timedelta

import pytest

from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere
from programme.message import Message, MessageKind
from programme.people import Role
from programme.use_cases.ask_for_audit import (
    AskForAudit,
    Request,
    ask_for_audit,
    auditors_for,
    commissions_for,
)
from programme.use_cases.show_overviews import show_overviews
from storage.engine import Engine
from tests.little_council import LittleCouncil
from tests.programme.frameworks.a_council import STAFF, council_of, draw
from tests.programme.frameworks.recording import NOW, submitted, ticked
from tests.programme.frameworks.rounds_of import table

TM, ATM, SM = Role.TEAM_MANAGER, Role.ASSISTANT_TEAM_MANAGER, Role.SERVICE_MANAGER
GM, HOS, AD = Role.GROUP_MANAGER, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR
DIRECTOR, QA = Role.DIRECTOR, Role.QA_OFFICER
LEADERS = {QA, HOS, AD, DIRECTOR}
LATER = date(2027, 2, 5)
GM_NORTH, SM_NORTH = "group_manager-north", "service_manager-north"
# Whether the case must be of one's own area, and whether others may do the audit.
ANYWHERE, OWN_AREA = (False, True), (True, False)


@pytest.mark.parametrize(
    ("framework", "commission", "by"),
    table(
        ("worcestershire", "targeted", "WC-14", {GM, AD}),
        ("swindon", "thematic", "SW-13", LEADERS),
        ("swindon", "ad_hoc", "SW-13", LEADERS),
        ("swindon", "multi_agency", "SW-13", {QA}),
        ("west_berkshire", "dip", "WB-12", {HOS, SM, TM, ATM}),
        ("west_berkshire", "thematic", "WB-03", {SM, HOS, QA}),
        ("kent", "themed", "KT-04", {QA, AD, DIRECTOR}),
        ("kent", "area_based", "KT-04", {SM, HOS}),
    ),
)
async def test_it_is_asked_for_by_the_holders_of_these_roles(
    engine: Engine, framework: str, commission: str, by: set[Role]
) -> None:
    council = await council_of(engine, framework)
    may: set[Role] = set()
    for person in STAFF:
        try:
            offered = [rule.id for rule in commissions_for(council.council, person)]
        except AskSomeoneAllowed:
            continue
        if commission in offered:
            may |= person.roles
    assert may == by


async def test_bedford_asks_for_no_audits_outside_its_rounds(engine: Engine) -> None:
    council = await council_of(engine, "bedford")
    for person in STAFF:
        with pytest.raises(LookElsewhere):
            commissions_for(council.council, person)


@pytest.mark.parametrize(
    ("framework", "commission", "asker", "tool", "due", "own_area", "others"),
    table(
        ("worcestershire", "targeted", "WC-14", GM_NORTH, "targeted", LATER, *ANYWHERE),
        ("swindon", "thematic", "SW-13", "head_of_service", "thematic", LATER, *ANYWHERE),
        ("swindon", "ad_hoc", "SW-13", "head_of_service", "ad_hoc", LATER, *ANYWHERE),
        ("swindon", "multi_agency", "SW-13", "qa_officer", "multi_agency", LATER, *ANYWHERE),
        ("west_berkshire", "dip", "WB-12", "team_manager-ash", "dip", LATER, *OWN_AREA),
        ("west_berkshire", "thematic", "WB-03", SM_NORTH, "thematic", LATER, *ANYWHERE),
        ("kent", "themed", "KT-04", "director", "themed", LATER, *ANYWHERE),
        ("kent", "area_based", "KT-04", SM_NORTH, "area_based", LATER, *OWN_AREA),
    ),
)
async def test_it_is_done_with_this_tool_by_this_day(
    engine: Engine,
    framework: str,
    commission: str,
    asker: str,
    tool: str,
    due: date,
    own_area: bool,
    others: bool,
) -> None:
    council = await council_of(engine, framework)
    by = await council.person(asker)
    request = Request(commission, "Chronologies", "ASH-1")
    command = AskForAudit(council.council, by, request, by.id, "dialog")
    audit = await ask_for_audit(command, work=council.work, now=NOW)
    assert (audit.tool_id, audit.due, audit.lead_id) == (tool, due, by.id)
    async with council.work(council.tenant_id) as w:
        offered = await auditors_for(council.council, w, by, request, NOW)
    assert (len(offered.auditors) > 1) is others
    assert await _may_ask_elsewhere(council, asker, commission) is not own_area


async def _may_ask_elsewhere(council: LittleCouncil, asker: str, commission: str) -> bool:
    by = await council.person(asker)
    request = Request(commission, "Chronologies", "OAK-1")
    try:
        async with council.work(council.tenant_id) as w:
            await auditors_for(council.council, w, by, request, NOW)
    except CorrectAndRepeat:
        return False
    return True


@pytest.mark.parametrize(
    ("framework", "overview", "sent", "readers", "place"),
    table(
        ("worcestershire", "quarter", "WC-01 WC-15", date(2027, 4, 7), {QA}, None),
        ("west_berkshire", "cycle", "WB-09", date(2027, 3, 3), {SM}, None),
        ("west_berkshire", "board", "WB-10", date(2027, 2, 3), {SM}, "North"),
        ("bedford", "management_team", "BD-08", date(2027, 2, 5), {HOS, AD, DIRECTOR}, None),
    ),
)
async def test_after_the_period_these_get_the_overview(
    engine: Engine,
    framework: str,
    overview: str,
    sent: date,
    readers: set[Role],
    place: str | None,
) -> None:
    council = await council_of(engine, framework)
    rules = council.council.framework
    for audit in (await draw(council))[rules.allocation.id]:
        await submitted(council, audit)
    before = sent - timedelta(days=1)
    await ticked(council, before)
    assert overview not in {_rule_of(m.subject) for m in await _sent(council)}
    await ticked(council, sent)
    told = [m for m in await _sent(council) if _rule_of(m.subject) == overview]
    assert {m.person_id for m in told} == {p.id for p in STAFF if readers & p.roles}
    mine = next(m for m in told if m.person_id in (SM_NORTH, "qa_officer", "head_of_service-early"))
    async with council.work(council.tenant_id) as w:
        views = await show_overviews(council.council, w, mine.subject, [mine.person_id], sent)
    assert views[mine.person_id].place == place


async def _sent(council: LittleCouncil) -> list[Message]:
    return await council.messages(MessageKind.OVERVIEW)


def _rule_of(subject: str) -> str:
    return subject.partition(":")[0]
