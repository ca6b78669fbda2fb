"""What a simulated year has left: in the record of events, and of actions."""

import sqlite3
from pathlib import Path

from bot.simulation.lists import FictionalLists
from bot.simulation.year import Year
from programme.action import Action
from programme.action_clock import ActionClock, period_end
from programme.use_cases.verify_events import verify_events
from storage.engine import create_engine
from storage.work import StoredWork


def named_in_events(folder: Path, lists: FictionalLists) -> list[str]:
    """The references, names and addresses of the lists that any event holds."""
    local = sqlite3.connect(folder / "simulation.db")
    rows = local.execute("SELECT DISTINCT who, verb, subject, source, detail FROM events")
    text = "\n".join(" ".join(row) for row in rows).lower()
    local.close()
    assert text.count("\n") > 500, "a year of events"
    people = [word for person in lists.people for word in (person.name, person.email)]
    words = [*(case.reference for case in lists.cases), *people]
    return [word for word in words if word.lower() in text]


async def chain_is_whole(folder: Path) -> bool:
    """Whether every event of the year follows the one before."""
    engine = create_engine(f"sqlite:///{folder}/simulation.db", lasting=False)
    work = StoredWork(engine)
    local = sqlite3.connect(folder / "simulation.db")
    tenants = [tenant for (tenant,) in local.execute("SELECT DISTINCT tenant_id FROM events")]
    local.close()
    found = [await verify_events(tenant, work=work) for tenant in tenants]
    await engine.dispose()
    return bool(found) and all(one.fault is None for one in found)


def actions_by_another_clock(year: Year) -> list[Action]:
    """Actions of the rounds' audits that aren't due when the framework proposes: ten working days
    after the period, or as soon as the priority asks (WB-07, BD-05)."""
    audits = {audit.id: audit for audit in year.audits}
    rules, calendar = year.council.framework, year.council.calendar
    found = [action for action in year.actions if action.audit_id in audits and action.set_on]
    assert found, "a year of actions"
    ends = {each.id: period_end(rules, each.round_id, each.month) for each in audits.values()}
    return [
        action
        for action in found
        if action.set_on
        and action.due
        != ActionClock(rules.actions, calendar, action.set_on, ends[action.audit_id]).proposed(
            action.priority
        )
    ]
