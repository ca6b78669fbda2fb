"""A manager submits a dip sample whole; its actions reach the teams that do them, and its grave
grades those who must know of them (WB-12, WB-08)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from programme.action import Action
from programme.changed_copy import replace
from programme.council import Council
from programme.dip_sample import DipSample, submit
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Person, Team, Verb, require
from programme.ports import LISTS, UnitOfWork, Work
from programme.reminder import without_reached
from programme.responsible import responsible_for
from programme.shown import DUTIES, dip_sample_entity, duty_entity
from programme.timetable import at_work
from programme.use_cases.alert_of_dip_grades import alert_of_dip_grades
from programme.use_cases.show_dip_sample import sample_of


@dataclass(frozen=True, slots=True)
class SubmitDipSample:
    """`person` submits the dip sample as it stands."""

    council: Council
    person: Person
    sample_id: str
    seen_version: int
    source: str


async def submit_dip_sample(
    command: SubmitDipSample, *, work: Work, now: datetime
) -> tuple[DipSample, tuple[Action, ...]]:
    """The dip sample as submitted, and the actions that it set.

    Twice is harmless. Raises AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow when it has changed
    since, or CorrectAndRepeat while a case waits, or where an action's team is gone.
    """
    council, person, today = command.council, command.person, command.council.today(now)
    require(person, Verb.RECORD_DIP_SAMPLE)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        sample = await sample_of(w, person, command.sample_id)
        if sample.is_submitted:
            return sample, await w.actions.of_audits([sample.id])
        if sample.version != command.seen_version:
            raise ShowAsItIsNow("The dip sample has changed since; please look through it again.")
        teams, people = await w.teams.all(), await w.people.all()
        sample = await _where_the_cases_are_now(w, sample, {team.name for team in teams})
        framework, calendar = council.as_of(sample.drawn_at).framework, council.calendar
        done, set_now = submit(
            sample,
            by=person.id,
            today=today,
            calendar=calendar,
            now=now,
            framework_version=framework.version,
        )
        actions = tuple(without_reached(a, today, framework.actions, calendar) for a in set_now)
        _refuse_to_orphan(actions, teams)
        await w.dip_samples.save(done)
        await w.actions.add(actions)
        await w.outbox.add(_cards(command, done, actions, people, teams, now))
        await alert_of_dip_grades(council, w, done, people, now)
        detail = {"cases": len(done.cases), "actions": len(actions)}
        await w.events.record(
            Event(now, person.id, "submit_dip_sample", done.id, command.source, detail)
        )
        await w.live_cards.touch([duty_entity(person.id), DUTIES, dip_sample_entity(done.id)])
        await w.commit()
        return done, actions


async def _where_the_cases_are_now(
    w: UnitOfWork, sample: DipSample, teams: Collection[str]
) -> DipSample:
    """A case may have moved to another team since it was drawn: that team does the action."""
    cases = []
    for case in sample.cases:
        now = await w.cases.get(case.reference)
        cases.append(replace(case, team=now.team) if now and now.team in teams else case)
    return replace(sample, cases=tuple(cases))


def _refuse_to_orphan(actions: Sequence[Action], teams: Sequence[Team]) -> None:
    gone = sorted({action.team for action in actions} - {team.name for team in teams})
    if gone:
        are, their = ("is", "its action") if len(gone) == 1 else ("are", "their actions")
        raise CorrectAndRepeat(
            f"{' and '.join(gone)} {are} not in the staff list any more, so nobody would do "
            f"{their}; please record that as a line, and tell your QA officer."
        )


def _cards(
    command: SubmitDipSample,
    done: DipSample,
    actions: Sequence[Action],
    people: Sequence[Person],
    teams: Sequence[Team],
    now: datetime,
) -> list[Message]:
    """One each for those who will do the actions, and for whoever set them."""
    if not actions:
        return []
    council, named = command.council, {action.team for action in actions}
    today, hours = council.today(now), council.framework.hours
    doing = {
        one.id: one
        for team in teams
        if team.name in named
        for one in responsible_for(team, people, today)
    }
    readers = {**doing, command.person.id: command.person}
    return [
        Message(
            # Submitted again after it was taken back, it comes again.
            key=f"dip_actions:{done.id}:{done.version}:{one.id}",
            person_id=one.id,
            kind=MessageKind.DIP_ACTIONS,
            subject=command.sample_id,
            # Whoever submits is at work.
            not_before=now
            if one.id == command.person.id
            else at_work(one, hours, council.calendar, now),
        )
        for _, one in sorted(readers.items())
    ]
