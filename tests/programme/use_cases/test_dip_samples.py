"""A dip sample, from the draw to the actions that it sets."""

from dataclasses import replace
from datetime import date

import pytest

from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.shown import DUTIES, action_entity, duty_entity
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.exchange_dip_case import ExchangeDipCase, exchange_dip_case
from programme.use_cases.pass_action_on import PassActionOn, pass_action_on
from programme.use_cases.send_digests import send_digests
from programme.use_cases.show_actions import show_actions
from programme.use_cases.show_dip_sample import show_dip_actions, show_dip_sample
from programme.use_cases.show_work import show_team_work
from programme.use_cases.submit_dip_sample import SubmitDipSample, submit_dip_sample
from tests.little_council import A_MINUTE, STAFF, TEAMS, THE_FIRST, LittleCouncil
from tests.programme.use_cases.duty_council import (
    ACTION,
    LOOK,
    SECOND_ID,
    THIRD_ID,
    asked_for,
    drawn_by,
    looked_at,
    nine,
    sampled,
)

TODAY = THE_FIRST.date()
THE_4TH = nine(date(2026, 12, 4))
GOOD = replace(LOOK, finding="best_practice", found_line="A lovely life story book.")


@pytest.fixture
async def asked(little: LittleCouncil) -> LittleCouncil:
    return asked_for(little)


async def _refresh(little: LittleCouncil, by: str = "ann") -> str | None:
    async with little.work(little.tenant_id) as w:
        person = await little.person(by)
        shown = await show_dip_sample(little.council, w, person, TODAY)
    return shown.id if shown else None


@pytest.mark.rule("SW-02", "SW-03")
async def test_a_sample_of_the_own_team_is_drawn_with_the_seed_and_the_theme_on_record(
    asked: LittleCouncil,
) -> None:
    sample = await drawn_by(asked, seed=4)
    assert (sample.seed, sample.theme, str(sample.month)) == (4, "Chronologies", "2026-12")
    assert {case.team for case in sample.cases} == {"Ash"}
    assert len(sample.cases) == 2
    (event,) = await asked.events(sample.id)
    assert event.detail == {"seed": 4, "cases": 2}


@pytest.mark.rule("SW-02")
async def test_someone_above_a_team_draws_from_their_service_area(asked: LittleCouncil) -> None:
    teams = set()
    for seed in range(6):
        now = nine(date(2026, 12, 1 + seed))
        sample = await drawn_by(asked, "gil", record=f"{seed:032x}", seed=seed, now=now)
        sample = await sampled(asked, "gil", record=sample.id, now=now)
        teams |= {case.team for case in sample.cases}
    assert teams == {"Ash", "Birch"}


@pytest.mark.rule("SW-02")
async def test_the_next_sample_takes_other_cases_where_there_are_any(
    asked: LittleCouncil,
) -> None:
    first = await sampled(asked)
    second = await drawn_by(asked, record=SECOND_ID, now=THE_4TH)
    stale = {case.reference for case in first.cases}
    assert len({case.reference for case in second.cases} - stale) == 1


async def test_while_one_is_open_that_one_is_gone_on_with(asked: LittleCouncil) -> None:
    sample = await drawn_by(asked)
    before = await asked.everything()
    assert await drawn_by(asked, record=SECOND_ID, seed=9) == sample
    assert await asked.everything() == before
    assert await _refresh(asked) == sample.id
    assert await _refresh(asked, "ben") is None


async def test_fewer_cases_than_asked_for_are_drawn_and_none_is_refused(
    asked: LittleCouncil,
) -> None:
    async with asked.work(asked.tenant_id) as w:
        ash = [case for case in await w.cases.all() if case.team == "Ash"]
        await w.cases.save([replace(case, active=False) for case in ash[1:]])
        await w.commit()
    sample = await drawn_by(asked)
    assert (len(sample.cases), sample.asked) == (1, 2)
    async with asked.work(asked.tenant_id) as w:
        cherry = [case for case in await w.cases.all() if case.team == "Cherry"]
        await w.cases.save([replace(case, active=False) for case in cherry])
        await w.commit()
    with pytest.raises(LookElsewhere, match="no open cases"):
        await drawn_by(asked, "cat", record=SECOND_ID)


