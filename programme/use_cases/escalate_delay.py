"""An action that is long overdue is escalated, once (BD-07)."""

from collections.abc import Iterable
from datetime import date, datetime

from programme.action import Action
from programme.confirmation import is_delayed
from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Person, Team
from programme.ports import UnitOfWork, Work
from programme.responsible import holders_for
from programme.rules.action import ActionRule
from programme.timetable import digest
from programme.use_cases.acting_on_action import cards_of


async def escalate_delay(council: Council, *, work: Work, now: datetime) -> int:
    """Queues one card a person of what was found delayed today; returns how many.

    The lead auditor's card says that it was escalated. A missed day is caught up by the next one.
    """
    due = digest(council.framework.hours, council.calendar, now)
    if due is None or not any(each.actions.confirmation for each in council.every_version):
        return 0
    today = council.today(now)
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("escalate", due):
            return 0
        teams = {team.name: team for team in await w.teams.all()}
        delayed = [
            action
            for action in await w.actions.open_due_by(today)
            if action.team in teams
            and (rule := council.framework_of(action.framework_version).actions.confirmation)
            and is_delayed(action, today, rule, council.calendar)
        ]
        queued = await _tell(council, w, delayed, teams, today, now) if delayed else 0
        await w.commit()
        return queued


def escalated_to(
    rule: ActionRule, team: Team, people: Iterable[Person], today: date
) -> tuple[Person, ...]:
    """Who hears that an action of the team is delayed; nobody, where it isn't asked for."""
    if rule.confirmation is None:
        return ()
    return holders_for(rule.confirmation.escalate_to, team.service_area, people, today)


async def _tell(
    council: Council,
    w: UnitOfWork,
    delayed: list[Action],
    teams: dict[str, Team],
    today: date,
    now: datetime,
) -> int:
    people = await w.people.all()
    readers = {
        person.id
        for action in delayed
        for person in escalated_to(
            council.framework_of(action.framework_version).actions,
            teams[action.team],
            people,
            today,
        )
    }
    await w.actions.mark_escalated({action.id for action in delayed}, today)
    await w.live_cards.touch({card for action in delayed for card in cards_of(action)})
    for action in delayed:
        await w.events.record(Event(now, "sightline", "escalate_delay", action.id, "schedule"))
    return await w.outbox.add(
        [
            Message(
                key=f"escalated:{today}:{person_id}",
                person_id=person_id,
                kind=MessageKind.ESCALATED,
                subject=today.isoformat(),
                not_before=now,
            )
            for person_id in sorted(readers)
        ]
    )
