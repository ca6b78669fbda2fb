"""An audit's result as every card of what follows it shows it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from programme.action import Action
from programme.audit import Audit
from programme.council import Council
from programme.ports import UnitOfWork
from programme.rules.moderation import MODERATION
from programme.rules.tool import Question
from programme.use_cases.agreed_grades import agreed_grades


@dataclass(frozen=True, slots=True)
class AuditResult:
    """Grades in the council's words. `agreed` is moderation's, where that has been; `questions`
    are those that the audit's tool asked, and `is_graded` whether it gives a grade at all. `kind`
    is the council's word for the type of audit, where it has one (WB-03)."""

    audit: Audit
    tool: str
    lead: str
    overall: str
    agreed: str | None
    areas: tuple[tuple[str, str], ...]
    actions: tuple[Action, ...]
    questions: tuple[Question, ...] = ()
    is_graded: bool = True
    kind: str | None = None
    agreed_in: str = MODERATION.name

    @property
    def sort(self) -> str:
        """The tool, and the type of audit where the council has a word for it."""
        return f"{self.tool} ({self.kind})" if self.kind else self.tool

    @property
    def grade(self) -> str:
        """The grade that stands: the agreed one, else the auditor's."""
        return self.agreed or self.overall

    @property
    def open_actions(self) -> int:
        """How many of the actions are still to be done."""
        return sum(action.is_open for action in self.actions)


async def audit_results(
    council: Council, w: UnitOfWork, audit_ids: Collection[str]
) -> Mapping[str, AuditResult]:
    """By audit id; what isn't there is left out, what isn't submitted is not graded."""
    audits = await w.audits.some(audit_ids)
    actions = await w.actions.of_audits(audit_ids)
    agreed = await agreed_grades(w, audit_ids)
    leads = {p.id: p.name for p in await w.people.some({audit.lead_id for audit in audits})}
    found = {}
    for audit in audits:
        framework = council.framework_of(audit.framework_version)
        tool, record = framework.tool(audit.tool_id), audit.record
        found[audit.id] = AuditResult(
            audit=audit,
            tool=tool.title,
            lead=leads[audit.lead_id],
            overall=framework.grade_title(record.overall),
            agreed=framework.grade_title(agreed[audit.id]) if audit.id in agreed else None,
            areas=tuple(
                (area.title, framework.grade_title(record.grades[area.id]))
                for area in tool.graded_areas
                if area.id in record.grades
            ),
            actions=tuple(action for action in actions if action.audit_id == audit.id),
            questions=tool.questions,
            is_graded=tool.grades_the_whole,
            kind=tool.kind,
            agreed_in=framework.moderation_called.name,
        )
    return found
