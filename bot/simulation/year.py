"""Runs a framework over a span of months: ticks, delivery, and people who act."""

import heapq
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import count
from pathlib import Path
from random import Random

from bot.councils import CouncilRegistry
from bot.live import LiveCards
from bot.simulation.acting import Acting, React
from bot.simulation.behaviour import REACTIONS, act_all
from bot.simulation.lists import FictionalLists, fictional_lists
from bot.simulation.post import Post, Sent, met
from bot.solver import ScipySolver
from bot.wiring import Storage, open_storage
from programme.action import Action
from programme.audit import Audit
from programme.calendar import Month
from programme.council import Council
from programme.errors import CorrectAndRepeat
from programme.framework import Framework
from programme.grade_alert import Alert
from programme.message import Message
from programme.moderation import Moderation
from programme.outside_rounds import re_audit_id
from programme.people import Person
from programme.ports import UnitOfWork
from programme.round_period import RoundPeriod, rounds_beginning
from programme.use_cases.add_council import AddCouncil, add_council
from programme.use_cases.draw_allocation import DrawAllocation, draw_allocation
from programme.use_cases.tick import tick

TENANT = "00000000-0000-4000-8000-00000000feed"
DRAWN_WORKING_DAYS_BEFORE = 5
"""The simulated QA officers draw a month so long before it begins."""

Progress = Callable[[int, int], None]
"""Told how many days of how many are done."""


