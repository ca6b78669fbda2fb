"""Results reach those whom the council copies in, and outstanding work is celebrated."""

from dataclasses import replace

import pytest

from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.message import MessageKind
from programme.rules.follow_up import Celebration
from programme.shown import example_entity
from programme.use_cases.show_outcomes import (
    CelebrationView,
    show_celebrations,
    show_missing_workers,
    show_results,
)
from programme.use_cases.use_as_example import UseAsExample, use_as_example
from tests.follow_up import (
    BEST,
    CELEBRATION,
    GOOD,
    HANNAH,
    PIA,
    RESULTS,
    SIMON,
    add_people,
    graded,
    name_worker,
    with_rules,
)
from tests.little_council import THE_FIRST, LittleCouncil
from tests.programme.use_cases.moderating import BY_MANAGERS, moderate, worse


@pytest.fixture
async def copying(drawn: LittleCouncil) -> LittleCouncil:
    """Results are copied in; Hannah line-manages Ann."""
    ann = replace(await drawn.person("ann"), line_manager_email=HANNAH.email.upper())
    await add_people(drawn, ann, HANNAH, SIMON)
    return with_rules(drawn, results=RESULTS)


@pytest.fixture
async def celebrating(drawn: LittleCouncil) -> LittleCouncil:
    """The best grade is celebrated, and offered to the principal social worker."""
    await add_people(drawn, PIA)
    return with_rules(drawn, celebration=CELEBRATION)


async def _celebration(little: LittleCouncil, audit_id: str, reader: str) -> CelebrationView:
    async with little.work(little.tenant_id) as w:
        views = await show_celebrations(little.council, w, [(reader, audit_id)])
    return views[reader, audit_id]


@pytest.mark.rule("BD-06")
async def test_the_result_goes_to_the_worker_the_team_manager_their_manager_and_the_lead(
    copying: LittleCouncil,
) -> None:
    audit, _ = await graded(copying, GOOD)
    assert await copying.readers(MessageKind.RESULT) == ["ann", "sam"]
    assert await copying.readers(MessageKind.RESULTS) == ["hannah"]
    async with copying.work(copying.tenant_id) as w:
        views = await show_results(copying.council, w, [("sam", audit.id)])
    result = views["sam", audit.id].result
    assert (result.overall, result.agreed, result.lead) == ("Good", None, "Ann")
    assert len(result.areas) == 7
    assert (len(result.actions), result.open_actions) == (1, 1)


@pytest.mark.rule("BD-06")
async def test_a_worker_who_has_left_is_told_of_to_the_officers_once_for_a_case(
    copying: LittleCouncil,
) -> None:
    audit = await copying.audit_led_by("ann")
    await name_worker(copying, audit.case_reference, "Sam Nobody")
    await graded(with_rules(copying, results=RESULTS, celebration=CELEBRATION), BEST)
    assert await copying.readers(MessageKind.WORKER_NOT_FOUND) == ["quinn"]
    assert await copying.readers(MessageKind.RESULTS) == ["hannah"]
    async with copying.work(copying.tenant_id) as w:
        (missing,) = (await show_missing_workers(w, [("quinn", audit.id)])).values()
        assert (missing.case_reference, missing.worker) == (audit.case_reference, "Sam Nobody")
        assert await show_missing_workers(w, [("ann", audit.id)]) == {}
    await name_worker(copying, audit.case_reference, "Sam")
    async with copying.work(copying.tenant_id) as w:
        assert await show_missing_workers(w, [("quinn", audit.id)]) == {}


async def test_whoever_is_thanked_has_the_result_on_that_card(copying: LittleCouncil) -> None:
    await graded(with_rules(copying, results=RESULTS, celebration=CELEBRATION), BEST)
    assert await copying.readers(MessageKind.CELEBRATION) == ["ann", "sam"]
    assert await copying.messages(MessageKind.RESULT) == []
    assert await copying.readers(MessageKind.RESULTS) == ["hannah"]


async def test_without_the_rules_nothing_goes_out(drawn: LittleCouncil) -> None:
    await graded(drawn, BEST)
    kinds = (
        MessageKind.RESULT,
        MessageKind.RESULTS,
        MessageKind.CELEBRATION,
        MessageKind.TRAINING_OFFER,
    )
    assert await drawn.messages(*kinds) == []