@pytest.mark.rule("SW-02")
async def test_one_case_is_exchanged_for_one_of_their_choosing(asked: LittleCouncil) -> None:
    sample = await drawn_by(asked)
    async with asked.work(asked.tenant_id) as w:
        ash = {case.reference for case in await w.cases.all() if case.team == "Ash"}
    (left,) = ash - {case.reference for case in sample.cases}
    out = sample.cases[0].reference
    command = ExchangeDipCase(
        asked.council, await asked.person("ann"), sample.id, out, left.lower(), "dialog"
    )
    once = await exchange_dip_case(command, work=asked.work, now=THE_FIRST)
    assert {case.reference for case in once.cases} == ash - {out}
    assert once.case(left).chosen
    before = await asked.everything()
    assert await exchange_dip_case(command, work=asked.work, now=THE_FIRST) == once
    assert await asked.everything() == before
    again = replace(command, out=once.cases[1].reference, chosen="CF-20")
    with pytest.raises(CorrectAndRepeat):
        await exchange_dip_case(again, work=asked.work, now=THE_FIRST)


async def test_what_was_saved_is_there_later_and_saving_it_again_changes_nothing(
    asked: LittleCouncil,
) -> None:
    sample = await drawn_by(asked)
    reference = sample.cases[0].reference
    saved = await looked_at(asked, sample, reference)
    before = await asked.everything()
    assert await looked_at(asked, sample, reference, now=THE_4TH) == saved
    assert await asked.everything() == before
    async with asked.work(asked.tenant_id) as w:
        kept = await w.dip_samples.get(sample.id)
    assert kept == saved
    assert kept.case(reference).look == LOOK


@pytest.mark.rule("WB-12")
async def test_an_action_reaches_the_team_that_does_it_and_best_practice_is_told(
    asked: LittleCouncil,
) -> None:
    sample = await drawn_by(asked, "gil", seed=6)
    assert len({case.team for case in sample.cases}) == 1, "drawn so by this seed"
    (team,) = {case.team for case in sample.cases}
    done = await sampled(asked, "gil", ACTION, GOOD)
    manager = next(p for p in STAFF if p.team == team and "team manager" in p.title)
    assert await asked.readers(MessageKind.DIP_ACTIONS) == sorted(["gil", manager.id])
    async with asked.work(asked.tenant_id) as w:
        pairs = [(done.id, one.id) for one in STAFF]
        views = await show_dip_actions(asked.council, w, pairs, TODAY)
        work = await show_team_work(asked.council, w, manager, TODAY)
        assert await show_actions(asked.council, w, pairs, TODAY) == {}
    assert (done.id, manager.id) in views
    assert (done.id, "cat") not in views
    view = views[done.id, manager.id]
    assert [line.action.text for line in view.lines] == ["Update the chronology."]
    assert [one.line for one in view.good_practice] == ["A lovely life story book."]
    assert [line.action.audit_id for line in work.actions] == [done.id]


@pytest.mark.rule("WB-12")
async def test_its_action_is_completed_like_any_other(asked: LittleCouncil) -> None:
    done = await sampled(asked, "ann", ACTION)
    async with asked.work(asked.tenant_id) as w:
        (action,) = await w.actions.of_audits([done.id])
    entity = action_entity(action.id)
    await asked.settle("abe", MessageKind.DIP_ACTIONS, done.id, entity)
    abe = await asked.person("abe")
    command = CompleteAction(asked.council, abe, action.id, 1, "Updated.", "card")
    await complete_action(command, work=asked.work, now=THE_4TH)
    assert await asked.behind() == {("abe", MessageKind.DIP_ACTIONS)}


@pytest.mark.rule("WB-12")
async def test_whoever_has_just_been_told_of_its_action_isnt_reminded_of_it_at_once(
    asked: LittleCouncil,
) -> None:
    in_five_days = asked.council.calendar.plus_working_days(TODAY, 5)
    await sampled(asked, "ann", replace(ACTION, due=in_five_days))
    later = THE_FIRST + A_MINUTE
    assert await send_digests(asked.council, work=asked.work, now=later) == 0
    eve = asked.council.calendar.plus_working_days(in_five_days, -1)
    assert await send_digests(asked.council, work=asked.work, now=nine(eve)) == 1


async def test_it_is_submitted_once_and_the_cards_that_count_it_change(
    asked: LittleCouncil,
) -> None:
    await asked.settle("ann", MessageKind.DUTIES, "2026-12", duty_entity("ann"))
    await asked.settle("quinn", MessageKind.DUTIES_OWED, "2026-12", DUTIES)
    done = await sampled(asked, "ann", ACTION)
    assert await asked.behind() == {
        ("ann", MessageKind.DUTIES),
        ("quinn", MessageKind.DUTIES_OWED),
    }
    before = await asked.everything()
    ann = await asked.person("ann")
    command = SubmitDipSample(asked.council, ann, done.id, 1, "dialog")
    again, actions = await submit_dip_sample(command, work=asked.work, now=THE_4TH)
    assert (again, len(actions)) == (done, 1)
    assert await asked.everything() == before


