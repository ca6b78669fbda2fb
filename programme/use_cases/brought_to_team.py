"""The card of an action's audit, or of the dip sample that set it, for the team that has it now."""

from collections.abc import Mapping
from datetime import date, datetime

from programme.action import Action
from programme.action_step import Step
from programme.audit import Audit
from programme.audit_review import is_to_be_reviewed
from programme.council import Council
from programme.framework import Framework
from programme.message import Delivery, Message, MessageKind
from programme.passing_on import told_afresh
from programme.people import Person, Team
from programme.ports import UnitOfWork
from programme.recipients import qa_officers
from programme.responsible import responsible_for
from programme.timetable import in_hours
from programme.use_cases.acting_on_action import manages, teams_to_know


async def bring_to_team(
    council: Council, w: UnitOfWork, action: Action, now: datetime, *, and_qa_officers: bool
) -> None:
    """Queues it for who answers for the team, within the council's hours; for the QA officers as
    well where nobody seems to know whose the action is."""
    people = await w.people.all()
    when = in_hours(council.framework.hours, council.calendar, now)
    readers: dict[str, Person] = {
        person.id: person
        for team in await w.teams.all()
        if team.name == action.team
        for person in responsible_for(team, people, council.today(when))
    }
    if and_qa_officers:
        readers |= {person.id: person for person in qa_officers(people)}
    kind = await _kind_of(w, action)
    await w.outbox.add(
        [
            Message(
                key=f"passed_on:{action.id}:{action.version}:{person_id}",
                person_id=person_id,
                kind=kind,
                subject=action.audit_id,
                not_before=when,
            )
            for person_id in sorted(readers)
        ]
    )


async def supersede_for_team(
    council: Council, w: UnitOfWork, action: Action, now: datetime
) -> None:
    """Makes final what waits for those of the team that had `action`, unless the same card has
    more for them: they audited the case or are to review it, or another of its actions or its
    advice is theirs."""
    kind = await _kind_of(w, action)
    fates = await w.outbox.fates([kind], action.audit_id)
    waiting = {fate.person_id for fate in fates if fate.delivery is Delivery.WAITING}
    people = await w.people.some(waiting)
    audit = await w.audits.get(action.audit_id)
    others = {a.team for a in await w.actions.of_audits([action.audit_id]) if a.id != action.id}
    if audit and (audit.record.advice or is_to_be_reviewed(_framework(council, audit), audit)):
        others.add(audit.team)
    teams = await teams_to_know(w, people)

    def is_done_with(person: Person) -> bool:
        own = manages(person, teams)
        part = audit is not None and audit.part_of(person.id) is not None
        return action.team in own and own.isdisjoint(others) and not part

    left = [person.id for person in people if is_done_with(person)]
    await w.outbox.supersede_for(kind, action.audit_id, left, now)


def followed_there(
    before: Action, after: Action, teams: Mapping[str, Team], escalated_on: date | None = None
) -> Action:
    """`after`, of whose delay nobody has been told where another service area follows it than
    `before`, or those who had been when it was `escalated_on` a day; `teams` by name."""
    areas = [team.service_area for team in map(teams.get, (before.team, after.team)) if team]
    return after if len(areas) == 2 and areas[0] == areas[1] else told_afresh(after, escalated_on)


async def back_to_team(
    council: Council, w: UnitOfWork, passed: Action, before: Action, step: Step, now: datetime
) -> Action:
    """`before`, the action as it was until `step` passed it on: what made way for that waits again,
    and who follows its team has heard of its delay as they had then."""
    kind = await _kind_of(w, passed)
    await w.outbox.wait_again(kind, passed.audit_id, step.at)
    await supersede_for_team(council, w, passed, now)
    teams = {team.name: team for team in await w.teams.all()}
    return followed_there(passed, before, teams, step.day)


def _framework(council: Council, audit: Audit) -> Framework:
    return council.framework_of(audit.framework_version)


async def _kind_of(w: UnitOfWork, action: Action) -> MessageKind:
    audit = await w.audits.get(action.audit_id)
    return MessageKind.DIP_ACTIONS if audit is None else MessageKind.ACTIONS
