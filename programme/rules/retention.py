"""How long a council keeps what."""

from dataclasses import dataclass, fields

from programme.rules.rule import Rule, between

_A_YEAR_AND_A_MONTH = 13
"""What draws look back on, and a month more."""
_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Retention(Rule):
    """For how many months each kind of record is kept, when nothing is still to be done about it.

    `audits` has with it all that follows from an audit, its actions among them; `duties` are dip
    samples, observations, practice days, chairs' reports and good practice; `messages` who was sent
    what and when. A case that is off the council's list, and a person who left, are kept for
    `closed_cases` and `leavers` from when that was noticed. None of it is younger than an event
    that tells of it: `events` are kept longest.
    """

    audits: int = 72
    duties: int = 72
    disputes: int = 72
    messages: int = 24
    closed_cases: int = 12
    leavers: int = 24
    events: int = 84

    def __post_init__(self) -> None:
        for field in fields(self):
            least = 1 if field.name in ("closed_cases", "leavers") else _A_YEAR_AND_A_MONTH
            between(f"{field.name}: months", getattr(self, field.name), least, _AT_MOST)
        longest = max(getattr(self, field.name) for field in fields(self))
        if self.events < longest:
            raise ValueError(
                f"events: they are kept as long as what they tell of, for {longest} months at least"
            )
