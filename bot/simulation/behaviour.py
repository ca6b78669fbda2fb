"""What simulated people do about the cards that they get, some working days later."""

from collections.abc import Iterable, Mapping
from random import Random

from bot.simulation.acting import SOURCE, Acting, React, Reaction
from bot.simulation.after_an_audit import AFTER_AN_AUDIT, acknowledge_findings
from bot.simulation.of_duties import OF_DUTIES
from programme.action import Action, ProposedAction
from programme.action_clock import ActionClock, period_end
from programme.audit import Audit
from programme.audit_answers import choices_of
from programme.audit_record import AuditRecord, ViewSought
from programme.council import Council
from programme.errors import SightlineError
from programme.message import MessageKind
from programme.round_period import read_subject
from programme.rules.tool import AuditTool
from programme.use_cases.acknowledge_allocation import AcknowledgeAllocation, acknowledge_allocation
from programme.use_cases.choose_cases import ChooseCases, choose_cases
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.record_views import RecordViews, record_views
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.show_choosing import show_choosing
from programme.use_cases.submit_audit import SubmitAudit, submit_audit


async def _acknowledge(acting: Acting) -> None:
    await acknowledge_allocation(
        AcknowledgeAllocation(
            acting.council,
            acting.person,
            read_subject(acting.council.framework, acting.message.subject),
            SOURCE,
        ),
        work=acting.work,
        now=acting.now,
    )


async def _choose(acting: Acting) -> None:
    """Chooses as many cases as the round audits."""
    of = read_subject(acting.council.framework, acting.message.subject)
    async with acting.work(acting.council.tenant_id) as w:
        view = await show_choosing(acting.council, w, of, acting.person)
    taken = acting.chance.sample([case.reference for case in view.cases], view.wanted)
    await choose_cases(
        ChooseCases(acting.council, acting.person, of, frozenset(taken), view.references, SOURCE),
        work=acting.work,
        now=acting.now,
    )


async def _audit(acting: Acting) -> None:
    """Records and submits what the person leads of the month, and the views that they are asked."""
    async with acting.work(acting.council.tenant_id) as w:
        unfinished = await w.audits.unfinished_of(acting.person.id)
        followed = await w.outside_rounds.re_audits({audit.id for audit in unfinished})
    today = acting.council.today(acting.now)
    # The card of a re-audit has no button before its time (SW-06).
    early = {each.audit_id for each in followed.values() if today < each.opens_on}
    for audit in (each for each in unfinished if each.id not in early):
        if audit.lead_id == acting.person.id and not audit.is_submitted:
            await _record(acting, audit)
        if audit.part_of(acting.person.id) == audit.views_asked_of(acting.council.framework):
            await _views(acting, audit)


async def _record(acting: Acting, audit: Audit) -> None:
    record = _filled_in(acting, audit)
    saved = await save_audit_draft(
        SaveAuditDraft(acting.council, acting.person, audit.id, lambda _: record, SOURCE),
        work=acting.work,
        now=acting.now,
    )
    await submit_audit(
        SubmitAudit(acting.council, acting.person, audit.id, saved.version, SOURCE),
        work=acting.work,
        now=acting.now,
    )


def _filled_in(acting: Acting, audit: Audit) -> AuditRecord:
    council, chance = acting.council, acting.chance
    framework = council.framework
    weights = [1, 5, 3, 1, *([1] * len(framework.grades))][: len(framework.grades)]
    grades = [grade.id for grade in framework.grades]
    tool = framework.tool(audit.tool_id)
    ends = period_end(framework, audit.round_id, audit.month)
    clock = ActionClock(framework.actions, council.calendar, council.today(acting.now), ends)
    priorities: list[str | None] = [each.id for each in framework.actions.priorities]
    # Drawn for every area, so that a year goes on alike whatever its tools grade.
    areas = {area.id: chance.choices(grades, weights)[0] for area in tool.areas}
    whole, graded = chance.choices(grades, weights)[0], {area.id for area in tool.graded_areas}
    return AuditRecord(
        grades={area: grade for area, grade in areas.items() if area in graded},
        overall=whole if tool.grades_the_whole else None,
        answers=_answers(tool, audit),
        went_well="The plan is clear and the family knows it.",
        to_learn="Supervision could be more reflective.",
        views=_all_sought(council, audit),
        actions=tuple(
            ProposedAction(
                f"Bring the plan up to date, part {number}.",
                audit.team,
                clock.proposed(priority),
                priority,
            )
            for number, priority in enumerate(
                chance.choices(priorities or [None], k=chance.randrange(3)), start=1
            )
        ),
    )


