"""`sightline demo`: the service and local Teams on loopback, with fictional councils to try."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.authentication import Authenticator, FixedToken
from bot.clock import Clock
from bot.delivery.pace import PaceSettings
from bot.demo_council import APP_ID, DEMO_COUNCILS, DemoCouncil, channels, residents, staff_csv
from bot.imports.case_file import read_case_file
from bot.imports.staff_file import read_staff_file
from bot.local_teams import TEAMS, Limits, LocalTeams
from bot.local_teams.issuer import Issuer
from bot.server import serving
from bot.settings import Settings
from bot.solver import ScipySolver
from bot.wiring import Outside, Service, open_service, open_session
from manifest.build import build_manifest
from manifest.registration import Registration
from programme.calendar import Month
from programme.council import Council
from programme.errors import CorrectAndRepeat
from programme.frameworks.load import parse, read_shipped
from programme.round_period import round_periods
from programme.use_cases.add_council import AddCouncil, add_council
from programme.use_cases.draw_allocation import DrawAllocation, draw_allocation
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.import_staff import ImportStaff, import_staff

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SEED = 2026
"""Of the demo's draws."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Demo:
    """The running demo."""

    url: str
    service: Service
    teams: LocalTeams
    councils: tuple[Council, ...]


@asynccontextmanager
async def run_demo(
    settings: Settings,
    folder: Path,
    clock: Clock,
    *,
    limits: Limits = TEAMS,
    pace: PaceSettings | None = None,
    demo_councils: Sequence[DemoCouncil] = DEMO_COUNCILS,
) -> AsyncIterator[Demo]:
    """Serves the demo while it is open; `folder` keeps the councils' files and the chats.

    `limits` are what local Teams enforces, `pace` what Sightline keeps to.

    Raises CorrectAndRepeat for a host that others could reach.
    """
    if settings.host not in LOOPBACK:
        raise CorrectAndRepeat(
            f"The demo signs nobody in, so it only starts on this machine, not on {settings.host}."
        )
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    url = f"http://{settings.host}:{settings.port}"
    issuer = Issuer(APP_ID, url, clock)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session())
        outside = Outside(
            session=session,
            authentication=Authenticator(APP_ID, issuer.metadata_url, session, clock),
            tokens=FixedToken(),
            allowed=lambda service_url: service_url.rstrip("/") == url,
        )
        service = await stack.enter_async_context(open_service(settings, outside, clock, pace=pace))
        staff = {each.name: each.staff(clock().date()) for each in demo_councils}
        teams = LocalTeams(
            councils={each.tenant_id: each.name for each in demo_councils},
            app_id=APP_ID,
            residents=[person for people in staff.values() for person in residents(people)],
            manifest=build_manifest(Registration(APP_ID, settings.host, url)),
            channels=[each for name, people in staff.items() for each in channels(name, people)],
            bot_url=f"{url}/api/messages",
            url=url,
            store=folder / "local-teams.db",
            token=lambda service_url: issuer.token(service_url=service_url),
            limits=limits,
            now=clock,
        )
        issuer.add_routes(service.app)
        teams.add_to(service.app)
        councils = [await _council(each, service, folder, clock()) for each in demo_councils]
        await stack.enter_async_context(serving(service.app, settings))
        yield Demo(url, service, teams, tuple(councils))


async def begin(demo: Demo) -> None:
    """What happens once the demo is up: everyone gets the app, and what is due goes out."""
    await demo.teams.install_everyone()
    await demo.service.jobs.tick_all()
    demo.service.jobs.start()


async def _council(each: DemoCouncil, service: Service, folder: Path, now: datetime) -> Council:
    """A council with this month allocated; made at the first start, kept at the next."""
    rules = read_shipped(each.framework)
    await add_council(
        # Without a key: the same ids, and so the same draw, each time, of people who don't exist.
        AddCouncil(each.tenant_id, parse(rules, each.framework), rules, id_key=""),
        councils=service.storage.councils,
        now=now,
    )
    council = await service.councils.get(each.tenant_id)
    if council is None:
        raise RuntimeError("The demo's council was added, and is not there.")
    await fill(each, council, service, folder, now)
    return council


async def fill(
    each: DemoCouncil, council: Council, service: Service, folder: Path, now: datetime
) -> None:
    """Imports the fictional council's files where nobody is known yet, and draws the month's rounds
    that aren't drawn."""
    work = service.storage.work
    async with work(each.tenant_id) as w:
        known = bool(await w.people.all())
        undrawn = [
            of
            for of in round_periods(council.framework, Month.of(council.today(now)))
            if await w.allocations.get(of.round_id, of.month) is None
        ]
    if not known:
        await _import(each, council, service, folder, now)
    for of in undrawn:
        await draw_allocation(
            DrawAllocation(council, None, of, SEED, "command line"),
            work=work,
            solver=ScipySolver(),
            now=now,
        )


async def _import(
    each: DemoCouncil, council: Council, service: Service, folder: Path, now: datetime
) -> None:
    """Takes the fictional council's files in the way a real council's are."""
    staff_file = folder / f"{each.framework}-staff.csv"
    today = council.today(now)
    case_file = await asyncio.to_thread(_write_files, each, staff_file, today)
    staff = read_staff_file(staff_file, ids_from=council.ids_from, progress=_quietly)
    work = service.storage.work
    await import_staff(ImportStaff(council, staff, "command line"), work=work, now=now)
    names = [team.name for team in staff.teams]
    cases = await asyncio.to_thread(read_case_file, case_file, teams=names, progress=_quietly)
    await import_cases(ImportCases(council, cases, "command line"), work=work, now=now)


def _write_files(each: DemoCouncil, staff_file: Path, today: date) -> Path:
    staff_file.write_text(staff_csv(each.staff(today)), "utf-8")
    return each.write_cases(staff_file.parent, today)


def _quietly(_done: int, _of: int | None) -> None:
    """The demo's own files need no progress bar."""
