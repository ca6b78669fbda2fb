"""The moderator agrees the final grades and the learning; both auditors hear of it, and what
follows the agreed grade begins (WC-07, SW-05, WB-04)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from programme.audit import Audit
from programme.council import Council
from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.event import Event
from programme.follow_up import begin
from programme.message import Message, MessageKind
from programme.moderation import Judgement, Moderation, moderate
from programme.moderators import rule_behind
from programme.people import Person, Team, Verb, require
from programme.ports import LISTS, UnitOfWork, Work
from programme.responsible import responsible_for
from programme.shown import audit_entity, moderation_entity
from programme.timetable import at_work
from programme.use_cases.after_submission import follow_agreed_grade
from programme.use_cases.answer_moderation import answerer
from programme.use_cases.asking_moderators import moderation_and_audit
from programme.use_cases.submission import Submission


@dataclass(frozen=True, slots=True)
class ModerateAudit:
    """`person` comes to `judgement` over an audit."""

    council: Council
    person: Person
    audit_id: str
    seen_version: int
    judgement: Judgement
    source: str


async def moderate_audit(command: ModerateAudit, *, work: Work, now: datetime) -> Moderation:
    """The moderation as recorded; the audit keeps the grades that it was given.

    The agreed grade counts: an alert, a re-audit and thanks that follow it, and didn't follow the
    first grade, begin now. Those that had begun stand, and their cards show the agreed grade.
    Pressed twice by the moderator, the second answers as the first did. Raises LookElsewhere,
    AskSomeoneAllowed, ShowAsItIsNow, or CorrectAndRepeat with what is missing.
    """
    require(command.person, Verb.MODERATE)
    person = command.person
    async with work(command.council.tenant_id) as w:
        await w.turns.share(LISTS)
        moderation, audit = await moderation_and_audit(w, command.audit_id)
        council = command.council.under(audit)
        require_moderator(moderation, person)
        if not moderation.is_waiting:
            return moderation
        if moderation.version != command.seen_version:
            raise ShowAsItIsNow("This has changed since; please look at it once more.")
        people, teams = await w.people.all(), await w.teams.all()
        heard = _told(council, audit, people, teams, now)
        done = moderate(
            moderation,
            audit=audit,
            by=person.id,
            judgement=command.judgement,
            framework=council.framework,
            today=council.today(now),
            answer_due=_answer_due(council, moderation, audit, heard, now),
            now=now,
            talk_it_over=talks_it_over(council, moderation, audit, people),
        )
        await w.moderations.save(done)
        await w.outbox.add(heard)
        await _begin_loop(w, council, audit, now)
        await _follow_grade(w, council, audit, done, people, teams, now)
        await w.events.record(_event(command, audit, done, now))
        await w.live_cards.touch((moderation_entity(audit.id), audit_entity(audit.id)))
        await w.commit()
        return done


def require_moderator(moderation: Moderation, person: Person) -> None:
    """Raises AskSomeoneAllowed unless the audit is the person's to moderate."""
    if moderation.moderator_id != person.id:
        raise AskSomeoneAllowed("Somebody else has this audit; type “help” for what is yours.")


def talks_it_over(
    council: Council, moderation: Moderation, audit: Audit, people: Iterable[Person]
) -> bool:
    """Whether a grade that differs is first discussed with the auditor (WB-04); nobody need be
    found who has left."""
    rule = rule_behind(council.framework, audit, moderation.form)
    return rule.talked_over and answerer(audit, people) is not None


def _event(command: ModerateAudit, audit: Audit, done: Moderation, now: datetime) -> Event:
    detail = {
        "first": audit.record.overall,
        "agreed": done.agreed.overall,
        "changed": done.awaits_answer,
    }
    return Event(now, command.person.id, "moderate_audit", audit.id, command.source, detail)


def _answer_due(
    council: Council,
    moderation: Moderation,
    audit: Audit,
    heard: Sequence[Message],
    now: datetime,
) -> date:
    """The last day for an answer, counted from when the last auditor hears."""
    rule = rule_behind(council.framework, audit, moderation.form)
    hear = [council.today(message.not_before) for message in heard]
    return council.calendar.plus_working_days(
        max(hear, default=council.today(now)), rule.answer_within_working_days
    )


async def _follow_grade(
    w: UnitOfWork,
    council: Council,
    audit: Audit,
    done: Moderation,
    people: Sequence[Person],
    teams: Sequence[Team],
    now: datetime,
) -> None:
    actions = await w.actions.of_audits([audit.id])
    agreed, by = done.agreed.overall, done.moderator_id
    await follow_agreed_grade(
        w, Submission(council, audit, actions, people, teams, now, agreed, by)
    )


async def _begin_loop(w: UnitOfWork, council: Council, audit: Audit, now: datetime) -> None:
    """An audit that set actions is looked at again (WC-09); one that set none has none to check."""
    rule = council.framework.loop_check
    if rule and audit.record.actions:
        await w.loops.add([begin(audit.id, council.today(now), rule, council.calendar)])


def _told(
    council: Council,
    audit: Audit,
    people: Sequence[Person],
    teams: Sequence[Team],
    now: datetime,
) -> list[Message]:
    """The outcome for both auditors; for one who has left, for those who answer for the team."""
    auditors = {audit.lead_id, audit.peer_id}
    readers = {person.id: person for person in people if person.id in auditors and person.active}
    if len(readers) < len(auditors - {None}):
        team = next((team for team in teams if team.name == audit.team), None)
        if team:
            standing_in = responsible_for(team, people, council.today(now))
            readers |= {person.id: person for person in standing_in}
    hours, calendar = council.framework.hours, council.calendar
    return [
        Message(
            key=f"moderated:{audit.id}:{person_id}",
            person_id=person_id,
            kind=MessageKind.MODERATION_OUTCOME,
            subject=audit.id,
            not_before=at_work(readers[person_id], hours, calendar, now),
        )
        for person_id in sorted(readers)
    ]
