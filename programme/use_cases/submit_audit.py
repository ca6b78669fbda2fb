"""The lead auditor submits an audit; its actions reach the teams that will do them (WC-08)."""

from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit, submit
from programme.audit_answers import chosen_answers
from programme.council import Council
from programme.errors import ShowAsItIsNow
from programme.event import Event
from programme.people import Person, Verb, require
from programme.ports import LISTS, Work
from programme.use_cases.acting_on_audit import audit_of, cards_of
from programme.use_cases.after_submission import follow_up
from programme.use_cases.submission import Submission


@dataclass(frozen=True, slots=True)
class SubmitAudit:
    """`person` submits the draft as it stands."""

    council: Council
    person: Person
    audit_id: str
    seen_version: int
    source: str


async def submit_audit(command: SubmitAudit, *, work: Work, now: datetime) -> Audit:
    """The audit as submitted.

    Submitted twice by the same person, the second answers as the first did. Raises LookElsewhere,
    AskSomeoneAllowed, ShowAsItIsNow, or CorrectAndRepeat with what is missing.
    """
    require(command.person, Verb.RECORD_AUDIT)
    async with work(command.council.tenant_id) as w:
        await w.turns.share(LISTS)
        audit = await audit_of(w, command.audit_id)
        council = command.council.under(audit)
        if audit.is_submitted and audit.submitted_by == command.person.id:
            return audit
        if audit.version != command.seen_version:
            raise ShowAsItIsNow("The audit has changed since; please look through it once more.")
        people, teams = await w.people.all(), await w.teams.all()
        submitted, actions = submit(
            audit,
            by=command.person.id,
            framework=council.framework,
            calendar=council.calendar,
            teams={team.name for team in teams},
            now=now,
        )
        await w.audits.save(submitted)
        tool = council.framework.tool(audit.tool_id)
        await w.audit_answers.add(audit.id, chosen_answers(submitted.record.answers, tool))
        await w.actions.add(actions)
        await follow_up(w, Submission(council, submitted, actions, people, teams, now))
        await w.events.record(
            Event(
                now,
                command.person.id,
                "submit_audit",
                audit.id,
                command.source,
                {"overall": submitted.record.overall, "actions": len(actions)},
            )
        )
        await w.live_cards.touch(cards_of(submitted))
        await w.commit()
        return submitted
