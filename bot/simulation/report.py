"""What a simulated year would have been like, in lines that a head of service reads."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from bot.simulation.post import Sent
from bot.simulation.year import Year
from programme.audit import Audit
from programme.calendar import day_in_words, short_day
from programme.message import MessageKind
from programme.round_period import RoundPeriod, find_round, round_period


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """The messages that people of a role get in a week: half of all person-weeks have at most
    `middle`, none has more than `most`."""

    role: str
    people: int
    middle: float
    most: int


def role_loads(year: Year) -> tuple[RoleLoad, ...]:
    """The roles in alphabetical order; weeks begin on Mondays, and quiet ones count."""
    weeks = sorted({_week(day) for day in year.span.days})
    got: Counter[tuple[str, date]] = Counter(
        (sent.message.person_id, _week(year.council.today(sent.at))) for sent in year.sent
    )
    by_role: dict[str, list[str]] = defaultdict(list)
    for person in year.lists.people:
        for role in person.roles:
            by_role[role.words].append(person.id)
    loads = []
    for words, ids in sorted(by_role.items(), key=lambda held: held[0].casefold()):
        counts = [got[person_id, week] for person_id in ids for week in weeks]
        loads.append(RoleLoad(words, len(ids), median(counts), max(counts)))
    return tuple(loads)


def on_days_off(year: Year) -> dict[date, Counter[MessageKind]]:
    """What went out on weekends and bank holidays, by day."""
    found: dict[date, Counter[MessageKind]] = defaultdict(Counter)
    for sent in year.sent:
        day = year.council.today(sent.at)
        if not year.council.calendar.is_working_day(day):
            found[day][sent.kind] += 1
    return found


def doubled(year: Year) -> tuple[str, ...]:
    """A sentence for every message that somebody got twice on one day."""
    seen = Counter(
        (each.message.person_id, each.kind, each.message.subject, year.council.today(each.at))
        for each in year.sent
    )
    return tuple(
        f"{_title(year, person_id)} got {count} of “{_words(kind)}” on {day_in_words(day)}."
        for (person_id, kind, _, day), count in seen.items()
        if count > 1
    )


def missed(year: Year) -> tuple[str, ...]:
    """A sentence for everything that ought to have been told to somebody and wasn't."""
    told = {
        (sent.message.person_id, sent.message.subject)
        for sent in year.sent
        if sent.kind is MessageKind.ALLOCATION
    }
    calendar, last = year.council.calendar, year.span.last
    deadlines = {audit.due for audit in year.audits} | {action.due for action in year.actions}
    return (
        *(
            f"{_title(year, audit.lead_id)} was not told of an audit of {of.named}."
            for audit in year.audits
            for of in (_period(year, audit),)
            if (audit.lead_id, of.subject) not in told
        ),
        *(
            f"An action due on {day_in_words(action.due)} passed without a reminder."
            for action in year.actions
            if action.is_open and action.due < last and action.reminded is None
        ),
        *(
            f"A deadline falls on {day_in_words(due)}, which is no working day."
            for due in sorted(deadlines)
            if not calendar.is_working_day(due)
        ),
    )


def report_lines(year: Year) -> Iterator[str]:
    """The whole report."""
    framework, span = year.council.framework, year.span
    yield f"{framework.title}, version {framework.version}"
    yield (
        f"{span.first.title} to {span.first.plus(span.months - 1).title}, "
        f"{span.managers} fictional managers, {len(year.sent):,} messages"
    )
    yield ""
    yield f"{'Messages a week':42}{'people':>8}{'median':>8}{'most':>6}"
    for load in role_loads(year):
        role = load.role[:1].upper() + load.role[1:]
        yield f"{role:42}{load.people:8}{load.middle:8g}{load.most:6}"
    yield ""
    yield from _days_off_lines(year)
    yield from _findings("Missed", missed(year))
    yield from _findings("Doubled", doubled(year))
    if year.refused:
        yield f"Sightline refused what a simulated person did: {year.refused} times."


def _days_off_lines(year: Year) -> Iterator[str]:
    found = on_days_off(year)
    if not found:
        yield "On days that aren't working days: nothing."
        return
    yield "On days that aren't working days:"
    for day, kinds in sorted(found.items()):
        told = ", ".join(f"{count} of “{_words(kind)}”" for kind, count in sorted(kinds.items()))
        yield f"  {day_in_words(day)}: {told}"


def _findings(title: str, sentences: Sequence[str]) -> Iterator[str]:
    if not sentences:
        yield f"{title}: nothing."
        return
    yield f"{title}:"
    for sentence, count in Counter(sentences).items():
        yield f"  {sentence}{f' ({count} times)' if count > 1 else ''}"


def day_by_day(year: Year) -> Iterator[str]:
    """Everything that went out: the day, the hour, what, and how many people of which role."""
    groups: dict[tuple[date, str, str], list[Sent]] = defaultdict(list)
    for sent in year.sent:
        wall = year.council.calendar.wall_time(sent.at)
        key = (year.council.today(sent.at), f"{wall:%H:%M}", _words(sent.kind))
        groups[key].append(sent)
    for (day, hour, kind), several in sorted(groups.items()):
        off = "" if year.council.calendar.is_working_day(day) else "  (not a working day)"
        yield f"{short_day(day):11}{day.year}  {hour}  {kind}: {_readers(year, several)}{off}"


def _readers(year: Year, several: Iterable[Sent]) -> str:
    counts = Counter(_title(year, sent.message.person_id) for sent in several)
    return ", ".join(
        title if count == 1 else f"{count} × {title}" for title, count in sorted(counts.items())
    )


def _period(year: Year, audit: Audit) -> RoundPeriod:
    framework = year.council.framework
    return round_period(framework, find_round(framework, audit.round_id), audit.month)


def _title(year: Year, person_id: str) -> str:
    return " and ".join(sorted(role.words for role in year.roles[person_id]))


def _words(kind: MessageKind) -> str:
    return kind.value.replace("_", " ")


def _week(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())
