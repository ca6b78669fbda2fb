"""How long a council keeps what."""

from dataclasses import dataclass, fields

from programme.rules.rule import Ours, Rule, between, fit

_A_YEAR_AND_A_MONTH = 13
"""What draws look back on, and a month more."""
_AT_MOST = 300
_SIX_YEARS, _TWO_YEARS, _A_YEAR, _SEVEN_YEARS = Ours(72), Ours(24), Ours(12), Ours(84)


@dataclass(frozen=True, slots=True)
class Retention(Rule):
    """For how many months each kind of record is kept, when nothing is still to be done about it.

    `audits` has with it all that follows from an audit, its actions among them; `duties` are dip
    samples, observations, practice days, chairs' reports and good practice; `messages` who was sent
    what and when. A case that is off the council's list, and a person who left, are kept for
    `closed_cases` and `leavers` from when that was noticed. None of it is younger than an event
    that tells of it: `events` are kept longest. What the file doesn't state follows what it does.
    """

    audits: int = _SIX_YEARS
    duties: int = _SIX_YEARS
    disputes: int = _SIX_YEARS
    messages: int = _TWO_YEARS
    closed_cases: int = _A_YEAR
    leavers: int = _TWO_YEARS
    events: int = _SEVEN_YEARS

    def __post_init__(self) -> None:
        for field in fields(self):
            least = 1 if field.name in ("closed_cases", "leavers") else _A_YEAR_AND_A_MONTH
            between(f"{field.name}: months", getattr(self, field.name), least, _AT_MOST)
        most = _AT_MOST if isinstance(self.events, Ours) else self.events
        kept = [field for field in fields(self) if field.name != "events"]
        for field in kept:
            if isinstance(field.default, Ours):
                fit(self, field.name, field.default, 1, most)
        longest = max(getattr(self, field.name) for field in kept)
        fit(self, "events", _SEVEN_YEARS, longest, _AT_MOST)
        if self.events < longest:
            raise ValueError(
                f"events: they are kept as long as what they tell of, for {longest} months at least"
            )
