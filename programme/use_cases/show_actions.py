"""Actions as cards show them: those of an audit, and those of a day's digest."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programme.action import Action, latest_extension
from programme.audit import Audit
from programme.audit_review import AuditReview, is_to_be_reviewed, may_be_reviewed
from programme.calendar import local_day
from programme.confirmation import may_take_back
from programme.council import Council
from programme.moderation import Moderation, overall_in_words
from programme.people import Person, Role
from programme.ports import UnitOfWork
from programme.responsible import responsible_by_team
from programme.rules.action import ActionRule
from programme.use_cases.acting_on_action import manages, teams_to_know
from programme.use_cases.escalate_delay import escalated_to
from programme.use_cases.track_actions import trackers_by_team


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action, and what the reader may do with it. Names, not ids.

    `may_extend_to` is None where the reader may not act, or the framework allows no more time.
    `priority` is in the council's words (BD-05).
    """

    action: Action
    set_by: str
    completed_by: str | None
    overdue: bool
    may_act: bool
    may_extend_to: date | None
    priority: str | None = None
    may_take_back: bool = False
    reopened_by: str | None = None
    confirmed_by: str | None = None

    @property
    def done_late(self) -> bool:
        """Whether it was completed after the date that it was set for at first (BD-07)."""
        done = self.action.completed_at
        return done is not None and local_day(done) > (self.action.first_due or self.action.due)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class DigestView:
    """The actions that one person is reminded of on a day, the most urgent first; `tracked` are
    the overdue ones of the teams that the person tracks (WB-07)."""

    day: date
    today: date
    reader: Person
    lines: tuple[ActionLine, ...]
    tracked: tuple[ActionLine, ...] = ()


async def lines_for(
    council: Council, w: UnitOfWork, actions: Sequence[Action], reader: Person, today: date
) -> tuple[ActionLine, ...]:
    """The actions as `reader` sees them, the most urgent first."""
    names = {p.id: p.name for p in await w.people.some(_named((), actions))}
    own = manages(reader, await teams_to_know(w, [reader]))
    seen = _Seen(council, reader, names, own, today)
    return tuple(seen.line(action) for action in seen.in_order(actions))


async def show_actions(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], ActionsView]:
    """For each (audit id, reader id) the audit's actions and advice; left out without either.

    Nobody is shown them but the auditors, those who manage one of the teams, and QA officers.
    """
    audit_ids = {audit_id for audit_id, _ in pairs}
    audits = {audit.id: audit for audit in await w.audits.some(audit_ids)}
    actions = await w.actions.of_audits(audit_ids)
    moderations = {each.id: each for each in await w.moderations.some(audit_ids)}
    reviews = await w.audit_reviews.of_audits(audit_ids)
    named = {reader_id for _, reader_id in pairs} | _named(audits.values(), actions)
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
        seen = _Seen(council, reader, names, own, today)
        lines = tuple(seen.line(a) for a in seen.in_order(actions) if a.audit_id == audit_id)
        advice = audit.record.advice if audit.is_submitted else ()
        concerned = audit.part_of(reader.id) or reader.has(Role.QA_OFFICER)
        reviewed = is_to_be_reviewed(council.framework_of(audit.framework_version), audit)
        to_all = bool(advice or reviewed)
        named_teams = {line.action.team for line in lines} | ({audit.team} if to_all else set())
        review = reviews.get(audit_id)
        if (lines or to_all) and (concerned or not named_teams.isdisjoint(own)):
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
        seen = _Seen(council, reader, names, own, today)
        lines = tuple(seen.line(a) for a in seen.in_order(reminded) if a.team in theirs)
        told = {line.action.id for line in lines}
        late = (
            a
            for a in seen.in_order(tracked)
            if (seen.version(a), a.team) in watched and a.id not in told
        )
        others = tuple(map(seen.line, late))
        if lines or others:
            views[reader.id] = DigestView(day, today, reader, lines, others)
    return views


def _named(audits: Iterable[Audit], actions: Iterable[Action]) -> set[str]:
    """The ids of everyone whom these audits and actions name."""
    ids = {person_id for audit in audits for person_id in (audit.lead_id, audit.peer_id)}
    ids |= {
        person_id
        for action in actions
        for person_id in (
            action.set_by,
            action.completed_by,
            action.reopened_by,
            action.confirmed_by,
        )
    }
    return {person_id for person_id in ids if person_id}


@dataclass(frozen=True, slots=True)
class _Seen:
    """How one reader sees actions: `names` by id, `own` the teams that the reader answers for."""

    council: Council
    reader: Person
    names: Mapping[str, str]
    own: Collection[str]
    today: date

    def in_order(self, actions: Iterable[Action]) -> list[Action]:
        """The most urgent first: by date, within a date by priority (BD-05)."""
        return sorted(
            actions,
            key=lambda a: (
                a.due,
                self._rule(a).rank_of(a.priority),
                a.case_reference,
                a.number,
                a.id,
            ),
        )

    def line(self, action: Action) -> ActionLine:
        """One action."""
        rule, calendar = self._rule(action), self.council.calendar
        names = self.names
        may_act = action.is_open and action.team in self.own
        return ActionLine(
            action=action,
            set_by=names.get(action.set_by, ""),
            completed_by=names.get(action.completed_by or ""),
            overdue=action.is_overdue(self.today),
            may_act=may_act,
            may_extend_to=latest_extension(action, self.today, rule, calendar) if may_act else None,
            priority=rule.priority_title(action.priority),
            may_take_back=action.team in self.own
            and may_take_back(action, self.reader.id, self.today, calendar),
            reopened_by=names.get(action.reopened_by or ""),
            confirmed_by=names.get(action.confirmed_by or ""),
        )

    def version(self, action: Action) -> str:
        """The version that the action ends under."""
        return self.council.framework_of(action.framework_version).version

    def _rule(self, action: Action) -> ActionRule:
        return self.council.framework_of(action.framework_version).actions


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
        seen = _Seen(council, reader, names, own, today)
        lines = tuple(
            seen.line(a) for a in seen.in_order(escalated) if (seen.version(a), a.team) in theirs
        )
        if lines:
            views[reader.id] = lines
    return views
