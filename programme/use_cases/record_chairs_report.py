"""After a conference or review its chair or reviewing officer reports (WB-13)."""

from dataclasses import dataclass
from datetime import datetime

from programme.chairs_report import ChairsReport, Told, report
from programme.council import Council
from programme.errors import LookElsewhere
from programme.event import Event
from programme.message import MessageKind
from programme.people import Person, Verb, require, require_one_of
from programme.ports import LISTS, UnitOfWork, Work
from programme.recipients import AuditedCase, recipients
from programme.rules.chairs_report import ChairsReportRule
from programme.use_cases.active_case import active_case
from programme.use_cases.recording import message_each, require_own_form


@dataclass(frozen=True, slots=True)
class RecordChairsReport:
    """`person` reports on a meeting; `report_id` is the form's, so that a form sent twice records
    it once."""

    council: Council
    person: Person
    report_id: str
    case_reference: str
    told: Told
    source: str


def report_rule(council: Council, person: Person) -> ChairsReportRule:
    """The framework's rule. Raises LookElsewhere where it has none, AskSomeoneAllowed, saying who
    may."""
    require(person, Verb.RECORD_CHAIRS_REPORT)
    rule = council.framework.chairs_reports
    if rule is None:
        raise LookElsewhere(
            "Your council's framework has no chair's reports; type “help” for what there is."
        )
    require_one_of(person, rule.by)
    return rule


async def record_chairs_report(
    command: RecordChairsReport, *, work: Work, now: datetime
) -> ChairsReport:
    """The report as recorded; those whom the rule copies in get a card, in their hours.

    Raises LookElsewhere, AskSomeoneAllowed, or CorrectAndRepeat for the fields.
    """
    council, person = command.council, command.person
    rule = report_rule(council, person)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        before = await _recorded(w, command)
        if before is not None:
            return before
        case, team = await active_case(w, command.case_reference)
        today = council.today(now)
        made = report(
            command.report_id,
            command.told,
            rule=rule,
            questions=council.framework.tool(rule.tool).questions,
            case=case,
            team=team,
            by=person.id,
            today=today,
            now=now,
        )
        people = await w.people.all()
        copied = recipients(
            rule.copied_to, AuditedCase(team, case.worker, person.id), people, today
        )
        if not await w.chairs_reports.add(made):
            return await _recorded(w, command) or made
        readers = {one.id: one for one in people if one.id in copied.ids and one.id != person.id}
        kind = MessageKind.CHAIRS_REPORT
        await w.outbox.add(message_each(council, kind, made.id, readers.values(), now))
        await w.events.record(
            Event(
                now,
                person.id,
                "record_chairs_report",
                made.id,
                command.source,
                {"copied": len(readers), "worker_missing": copied.worker_missing},
            )
        )
        await w.commit()
        return made


async def _recorded(w: UnitOfWork, command: RecordChairsReport) -> ChairsReport | None:
    before = (await w.chairs_reports.some([command.report_id])).get(command.report_id)
    if before is not None:
        require_own_form(before.recorded_by, command.person, "chair's report")
    return before
