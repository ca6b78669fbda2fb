"""Two councils with the same references and the same people, and the service for both."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from storage.engine import create_engine
from storage.migrations import migrate
from tests.dialogs.live_scene import Submitted, set_scene
from tests.dialogs.presses_of_a_scene import Press, presses_of
from tests.little_council import OTHER_TENANT, LittleCouncil
from tests.security.hostile import real_activities
from tests.security.soaking import Restorable, Soak
from tests.security.stage import Json, Stage, on_stage, people_of


@dataclass(frozen=True)
class TwoCouncils:
    """Both in full, everyone met, and what can be pressed in the first."""

    stage: Stage
    here: Submitted
    there: Submitted
    presses: Mapping[str, Press]

    @property
    def littles(self) -> tuple[LittleCouncil, LittleCouncil]:
        return self.here.little, self.there.little


@asynccontextmanager
async def two_councils(url: str) -> AsyncIterator[TwoCouncils]:
    """They share a database, whose tables are made; what is due goes out when it is asked for."""
    engine = create_engine(url)
    try:
        await migrate(engine)
        here, there = await set_scene(engine), await set_scene(engine, OTHER_TENANT)
        presses = await presses_of(here)
        async with on_stage(url, here.little, there.little, delivers=False) as stage:
            for little in (here.little, there.little):
                await stage.meet(little.tenant_id, await people_of(little))
            yield TwoCouncils(stage, here, there, presses)
    finally:
        await engine.dispose()


class Soaked:
    """A soak that has begun: what is real, and the ids of another council's subjects."""

    def __init__(self, soak: Soak, real: Sequence[Json], others_ids: Sequence[str]) -> None:
        self.soak, self.real, self.others_ids = soak, real, others_ids


@asynccontextmanager
async def soaked(url: str) -> AsyncIterator[Soaked]:
    """Two councils, of which one is to be sent anything; in a SQLite file every change is judged
    and undone."""
    file = url.partition("sqlite+aiosqlite:///")[2]
    async with two_councils(url) as both:
        here, there = both.littles
        soak = Soak(both.stage, here, there)
        real = [*real_activities(both.stage, here.tenant_id, both.presses)]
        await soak.begin(Restorable(file) if file else None, real)
        try:
            yield Soaked(soak, tuple(each for _, each in real), await ids_of(both.there))
        finally:
            soak.end()


async def ids_of(scene: Submitted) -> tuple[str, ...]:
    """Ids of a council's subjects, people and of the council itself."""
    little = scene.little
    audits = [audit.id for audit in await little.audits()]
    action = scene.action
    return (
        little.tenant_id,
        *audits,
        action.id,
        f"{action.id}/{action.version}",
        f"grade_alert/{action.audit_id}",
        scene.commissioned.id,
    )
