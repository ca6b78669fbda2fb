"""An audit of one case on a topic, asked for outside the rounds (WC-14, SW-13, KT-04)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere
from programme.hand_over import Ground
from programme.message import MessageKind
from programme.people import Role
from programme.use_cases.ask_for_audit import commissions_for
from programme.use_cases.ask_hand_over import Proposal
from programme.use_cases.reassign_audit import WithdrawAudit, withdraw_audit
from programme.use_cases.remind_of_audits import remind_of_audits
from programme.use_cases.show_commissioned import show_commissioned
from programme.use_cases.show_outcomes import show_results
from tests.follow_up import COMMISSION, GOOD, SOPHIE, TOOL, add_people, graded, sent_on, with_rules
from tests.little_council import DECEMBER, THE_FIRST, LittleCouncil
from tests.programme.use_cases.asking_for_audit import REQUEST, TOPIC, ask, named, offered
from tests.programme.use_cases.handing_over import asked

pytestmark = pytest.mark.rule("WC-14", "SW-13", "KT-04")
DUE = date(2026, 12, 15)


async def test_the_audit_has_the_rules_tool_and_its_auditor_a_card(asking: LittleCouncil) -> None:
    audit = await ask(asking)
    assert (audit.case_reference, audit.lead_id, audit.peer_id) == ("CF-10", "ben", None)
    assert (audit.tool_id, audit.due, audit.service_area) == (TOOL, DUE, "North")
    assert await asking.readers(MessageKind.COMMISSIONED) == ["ben"]
    (event,) = await asking.events(audit.id)
    assert (event.who, event.verb) == ("gil", "ask_for_audit")
    assert event.detail == {"commission": "targeted", "auditor": "ben"}
    async with asking.work(asking.tenant_id) as w:
        pairs = [(one, audit.id) for one in ("ben", "quinn", "gil")]
        views = await show_commissioned(asking.council, w, pairs)
    assert {reader for reader, _ in views} == {"ben", "quinn"}
    view = views["ben", audit.id]
    assert (view.commission, view.asked_by, view.topic) == ("Targeted audit", "Gil", TOPIC)


async def test_the_officers_and_whoever_asked_get_the_result(asking: LittleCouncil) -> None:
    audit = await ask(asking)
    await graded(asking, GOOD, lead="ben", audit=audit)
    assert await asking.readers(MessageKind.RESULT) == ["gil", "quinn"]
    async with asking.work(asking.tenant_id) as w:
        views = await show_results(asking.council, w, [("quinn", audit.id)])
    view = views["quinn", audit.id]
    assert (view.asked_by, view.topic, view.result.overall) == ("Gil", TOPIC, "Good")


async def test_asked_for_twice_it_is_the_same_audit(asking: LittleCouncil) -> None:
    first = await ask(asking)
    before = await asking.everything()
    assert await ask(asking) == first
    assert await asking.everything() == before


async def test_its_id_is_computed_with_the_councils_key(asking: LittleCouncil) -> None:
    known = await ask(asking)
    with_key = replace(asking, council=replace(asking.council, id_key="0123456789abcdef" * 2))
    assert (await ask(with_key)).id != known.id


async def test_what_was_withdrawn_may_be_asked_for_again_on_the_same_day(
    asking: LittleCouncil,
) -> None:
    quinn, made = await asking.person("quinn"), []
    for _ in range(3):
        audit = await ask(asking)
        assert audit.is_to_submit
        assert await ask(asking) == audit
        made.append(audit.id)
        command = WithdrawAudit(asking.council, quinn, audit.id, 1, "Not this one.", "card")
        await withdraw_audit(command, work=asking.work, now=THE_FIRST)
    assert len({*made}) == 3
    opened = [m for m in await asking.messages(MessageKind.COMMISSIONED) if ":open:" in m.key]
    assert {m.subject for m in opened} == {*made}


async def test_the_asker_or_a_manager_of_the_service_area_does_it(asking: LittleCouncil) -> None:
    assert await offered(asking) == ["gil", "abe", "ann", "ben"]
    await ask(asking, "gil")
    with pytest.raises(CorrectAndRepeat) as refused:
        await ask(asking, "cat")
    assert set(refused.value.problems) == {"auditor"}


@pytest.mark.rule("KT-04")
async def test_where_the_asker_does_it_nobody_else_is_offered(asking: LittleCouncil) -> None:
    own = with_rules(asking, commissions=(replace(COMMISSION, by_the_asker=True),))
    assert await offered(own) == ["gil"]


async def test_nobody_is_offered_who_works_on_the_case(asking: LittleCouncil) -> None:
    await named(asking, "CF-10", worker="Ben")
    assert await offered(asking) == ["gil", "abe", "ann"]
    own = with_rules(asking, commissions=(replace(COMMISSION, by_the_asker=True),))
    await named(asking, "CF-10", worker="Gil")
    with pytest.raises(CorrectAndRepeat, match="not asked for yet") as refused:
        await offered(own)
    assert "work on it" in refused.value.problems["reference"]


async def test_nobody_is_offered_who_has_declared_a_conflict_of_interest_for_the_case(
    asking: LittleCouncil,
) -> None:
    assert "ben" in await offered(asking)
    audit = await ask(asking)
    await asked(asking, audit, "ben", Proposal(), ground=Ground.CONFLICT)
    assert "ben" not in await offered(asking)
    with pytest.raises(CorrectAndRepeat):
        await ask(asking, request=replace(REQUEST, topic="Another topic"))


async def test_the_only_auditor_need_not_be_named(asking: LittleCouncil) -> None:
    own = with_rules(asking, commissions=(replace(COMMISSION, by_the_asker=True),))
    assert (await ask(own, "")).lead_id == "gil"
    with pytest.raises(CorrectAndRepeat) as refused:
        await ask(asking, "")
    assert set(refused.value.problems) == {"auditor"}


async def test_a_reference_may_be_typed_in_small_letters(asking: LittleCouncil) -> None:
    audit = await ask(asking, request=replace(REQUEST, case_reference=" cf-10 "))
    assert audit.case_reference == "CF-10"


async def test_a_case_elsewhere_and_a_case_that_is_not_there_are_the_same(
    asking: LittleCouncil,
) -> None:
    little = with_rules(asking, commissions=(replace(COMMISSION, own_service_area=True),))
    async with little.work(little.tenant_id) as w:
        case = await w.cases.get("CF-11")
        assert case is not None
        await w.cases.save([replace(case, active=False)])
        await w.commit()
    told = set()
    for reference in ("CF-30", "CF-999", "", "CF-11"):
        with pytest.raises(CorrectAndRepeat) as refused:
            await offered(little, replace(REQUEST, case_reference=reference))
        told.add(refused.value.problems["reference"])
    assert len(told) == 1
    assert await offered(little) == ["gil", "abe", "ann", "ben"]
    # Where the rule bounds nothing, a case of another service area may be named.
    elsewhere = replace(REQUEST, case_reference="CF-30")
    assert await offered(asking, elsewhere) == ["gil", "cat", "dan", "gus"]


async def test_what_is_missing_is_named_and_nothing_is_kept(asking: LittleCouncil) -> None:
    before = await asking.everything()
    for request, field in (
        (replace(REQUEST, topic=""), "topic"),
        (replace(REQUEST, topic="Ring 07700 900123"), "topic"),
        (replace(REQUEST, topic="x" * 201), "topic"),
        (replace(REQUEST, commission_id="another"), "commission"),
    ):
        with pytest.raises(CorrectAndRepeat) as refused:
            await ask(asking, request=request)
        assert set(refused.value.problems) == {field}
    assert await asking.everything() == before


async def test_those_who_may_not_ask_are_told_who_may(asking: LittleCouncil) -> None:
    await add_people(asking, SOPHIE)
    for by in ("ann", "sam"):
        with pytest.raises(AskSomeoneAllowed):
            await ask(asking, by=by)
    with pytest.raises(AskSomeoneAllowed, match="group manager"):
        await ask(asking, by="sophie")
    with pytest.raises(LookElsewhere):
        commissions_for(with_rules(asking, commissions=()).council, await asking.person("gil"))


async def test_out_of_hours_the_auditor_hears_when_the_council_opens(
    asking: LittleCouncil,
) -> None:
    saturday = datetime(2026, 12, 5, 10, 0, tzinfo=UTC)
    await ask(asking, now=saturday)
    await ask(asking, "gil", now=saturday)
    days = await sent_on(asking, MessageKind.COMMISSIONED)
    assert sorted(days.values()) == [date(2026, 12, 5), date(2026, 12, 7)]  # Gil asks himself


async def test_the_auditor_is_reminded_and_the_officers_hear_when_it_is_late(
    asking: LittleCouncil,
) -> None:
    audit = await ask(asking)

    async def remind(day: int) -> list[str]:
        now = datetime(2026, 12, day, 9, 0, tzinfo=UTC)
        await remind_of_audits(asking.council, work=asking.work, now=now)
        keys = [m.key for m in await asking.messages(MessageKind.COMMISSIONED)]
        return sorted(key.partition(audit.id)[2] for key in keys)

    assert await remind(10) == [":open:ben"]
    assert await remind(11) == [":open:ben", ":reminder:ben"]
    late = [":open:ben", ":overdue:ben", ":overdue:quinn", ":reminder:ben"]
    assert await remind(16) == late
    assert await remind(17) == late


async def test_the_months_counts_know_nothing_of_it(asking: LittleCouncil) -> None:
    audit = await ask(asking)
    async with asking.work(asking.tenant_id) as w:
        assert await w.audits.of_month(DECEMBER) == ()
        assert await w.audits.last_audited() == {}
        assert await w.audits.unfinished_of("ben") == (audit,)


async def test_an_asker_who_left_gets_no_result(asking: LittleCouncil) -> None:
    audit = await ask(asking)
    await add_people(asking, replace(await asking.person("gil"), active=False))
    await graded(asking, GOOD, lead="ben", audit=audit)
    assert await asking.readers(MessageKind.RESULT) == ["quinn"]


async def test_a_role_that_may_do_much_may_not_ask_where_the_framework_does_not_say_so(
    asking: LittleCouncil,
) -> None:
    assert not (await asking.person("quinn")).roles & {Role.GROUP_MANAGER}
    with pytest.raises(AskSomeoneAllowed):
        await ask(asking, by="quinn")
