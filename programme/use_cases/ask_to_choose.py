"""Before a round is drawn, whoever chooses its cases is asked to (SW-11)."""

from collections.abc import Iterable
from datetime import date, datetime

from programme.chosen_cases import to_choose_from
from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Person, working_people
from programme.ports import UnitOfWork, Work
from programme.recipients import qa_officers
from programme.round_period import RoundPeriod
from programme.rules.post import Post
from programme.timetable import choosing_reminder, digest, month_to_choose_for
from programme.use_cases.drawing_lists import drawing_lists
from programme.use_cases.rounds_in_force import periods_in_force


async def ask_to_choose(council: Council, *, work: Work, now: datetime) -> int:
    """Queues one card for each who chooses, and one reminder; returns how many.

    Nothing is asked out of hours, after the draw, or where there is nothing to choose from; a day
    that was missed is caught up while there is time.
    """
    asked = any(rule.chosen_by for each in council.every_version for rule in each.rounds)
    if not asked or digest(council.framework.hours, council.calendar, now) is None:
        return 0
    async with work(council.tenant_id) as w:
        periods = await to_be_chosen(council, w, now)
    return sum([await _ask(council, of, post, work=work, now=now) for of, post in periods])


async def to_be_chosen(
    council: Council, w: UnitOfWork, now: datetime
) -> tuple[tuple[RoundPeriod, Post], ...]:
    """The periods whose cases are to be chosen now, each with who does, under the version that
    draws them."""
    hours, calendar = council.framework.hours, council.calendar
    periods = await periods_in_force(
        council,
        w,
        lambda rule: month_to_choose_for(rule, hours, calendar, now) if rule.chosen_by else None,
    )
    return tuple((of, of.rule.chosen_by) for of in periods if of.rule.chosen_by)


async def _ask(council: Council, of: RoundPeriod, post: Post, *, work: Work, now: datetime) -> int:
    today, calendar = council.today(now), council.calendar
    remind_on = choosing_reminder(of.month, of.rule, council.framework.hours, calendar)
    stage = "remind" if today >= remind_on else "ask"
    async with work(council.tenant_id) as w:
        due = calendar.at(remind_on if stage == "remind" else of.period.first_day, of.rule.at)
        if not await w.ticks.claim(of.job(f"choose:{stage}"), due):
            return 0
        if not await _is_to_do(council, of, w):
            await w.commit()
            return 0
        people = await w.people.all()
        queued = await w.outbox.add(
            [
                Message(
                    key=f"choose_cases:{of.subject}:{stage}:{person.id}",
                    person_id=person.id,
                    kind=MessageKind.CHOOSE_CASES,
                    subject=of.subject,
                    not_before=now,
                    expires=calendar.at(of.period.first_day, council.framework.hours.opens),
                )
                for person in who_chooses(post, people, today)
            ]
        )
        await w.events.record(
            Event(
                now,
                "sightline",
                "ask_to_choose",
                of.subject,
                "schedule",
                {"stage": stage, "messages": queued},
            )
        )
        await w.commit()
        return queued


async def _is_to_do(council: Council, of: RoundPeriod, w: UnitOfWork) -> bool:
    """Whether the period is undrawn and has cases that nobody has chosen yet."""
    if await w.allocations.get(of.round_id, of.month) is not None:
        return False
    chosen = await w.chosen_cases.of_round(of.round_id, of.month)
    lists = await drawing_lists(council, of, w, await w.people.all())
    return len(chosen) < to_choose_from(lists).wanted


def who_chooses(post: Post, people: Iterable[Person], today: date) -> tuple[Person, ...]:
    """The holders of the post who are there today; where none is, the QA officers for them."""
    staff = working_people(people)
    holders = tuple(p for p in staff if post.is_held_by(p) and not p.is_away(today))
    there = tuple(p for p in qa_officers(staff) if not p.is_away(today))
    return holders or there or qa_officers(staff)
