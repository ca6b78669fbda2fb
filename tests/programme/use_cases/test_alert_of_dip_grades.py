"""A grave grade in a dip sample is told to those who hear of an audit's (WB-08)."""

from dataclasses import replace
from datetime import date

import pytest

from dialogs import dip_grades
from dialogs.live_card import After
from programme.message import Delivery, MessageKind
from programme.people import Role, Team
from programme.rules.follow_up import GradeAlert
from programme.shown import dip_sample_entity
from programme.use_cases.alert_of_dip_grades import DipGradesView, show_dip_grades
from programme.use_cases.import_staff import ImportStaff, import_staff
from programme.use_cases.save_dip_case import SaveDipCase, save_dip_case
from programme.use_cases.submit_dip_sample import SubmitDipSample, submit_dip_sample
from programme.use_cases.take_back import TakeBack, take_back
from tests.duty_rules import DIP
from tests.follow_up import GOOD, POOR, SIMON, SOPHIE, WORST, add_people, with_rules
from tests.little_council import STAFF, TEAMS, THE_FIRST, LittleCouncil, person, staff_list
from tests.programme.use_cases.duty_council import ACTION, LOOK, asked_for, sampled

GRAVE, FINE = replace(LOOK, grade=POOR), replace(LOOK, grade=GOOD)
KIND = MessageKind.DIP_GRADES


@pytest.fixture
async def grading(little: LittleCouncil) -> LittleCouncil:
    """Each case of a dip sample is graded, and service managers hear of the two worst grades."""
    await add_people(little, SIMON, SOPHIE)
    alert = GradeAlert((POOR, WORST), ("service_manager",))
    return with_rules(asked_for(little), alerts=(alert,), dip_samples=replace(DIP, graded=True))


async def _shown(little: LittleCouncil, sample_id: str) -> dict[str, DipGradesView]:
    pairs = [(sample_id, one) for one in ("simon", "sophie", "ann", "quinn")]
    async with little.work(little.tenant_id) as w:
        views = await show_dip_grades(little.council, w, pairs, date(2026, 12, 1))
    return {reader: view for (_, reader), view in views.items()}


@pytest.mark.rule("WB-08")
async def test_the_service_manager_hears_once_of_the_grave_ones(grading: LittleCouncil) -> None:
    done = await sampled(grading, "ann", replace(ACTION, grade=WORST), FINE)
    assert await grading.readers(KIND) == ["simon"]
    views = await _shown(grading, done.id)
    assert views.keys() == {"simon"}
    assert views["simon"].by == "Ann"
    (told,) = views["simon"].grades
    assert (told.case.reference, told.grade) == (done.cases[0].reference, "Inadequate")
    before = await grading.everything()
    ann = await grading.person("ann")
    again = SubmitDipSample(grading.council, ann, done.id, done.version, "dialog")
    await submit_dip_sample(again, work=grading.work, now=THE_FIRST)
    assert await grading.everything() == before


@pytest.mark.rule("WB-08")
async def test_without_a_grave_grade_nobody_is_told(grading: LittleCouncil) -> None:
    done = await sampled(grading, "ann", FINE, FINE)
    assert await grading.readers(KIND) == []
    assert await _shown(grading, done.id) == {}


@pytest.mark.rule("WB-08")
async def test_whoever_did_the_dip_sample_is_not_told_what_they_found(
    grading: LittleCouncil,
) -> None:
    await sampled(grading, "simon", GRAVE, GRAVE)
    assert await grading.readers(KIND) == []


@pytest.mark.rule("WB-08")
async def test_without_a_service_manager_the_officers_hear(grading: LittleCouncil) -> None:
    await add_people(grading, replace(SIMON, roles=frozenset({Role.SOCIAL_WORKER})))
    await sampled(grading, "ann", GRAVE, FINE)
    assert await grading.readers(KIND) == ["quinn"]


@pytest.mark.rule("WB-08")
async def test_in_the_evening_it_waits_for_the_councils_hours(grading: LittleCouncil) -> None:
    night = THE_FIRST.replace(hour=21)
    await sampled(grading, "ann", GRAVE, FINE, now=night)
    (message,) = await grading.messages(KIND)
    assert message.not_before == night.replace(day=2, hour=8, minute=30)


@pytest.mark.rule("WB-08")
@pytest.mark.parametrize("simon", ["leaves", "manages South now"])
async def test_what_waits_follows_to_who_is_service_manager_in_the_morning(
    grading: LittleCouncil, simon: str
) -> None:
    nina = person("Nina", Role.SERVICE_MANAGER, area="North")
    night = THE_FIRST.replace(hour=21)
    await sampled(grading, "ann", GRAVE, FINE, now=night)
    stays = {"leaves": (), "manages South now": (replace(SIMON, service_area="South"),)}[simon]
    listed = staff_list((*STAFF, *stays, nina))
    command = ImportStaff(grading.council, listed, "command line")
    await import_staff(command, work=grading.work, now=night)
    waits = {m.person_id for m in await grading.messages(KIND)} - {"simon"}
    assert waits == {"nina"}
    (done,) = {m.subject for m in await grading.messages(KIND)}
    async with grading.work(grading.tenant_id) as w:
        fates = {f.person_id: f.delivery for f in await w.outbox.fates([KIND], done)}
    assert fates == {"simon": Delivery.SUPERSEDED, "nina": Delivery.WAITING}


