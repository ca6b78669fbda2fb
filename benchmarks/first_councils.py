"""The councils of `benchmarks.the_first`: one is taken in and drawn, the others are its copies."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

import asyncpg  # type: ignore[import-untyped]  # it ships no types

from benchmarks.allocation import council as council_lists
from benchmarks.council import FRAMEWORK, TENANT, THE_FIRST
from bot.bank_holidays import england
from bot.solver import ScipySolver
from bot.wiring import open_storage
from programme.calendar import Calendar, Month
from programme.case_list import CaseList
from programme.council import Council
from programme.frameworks.load import parse, read_shipped
from programme.people import Person, Role
from programme.round_period import round_period
from programme.staff_list import StaffList
from programme.use_cases.add_council import AddCouncil, add_council
from programme.use_cases.draw_allocation import DrawAllocation, draw_allocation
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.import_staff import ImportStaff, import_staff
from storage.tables import metadata

DECEMBER = Month(2026, 12)
BEFORE = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
OFFICER = Person("officer", "QA officer", "qa@council.example", frozenset({Role.QA_OFFICER}))


async def fill(url: str, teams_url: str, councils: int, managers: int, cases: int) -> None:
    """Makes the councils, December drawn and everybody met at `teams_url`."""
    await _fill_one(url, managers, cases)
    tenants = [str(uuid5(UUID(TENANT), str(number))) for number in range(1, councils)]
    connection = await asyncpg.connect(url)
    try:
        for table in metadata.sorted_tables:
            if "tenant_id" not in table.primary_key:
                continue
            names = ", ".join(f'"{c.name}"' for c in table.columns if c.name != "tenant_id")
            await connection.execute(
                f'INSERT INTO "{table.name}" (tenant_id, {names}) SELECT copied.tenant, {names} '
                f'FROM "{table.name}", unnest($1::text[]) AS copied (tenant) WHERE tenant_id = $2',
                tenants,
                TENANT,
            )
        await connection.execute(
            "INSERT INTO conversations "
            "(tenant_id, person_id, service_url, conversation_id, user_id) "
            "SELECT tenant_id, id, $1, tenant_id || ':' || id, '29:' || id FROM people",
            teams_url,
        )
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


async def _fill_one(url: str, managers: int, cases: int) -> None:
    rules = read_shipped(FRAMEWORK)
    framework = parse(rules, FRAMEWORK)
    council = Council(TENANT, framework, Calendar(england(THE_FIRST.date())))
    people, teams, listed = council_lists(managers, cases)
    staff = StaffList((*people, OFFICER), tuple(teams), read=len(people) + 1)
    async with open_storage(url) as storage:
        work = storage.work
        await add_council(
            AddCouncil(TENANT, framework, rules, id_key=""), councils=storage.councils, now=BEFORE
        )
        await import_staff(ImportStaff(council, staff, "benchmark"), work=work, now=BEFORE)
        case_list = CaseList(tuple(listed), read=len(listed))
        await import_cases(ImportCases(council, case_list, "benchmark"), work=work, now=BEFORE)
        of = round_period(framework, framework.allocation, DECEMBER)
        await draw_allocation(
            DrawAllocation(council, None, of, 1, "benchmark"),
            work=work,
            solver=ScipySolver(),
            now=BEFORE,
        )
