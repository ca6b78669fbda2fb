"""One fictional council in this process: its demo, people to be, and days that pass when told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize

from benchmarks.processes import free_port
from bot.clock import Clock, clock_starting_at
from bot.delivery.pace import OFF as UNPACED
from bot.demo import Demo, run_demo
from bot.demo_council import DEMO_COUNCILS, Colleague, DemoCouncil
from bot.local_teams import OFF
from bot.settings import Settings
from programme.calendar import LONDON
from programme.message import MessageKind
from programme.ports import UnitOfWork
from tests.e2e.chat import DESKTOP, Chat, open_chat


class MovableClock:
    """A clock that can be set: from there it goes on at the machine's pace."""

    def __init__(self, start: datetime) -> None:
        self._clock: Clock = clock_starting_at(start)

    def set(self, to: datetime) -> None:
        """Makes it `to`."""
        self._clock = clock_starting_at(to)

    def __call__(self) -> datetime:
        return self._clock()


@dataclass(frozen=True, slots=True)
class Running:
    """The council, served; every chat is a page of its own in `browser`."""

    of: DemoCouncil
    demo: Demo
    clock: MovableClock
    browser: Browser

    def someone(self, role: str, *, of: str = "", number: int = 0) -> Colleague:
        """Whoever holds the role, as the staff list words it, in the team or service area `of`."""
        held = [each for each in self.staff if role in each.roles]
        return [each for each in held if not of or of in {each.team, each.service_area}][number]

    @property
    def staff(self) -> tuple[Colleague, ...]:
        """Everyone."""
        return self.of.staff(self.clock().date())

    def named(self, name: str) -> Colleague:
        """The one of that name."""
        return next(each for each in self.staff if each.name == name)

    def area_of(self, team: str) -> str:
        """The service area of the team."""
        return next(each.service_area for each in self.staff if each.team == team)

    async def worker_of(self, reference: str) -> str:
        """The name of the case's worker."""
        async with self.demo.service.storage.work(self.of.tenant_id) as w:
            case = await w.cases.get(reference)
        return (case and case.worker) or ""

    async def moderator_of(self, reference: str) -> Colleague:
        """Who moderates the case's audit."""
        async with self.demo.service.storage.work(self.of.tenant_id) as w:
            audits = {audit.id for audit in await w.audits.of_case(reference)}
            [moderation] = await w.moderations.some(audits)
            return await self._known(w, moderation.moderator_id)

    async def checker_of(self, reference: str) -> Colleague:
        """Who closes the loop on the case's audit."""
        async with self.demo.service.storage.work(self.of.tenant_id) as w:
            audits = {audit.id for audit in await w.audits.of_case(reference)}
            [loop] = await w.loops.some(audits)
            return await self._known(w, loop.checker_id)

    async def confirmer_of(self, reference: str) -> Colleague:
        """Who was asked to confirm the actions of the case's audit."""
        async with self.demo.service.storage.work(self.of.tenant_id) as w:
            [audit] = await w.audits.of_case(reference)
            [asked, *_] = await w.outbox.fates([MessageKind.CONFIRM_ACTIONS], audit.id)
            return await self._known(w, asked.person_id)

    async def _known(self, w: UnitOfWork, person_id: str | None) -> Colleague:
        person = await w.people.get(person_id or "")
        assert person, "it is in somebody's hands"
        return self.named(person.name)

    async def be(self, who: Colleague, viewport: ViewportSize = DESKTOP) -> Chat:
        """A chat as `who`."""
        page = await self.browser.new_page(viewport=viewport, locale="en-GB")
        return await self.on(page, who)

    async def on(self, page: Page, who: Colleague) -> Chat:
        """A chat as `who`, on a page that is there."""
        return await open_chat(page, self.demo.url, who.object_id, who.name)

    async def go_to(self, day: str) -> None:
        """Makes it shortly after nine on that day, and delivers what has fallen due."""
        self.clock.set(_morning(day))
        await self.tell()

    async def tell(self) -> None:
        """Delivers what is due by now."""
        await self.demo.service.jobs.tick_all()
        await self.demo.service.worker.drain(self.of.tenant_id)


def _morning(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:05").replace(tzinfo=LONDON)


@asynccontextmanager
async def running(
    framework: str, day: str, folder: Path, browser: Browser
) -> AsyncIterator[Running]:
    """The demo's council of that framework at nine on `day`, its cards of the month delivered."""
    of = next(each for each in DEMO_COUNCILS if each.framework == framework)
    database = f"sqlite+aiosqlite:///{folder}/sightline.db"
    settings = Settings(_env_file=None, port=free_port(), database_url=database)  # type: ignore[call-arg]  # pydantic-settings' own
    clock = MovableClock(_morning(day))
    async with run_demo(
        settings, folder, clock, limits=OFF, pace=UNPACED, demo_councils=[of]
    ) as demo:
        council = Running(of, demo, clock, browser)
        await demo.teams.install_everyone()
        await council.tell()
        yield council