@pytest.mark.rule("WB-08")
@pytest.mark.parametrize("ash", ["is of another area", "closes"])
async def test_what_waits_follows_when_the_team_is_another_area_s_or_closes(
    grading: LittleCouncil, ash: str
) -> None:
    """A team that closes has handed its cases to another before."""
    night = THE_FIRST.replace(hour=21)
    done = await sampled(grading, "ann", GRAVE, GRAVE, now=night)
    async with grading.work(grading.tenant_id) as w:
        for one in done.cases:
            case = await w.cases.get(one.reference)
            assert case is not None
            await w.cases.save([replace(case, team="Cherry")])
        await w.commit()
    teams = {"is of another area": (Team("Ash", "South"),), "closes": ()}[ash]
    listed = staff_list((*STAFF, SIMON, SOPHIE), (*teams, *TEAMS[1:]))
    command = ImportStaff(grading.council, listed, "command line")
    await import_staff(command, work=grading.work, now=night)
    async with grading.work(grading.tenant_id) as w:
        waits = {m.person_id for m in await w.outbox.waiting_for(["simon", "sophie", "quinn"])}
    assert waits == {"sophie"}
    assert (await _shown(grading, done.id)).keys() == {"sophie"}


@pytest.mark.rule("WB-08")
async def test_taken_back_the_card_says_so_and_submitted_again_it_comes_again(
    grading: LittleCouncil,
) -> None:
    done = await sampled(grading, "ann", GRAVE, FINE)
    await grading.settle("simon", KIND, done.id, dip_sample_entity(done.id))
    ann = await grading.person("ann")
    taken = TakeBack(grading.council, ann, MessageKind.DIP_ACTIONS, done.id, "card")
    await take_back(taken, work=grading.work, now=THE_FIRST)
    assert ("simon", KIND) in await grading.behind()
    assert not (await _shown(grading, done.id))["simon"].sample.is_submitted
    async with grading.work(grading.tenant_id) as w:
        reopened = await w.dip_samples.get(done.id)
    assert reopened is not None
    again = SubmitDipSample(grading.council, ann, done.id, reopened.version, "dialog")
    await submit_dip_sample(again, work=grading.work, now=THE_FIRST)
    own = [m for m in await grading.messages(KIND) if m.key.startswith(f"{KIND}:")]
    assert len({m.key for m in own}) == 2


@pytest.mark.rule("WB-08")
async def test_submitted_again_without_a_grave_grade_the_card_of_who_was_told_says_so(
    grading: LittleCouncil,
) -> None:
    done = await sampled(grading, "ann", GRAVE, GRAVE)
    await grading.settle("simon", KIND, done.id, dip_sample_entity(done.id))
    ann = await grading.person("ann")
    taken = TakeBack(grading.council, ann, MessageKind.DIP_ACTIONS, done.id, "card")
    await take_back(taken, work=grading.work, now=THE_FIRST)
    for number, case in enumerate(done.cases, start=1):
        look = SaveDipCase(grading.council, ann, done.id, case.reference, FINE, "dialog")
        saved = await save_dip_case(look, work=grading.work, now=THE_FIRST)
        # Open, it says that it was taken back, whatever it has by now.
        view = (await _shown(grading, done.id))["simon"]
        assert (view.sample.is_submitted, len(view.grades)) == (False, len(done.cases) - number)
    again = SubmitDipSample(grading.council, ann, done.id, saved.version, "dialog")
    await submit_dip_sample(again, work=grading.work, now=THE_FIRST)
    assert ("simon", KIND) in await grading.behind()
    shown = await _shown(grading, done.id)
    assert shown.keys() == {"simon"}
    told = str(dip_grades.card(shown["simon"], After()))
    assert "submitted this dip sample again" in told
    assert "took this" not in told


@pytest.mark.rule("WB-08")
async def test_taken_back_before_the_morning_nobody_hears_of_it_but_of_what_is_submitted_again(
    grading: LittleCouncil,
) -> None:
    night = THE_FIRST.replace(hour=21)
    done = await sampled(grading, "ann", GRAVE, FINE, now=night)
    ann = await grading.person("ann")
    taken = TakeBack(grading.council, ann, MessageKind.DIP_ACTIONS, done.id, "card")
    await take_back(taken, work=grading.work, now=night)
    async with grading.work(grading.tenant_id) as w:
        assert await w.outbox.waiting_for(["simon"]) == ()
        reopened = await w.dip_samples.get(done.id)
    assert reopened is not None
    again = SubmitDipSample(grading.council, ann, done.id, reopened.version, "dialog")
    await submit_dip_sample(again, work=grading.work, now=night)
    async with grading.work(grading.tenant_id) as w:
        (message,) = await w.outbox.waiting_for(["simon"])
    assert message.kind is KIND
