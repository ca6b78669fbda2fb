"""The councils that ticks are measured in: many open actions, of which a few are due."""

from datetime import UTC, date, datetime

from sqlalchemy import Connection, Table, text, update

from bot.bank_holidays import england
from programme.action import Action
from programme.audit import Audit, AuditState
from programme.calendar import Calendar, Month
from programme.council import Council
from programme.frameworks.load import load_shipped, read_shipped, shipped
from programme.people import Person, Role, Team
from programme.use_cases.add_council import AddCouncil, add_council
from storage.actions import actions
from storage.audit_table import audits
from storage.councils import StoredCouncils
from storage.engine import Engine
from storage.migrations import migrate
from storage.work import StoredWork

TENANT = "11111111-2222-3333-4444-555555555555"
FRAMEWORK = next(found for found in shipped() if load_shipped(found).actions.confirmation)
"""One whose ticks also ask for confirmations and escalate delay."""
DUE = 200
ACTIONS_AN_AUDIT = 4
TEAMS = 20
FIRST_DAY = date(2027, 3, 1)
FAR = date(2099, 12, 1)


def council() -> Council:
    """The council, as the service would read it."""
    return Council(TENANT, load_shipped(FRAMEWORK), Calendar(england(FIRST_DAY)))


async def fill(engine: Engine, count: int) -> None:
    """Makes the tables and the council, with `count` open actions of audits that are done."""
    await migrate(engine)
    now = datetime(2026, 1, 5, 9, tzinfo=UTC)
    rules = load_shipped(FRAMEWORK)
    adding = AddCouncil(TENANT, rules, read_shipped(FRAMEWORK), id_key="")
    await add_council(adding, councils=StoredCouncils(engine), now=now)
    async with StoredWork(engine)(TENANT) as w:
        await w.teams.replace([Team(f"Team {n}", "Locality") for n in range(TEAMS)])
        await w.people.save([_manager(n) for n in range(TEAMS)])
        await w.audits.add([_audit(rules.tools[0].id, rules.rounds[0].id)])
        await w.actions.add([_action()])
        await w.commit()
    async with engine.writing() as connection:
        await connection.run_sync(lambda c: _multiply(c, count))
    if engine.dialect == "postgresql":
        async with engine.writing() as connection:
            await connection.execute(text("ANALYZE"))  # as its own daemon does before long


async def make_due(engine: Engine, day: date) -> None:
    """Has the DUE first actions fall due on `day`, as though nobody had heard of them."""
    those = actions.c.id.in_([f"a{number}" for number in range(DUE)])
    nothing_told = dict.fromkeys(("reminded", "reminded_on", "escalated_on"))
    async with engine.writing() as connection:
        await connection.run_sync(
            lambda c: c.execute(update(actions).where(those).values(due=day, **nothing_told))
        )


def _manager(number: int) -> Person:
    return Person(
        f"p{number}",
        f"Manager {number}",
        f"p{number}@council.example",
        frozenset({Role.TEAM_MANAGER}),
        f"Team {number}",
        "Locality",
    )


def _audit(tool_id: str, round_id: str) -> Audit:
    return Audit(
        id="template",
        month=Month(2026, 1),
        case_reference="CF-1",
        cohort="child_in_need",
        team="Team 0",
        service_area="Locality",
        tool_id=tool_id,
        lead_id="p1",
        peer_id="p2",
        due=date(2026, 1, 30),
        round_id=round_id,
        state=AuditState.SUBMITTED,
        submitted_at=datetime(2026, 1, 28, 9, tzinfo=UTC),
        submitted_by="p1",
    )


def _action() -> Action:
    return Action(
        id="template",
        audit_id="template",
        month="2026-01",
        number=1,
        case_reference="CF-1",
        team="Team 0",
        text="Put a date to each step of the plan and share it with the family",
        due=FAR,
        set_by="p1",
    )


def _multiply(connection: Connection, count: int) -> None:
    """The one audit and the one action many times over, in the database itself."""
    team = f"'Team ' || CAST(i % {TEAMS} AS VARCHAR)"
    _copy(connection, audits, count // ACTIONS_AN_AUDIT, {"id": _name("u", "i"), "team": team})
    audit = _name("u", f"i / {ACTIONS_AN_AUDIT}")
    _copy(connection, actions, count, {"id": _name("a", "i"), "audit_id": audit, "team": team})


def _copy(connection: Connection, table: Table, count: int, other: dict[str, str]) -> None:
    columns = ", ".join(column.name for column in table.columns)
    values = ", ".join(other.get(column.name, column.name) for column in table.columns)
    numbers = "n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)"
    connection.execute(
        text(
            f"INSERT INTO {table.name} ({columns}) WITH RECURSIVE {numbers} "
            f"SELECT {values} FROM n, {table.name} WHERE id = 'template'"
        ),
        {"count": count},
    )
    connection.execute(table.delete().where(table.c.id == "template"))


def _name(letter: str, number: str) -> str:
    return f"'{letter}' || CAST({number} AS VARCHAR)"
