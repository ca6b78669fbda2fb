"""Actions as cards show them: those of an audit, and those of a day's digest."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from programme.action import Action
from programme.audit import Audit
from programme.audit_review import AuditReview, is_to_be_reviewed, may_be_reviewed
from programme.council import Council
from programme.moderation import Moderation, overall_in_words
from programme.passing_on import passed_by, teams_of
from programme.people import Person, Role
from programme.ports import UnitOfWork
from programme.record import record
from programme.responsible import responsible_by_team
from programme.use_cases.acting_on_action import manages, teams_to_know
from programme.use_cases.action_lines import ActionLine, Seen, named_in
from programme.use_cases.escalate_delay import escalated_to
from programme.use_cases.track_actions import trackers_by_team


@record(frozen=True, slots=True)
class ActionsView:
    """The actions of one audit, and its advice, of which nothing is asked (BD-05).

    `review` is the team manager's, `reviewed_by` a name; `may_review` when the reader is to record
    it (WC-08).
    """

    today: date
    audit: Audit
    overall: str | None
    reader: Person
    lead: str
    peer: str | None
    lines: tuple[ActionLine, ...]
    advice: tuple[str, ...] = ()
    review: AuditReview | None = None
    reviewed_by: str = ""
    may_review: bool = False


@record(frozen=True, slots=True)
class DigestView:
    """The actions that one person is reminded of on a day, the most urgent first; `tracked` are
    the overdue ones of the teams that the person tracks (WB-07), `passed` those that the person
    has passed on since."""

    day: date
    today: date
    reader: Person
    lines: tuple[ActionLine, ...]
    tracked: tuple[ActionLine, ...] = ()
    passed: tuple[ActionLine, ...] = ()


async def show_actions(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], ActionsView]:
    """For each (audit id, reader id) the audit's actions and advice; left out without either.

    Nobody is shown them but the auditors, those who manage one of the teams, and QA officers.
    """
    audit_ids = {audit_id for audit_id, _ in pairs}
    audits = {audit.id: audit for audit in await w.audits.some(audit_ids)}
    actions = await w.actions.of_audits(audit_ids)
    of_audit = _by_audit(actions)
    moderations, reviews = await _looked_over(council, w, audit_ids)
    named = {reader_id for _, reader_id in pairs} | named_in(audits.values(), actions)
    named |= {review.reviewed_by for review in reviews.values()}
    people = {person.id: person for person in await w.people.some(named)}
    names = {person_id: person.name for person_id, person in people.items()}
    readers = [people[reader_id] for _, reader_id in pairs if reader_id in people]
    teams = await teams_to_know(w, readers)
    views = {}
    for audit_id, reader_id in pairs:
        audit, reader = audits.get(audit_id), people.get(reader_id)
        if audit is None or reader is None or not reader.active:
            continue
        own = manages(reader, teams)
        seen = Seen(council, reader, names, own, today)
        lines = tuple(map(seen.line, seen.in_order(of_audit.get(audit_id, ()))))
        advice = audit.record.advice if audit.is_submitted else ()
        reviewed = is_to_be_reviewed(council.framework_of(audit.framework_version), audit)
        to_all = bool(advice or reviewed)
        review = reviews.get(audit_id)
        concerned = audit.part_of(reader.id) or reader.has(Role.QA_OFFICER)
        of_team = to_all and audit.team in own
        if (lines or to_all) and (concerned or of_team or _is_one_of(own, lines)):
            views[audit_id, reader_id] = ActionsView(
                today,
                audit,
                _overall(council, audit, moderations.get(audit_id)),
                reader,
                names[audit.lead_id],
                names[audit.peer_id] if audit.peer_id else None,
                lines,
                advice,
                review,
                names[review.reviewed_by] if review else "",
                reviewed
                and review is None
                and audit.team in own
                and may_be_reviewed(audit, (line.action for line in lines)),
            )
    return views


def _is_one_of(own: Collection[str], lines: Iterable[ActionLine]) -> bool:
    """Whether one of the teams has one of the actions, or had it."""
    return any(not teams_of(line.action).isdisjoint(own) for line in lines)


def _by_audit(actions: Iterable[Action]) -> Mapping[str, list[Action]]:
    found: dict[str, list[Action]] = defaultdict(list)
    for action in actions:
        found[action.audit_id].append(action)
    return found


async def _looked_over(
    council: Council, w: UnitOfWork, audit_ids: Collection[str]
) -> tuple[Mapping[str, Moderation], Mapping[str, AuditReview]]:
    """What has become of the audits by id, so far as the council's framework asks for it."""
    versions = council.every_version
    moderated = any(framework.moderation for framework in versions)
    reviewed = any(framework.actions.reviewed for framework in versions)
    moderations = await w.moderations.some(audit_ids) if moderated else ()
    reviews = await w.audit_reviews.of_audits(audit_ids) if reviewed else {}
    return {each.id: each for each in moderations}, reviews


