"""What ought to have reached somebody in a simulated year and didn't.

It is worked out anew from the audits, actions, alerts and moderations that the year left behind and
from what was delivered: what Sightline itself notes as told counts for nothing here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from itertools import takewhile

from bot.simulation.year import Year
from dialogs.table import LIVE
from programme.action import Action
from programme.audit import Audit
from programme.calendar import day_in_words
from programme.message import MessageKind
from programme.people import Person
from programme.responsible import responsible_by_team
from programme.round_period import RoundPeriod, find_round, round_period
from programme.timetable import audits_reminder
from programme.use_cases.show_audits_due import due_subject


def missed(year: Year) -> tuple[str, ...]:
    """A sentence for each."""
    looking = _Looking(year)
    return (
        *looking.never_arrived(),
        *looking.auditors_not_told(),
        *looking.auditors_not_reminded(),
        *looking.re_audits_not_told(),
        *looking.alerts_not_told(),
        *looking.moderators_not_asked(),
        *looking.actions_not_reminded_of(),
        *looking.deadlines_on_days_off(),
    )


class _Looking:
    def __init__(self, year: Year) -> None:
        self._year = year
        self._calendar = year.council.calendar
        self._responsible: dict[date, Mapping[str, tuple[Person, ...]]] = {}

    @cached_property
    def _got(self) -> Mapping[tuple[str, MessageKind, str], list[datetime]]:
        """When a person got a kind of card about a subject."""
        got = defaultdict(list)
        for sent in self._year.sent:
            got[sent.message.person_id, sent.kind, sent.message.subject].append(sent.at)
        return got

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {person.id: person for person in self._year.lists.people}

    @cached_property
    def _digests(self) -> frozenset[tuple[str, date]]:
        today = self._year.council.today
        return frozenset(
            (sent.message.person_id, today(sent.at))
            for sent in self._year.sent
            if sent.kind is MessageKind.DIGEST
        )

    def never_arrived(self) -> Iterator[str]:
        """Of what was queued."""
        council = self._year.council
        for message in self._year.not_arrived:
            words = LIVE[message.kind].named_in(council.framework)
            day = day_in_words(council.today(message.own_time))
            yield f"“{words}” of {day} never reached a {self._year.title(message.person_id)}."

    def auditors_not_told(self) -> Iterator[str]:
        """Until the day on which their audit was due."""
        framework = self._year.council.framework
        for audit in self._year.audits:
            of = round_period(framework, find_round(framework, audit.round_id), audit.month)
            for person_id in (audit.lead_id, audit.peer_id):
                if person_id and not self._told(
                    person_id, MessageKind.ALLOCATION, of.subject, audit.due
                ):
                    yield (
                        f"A {self._year.title(person_id)} was not told in time of one of the "
                        f"{of.audits}."
                    )

    def auditors_not_reminded(self) -> Iterator[str]:
        """Before their audit was due and after it, while it was still to be submitted."""
        framework, calendar = self._year.council.framework, self._calendar
        for audit in self._year.audits:
            of = round_period(framework, find_round(framework, audit.round_id), audit.month)
            soon = audits_reminder(audit.due, of.rule, calendar), audit.due
            late = calendar.plus_working_days(audit.due, 1), self._year.span.last
            for first, last in (soon, late):
                if self._lacks_reminder(audit, of, first, min(last, self._year.span.last)):
                    who, due = self._year.title(audit.lead_id), day_in_words(audit.due)
                    yield f"A {who} was not reminded of one of the {of.audits}, due on {due}."

    def re_audits_not_told(self) -> Iterator[str]:
        """Those that fall within the year."""
        for audit in self._year.re_audits:
            if audit.due <= self._year.span.last and not self._told(
                audit.lead_id, MessageKind.RE_AUDIT, audit.id, audit.due
            ):
                who, day = self._year.title(audit.lead_id), day_in_words(audit.due)
                yield f"A {who} was not told in time of the re-audit due on {day}."

    def alerts_not_told(self) -> Iterator[str]:
        """On the day of the grade or the next working day."""
        for alert in self._year.alerts:
            day = self._year.council.today(alert.told_at)
            by = self._calendar.plus_working_days(day, 1)
            if by <= self._year.span.last and not self._told(
                alert.person_id, MessageKind.GRADE_ALERT, alert.audit_id, by
            ):
                who = self._year.title(alert.person_id)
                yield f"A {who} was not alerted in time to a grade of {day_in_words(day)}."

    def moderators_not_asked(self) -> Iterator[str]:
        """Until the day on which they are to have moderated."""
        for each in self._year.moderations:
            who = each.moderator_id
            lists = self._got.get((who, MessageKind.MODERATIONS, who), ())
            today = self._year.council.today
            asked = any(at >= each.asked_at and today(at) <= each.due for at in lists)
            if (
                each.due <= self._year.span.last
                and not asked
                and not self._told(who, MessageKind.MODERATION, each.id, each.due)
            ):
                day = day_in_words(each.due)
                yield f"A {self._year.title(who)} was not asked for the moderation due on {day}."

    def actions_not_reminded_of(self) -> Iterator[str]:
        """Those that were open past their date, and none who answered for the team had a digest."""
        for action in self._year.actions:
            if self._is_late(action) and not self._is_reminded_of(action):
                yield (
                    f"An action due on {day_in_words(action.due)} passed without a reminder "
                    "to anybody who answers for its team."
                )

    def deadlines_on_days_off(self) -> Iterator[str]:
        """Of audits and actions."""
        due = {each.due for each in (*self._year.audits, *self._year.re_audits)}
        for day in sorted(due | {action.due for action in self._year.actions}):
            if not self._calendar.is_working_day(day):
                yield f"A deadline falls on {day_in_words(day)}, which is no working day."

    def _lacks_reminder(self, audit: Audit, of: RoundPeriod, first: date, last: date) -> bool:
        """Whether nothing came on the first day of that time on which the audit's lead was there,
        knew of it, and didn't submit it."""
        today, lead = self._year.council.today, self._people[audit.lead_id]
        told = self._got.get((lead.id, MessageKind.ALLOCATION, of.subject))
        if not told:
            return False  # It is missed already that they weren't.
        heard = min(map(today, told))
        days = takewhile(lambda each: each <= last, self._calendar.working_days_from(first))
        day = next((each for each in days if each > heard and not lead.is_away(each)), None)
        done = audit.submitted_at
        if day is None or audit.is_withdrawn or (done is not None and today(done) <= day):
            return False
        if audit.case_closed_on is not None and audit.case_closed_on <= day:
            return False  # The QA officers decide what becomes of it.
        got = self._got.get((lead.id, MessageKind.AUDITS_DUE, due_subject(of, audit.due)), ())
        return not any(first <= today(at) <= day for at in got)

    def _told(self, person_id: str, kind: MessageKind, subject: str, by: date) -> bool:
        today = self._year.council.today
        return any(today(at) <= by for at in self._got.get((person_id, kind, subject), ()))

    def _is_late(self, action: Action) -> bool:
        done = action.completed_at
        was_open = done is None or self._year.council.today(done) > action.due
        return was_open and action.due < self._year.span.last

    def _is_reminded_of(self, action: Action) -> bool:
        rule = self._year.council.framework.actions
        first = self._calendar.plus_working_days(action.due, -max((0, *rule.remind_before)))
        last = self._calendar.plus_working_days(action.due, rule.remind_after_every)
        return any(
            (person.id, day) in self._digests
            for day in takewhile(lambda each: each <= last, self._calendar.working_days_from(first))
            for person in self._answering(day).get(action.team, ())
        )

    def _answering(self, day: date) -> Mapping[str, tuple[Person, ...]]:
        if day not in self._responsible:
            lists = self._year.lists
            self._responsible[day] = responsible_by_team(lists.teams, lists.people, day)
        return self._responsible[day]