@pytest.mark.rule("BD-06")
async def test_a_result_shows_the_grade_that_was_agreed(copying: LittleCouncil) -> None:
    little = with_rules(copying, results=RESULTS, moderation=(BY_MANAGERS,))
    audit, _ = await graded(little, GOOD)
    judged = worse(little, audit)
    await moderate(little, audit, judged)
    async with little.work(little.tenant_id) as w:
        views = await show_results(little.council, w, [("sam", audit.id)])
    result = views["sam", audit.id].result
    title = little.council.framework.grade_title
    assert (result.overall, result.agreed) == (title(GOOD), title(judged.overall))


@pytest.mark.rule("BD-09")
async def test_outstanding_work_is_told_to_those_whose_it_is_and_offered_to_training(
    celebrating: LittleCouncil,
) -> None:
    audit, _ = await graded(celebrating, BEST)
    assert await celebrating.readers(MessageKind.CELEBRATION) == ["ann", "sam"]
    assert await celebrating.readers(MessageKind.TRAINING_OFFER) == ["pia"]
    view = await _celebration(celebrating, audit.id, "ann")
    assert view.worker is not None
    assert view.worker.name == "Sam"


@pytest.mark.rule("BD-09")
async def test_other_work_is_not_celebrated(celebrating: LittleCouncil) -> None:
    await graded(celebrating, GOOD)
    assert await celebrating.messages(MessageKind.CELEBRATION, MessageKind.TRAINING_OFFER) == []


@pytest.mark.rule("BD-09")
async def test_where_nobody_trains_the_officers_get_the_offer(drawn: LittleCouncil) -> None:
    await graded(with_rules(drawn, celebration=CELEBRATION), BEST)
    assert await drawn.readers(MessageKind.TRAINING_OFFER) == ["quinn"]


@pytest.mark.rule("BD-09")
async def test_an_example_is_taken_up_once_and_everyone_sees_by_whom(
    celebrating: LittleCouncil,
) -> None:
    audit, _ = await graded(celebrating, BEST)
    await celebrating.settle("ann", MessageKind.CELEBRATION, audit.id, example_entity(audit.id))
    command = UseAsExample(celebrating.council, PIA, audit.id, "card")
    assert await use_as_example(command, work=celebrating.work, now=THE_FIRST)
    assert await celebrating.behind() == {("ann", MessageKind.CELEBRATION)}
    before = await celebrating.everything()
    assert not await use_as_example(command, work=celebrating.work, now=THE_FIRST)
    assert await celebrating.everything() == before
    assert (await _celebration(celebrating, audit.id, "ann")).example_of == "Pia"
    assert (await celebrating.events(audit.id))[-1].verb == "use_as_example"


async def test_only_those_to_whom_it_is_offered_take_it_up(celebrating: LittleCouncil) -> None:
    audit, _ = await graded(celebrating, BEST)
    for name in ("ann", "sam"):
        command = UseAsExample(
            celebrating.council, await celebrating.person(name), audit.id, "card"
        )
        with pytest.raises(AskSomeoneAllowed):
            await use_as_example(command, work=celebrating.work, now=THE_FIRST)
    draft = await celebrating.audit_led_by("ben")
    for audit_id in ("0" * 32, draft.id):
        missing = UseAsExample(celebrating.council, PIA, audit_id, "card")
        with pytest.raises(LookElsewhere):
            await use_as_example(missing, work=celebrating.work, now=THE_FIRST)


async def test_someone_who_has_left_since_is_shown_nothing(copying: LittleCouncil) -> None:
    audit, _ = await graded(copying, GOOD)
    await add_people(copying, replace(HANNAH, active=False))
    async with copying.work(copying.tenant_id) as w:
        assert await show_results(copying.council, w, [("hannah", audit.id)]) == {}
        assert await show_celebrations(copying.council, w, [("hannah", audit.id)]) == {}


async def test_a_celebration_without_training_offers_nothing(drawn: LittleCouncil) -> None:
    rules = {"celebration": Celebration((BEST,), ("team_manager",)), "results": None}
    await graded(with_rules(drawn, **rules), BEST)
    assert await drawn.readers(MessageKind.CELEBRATION) == ["ann"]
    assert await drawn.messages(MessageKind.TRAINING_OFFER, MessageKind.RESULT) == []
