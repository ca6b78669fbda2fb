"""Who could take an auditor's part of an audit, and whose audit could go the other way."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from programme.audit import Audit, AuditState
from programme.case import Case
from programme.framework import Framework
from programme.people import Person
from programme.reassignment import alternatives, auditor_of, why_barred
from programme.round_period import find_round
from programme.rules.tool import AuditPart


@dataclass(frozen=True, slots=True)
class Swap:
    """An audit that the asker would have in place of their own, and whose it is now."""

    audit: Audit
    colleague: Person


@dataclass(frozen=True, slots=True)
class Bars:
    """What keeps people from audits that pass between colleagues by themselves: who has declared a
    conflict of interest, by case reference; who moderates, by audit id; and with `not_own` that the
    round gives nobody a case of their own team (BD-03)."""

    conflicts: Mapping[str, Collection[str]]
    moderators: Mapping[str, str]
    not_own: bool

    def keep(
        self, person: Person, audit: Audit, part: AuditPart, case: Case | None, today: date
    ) -> bool:
        """Whether the person can't have that part of the audit."""
        if self.not_own and person.team == audit.team:
            return True
        barred = why_barred(
            audit,
            part,
            person,
            case,
            today,
            moderator_id=self.moderators.get(audit.id),
            conflicted=self.conflicts.get(audit.case_reference, ()),
        )
        return barred is not None


def keeps_own_away(audit: Audit, framework: Framework) -> bool:
    """Whether the audit's round gives nobody a case of their own team (BD-03)."""
    return bool(audit.round_id) and find_round(framework, audit.round_id).cases == "not_own"


def takers(
    audit: Audit,
    part: AuditPart,
    people: Iterable[Person],
    case: Case | None,
    load: Mapping[str, int],
    today: date,
    bars: Bars,
) -> tuple[Person, ...]:
    """Who could take the part and is at work on its due day: the fewest audits in `load` first,
    then the fewest days away until then, then as the QA officers would choose."""
    fit = alternatives(
        audit,
        part,
        people,
        case,
        load,
        today,
        moderator_id=bars.moderators.get(audit.id),
        conflicted=bars.conflicts.get(audit.case_reference, ()),
    )
    last = max(today, audit.due)
    days = [today + timedelta(days=n) for n in range((last - today).days + 1)]
    there = [
        person
        for person in fit
        if not person.is_away(last) and not bars.keep(person, audit, part, case, today)
    ]
    return tuple(
        sorted(there, key=lambda p: (load.get(p.id, 0), sum(p.is_away(day) for day in days)))
    )


def swaps(
    audit: Audit,
    part: AuditPart,
    asker: Person,
    of_round: Iterable[Audit],
    people: Mapping[str, Person],
    cases: Mapping[str, Case],
    today: date,
    bars: Bars,
) -> tuple[Swap, ...]:
    """The same part of other audits of the round that nobody has begun, where each of the two
    could audit the other's case and no pair of auditors would come twice in the round.

    The earliest due come first.
    """
    audits = tuple(of_round)
    pairs = Counter(pair for each in audits if (pair := _pair(each.lead_id, each.peer_id)))
    found = []
    for other in audits:
        colleague = people.get(auditor_of(other, part) or "")
        if colleague is None or not _is_like(audit, other, asker, colleague):
            continue
        barred = any(
            bars.keep(to, of, part, cases.get(of.case_reference), today)
            for of, to in ((audit, colleague), (other, asker))
        )
        if not barred and not _doubles(audit, other, part, pairs):
            found.append(Swap(other, colleague))
    return tuple(sorted(found, key=lambda each: (each.audit.due, each.audit.case_reference)))


def _is_like(audit: Audit, other: Audit, asker: Person, colleague: Person) -> bool:
    """Whether the one could stand for the other: another person's, of the same round, not begun,
    by people who have a role in common."""
    return (
        colleague.id != asker.id
        and (other.round_id, other.month) == (audit.round_id, audit.month)
        and audit.round_id != ""
        and other.state is AuditState.ALLOCATED
        and other.case_closed_on is None
        and not asker.roles.isdisjoint(colleague.roles)
    )


def _doubles(audit: Audit, other: Audit, part: AuditPart, pairs: Counter[frozenset[str]]) -> bool:
    """Whether the two would make a pair that the round has, apart from these two, or each other's.

    Pairs count whichever of the two leads."""
    left = pairs.copy()
    left.subtract(pair for one in (audit, other) if (pair := _pair(one.lead_id, one.peer_id)))
    made = [
        pair
        for one, of in ((audit, other), (other, audit))
        if (pair := _with(one, part, auditor_of(of, part)))
    ]
    return len(set(made)) < len(made) or any(left[pair] > 0 for pair in made)


def _with(audit: Audit, part: AuditPart, person_id: str | None) -> frozenset[str] | None:
    if part == "lead":
        return _pair(person_id, audit.peer_id)
    return _pair(audit.lead_id, person_id)


def _pair(lead_id: str | None, peer_id: str | None) -> frozenset[str] | None:
    return frozenset({lead_id, peer_id}) if lead_id and peer_id else None