def _overall(council: Council, audit: Audit, moderation: Moderation | None) -> str | None:
    framework = council.framework_of(audit.framework_version)
    if not framework.tool(audit.tool_id).grades_the_whole:
        return None
    return overall_in_words(framework, audit.record, moderation)


async def show_digests(
    council: Council, w: UnitOfWork, day: date, reader_ids: Collection[str], today: date
) -> Mapping[str, DigestView]:
    """Each reader's digest of `day`; left out when nothing was due for them."""
    people = await w.people.all()
    teams = await w.teams.all()
    names = {person.id: person.name for person in people}
    team_names = [team.name for team in teams]
    reminded = await w.actions.reminded_on(day, team_names)
    tracked = await w.actions.tracked_on(day, team_names)
    responsible = responsible_by_team(teams, people, day)
    tracking = {
        framework.version: trackers_by_team(framework.actions, teams, people, day)
        for framework in council.every_version
    }
    views = {}
    for reader in (person for person in people if person.id in reader_ids):
        theirs = {team for team, those in responsible.items() if reader in those}
        own = manages(reader, teams)
        watched = {
            (version, team)
            for version, trackers in tracking.items()
            for team, those in trackers.items()
            if reader in those
        }
        seen = Seen(council, reader, names, own, today)
        lines = tuple(seen.line(a) for a in seen.in_order(reminded) if a.team in theirs)
        told = {line.action.id for line in lines}
        late = (
            a
            for a in seen.in_order(tracked)
            if (seen.version(a), a.team) in watched and a.id not in told
        )
        others = tuple(map(seen.line, late))
        passed = tuple(
            seen.line(a) for a in seen.in_order(reminded) if passed_by(a, reader.id, theirs)
        )
        if lines or others or passed:
            views[reader.id] = DigestView(day, today, reader, lines, others, passed)
    return views


async def show_escalated(
    council: Council, w: UnitOfWork, day: date, reader_ids: Collection[str], today: date
) -> Mapping[str, tuple[ActionLine, ...]]:
    """What was escalated to each reader on `day`; left out when nothing was (BD-07)."""
    people, teams = await w.people.all(), await w.teams.all()
    escalated = await w.actions.escalated_on(day)
    names = {person.id: person.name for person in people}
    late = {action.team for action in escalated}
    told = {
        (framework.version, team.name): escalated_to(framework.actions, team, people, day)
        for framework in council.every_version
        for team in teams
        if team.name in late
    }
    views = {}
    for reader in (person for person in people if person.id in reader_ids):
        theirs = {team for team, those in told.items() if reader in those}
        own = manages(reader, teams)
        seen = Seen(council, reader, names, own, today)
        lines = tuple(
            seen.line(a) for a in seen.in_order(escalated) if (seen.version(a), a.team) in theirs
        )
        if lines:
            views[reader.id] = lines
    return views