async def test_a_sample_that_has_changed_or_is_not_whole_is_not_submitted(
    asked: LittleCouncil,
) -> None:
    sample = await drawn_by(asked)
    ann = await asked.person("ann")
    before = await asked.everything()
    command = SubmitDipSample(asked.council, ann, sample.id, sample.version, "dialog")
    with pytest.raises(CorrectAndRepeat, match="Still to look at"):
        await submit_dip_sample(command, work=asked.work, now=THE_FIRST)
    with pytest.raises(ShowAsItIsNow):
        await submit_dip_sample(replace(command, seen_version=9), work=asked.work, now=THE_FIRST)
    assert await asked.everything() == before


async def test_a_case_that_moved_meanwhile_has_its_action_done_by_its_new_team(
    asked: LittleCouncil,
) -> None:
    sample = await drawn_by(asked)
    reference = sample.cases[0].reference
    async with asked.work(asked.tenant_id) as w:
        case = await w.cases.get(reference)
        assert case is not None
        await w.cases.save([replace(case, team="Birch")])
        await w.commit()
    await sampled(asked, "ann", ACTION)
    assert await asked.readers(MessageKind.DIP_ACTIONS) == ["ann", "ben"]


async def test_an_action_of_a_team_that_is_gone_is_refused_with_what_to_do(
    asked: LittleCouncil,
) -> None:
    sample = await drawn_by(asked)
    for case in sample.cases:
        sample = await looked_at(asked, sample, case.reference, ACTION)
    async with asked.work(asked.tenant_id) as w:
        await w.teams.replace([team for team in TEAMS if team.name != "Ash"])
        await w.commit()
    ann = await asked.person("ann")
    command = SubmitDipSample(asked.council, ann, sample.id, sample.version, "dialog")
    with pytest.raises(CorrectAndRepeat, match="Ash is not in the staff list"):
        await submit_dip_sample(command, work=asked.work, now=THE_FIRST)


async def test_those_who_may_not_and_councils_that_do_not_are_told_so(
    asked: LittleCouncil,
) -> None:
    with pytest.raises(AskSomeoneAllowed):
        await drawn_by(asked, "sam")
    sample = await drawn_by(asked)
    ben = await asked.person("ben")
    command = SubmitDipSample(asked.council, ben, sample.id, sample.version, "dialog")
    with pytest.raises(AskSomeoneAllowed, match="somebody else's"):
        await submit_dip_sample(command, work=asked.work, now=THE_FIRST)
    with pytest.raises(LookElsewhere):
        await submit_dip_sample(
            replace(command, sample_id=SECOND_ID), work=asked.work, now=THE_FIRST
        )
    rules = replace(asked.council.framework, duties=(), dip_samples=None, themes=())
    without = replace(asked.council, framework=rules)
    async with asked.work(asked.tenant_id) as w:
        with pytest.raises(LookElsewhere, match="dip samples"):
            await show_dip_sample(without, w, ben, TODAY)
    assert sample.id == THIRD_ID


@pytest.mark.rule("WB-12")
async def test_its_action_passes_on_with_a_card_of_its_own_and_its_author_sees_it(
    asked: LittleCouncil,
) -> None:
    done = await sampled(asked, "ann", ACTION)
    async with asked.work(asked.tenant_id) as w:
        (action,) = await w.actions.of_audits([done.id])
    abe = await asked.person("abe")
    command = PassActionOn(asked.council, abe, action.id, 1, "Damson", "It moved.", "card")
    passed = await pass_action_on(command, work=asked.work, now=THE_4TH)
    dan = await asked.person("dan")
    command = PassActionOn(asked.council, dan, action.id, passed.version, "Ash", "No.", "card")
    await pass_action_on(command, work=asked.work, now=THE_4TH)
    told = {m.person_id for m in await asked.messages(MessageKind.DIP_ACTIONS)}
    assert told == {"ann", "dan", "quinn"}
    async with asked.work(asked.tenant_id) as w:
        pairs = [(done.id, one.id) for one in STAFF]
        views = await show_dip_actions(asked.council, w, pairs, THE_4TH.date())
    readers = {reader for _, reader in views}
    assert {"ann", "abe", "dan", "quinn"} <= readers
    assert readers.isdisjoint({"ben", "cat", "eve"})
    assert not any(line.may_act for line in views[done.id, "dan"].lines)
