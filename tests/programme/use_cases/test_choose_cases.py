"""The early help lead is asked to choose the month's cases, and those are drawn (SW-11)."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.solver import ScipySolver
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Role
from programme.ports import Work
from programme.rules.post import Post
from programme.shown import chosen_entity
from programme.use_cases.ask_to_choose import ask_to_choose
from programme.use_cases.choose_cases import require_chooser
from programme.use_cases.draw_allocation import draw_allocation
from programme.use_cases.show_choosing import show_choosings
from programme.use_cases.tick import JOBS
from tests.little_council import ADDED, STAFF, LittleCouncil, little_council
from tests.programme.use_cases.choosing import (
    ASKED,
    HAL,
    HUW,
    LAST,
    ROUND,
    RULE,
    choose,
    choosing,
    chosen,
    period,
)
from tests.programme.use_cases.overtaken import Doing, at_once

pytestmark = pytest.mark.rule("SW-11")

CARD = MessageKind.CHOOSE_CASES
SUBJECT = f"{ROUND}/2026-12"


@pytest.fixture
async def asked(little: LittleCouncil) -> LittleCouncil:
    return await choosing(little)


async def ask(little: LittleCouncil, *days: date) -> list[int]:
    return [
        await ask_to_choose(
            little.council, work=little.work, now=little.council.calendar.at(day, ASKED.time())
        )
        for day in days
    ]


async def test_the_lead_is_asked_in_good_time_once_and_reminded_once(asked: LittleCouncil) -> None:
    days = [date(2026, 11, 9) + timedelta(days=n) for n in range(25)]
    told = dict(zip(days, await ask(asked, *days), strict=True))
    assert {day for day, queued in told.items() if queued} == {
        ASKED.date(),
        date(2026, 11, 23),
    }
    messages = await asked.messages(CARD)
    assert {(m.person_id, m.subject) for m in messages} == {("hal", SUBJECT)}
    assert await ask(asked, ASKED.date()) == [0]
    assert ask_to_choose in JOBS.values()


@pytest.mark.parametrize(
    ("before", "reminded"), [(0, LAST), (1, date(2026, 11, 24)), (5, date(2026, 11, 18))]
)
async def test_how_long_before_the_last_day_they_are_reminded_is_the_rounds_to_say(
    asked: LittleCouncil, before: int, reminded: date
) -> None:
    rules = asked.council.framework
    rounds = (rules.allocation, replace(RULE, remind_to_choose_before=before))
    council = replace(asked.council, framework=replace(rules, rounds=rounds))
    little = replace(asked, council=council)
    days = [date(2026, 11, 9) + timedelta(days=n) for n in range(25)]
    told = dict(zip(days, await ask(little, *days), strict=True))
    assert [day for day, queued in told.items() if queued] == [ASKED.date(), reminded]


async def test_nobody_is_asked_out_of_hours_nor_once_it_is_too_late(asked: LittleCouncil) -> None:
    for when in (
        ASKED.replace(hour=7),
        ASKED.replace(hour=18),
        datetime(2026, 11, 21, 9, tzinfo=UTC),
    ):
        assert await ask_to_choose(asked.council, work=asked.work, now=when) == 0
    assert await ask(asked, LAST + timedelta(days=1)) == [0]
    assert await ask(asked, LAST) == [1]


async def test_whoever_has_chosen_them_all_isnt_reminded(asked: LittleCouncil) -> None:
    await ask(asked, ASKED.date())
    await choose(asked, "EH-1", "EH-2")
    assert await ask(asked, date(2026, 11, 23)) == [0]


async def test_once_it_is_drawn_nobody_is_asked_and_nothing_chosen(asked: LittleCouncil) -> None:
    await asked.draw(now=ADDED, of=ROUND)
    assert await ask(asked, ASKED.date()) == [0]
    with pytest.raises(ShowAsItIsNow, match="is drawn already"):
        await choose(asked, "EH-1")
    assert await chosen(asked) == []


async def test_while_the_lead_is_away_or_the_post_empty_a_qa_officer_is_asked(
    asked: LittleCouncil,
) -> None:
    await asked.away("hal", date(2026, 11, 16), date(2026, 11, 20))
    await ask(asked, ASKED.date(), date(2026, 11, 23))
    assert [(m.person_id, m.key.split(":")[2]) for m in await asked.messages(CARD)] == [
        ("quinn", "ask"),
        ("hal", "remind"),
    ]
    await choose(asked, "EH-5", by="quinn")
    assert await chosen(asked) == ["EH-5"]


async def test_with_nobody_in_the_post_the_qa_officers_are_asked(little: LittleCouncil) -> None:
    asked = await choosing(little)
    await asked.take_staff(*STAFF, HUW)
    await ask(asked, ASKED.date())
    assert await asked.readers(CARD) == ["quinn"]


async def test_the_chosen_are_audited_and_the_rest_drawn_and_reported(asked: LittleCouncil) -> None:
    await choose(asked, "EH-40")
    drawn = await asked.draw(now=ASKED, of=ROUND)
    references = {pairing.case_reference for pairing in drawn.draw.pairings}
    assert len(references) == 2
    assert "EH-40" in references
    async with asked.work(asked.tenant_id) as w:
        kept = await w.allocations.get(ROUND, period(asked).month)
        (audit,) = await w.audits.of_case("EH-40")
    assert kept is not None
    assert any("has chosen fewer cases" in sentence for sentence in kept.gaps)
    assert any("Hal chose it" in sentence for sentence in audit.why)


async def test_a_choice_is_changed_and_the_same_one_twice_changes_nothing(
    asked: LittleCouncil,
) -> None:
    first = await choose(asked, "EH-1", "EH-2")
    before = await asked.everything()
    assert await choose(asked, "EH-1", "EH-2") == first
    assert await asked.everything() == before
    later = ASKED + timedelta(hours=1)
    second = await choose(asked, "EH-2", "EH-3", seen=("EH-1", "EH-2"), now=later)
    assert [(one.case_reference, one.chosen_at) for one in second] == [
        ("EH-2", ASKED),
        ("EH-3", later),
    ]
    verbs = [event.verb for event in await asked.events(SUBJECT)]
    assert verbs == ["choose_cases", "choose_cases"]


async def test_what_somebody_else_chose_meanwhile_isnt_overwritten(asked: LittleCouncil) -> None:
    await choose(asked, "EH-1")
    with pytest.raises(ShowAsItIsNow, match="Somebody else has chosen"):
        await choose(asked, "EH-2", by="quinn")
    assert await chosen(asked) == ["EH-1"]


async def test_too_many_cases_or_others_are_refused_and_nothing_kept(asked: LittleCouncil) -> None:
    before = await asked.everything()
    for references in (("EH-1", "EH-2", "EH-3"), ("CF-10",), ("EH-1", "EH-99")):
        with pytest.raises(CorrectAndRepeat):
            await choose(asked, *references)
    assert await asked.everything() == before


async def test_nobody_else_chooses_nor_where_nothing_is_chosen(asked: LittleCouncil) -> None:
    with pytest.raises(AskSomeoneAllowed, match="The head of service of North chooses"):
        await choose(asked, "EH-1", by="huw")
    with pytest.raises(AskSomeoneAllowed):
        await choose(asked, "EH-1", by="ann")
    with pytest.raises(LookElsewhere, match="drawn at random; nobody chooses them"):
        require_chooser(asked.period(), HAL)
    gone = replace(HAL, active=False)
    with pytest.raises(AskSomeoneAllowed):
        require_chooser(period(asked), gone)


async def test_what_a_later_version_draws_is_chosen_by_whom_it_says(asked: LittleCouncil) -> None:
    first = asked.council.framework
    later = replace(RULE, chosen_by=Post(Role.HEAD_OF_SERVICE, ("South",)))
    second = replace(
        first, version="later", holds_from=date(2026, 12, 1), rounds=(first.allocation, later)
    )
    council = replace(asked.council, versions=(first, second))
    await ask(replace(asked, council=council), ASKED.date())
    assert await asked.readers(CARD) == ["huw"]
    async with asked.work(asked.tenant_id) as w:
        views = await show_choosings(council, w, [(who, SUBJECT) for who in ("hal", "huw")])
    assert {reader for reader, _ in views} == {"huw"}


async def test_the_cards_change_and_nobody_else_is_shown_one(asked: LittleCouncil) -> None:
    await asked.settle("hal", CARD, SUBJECT, chosen_entity(SUBJECT))
    await choose(asked, "EH-1", by="quinn")
    assert await asked.behind() == {("hal", CARD)}
    async with asked.work(asked.tenant_id) as w:
        pairs = [(who, SUBJECT) for who in ("hal", "huw", "ann", "quinn")]
        views = await show_choosings(asked.council, w, [*pairs, ("hal", "gone/2026-12")])
    assert {reader for reader, _ in views} == {"hal", "quinn"}
    view = views["hal", SUBJECT]
    assert (view.wanted, len(view.cases)) == (2, 60)
    assert view.references == {"EH-1"}
    assert (view.until, view.is_drawn) == (LAST, False)


async def test_who_chooses_how_many_goes_by_the_version_that_will_draw_the_period(
    asked: LittleCouncil,
) -> None:
    first = asked.council.framework
    (quota,) = RULE.quotas
    rule = replace(
        RULE,
        chosen_by=Post(Role.HEAD_OF_SERVICE, ("South",)),
        quotas=(replace(quota, cases=2),),
    )
    second = replace(
        first, version="later", holds_from=date(2026, 12, 1), rounds=(first.allocation, rule)
    )
    adopted = replace(asked, council=replace(asked.council, versions=(first, second)))
    await ask(adopted, ASKED.date())
    assert await asked.readers(CARD) == ["huw"]
    async with asked.work(asked.tenant_id) as w:
        pairs = [(who, SUBJECT) for who in ("hal", "huw")]
        views = await show_choosings(adopted.council, w, pairs)
    assert set(views) == {("huw", SUBJECT)}
    assert views["huw", SUBJECT].wanted == 4


async def test_another_council_is_left_alone(asked: LittleCouncil, other: LittleCouncil) -> None:
    await choose(asked, "EH-1")
    mirrored = little_council(other.engine, other.tenant_id, asked.council.framework)
    assert await chosen(mirrored) == []


@pytest.mark.parametrize("before", [(), ("EH-1",)])
async def test_of_two_who_choose_at_once_the_second_is_shown_what_the_first_chose(
    asked: LittleCouncil, before: tuple[str, ...]
) -> None:
    await choose(asked, *before)

    async def first(work: Work) -> None:
        await choose(asked, "EH-2", by="quinn", seen=before, work=work)

    async def second(work: Work) -> None:
        await choose(asked, "EH-3", seen=before, work=work)

    with pytest.raises(ShowAsItIsNow, match="Somebody else has chosen"):
        await at_once(asked, first, second)
    assert await chosen(asked) == ["EH-2"]


@pytest.mark.parametrize("first", ["chosen", "drawn"])
async def test_what_is_chosen_while_the_round_is_drawn_is_drawn_or_refused(
    asked: LittleCouncil, first: str
) -> None:
    drawing = asked.drawing(of=ROUND)

    async def choosing_now(work: Work) -> None:
        with suppress(ShowAsItIsNow):
            await choose(asked, "EH-40", work=work)

    async def drawn(work: Work) -> None:
        await draw_allocation(drawing, work=work, solver=ScipySolver(), now=ASKED)

    both: list[Doing] = [choosing_now, drawn]
    await at_once(asked, *(both if first == "chosen" else reversed(both)))
    async with asked.work(asked.tenant_id) as w:
        audits = await w.audits.of_case("EH-40")
    assert bool(audits) == (await chosen(asked) == ["EH-40"]) == (first == "chosen")