@dataclass(frozen=True, slots=True)
class Span:
    """What to simulate: whole months from the one of `first` on."""

    first: Month
    months: int
    managers: int
    seed: int = 2027

    @property
    def days(self) -> Iterator[date]:
        """Every day of it, in order."""
        day = self.first.first
        while day <= self.last:
            yield day
            day += timedelta(days=1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first.plus(self.months - 1).last


@dataclass(frozen=True)
class Year:
    """What came of it."""

    span: Span
    council: Council
    lists: FictionalLists
    sent: tuple[Sent, ...]
    audits: tuple[Audit, ...]
    actions: tuple[Action, ...]
    refused: int
    """How often Sightline refused what a simulated person did."""
    re_audits: tuple[Audit, ...] = ()
    alerts: tuple[Alert, ...] = ()
    moderations: tuple[Moderation, ...] = ()
    not_arrived: tuple[Message, ...] = ()
    """What was queued and never reached anybody."""
    gaps: tuple[tuple[RoundPeriod, tuple[str, ...]], ...] = ()
    """What couldn't be met of each period's draw, in the QA officers' words."""

    def title(self, person_id: str) -> str:
        """What somebody is: "team manager"."""
        return self._titles[person_id]

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {
            person.id: " and ".join(sorted(role.words for role in person.roles))
            for person in self.lists.people
        }


@dataclass(slots=True)
class _Simulation:
    span: Span
    council: Council
    people: dict[str, Person]
    storage: Storage
    post: Post
    chance: Random
    now: datetime
    sent: list[Sent] = field(default_factory=list)
    refused: int = 0
    _plans: list[tuple[date, int, React, str, Sent]] = field(default_factory=list)
    _number: Iterator[int] = field(default_factory=count)

    async def day(self, day: date) -> None:
        """One day: the hours at which something may fall due, and people at work before noon."""
        calendar = self.council.calendar
        for wall in self._hours(day):
            self.now = calendar.at(day, wall)
            await tick(self.council, work=self.storage.work, now=self.now)
            await self._deliver()
        if calendar.is_working_day(day):
            await self._act(day)
            await self._deliver()
            await self._draw(day)

    async def _deliver(self) -> None:
        arrived = await self.post.deliver(self.now)
        self.sent += arrived
        self._plan(arrived)

    def _hours(self, day: date) -> list[time]:
        framework = self.council.framework
        hours, announced = framework.hours, {each.at for each in framework.rounds}
        if not self.council.calendar.is_working_day(day):
            return sorted(announced)
        return sorted({hours.opens, hours.digest, time(13), *announced})

    def _plan(self, arrived: list[Sent]) -> None:
        calendar = self.council.calendar
        for sent in arrived:
            for reaction in REACTIONS.get(sent.kind, ()):
                if self.chance.randrange(10) < reaction.of_ten:
                    after = self.chance.randint(reaction.least, reaction.most)
                    on = calendar.plus_working_days(self.council.today(self.now), after)
                    who = sent.message.person_id
                    heapq.heappush(self._plans, (on, next(self._number), reaction.act, who, sent))

    async def _act(self, day: date) -> None:
        """What people have planned for the day; whoever is away does it on the next."""
        due: list[tuple[React, Acting]] = []
        while self._plans and self._plans[0][0] <= day:
            _, _, act, who, sent = heapq.heappop(self._plans)
            person = self.people[who]
            if person.is_away(day):
                tomorrow = self.council.calendar.plus_working_days(day, 1)
                heapq.heappush(self._plans, (tomorrow, next(self._number), act, who, sent))
                continue
            due.append((act, self._acting(person, sent)))
        self.refused += await act_all(due)

    def _acting(self, person: Person, sent: Sent) -> Acting:
        return Acting(self.council, person, sent.message, self.storage.work, self.chance, self.now)

    async def _draw(self, day: date) -> None:
        """The QA officers draw next month in good time, and the first one on its first day."""
        calendar = self.council.calendar
        month = Month.of(day).plus(1)
        if calendar.plus_working_days(month.first, -DRAWN_WORKING_DAYS_BEFORE) == day:
            await self.draw(month)

    async def draw(self, month: Month) -> None:
        """Draws every round that begins with the month."""
        for of in rounds_beginning(self.council.framework, month):
            seed = self.chance.randrange(2**31)
            command = DrawAllocation(self.council, None, of, seed, "command line")
            await draw_allocation(
                command, work=self.storage.work, solver=ScipySolver(), now=self.now
            )


async def simulate(
    framework: Framework, rules: str, span: Span, folder: Path, progress: Progress
) -> Year:
    """The framework's months with a fictional council, in a database of its own in `folder`.

    `rules` is the TOML text of the framework. Raises CorrectAndRepeat for a span that is too long.
    """
    if not 1 <= span.months <= 36:
        raise CorrectAndRepeat("A simulation runs over 1 to 36 months.")
    first = span.first.first
    lists = fictional_lists(framework, span.managers, first, span.seed)
    now = datetime.combine(first - timedelta(days=1), time(12), UTC)
    async with open_storage(
        f"sqlite+aiosqlite:///{folder}/simulation.db", lasting=False
    ) as storage:
        # Without a key: the same seed gives the same ids, and there is nobody to keep them from.
        adding = AddCouncil(TENANT, framework, rules, id_key="")
        await add_council(adding, councils=storage.councils, now=now)
        councils = CouncilRegistry(storage.councils, lambda: now)
        council = await councils.get(TENANT)
        if council is None:
            raise RuntimeError("The simulated council was added, and is not there.")
        await _take_in(storage, lists)
        simulation = _Simulation(
            span,
            council,
            {person.id: person for person in lists.people},
            storage,
            Post(TENANT, storage.queue, LiveCards(councils, storage.work)),
            Random(span.seed),  # noqa: S311 - to be run again at will, not a secret
            now,
        )
        await simulation.draw(span.first)
        days = [*span.days]
        for done, day in enumerate(days, start=1):
            await simulation.day(day)
            progress(done, len(days))
        return await _year(simulation, lists)


async def _year(simulation: _Simulation, lists: FictionalLists) -> Year:
    span = simulation.span
    months = [span.first.plus(number) for number in range(span.months)]
    async with simulation.storage.work(TENANT) as w:
        audits = [audit for month in months for audit in await w.audits.of_month(month)]
        actions = [action for month in months for action in await w.actions.of_month(month)]
        ids = {audit.id for audit in audits}
        return Year(
            span=span,
            council=simulation.council,
            lists=lists,
            sent=tuple(simulation.sent),
            audits=tuple(audits),
            actions=tuple(actions),
            refused=simulation.refused,
            re_audits=await w.audits.some({re_audit_id(audit_id) for audit_id in ids}),
            alerts=await w.alerts.of_audits(ids),
            moderations=await w.moderations.some(ids),
            not_arrived=await w.outbox.not_arrived(simulation.now),
            gaps=tuple([gap async for gap in _gaps(simulation.council, w, months)]),
        )


async def _gaps(
    council: Council, w: UnitOfWork, months: Sequence[Month]
) -> AsyncIterator[tuple[RoundPeriod, tuple[str, ...]]]:
    for month in months:
        for of in rounds_beginning(council.framework, month):
            allocation = await w.allocations.get(of.round_id, of.month)
            if allocation and allocation.gaps:
                yield of, allocation.gaps


async def _take_in(storage: Storage, lists: FictionalLists) -> None:
    async with storage.work(TENANT) as w:
        await w.people.save(lists.people)
        await w.teams.replace(lists.teams)
        await w.cases.save(lists.cases)
        for person in lists.people:
            await w.conversations.save(met(person.id))
        await w.commit()
