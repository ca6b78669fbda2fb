"""What was recorded by mistake: who may take it back, and until when.

Whoever recorded it, until the end of the next working day, so that Friday's slip can be mended on
Monday, and as long as nobody has acted on it. It isn't deleted: what was recorded stays, with the
day on which it was taken back, and counts for nothing. Whoever was told of it reads so on their
card; what was still to be sent isn't.

| what | acted on once |
| --- | --- |
| good practice that was noted | the team's manager has acknowledged it |
| a practice observation | never: nobody but the observer does anything with it |
| a practice day | never: its feedback asks for nothing |
| a chair's report | never: it asks for nothing |
| a dispute that was raised | somebody has answered it, or a level's time has gone by |
| a dip sample that was submitted | one of its actions was changed, or a further one is drawn |
| what was said of an alert | never: whoever was asked is still asked |
| a confirmation of actions | never: whoever confirms is still asked |
| an audit that was withdrawn | the case has another audit of that month |

The same day holds for what was done with an action (`programme.slip`).

A dip sample that is taken back is open again, and its actions are gone: they were asked of teams
for whom nothing had changed by them yet. Of an alert or a confirmation the question stands again,
and a withdrawn audit as far as it was recorded. Everything else that is taken back has ended.

What can't be taken back, and why:

| what | why |
| --- | --- |
| an audit that was submitted | actions, alerts and results follow it at once |
| a moderation | the agreed grade may have begun alerts and a re-audit; the auditor answers it |
| an answer to a dispute | its level's clock has stopped; another answer follows on the next |
| an acknowledgement | it says that somebody has read something, and they have |
| an audit that was given away | whoever has it now may have begun; it is given back by another |
"""

from datetime import date, datetime

from programme.calendar import Calendar, day_in_words
from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.record import record


@record(frozen=True, slots=True)
class Recorded:
    """Who recorded something and when (UTC); `acted_on` once somebody else has done something
    with it."""

    by: str
    at: datetime
    acted_on: bool = False
    taken_back_at: datetime | None = None


def may_take_back_until(
    recorded: Recorded, person_id: str, today: date, calendar: Calendar
) -> date | None:
    """The last day on which the person may take it back; None where they may not, or no more."""
    if recorded.by != person_id or recorded.acted_on or recorded.taken_back_at is not None:
        return None
    last = _last_day(recorded, calendar)
    return last if today <= last else None


def require_may_take_back(recorded: Recorded, *, by: str, today: date, calendar: Calendar) -> None:
    """Raises AskSomeoneAllowed for what somebody else recorded, ShowAsItIsNow for what was acted on
    or is too old."""
    if recorded.by != by:
        raise AskSomeoneAllowed(
            "Only the person who recorded this can take it back; please ask them."
        )
    if recorded.acted_on:
        raise ShowAsItIsNow(
            "Somebody has acted on this already, so it can't be taken back; "
            "please talk to them about it."
        )
    if may_take_back_until(recorded, by, today, calendar) is None:
        last = day_in_words(_last_day(recorded, calendar))
        raise ShowAsItIsNow(
            f"This could be taken back until the end of {last}; please tell your QA officer what "
            "is wrong."
        )


def _last_day(recorded: Recorded, calendar: Calendar) -> date:
    return calendar.plus_working_days(calendar.today(recorded.at), 1)
