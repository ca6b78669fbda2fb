"""Every kind of live card: what it says that it shows, and what brings it up to date."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from dialogs.table import LIVE
from programme.action import Action
from programme.audit import Audit
from programme.dispute import Dispute
from programme.message import AUDITORS, SHOWS, MessageKind
from programme.outside_rounds import re_audit_id
from programme.people import Role
from programme.rules.action import Confirmation
from programme.rules.follow_up import LoopCheck
from programme.rules.moderation import ModerationRule
from programme.use_cases.acknowledge_allocation import (
    AcknowledgeAllocation,
    acknowledge_allocation,
)
from programme.use_cases.acknowledge_practice import AcknowledgePractice, acknowledge_practice
from programme.use_cases.answer_alert import AnswerAlert, answer_alert
from programme.use_cases.ask_for_audit import AskForAudit, Request, ask_for_audit
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from programme.use_cases.bring_loop_checks import bring_loop_checks
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.meet_person import MeetPerson, meet_person
from programme.use_cases.pass_disputes_on import pass_disputes_on
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from programme.use_cases.record_observation import RecordDiscussion, record_discussion
from programme.use_cases.record_views import RecordViews, record_views
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.send_digests import send_digests
from programme.use_cases.send_duties import send_duties
from programme.use_cases.use_as_example import UseAsExample, use_as_example
from storage.engine import Engine
from tests.duty_rules import MONDAY, with_duties
from tests.follow_up import (
    ASKED,
    BEST,
    CELEBRATION,
    COMMISSION,
    GOOD,
    OVERVIEW,
    PIA,
    RE_AUDIT,
    RESULTS,
    SIMON,
    add_people,
    audit_of,
    graded,
    name_worker,
    with_rules,
)
from tests.little_council import (
    ADDED,
    DECEMBER,
    DUE,
    FRAMEWORK,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    all_sought,
    little_council,
    person,
)
from tests.programme.use_cases.duty_council import (
    ACTION,
    FIRST_ID,
    SECOND_ID,
    THIRD_ID,
    observed,
    sampled,
    spent_a_day,
)
from tests.programme.use_cases.moderating import check, moderate, reply, worse
from tests.programme.use_cases.reviewing import (
    FORM,
    answered,
    noted,
    raised,
    resolved,
    reviewing,
)

JANUARY = DECEMBER.plus(1)
ASKED_FOR = Request(COMMISSION.id, "Visits after a return home", "CF-20")
OLA = person("Ola", Role.HEAD_OF_SERVICE, area="South")
THE_18TH = THE_FIRST + timedelta(days=17)
"""The day on which the one action is due, and is in a digest."""


@pytest.fixture
def dialect() -> str:
    """What cards say that they show is the same on either database."""
    return "sqlite"


FRAMEWORK_THAT_MODERATES = replace(
    FRAMEWORK,
    moderation=(ModerationRule("all_by_managers", (Role.GROUP_MANAGER,), 10, 5),),
    loop_check=LoopCheck(weeks=1, by=(Role.ADVANCED_SOCIAL_WORK_PRACTITIONER,)),
)


@dataclass
class Submitted:
    """December drawn, Ann's audit submitted with an action for Ash, and Ash's digest sent.

    The grade alerts, asks for a re-audit and is celebrated; Gil asked Ben for an audit.
    Dan's audit is moderated with a grade that differs, and its loop brought to the QA officer; he
    has begun his year's duties: observed, sampled with an action for Damson, a practice day.
    """

    little: LittleCouncil
    action: Action
    dans: Audit
    commissioned: Audit
    cats_audit_id: str

    @property
    def re_audit_id(self) -> str:
        return re_audit_id(self.action.audit_id)

    async def draw_cards(self, *kinds: MessageKind) -> dict[MessageKind, tuple[str, ...]]:
        """Draws the cards of those kinds, each for its reader, and has them sent."""
        drawn = {}
        for kind in kinds:
            asked = READS[kind](self)
            async with self.little.work(self.little.tenant_id) as w:
                cards = await LIVE[kind].draw(self.little.council, w, [asked], THE_18TH.date())
            drawn[kind] = cards[asked].shows
            await self.little.settle(asked[0], kind, asked[1], *drawn[kind])
        return drawn


READS: dict[MessageKind, Callable[[Submitted], tuple[str, str]]] = {
    MessageKind.WELCOME: lambda _: ("ann", "ann"),
    MessageKind.BEFORE_THE_FIRST: lambda _: ("quinn", str(JANUARY)),
    MessageKind.NOT_DRAWN: lambda _: ("quinn", str(JANUARY)),
    MessageKind.ALLOCATION: lambda _: ("ben", str(DECEMBER)),
    MessageKind.GROUP_ALLOCATION: lambda _: ("gil", str(DECEMBER)),
    MessageKind.ROUND: lambda _: ("quinn", str(DECEMBER)),
    MessageKind.ACTIONS: lambda submitted: ("quinn", submitted.action.audit_id),
    MessageKind.FINDINGS: lambda submitted: ("ann", submitted.action.audit_id),
    MessageKind.DIGEST: lambda _: ("ann", DUE.isoformat()),
    MessageKind.MY_WORK: lambda _: ("ann", "ann"),
    MessageKind.TEAM_WORK: lambda _: ("gil", "gil"),
    MessageKind.GRADE_ALERT: lambda submitted: ("ann", submitted.action.audit_id),
    MessageKind.ALERT_ANSWERS: lambda submitted: ("quinn", submitted.action.audit_id),
    MessageKind.RE_AUDIT: lambda submitted: ("quinn", submitted.re_audit_id),
    MessageKind.RESULT: lambda submitted: ("sam", submitted.action.audit_id),
    MessageKind.CELEBRATION: lambda submitted: ("sam", submitted.action.audit_id),
    MessageKind.TRAINING_OFFER: lambda submitted: ("pia", submitted.action.audit_id),
    MessageKind.WORKER_NOT_FOUND: lambda submitted: ("quinn", submitted.cats_audit_id),
    MessageKind.COMMISSIONED: lambda submitted: ("ben", submitted.commissioned.id),
    MessageKind.OVERVIEW: lambda _: ("simon", f"{OVERVIEW.id}:{DECEMBER}"),
    MessageKind.DUTIES: lambda _: ("cat", str(DECEMBER)),
    MessageKind.DUTY_REMINDER: lambda _: ("cat", "2026-12-22"),
    MessageKind.DUTIES_OWED: lambda _: ("quinn", str(DECEMBER)),
    MessageKind.PRACTICE_WEEK: lambda _: ("gil", MONDAY.isoformat()),
    MessageKind.OBSERVED: lambda _: ("gus", FIRST_ID),
    MessageKind.PRACTICE_DAY: lambda _: ("gil", SECOND_ID),
    MessageKind.DIP_ACTIONS: lambda _: ("dan", THIRD_ID),
    MessageKind.PRACTICE: lambda _: ("iris", FORM),
    MessageKind.DISPUTE: lambda _: ("iris", FORM),
    MessageKind.DISPUTES: lambda _: ("gil", "gil"),
    MessageKind.MODERATION: lambda submitted: ("gil", submitted.action.audit_id),
    MessageKind.MODERATIONS: lambda _: ("gil", "gil"),
    MessageKind.MODERATION_OUTCOME: lambda submitted: ("dan", submitted.dans.id),
    MessageKind.LOOP_CHECK: lambda submitted: ("quinn", submitted.dans.id),
    MessageKind.CONFIRM_ACTIONS: lambda submitted: ("ann", submitted.action.audit_id),
    MessageKind.ESCALATED: lambda _: ("gil", DUE.isoformat()),
    MessageKind.TAKEN_OVER: lambda _: ("ann", "ann"),
    MessageKind.AUDITORS_NEEDED: lambda _: ("quinn", AUDITORS),
}
"""Who reads a card of each kind, and what it is about."""


@pytest.fixture
async def submitted(engine: Engine) -> Submitted:
    confirmation = Confirmation(0, 0, (Role.GROUP_MANAGER,))
    little = with_rules(
        little_council(engine, framework=with_duties(FRAMEWORK_THAT_MODERATES)),
        alerts=(replace(ASKED, grades=(GOOD,)),),
        re_audit=replace(RE_AUDIT, grades=(GOOD,)),
        results=RESULTS,
        celebration=replace(CELEBRATION, grades=(GOOD,)),
        commissions=(COMMISSION,),
        overviews=(OVERVIEW,),
        actions=replace(FRAMEWORK.actions, confirmation=confirmation),
    )
    await little.fill()
    little = await reviewing(little)
    await add_people(little, PIA, SIMON)
    await send_duties(little.council, work=little.work, now=THE_FIRST)
    await little.draw(now=ADDED)
    asked = AskForAudit(little.council, await little.person("gil"), ASKED_FOR, "ben", "dialog")
    commissioned = await ask_for_audit(asked, work=little.work, now=THE_FIRST)
    cats = await little.audit_led_by("cat")
    await name_worker(little, cats.case_reference, None)
    action = await little.an_action()
    dans, _ = await little.submitted(lead="dan")
    await moderate(little, dans, worse(little, dans), "gus")
    await bring_loop_checks(little.council, work=little.work, now=THE_FIRST + timedelta(days=7))
    submitted = Submitted(little, action, dans, commissioned, cats.id)
    await send_digests(little.council, work=little.work, now=THE_18TH)
    await add_people(little, OLA)
    await observed(little, "ola", "gus", planned=DUE)
    await spent_a_day(little, "dan", service="North")
    await sampled(little, "dan", ACTION)
    await noted(little, now=THE_18TH)
    await raised(little, now=THE_18TH)
    await little.away("dan", DUE, date(2026, 12, 31))
    async with little.work(little.tenant_id) as w:
        await w.actions.mark_escalated([submitted.action.id], DUE)
        await w.commit()
    return submitted


async def _acknowledged(submitted: Submitted, person_id: str) -> None:
    little = submitted.little
    by = await little.person(person_id)
    command = AcknowledgeAllocation(little.council, by, little.period(DECEMBER), "card")
    assert await acknowledge_allocation(command, work=little.work, now=THE_18TH)


async def _ben_acknowledged(submitted: Submitted) -> None:
    await _acknowledged(submitted, "ben")


async def _gil_acknowledged(submitted: Submitted) -> None:
    await _acknowledged(submitted, "gil")


async def _bens_draft_was_saved(submitted: Submitted) -> None:
    little = submitted.little
    audit, by = await little.audit_led_by("ben"), await little.person("ben")
    record = a_full_record(little.council.framework)
    command = SaveAuditDraft(little.council, by, audit.id, lambda _: record, "dialog")
    await save_audit_draft(command, work=little.work, now=THE_18TH)


async def _bens_audit_was_submitted(submitted: Submitted) -> None:
    await submitted.little.submitted(lead="ben")


async def _anns_audit_was_completed(submitted: Submitted) -> None:
    little = submitted.little
    framework, audit = little.council.framework, await little.audit_led_by("ann")
    (asked,) = [one.id for one in STAFF if audit.part_of(one.id) == audit.views_asked_of(framework)]
    command = RecordViews(
        little.council, await little.person(asked), audit.id, all_sought(framework), "dialog"
    )
    assert (await record_views(command, work=little.work, now=THE_18TH)).is_complete


async def _the_action_was_completed(submitted: Submitted) -> None:
    little = submitted.little
    by, action = await little.person("abe"), submitted.action
    command = CompleteAction(
        little.council, by, action.id, action.version, "Chronology updated.", "card"
    )
    await complete_action(command, work=little.work, now=THE_18TH)


async def _the_action_was_given_more_time(submitted: Submitted) -> None:
    little = submitted.little
    by, action = await little.person("abe"), submitted.action
    command = AskMoreTime(
        little.council, by, action.id, action.version, "Waiting.", date(2026, 12, 21), "card"
    )
    await ask_more_time(command, work=little.work, now=THE_18TH)


async def _the_alert_was_answered(submitted: Submitted) -> None:
    little, audit_id = submitted.little, submitted.action.audit_id
    command = AnswerAlert(
        little.council, await little.person("ann"), audit_id, 1, "The child was seen.", "card"
    )
    await answer_alert(command, work=little.work, now=THE_18TH)


async def _the_audit_was_taken_as_an_example(submitted: Submitted) -> None:
    little, audit_id = submitted.little, submitted.action.audit_id
    command = UseAsExample(little.council, await little.person("pia"), audit_id, "card")
    await use_as_example(command, work=little.work, now=THE_18TH)


async def _the_re_audit_was_submitted(submitted: Submitted) -> None:
    little = submitted.little
    audit = await audit_of(little, submitted.re_audit_id)
    await graded(little, BEST, audit=audit, now=THE_18TH)


async def _the_audit_that_was_asked_for_was_submitted(submitted: Submitted) -> None:
    await graded(submitted.little, BEST, lead="ben", audit=submitted.commissioned, now=THE_18TH)


async def _cat_had_a_practice_day(submitted: Submitted) -> None:
    await spent_a_day(submitted.little, "cat", record="9" * 32)


async def _cat_submitted_a_dip_sample(submitted: Submitted) -> None:
    await sampled(submitted.little, "cat", record="8" * 32)


async def _the_discussion_took_place(submitted: Submitted) -> None:
    little = submitted.little
    command = RecordDiscussion(little.council, await little.person("ola"), FIRST_ID, "card")
    await record_discussion(command, work=little.work, now=THE_18TH)


async def _the_dip_samples_action_was_completed(submitted: Submitted) -> None:
    little = submitted.little
    async with little.work(little.tenant_id) as w:
        (action,) = await w.actions.of_audits([THIRD_ID])
    command = CompleteAction(
        little.council, await little.person("dan"), action.id, action.version, "Done.", "card"
    )
    await complete_action(command, work=little.work, now=THE_18TH)


async def _anns_audit_was_moderated(submitted: Submitted) -> None:
    little = submitted.little
    audit = await little.audit_led_by("ann")
    await moderate(little, audit, worse(little, audit), now=THE_18TH)


async def _the_grade_was_answered(submitted: Submitted) -> None:
    await reply(submitted.little, submitted.dans, "dan", now=THE_18TH)


async def _the_actions_were_checked(submitted: Submitted) -> None:
    little = submitted.little
    await check(little, submitted.dans, "quinn", completed=False, now=THE_18TH)


async def _january_was_drawn(submitted: Submitted) -> None:
    await submitted.little.draw(JANUARY, now=THE_18TH)


async def _somebody_was_met(submitted: Submitted) -> None:
    little = submitted.little
    command = MeetPerson(
        little.tenant_id, "object-1", ("cat@council.example",), "https://x", "chat", "29:cat"
    )
    assert await meet_person(command, work=little.work, now=THE_18TH)


async def _somebody_left(submitted: Submitted) -> None:
    little = submitted.little
    async with little.work(little.tenant_id) as w:
        staff = await w.people.all()
    await little.take_staff(*(one for one in staff if one.id != "cat"))


async def _good_practice_was_acknowledged(submitted: Submitted) -> None:
    little = submitted.little
    command = AcknowledgePractice(little.council, await little.person("ann"), FORM, "card")
    await acknowledge_practice(command, work=little.work, now=THE_18TH)


async def _the_dispute(submitted: Submitted) -> Dispute:
    little = submitted.little
    async with little.work(little.tenant_id) as w:
        found = await w.disputes.get(FORM)
    assert found is not None
    return found


async def _the_dispute_was_answered(submitted: Submitted) -> None:
    await answered(submitted.little, await _the_dispute(submitted), now=THE_18TH)


async def _the_dispute_was_resolved(submitted: Submitted) -> None:
    await resolved(submitted.little, await _the_dispute(submitted), now=THE_18TH)


async def _the_dispute_climbed(submitted: Submitted) -> None:
    little = submitted.little
    later = THE_18TH + timedelta(days=20)
    assert await pass_disputes_on(little.council, work=little.work, now=later)


async def _another_dispute_was_raised(submitted: Submitted) -> None:
    await raised(submitted.little, now=THE_18TH, dispute_id="a" * 32)


OF_A_DISPUTE = {MessageKind.DISPUTE, MessageKind.DISPUTES}


async def _dans_audit_passed_on(submitted: Submitted) -> None:
    little = submitted.little
    audit, by = await little.audit_led_by("dan"), await little.person("quinn")
    command = ReassignAudit(
        little.council, by, audit.id, "lead", audit.version, "gus", "Dan is away.", "card"
    )
    await reassign_audit(command, work=little.work, now=THE_18TH)


async def _bens_audit_was_withdrawn(submitted: Submitted) -> None:
    little = submitted.little
    audit, by = await little.audit_led_by("ben"), await little.person("quinn")
    command = WithdrawAudit(
        little.council, by, audit.id, audit.version, "The case is closed.", "card"
    )
    await withdraw_audit(command, work=little.work, now=THE_18TH)


OF_AN_AUDIT = {
    MessageKind.ALLOCATION,
    MessageKind.GROUP_ALLOCATION,
    MessageKind.TEAM_WORK,
}
OF_AN_ACTION = {
    MessageKind.ACTIONS,
    MessageKind.DIGEST,
    MessageKind.MY_WORK,
    MessageKind.TEAM_WORK,
    MessageKind.ROUND,
    MessageKind.CONFIRM_ACTIONS,
    MessageKind.ESCALATED,
    MessageKind.TAKEN_OVER,
}
OF_WHAT_FOLLOWS = {
    MessageKind.GRADE_ALERT,
    MessageKind.RE_AUDIT,
    MessageKind.RESULT,
    MessageKind.CELEBRATION,
    MessageKind.TRAINING_OFFER,
}
PICTURES_OF_A_DAY = {
    MessageKind.WELCOME,
    MessageKind.WORKER_NOT_FOUND,
    MessageKind.OVERVIEW,
    MessageKind.PRACTICE_DAY,
    MessageKind.PRACTICE_WEEK,
}
"""Kinds of card that stay as they were sent."""
CONCERNS: list[tuple[Callable[[Submitted], Awaitable[None]], set[MessageKind]]] = [
    (_ben_acknowledged, {MessageKind.ALLOCATION, MessageKind.ROUND}),
    (_gil_acknowledged, {MessageKind.GROUP_ALLOCATION, MessageKind.ROUND}),
    (_bens_draft_was_saved, OF_AN_AUDIT),
    (_bens_audit_was_submitted, OF_AN_AUDIT | {MessageKind.ROUND}),
    (
        _anns_audit_was_completed,
        {
            MessageKind.GROUP_ALLOCATION,
            MessageKind.TEAM_WORK,
            MessageKind.ROUND,
            MessageKind.FINDINGS,
        },
    ),
    (_the_action_was_completed, OF_AN_ACTION | OF_WHAT_FOLLOWS),
    (_the_alert_was_answered, {MessageKind.GRADE_ALERT, MessageKind.ALERT_ANSWERS}),
    (
        _the_audit_was_taken_as_an_example,
        {MessageKind.CELEBRATION, MessageKind.TRAINING_OFFER},
    ),
    (_the_re_audit_was_submitted, {MessageKind.RE_AUDIT}),
    (_the_audit_that_was_asked_for_was_submitted, {MessageKind.COMMISSIONED}),
    (_the_action_was_given_more_time, OF_AN_ACTION),
    (_cat_had_a_practice_day, {MessageKind.DUTIES}),
    (
        _cat_submitted_a_dip_sample,
        {MessageKind.DUTIES, MessageKind.DUTY_REMINDER, MessageKind.DUTIES_OWED},
    ),
    (_the_discussion_took_place, {MessageKind.OBSERVED}),
    (_the_dip_samples_action_was_completed, {MessageKind.DIP_ACTIONS}),
    (
        _anns_audit_was_moderated,
        {MessageKind.MODERATION, MessageKind.MODERATIONS, MessageKind.ACTIONS},
    ),
    (_the_grade_was_answered, {MessageKind.MODERATION_OUTCOME}),
    (_the_actions_were_checked, {MessageKind.LOOP_CHECK}),
    (_dans_audit_passed_on, {MessageKind.AUDITORS_NEEDED}),
    (_bens_audit_was_withdrawn, OF_AN_AUDIT | {MessageKind.ROUND}),
    (_january_was_drawn, {MessageKind.BEFORE_THE_FIRST, MessageKind.NOT_DRAWN}),
    (_somebody_was_met, {MessageKind.BEFORE_THE_FIRST}),
    (_somebody_left, {MessageKind.BEFORE_THE_FIRST, MessageKind.DUTIES_OWED}),
    (_good_practice_was_acknowledged, {MessageKind.PRACTICE}),
    (_the_dispute_was_answered, OF_A_DISPUTE),
    (_the_dispute_was_resolved, OF_A_DISPUTE),
    (_the_dispute_climbed, OF_A_DISPUTE),
    (_another_dispute_was_raised, {MessageKind.DISPUTES}),
]
"""What happens, and kinds of card that are untrue from then on."""


@pytest.mark.parametrize("kind", LIVE)
async def test_a_card_shows_every_sort_of_entity_that_its_kind_may_and_no_other(
    submitted: Submitted, kind: MessageKind
) -> None:
    shows = (await submitted.draw_cards(kind))[kind]
    assert {entity.partition(":")[0] for entity in shows} == SHOWS[kind]


@pytest.mark.parametrize(
    ("change", "kinds"), CONCERNS, ids=[change.__name__[1:] for change, _ in CONCERNS]
)
async def test_a_change_touches_the_cards_that_it_concerns(
    submitted: Submitted,
    change: Callable[[Submitted], Awaitable[None]],
    kinds: set[MessageKind],
) -> None:
    await submitted.draw_cards(*LIVE)
    before = await _cards(submitted)
    assert await submitted.little.behind() == set()

    await change(submitted)

    after = await _cards(submitted)
    behind = {kind for _, kind in await submitted.little.behind()}
    untrue = {kind for kind in LIVE if before[kind] != after[kind]}
    assert kinds <= untrue
    assert kinds <= behind
    # Of what is new in a list of work, the card that was sent before could name no entity.
    lists = {MessageKind.MY_WORK, MessageKind.TEAM_WORK, MessageKind.MODERATIONS}
    assert untrue - behind - PICTURES_OF_A_DAY <= lists
    lists = {MessageKind.MY_WORK, MessageKind.TEAM_WORK, MessageKind.TAKEN_OVER}
    assert untrue - behind <= lists


def test_some_change_concerns_every_card_but_pictures_of_a_day() -> None:
    assert set().union(*(kinds for _, kinds in CONCERNS)) == set(LIVE) - PICTURES_OF_A_DAY
    assert {kind for kind, shown in SHOWS.items() if not shown} == PICTURES_OF_A_DAY


async def _cards(submitted: Submitted) -> dict[MessageKind, object]:
    """What every card says, by kind; None where there is nothing to show any more."""
    found: dict[MessageKind, object] = {}
    little = submitted.little
    for kind, live in LIVE.items():
        asked = READS[kind](submitted)
        async with little.work(little.tenant_id) as w:
            drawn = await live.draw(little.council, w, [asked], THE_18TH.date())
        found[kind] = drawn[asked].card if asked in drawn else None
    return found
