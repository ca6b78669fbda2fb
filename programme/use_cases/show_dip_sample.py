"""A dip sample as whoever drew it sees it, and its actions as those see them who do them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.action_clock import ActionClock
from programme.calendar import Month
from programme.council import Council
from programme.dip_sample import DipSample
from programme.dip_sample_again import recorded
from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.passing_on import teams_of
from programme.people import Person, Role, Verb, require
from programme.period import Period
from programme.ports import UnitOfWork
from programme.rules.duty import DipSampleRule
from programme.taken_back import may_take_back_until
from programme.use_cases.acting_on_action import manages
from programme.use_cases.action_lines import ActionLine, lines_for
from programme.use_cases.standings import rules_for


@dataclass(frozen=True, slots=True)
class GoodPractice:
    """Good practice that a dip sample noted in a case (WB-12)."""

    reference: str
    line: str


@dataclass(frozen=True, slots=True)
class DipActionsView:
    """What a dip sample set and noted for the reader's teams; for its author, all of it. Taken back
    it is open again. Until the day `take_back_until` the reader may take it back."""

    today: date
    sample: DipSample
    by: str
    lines: tuple[ActionLine, ...]
    good_practice: tuple[GoodPractice, ...]
    mine: bool = False
    take_back_until: date | None = None


def rule_of(council: Council, person: Person, today: date) -> DipSampleRule:
    """The council's rule; while a duty's period goes on that an earlier version began, that one's.

    Raises AskSomeoneAllowed, or LookElsewhere when there is none.
    """
    require(person, Verb.RECORD_DIP_SAMPLE)
    rules = (framework.dip_samples for framework in rules_for(council, "dip_sample", today))
    rule = next(filter(None, rules), None)
    if rule is None:
        raise LookElsewhere(
            "Your council's framework doesn't ask for dip samples; type “help” for what there is."
        )
    return rule


def days_for_actions(council: Council, today: date) -> tuple[date, date | None]:
    """The day to propose for an action of a dip sample, and the last one allowed, if any: as for an
    audit of the main round (WB-07)."""
    framework = council.framework
    period = Period.of(today, framework.allocation.every_months)
    clock = ActionClock(framework.actions, council.calendar, today, period.last_day)
    return clock.proposed(), clock.latest


async def sample_of(w: UnitOfWork, person: Person, sample_id: str) -> DipSample:
    """The person's own dip sample. Raises LookElsewhere, or AskSomeoneAllowed for another's."""
    sample = await w.dip_samples.get(sample_id)
    if sample is None:
        raise LookElsewhere("This dip sample isn't there any more; type “dip sample” for yours.")
    if sample.person_id != person.id:
        raise AskSomeoneAllowed("This is somebody else's dip sample; type “dip sample” for yours.")
    return sample


async def show_dip_sample(
    council: Council, w: UnitOfWork, person: Person, today: date
) -> DipSample | None:
    """The one that the person has begun, of whatever month, else this month's; None without.

    Raises as `rule_of`.
    """
    latest = await w.dip_samples.latest_of(person.id)
    if latest is None or latest.is_submitted:
        rule_of(council, person, today)
    else:
        require(person, Verb.RECORD_DIP_SAMPLE)
    if latest is None or (latest.is_submitted and latest.month != Month.of(today)):
        return None
    return latest


async def may_take_back(
    council: Council, w: UnitOfWork, reader: Person, sample: DipSample, today: date
) -> date | None:
    """The last day on which the reader may take its submission back; None where they may not."""
    actions = await w.actions.of_audits([sample.id])
    latest = await w.dip_samples.latest_of(sample.person_id)
    further = latest is not None and latest.id != sample.id
    found = recorded(sample, actions, further=further)
    return may_take_back_until(found, reader.id, today, council.calendar)


async def show_dip_actions(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], DipActionsView]:
    """For each (dip sample id, reader id) its actions; left out where the reader has none. QA
    officers see them all."""
    teams = await w.teams.all()
    views = {}
    for sample_id, reader_id in pairs:
        sample, reader = await w.dip_samples.get(sample_id), await w.people.get(reader_id)
        if sample is None or reader is None or not reader.active:
            continue
        author = await w.people.get(sample.person_id)
        own = manages(reader, teams)
        if author == reader:
            own |= {case.team for case in sample.cases}
        actions = [
            action
            for action in await w.actions.of_audits([sample_id])
            if reader.has(Role.QA_OFFICER) or not own.isdisjoint(teams_of(action))
        ]
        concerned = not sample.is_submitted and any(case.team in own for case in sample.cases)
        if actions or concerned:
            views[sample_id, reader_id] = DipActionsView(
                today,
                sample,
                author.name if author else "",
                await lines_for(council, w, actions, reader, today),
                tuple(
                    GoodPractice(case.reference, case.look.found_line)
                    for case in sample.cases
                    if case.team in own and case.look and case.look.finding == "best_practice"
                ),
                author == reader,
                await may_take_back(council, w, reader, sample, today),
            )
    return views
