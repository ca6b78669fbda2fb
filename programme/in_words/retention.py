"""How long a council keeps what, in words."""

from collections.abc import Iterator, Mapping

from programme.in_words.line import Line, upper
from programme.rules.retention import Retention

_KEPT: Mapping[str, str] = {
    "audits": "audits with their actions, moderations and all that followed, and their allocations",
    "duties": "dip samples, observations, practice days, chairs' reports and good practice",
    "disputes": "disputes, from their end",
    "messages": "who was sent what and when",
    "closed_cases": "a case that is off the case list, from when that was noticed",
    "leavers": "the names and addresses of people who left, from when that was noticed",
    "events": "the record of events",
}


def retention_in_words(rule: Retention) -> Iterator[Line]:
    """One sentence a kind of record."""
    for name, words in _KEPT.items():
        text = f"{upper(words)}: {_time(getattr(rule, name))}."
        yield Line.of(text, "retention", name)


def _time(months: int) -> str:
    years, left = divmod(months, 12)
    if left:
        return f"{months} months"
    return "1 year" if years == 1 else f"{years} years"
