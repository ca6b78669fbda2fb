"""Whoever recorded something by mistake takes it back: good practice, an observation, a practice
day, a chair's report, a dispute, a dip sample, an answer to an alert, a confirmation."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from programme.changed_copy import replace
from programme.confirmation import confirmation_of
from programme.council import Council
from programme.dip_sample_again import open_again, recorded
from programme.dispute_steps import take_back as withdrawn
from programme.errors import LookElsewhere, ShowAsItIsNow
from programme.event import Event
from programme.message import MessageKind
from programme.people import Person, Verb, require
from programme.ports import LISTS, UnitOfWork, Work
from programme.shown import (
    DISPUTES,
    DUTIES,
    action_entity,
    alert_entity,
    chairs_report_entity,
    dip_sample_entity,
    dispute_entity,
    duty_entity,
    observation_entity,
    practice_day_entity,
    practice_entity,
)
from programme.taken_back import Recorded, require_may_take_back
from programme.use_cases.acting_on_action import cards_of


@dataclass(frozen=True, slots=True)
class TakeBack:
    """`person` takes back what cards of `kind` about `subject` tell of."""

    council: Council
    person: Person
    kind: MessageKind
    subject: str
    source: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What is taken back: `keep` says so in the database, False when something came first. What is
    `still_to_be_read` goes out nevertheless: it stands without what is taken back."""

    recorded: Recorded
    keep: Callable[[datetime], Awaitable[bool]]
    shown_by: tuple[str, ...]
    still_to_be_read: bool = False


_Finds = Callable[[UnitOfWork, str, str], Awaitable[_Found | None]]


async def take_back(command: TakeBack, *, work: Work, now: datetime) -> None:
    """It counts for nothing from now on, and every card that tells of it says so.

    Twice is harmless. Raises LookElsewhere, AskSomeoneAllowed for what somebody else recorded,
    ShowAsItIsNow for what was acted on or is too old.
    """
    council, person = command.council, command.person
    require(person, Verb.TAKE_BACK)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        found = await _FINDS[command.kind](w, command.subject, person.id)
        if found is None:
            raise LookElsewhere("This isn't there any more; type “help” for what there is.")
        if found.recorded.taken_back_at is not None and found.recorded.by == person.id:
            return
        require_may_take_back(
            found.recorded, by=person.id, today=council.today(now), calendar=council.calendar
        )
        if not await found.keep(now):
            raise ShowAsItIsNow("This has changed just now; here it is as it stands.")
        if not found.still_to_be_read:
            await w.outbox.supersede(command.kind, command.subject, now)
        await w.events.record(
            Event(now, person.id, f"take_back_{command.kind}", command.subject, command.source)
        )
        await w.live_cards.touch(found.shown_by)
        await w.commit()


async def _practice(w: UnitOfWork, subject: str, _by: str) -> _Found | None:
    one = await w.practice.get(subject)
    if one is None:
        return None
    return _Found(
        one.recorded,
        lambda now: w.practice.take_back(replace(one, taken_back_at=now)),
        (practice_entity(one.id),),
    )


async def _observation(w: UnitOfWork, subject: str, _by: str) -> _Found | None:
    one = await w.observations.get(subject)
    if one is None:
        return None

    async def keep(now: datetime) -> bool:
        await w.observations.save(replace(one, taken_back_at=now, version=one.version + 1))
        return True

    shown_by = (observation_entity(one.id), duty_entity(one.observer_id), DUTIES)
    return _Found(one.recorded, keep, shown_by)


async def _practice_day(w: UnitOfWork, subject: str, _by: str) -> _Found | None:
    one = await w.practice_days.get(subject)
    if one is None:
        return None
    return _Found(
        one.recorded,
        lambda now: w.practice_days.take_back(replace(one, taken_back_at=now)),
        (practice_day_entity(one.id), duty_entity(one.person_id), DUTIES),
    )


async def _chairs_report(w: UnitOfWork, subject: str, _by: str) -> _Found | None:
    one = (await w.chairs_reports.some([subject])).get(subject)
    if one is None:
        return None
    return _Found(
        one.recorded,
        lambda now: w.chairs_reports.take_back(replace(one, taken_back_at=now)),
        (chairs_report_entity(one.id),),
    )


async def _dispute(w: UnitOfWork, subject: str, _by: str) -> _Found | None:
    one = await w.disputes.get(subject)
    if one is None:
        return None

    async def keep(now: datetime) -> bool:
        await w.disputes.save(replace(withdrawn(one, now), version=one.version + 1))
        return True

    return _Found(one.recorded, keep, (dispute_entity(one.id), DISPUTES))


async def _dip_sample(w: UnitOfWork, subject: str, _by: str) -> _Found | None:
    one = await w.dip_samples.get(subject)
    if one is None:
        return None
    actions = await w.actions.of_audits([one.id])
    latest = await w.dip_samples.latest_of(one.person_id)
    further = latest is not None and latest.id != one.id

    async def keep(now: datetime) -> bool:
        await w.dip_samples.save(open_again(one))
        await w.outbox.supersede(MessageKind.DIP_GRADES, one.id, now)
        return await w.actions.remove(actions)

    actions_shown = (action_entity(action.id) for action in actions)
    shown_by = (*actions_shown, dip_sample_entity(one.id), duty_entity(one.person_id), DUTIES)
    return _Found(recorded(one, actions, further=further), keep, shown_by)


async def _alert(w: UnitOfWork, subject: str, by: str) -> _Found | None:
    one = await w.alerts.get(subject, by)
    if one is None:
        return None
    if one.answered_at is None:
        raise ShowAsItIsNow("There is no answer to take back; here it is as it stands now.")

    async def keep(_now: datetime) -> bool:
        await w.alerts.save(replace(one, answer=None, answered_at=None, version=one.version + 1))
        return True

    answered = Recorded(one.person_id, one.answered_at)
    return _Found(answered, keep, (alert_entity(one.audit_id),), still_to_be_read=True)


async def _confirmation(w: UnitOfWork, subject: str, _by: str) -> _Found | None:
    actions = await w.actions.of_audits([subject])
    confirmed, just_now = confirmation_of(actions)
    if confirmed is None:
        raise ShowAsItIsNow("These aren't confirmed any more; here they are as they stand now.")

    async def keep(_now: datetime) -> bool:
        for one in just_now:
            again = replace(one, confirmed_by=None, confirmed_at=None, version=one.version + 1)
            await w.actions.save(again, one)
        await w.outbox.wait_again(MessageKind.CONFIRM_ACTIONS, subject, confirmed.at)
        return True

    shown_by = {entity for action in just_now for entity in cards_of(action)}
    return _Found(confirmed, keep, tuple(sorted(shown_by)), still_to_be_read=True)


_FINDS: Mapping[MessageKind, _Finds] = {
    MessageKind.PRACTICE: _practice,
    MessageKind.OBSERVED: _observation,
    MessageKind.PRACTICE_DAY: _practice_day,
    MessageKind.CHAIRS_REPORT: _chairs_report,
    MessageKind.DISPUTE: _dispute,
    MessageKind.DIP_ACTIONS: _dip_sample,
    MessageKind.GRADE_ALERT: _alert,
    MessageKind.CONFIRM_ACTIONS: _confirmation,
}
