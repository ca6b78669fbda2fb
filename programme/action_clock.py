"""When an audit's actions are due: what is proposed, and what is too late (WC-08, WB-07, BD-05)."""

from dataclasses import dataclass
from datetime import date

from programme.action import problem_with_due
from programme.calendar import Calendar, Month, day_in_words, period_of
from programme.framework import Framework
from programme.rules.action import ActionRule


def period_end(framework: Framework, round_id: str, month: Month) -> date:
    """The last day of the period that an audit of the round, kept under `month`, belongs to: a
    cycle of two months ends with the second (WB-07). Outside the rounds it is the main round's."""
    of = next((each for each in framework.rounds if each.id == round_id), framework.allocation)
    return period_of(month, of.every_months).last


@dataclass(frozen=True, slots=True)
class ActionClock:
    """The due dates that an auditor may choose `today`, in a period that ends on `ends`."""

    rule: ActionRule
    calendar: Calendar
    today: date
    ends: date

    @property
    def starts(self) -> date:
        """The day 0 of the clock. An audit that comes after the end of its period starts it
        itself, or its actions would have been due before anybody knew of them (WB-07)."""
        if self.rule.clock_from == "the_end_of_the_period":
            return max(self.today, self.ends)
        return self.today

    @property
    def latest(self) -> date | None:
        """The last day that will do; None where the framework leaves it to the auditor."""
        if self.rule.due_at_most is None:
            return None
        return self.calendar.plus_working_days(self.starts, self.rule.due_at_most)

    def proposed(self, priority_id: str | None = None) -> date:
        """The working day that the framework proposes for an action of that priority (BD-05)."""
        within = {priority.id: priority.due_within for priority in self.rule.priorities}
        days = within.get(priority_id or "", self.rule.due_within)
        return self.calendar.plus_working_days(self.starts, days)

    def problem_with(self, due: date) -> str | None:
        """The sentence to show beside a due date that won't do, or None."""
        found = problem_with_due(due, self.today, self.calendar)
        if found is None and self.latest and due > self.latest:
            return (
                f"The framework gives {self.rule.due_at_most} working days at most, "
                f"so until {day_in_words(self.latest)}."
            )
        return found
