"""What a simulated year would have been like, in lines that a head of service reads."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from bot.simulation.missed import missed
from bot.simulation.post import Sent
from bot.simulation.year import Span, Year
from dialogs.table import LIVE
from programme.calendar import day_in_words, short_day
from programme.framework import Framework
from programme.in_words.line import listed
from programme.message import MessageKind


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
        f"A {year.title(person_id)} got {count} of “{_words(year, kind)}” on {day_in_words(day)}."
        for (person_id, kind, _, day), count in seen.items()
        if count > 1
    )


def report_lines(year: Year) -> Iterator[str]:
    """The whole report."""
    framework, span = year.council.framework, year.span
    yield f"{framework.title}, version {framework.version}"
    yield (
        f"{_span_in_words(span)}, {span.managers} fictional managers, {len(year.sent):,} messages"
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
    yield from _not_met(year)
    if year.refused:
        times = "once" if year.refused == 1 else f"{year.refused:,} times"
        yield f"Refused, with a sentence that says why, when a fictional person tried it: {times}."
    if left_out := _begun_by_people(framework):
        yield f"Left out, because people begin it themselves: {listed(left_out)}."


def _begun_by_people(framework: Framework) -> list[str]:
    """What brings messages in a real year, and fictional people don't do."""
    begun = {
        "disputes": framework.disputes,
        "good practice that is noted": framework.acknowledgements,
        "chairs' reports": framework.chairs_reports,
        "audits that somebody asks for": framework.commissions,
    }
    return [words for words, rule in begun.items() if rule]


def _span_in_words(span: Span) -> str:
    first, last = span.first.title, span.first.plus(span.months - 1).title
    return first if first == last else f"{first} to {last}"


def _not_met(year: Year) -> Iterator[str]:
    """What no message can tell of: auditors without a case, cases without an auditor."""
    if not year.gaps:
        yield "Not allocated: nothing."
        return
    yield "Not allocated, as the QA officers are told before each period:"
    for of, gaps in year.gaps:
        more = f" (and {len(gaps) - 1:,} more)" if len(gaps) > 1 else ""
        yield f"  {of.named}: {gaps[0]}{more}"


def _days_off_lines(year: Year) -> Iterator[str]:
    found = on_days_off(year)
    if not found:
        yield "On days that aren't working days: nothing."
        return
    yield "On days that aren't working days:"
    for day, kinds in sorted(found.items()):
        told = ", ".join(
            f"{count} of “{_words(year, kind)}”" for kind, count in sorted(kinds.items())
        )
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
        key = (year.council.today(sent.at), f"{wall:%H:%M}", _words(year, sent.kind))
        groups[key].append(sent)
    for (day, hour, kind), several in sorted(groups.items()):
        off = "" if year.council.calendar.is_working_day(day) else "  (not a working day)"
        yield f"{short_day(day):11}{day.year}  {hour}  “{kind}”: {_readers(year, several)}{off}"


def _readers(year: Year, several: Iterable[Sent]) -> str:
    by_title: dict[str, list[str]] = defaultdict(list)
    for sent in several:
        by_title[year.title(sent.message.person_id)].append(sent.message.person_id)
    return ", ".join(_counted(title, ids) for title, ids in sorted(by_title.items()))


def _counted(title: str, ids: Sequence[str]) -> str:
    """ "2 × QA officer (5 messages)": people first, for nobody reads a card for two."""
    people = len({*ids})
    named = title if people == 1 else f"{people} × {title}"
    return named if people == len(ids) else f"{named} ({len(ids)} messages)"


def _words(year: Year, kind: MessageKind) -> str:
    """What the person reads in their activity feed."""
    return LIVE[kind].named_in(year.council.framework)


def _week(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())
