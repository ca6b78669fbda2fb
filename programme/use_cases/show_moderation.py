"""Moderations as cards and the dialog show them: agreed grades beside those first given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.audit import Audit
from programme.council import Council
from programme.framework import Framework
from programme.moderation import Moderation
from programme.moderators import rule_behind
from programme.people import Person, Role
from programme.ports import UnitOfWork
from programme.rules.moderation import MODERATION, Called
from programme.rules.tool import AuditTool
from programme.use_cases.acting_on_action import manages
from programme.use_cases.answer_moderation import answerer
from programme.use_cases.moderate_audit import talks_it_over


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade that was given and the one that was agreed, in the council's words.

    `agreed` is None until it is moderated.
    """

    title: str
    first: str
    agreed: str | None

    @property
    def differs(self) -> bool:
        """Whether another grade was agreed."""
        return self.agreed is not None and self.agreed != self.first


@dataclass(frozen=True, slots=True)
class ModerationView:
    """One moderation as `reader` sees it. Names, not ids; the grade of the whole comes last.

    With `talk_it_over` a grade that differs is first discussed with the auditor (WB-04).
    """

    today: date
    reader: Person
    audit: Audit
    moderation: Moderation
    tool: AuditTool
    lead: str
    peer: str | None
    moderator: str
    answered_by: str | None
    grades: tuple[GradeLine, ...]
    may_moderate: bool
    may_answer: bool
    talk_it_over: bool = False
    called: Called = MODERATION


@dataclass(frozen=True, slots=True)
class ModerationsView:
    """What one person has to moderate, the most urgent first."""

    today: date
    reader: Person
    waiting: tuple[ModerationView, ...]
    called: Called = MODERATION


async def show_moderation(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], ModerationView]:
    """For each (audit id, reader id) the moderation; left out when there is none.

    Nobody is shown it but its moderator, those who have handed it on, the auditors, those who
    manage the case's team, and QA officers.
    """
    audit_ids = {audit_id for audit_id, _ in pairs}
    moderations = {each.id: each for each in await w.moderations.some(audit_ids)}
    audits = {audit.id: audit for audit in await w.audits.some(set(moderations))}
    people = {person.id: person for person in await w.people.all()}
    teams = {team.name: team for team in await w.teams.all()}
    views = {}
    for audit_id, reader_id in pairs:
        audit, reader = audits.get(audit_id), people.get(reader_id)
        if audit is None or reader is None or not reader.active:
            continue
        moderation = moderations[audit_id]
        concerned = (
            reader_id in (moderation.moderator_id, *moderation.handed_on_by)
            or audit.part_of(reader_id) is not None
            or reader.has(Role.QA_OFFICER)
            or audit.team in manages(reader, teams.values())
        )
        if concerned:
            views[audit_id, reader_id] = _view(council, moderation, audit, reader, people, today)
    return views


async def show_moderations_of(
    council: Council, w: UnitOfWork, reader: Person, today: date
) -> ModerationsView:
    """Everything that waits for the reader to moderate it."""
    waiting = await w.moderations.waiting_of(reader.id)
    views = await show_moderation(council, w, [(each.id, reader.id) for each in waiting], today)
    return ModerationsView(
        today,
        reader,
        tuple(views[each.id, reader.id] for each in waiting if (each.id, reader.id) in views),
        council.framework.moderation_called,
    )


def _view(
    council: Council,
    moderation: Moderation,
    audit: Audit,
    reader: Person,
    people: Mapping[str, Person],
    today: date,
) -> ModerationView:
    framework = council.framework_of(audit.framework_version)
    tool = framework.tool(audit.tool_id)
    answered_by = people.get(moderation.answered_by or "")
    return ModerationView(
        today=today,
        reader=reader,
        audit=audit,
        moderation=moderation,
        tool=tool,
        lead=people[audit.lead_id].name,
        peer=people[audit.peer_id].name if audit.peer_id else None,
        moderator=people[moderation.moderator_id].name,
        answered_by=answered_by.name if answered_by else None,
        grades=_grades(framework, moderation, audit, tool),
        may_moderate=moderation.is_waiting and moderation.moderator_id == reader.id,
        may_answer=moderation.awaits_answer and answerer(audit, people.values()) == reader.id,
        talk_it_over=talks_it_over(council, moderation, audit, people.values()),
        called=rule_behind(framework, audit, moderation.form).called,
    )


def _grades(
    framework: Framework, moderation: Moderation, audit: Audit, tool: AuditTool
) -> tuple[GradeLine, ...]:
    title, agreed = framework.grade_title, moderation.agreed
    lines = [
        GradeLine(
            area.title,
            title(audit.record.grades.get(area.id)),
            None if moderation.is_waiting else title(agreed.grades.get(area.id)),
        )
        for area in tool.graded_areas
    ]
    if tool.grades_the_whole:
        whole = None if moderation.is_waiting else title(agreed.overall)
        lines.append(GradeLine("Overall grade", title(audit.record.overall), whole))
    return tuple(lines)