def _answers(tool: AuditTool, audit: Audit) -> Mapping[str, str]:
    """An answer to each question; most are yes, where there is something to choose from."""
    chance = Random(audit.id)  # noqa: S311 - made-up answers, nothing secret
    answers = {}
    for question in tool.questions:
        choices = [*choices_of(question)] or ["The visits and the plan show it."]
        answers[question.id] = chance.choice(choices) if chance.random() < 0.3 else choices[0]
    return answers


def _all_sought(council: Council, audit: Audit) -> Mapping[str, ViewSought]:
    views = council.framework.views_of(audit.tool_id)
    return {whose.id: ViewSought(sought=True) for whose in views.of}


async def _views(acting: Acting, audit: Audit) -> None:
    sought = _all_sought(acting.council, audit)
    if not sought:
        return
    await record_views(
        RecordViews(acting.council, acting.person, audit.id, sought, SOURCE),
        work=acting.work,
        now=acting.now,
    )


async def _complete(acting: Acting) -> None:
    """Completes what the person's team has open of the audit."""
    async with acting.work(acting.council.tenant_id) as w:
        actions = await w.actions.of_audits([acting.message.subject])
    for action in actions:
        if action.is_open and action.team == acting.person.team:
            await _done(acting, action, "Done, and shared with the family.")


async def _catch_up(acting: Acting) -> None:
    """Completes what is open and due in the person's team, having been reminded of it."""
    today = acting.council.today(acting.now)
    async with acting.work(acting.council.tenant_id) as w:
        late = [
            each for each in await w.actions.open_due_by(today) if each.team == acting.person.team
        ]
    for action in late:
        await _done(acting, action, "Done after the reminder, and shared with the family.")


async def _done(acting: Acting, action: Action, note: str) -> None:
    command = CompleteAction(acting.council, acting.person, action.id, action.version, note, SOURCE)
    await complete_action(command, work=acting.work, now=acting.now)


REACTIONS: Mapping[MessageKind, tuple[Reaction, ...]] = {
    MessageKind.ALLOCATION: (Reaction(_acknowledge, 0, 2), Reaction(_audit, 3, 15, of_ten=9)),
    MessageKind.AUDITS_DUE: (Reaction(_audit, 0, 2, of_ten=7),),
    MessageKind.CHOOSE_CASES: (Reaction(_choose, 0, 4, of_ten=9),),
    MessageKind.RE_AUDIT: (Reaction(_audit, 1, 8),),
    MessageKind.ACTIONS: (Reaction(_complete, 2, 14, of_ten=9),),
    MessageKind.FINDINGS: (
        Reaction(acknowledge_findings, 0, 3),
        Reaction(_complete, 2, 14, of_ten=9),
    ),
    MessageKind.DIGEST: (Reaction(_catch_up, 0, 8, of_ten=4),),
    **AFTER_AN_AUDIT,
    **OF_DUTIES,
}
"""What people do about a card of each kind; about the others they do nothing."""


async def act_all(due: Iterable[tuple[React, Acting]]) -> int:
    """Does what is due; returns how often Sightline refused, which is an answer like others."""
    refused = 0
    for act, acting in due:
        try:
            await act(acting)
        except SightlineError:
            refused += 1
    return refused
