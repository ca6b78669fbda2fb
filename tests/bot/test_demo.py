"""The demo: made at the first start, kept at the next, and on this machine alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import clock_starting_at
from bot.delivery.pace import OFF as UNPACED
from bot.demo import begin, run_demo
from bot.demo_council import DEMO_COUNCILS, TENANT_ID, colleagues
from bot.local_teams import OFF
from bot.settings import Settings
from programme.errors import CorrectAndRepeat
from tests.bot.chats import DECEMBER, START, free_port

MARLSHIRE = DEMO_COUNCILS[:1]


def settings(folder: Path, **changes: object) -> Settings:
    database = f"sqlite+aiosqlite:///{folder}/sightline.db"
    stated = {"port": free_port(), "database_url": database, **changes}
    return Settings(_env_file=None, **stated)  # type: ignore[call-arg,arg-type]  # by name


async def test_it_starts_again_with_everything_as_it_was(tmp_path: Path) -> None:
    async with run_demo(
        settings(tmp_path),
        tmp_path,
        clock_starting_at(START),
        limits=OFF,
        pace=UNPACED,
        demo_councils=MARLSHIRE,
    ) as demo:
        await begin(demo)
        await demo.service.worker.drain(TENANT_ID)
        who = next(r for r in demo.teams.directory.residents if r.name == "Priya Nair")
        before = [m.activity for m in demo.teams.messages(who.object_id)]
        async with demo.service.storage.work(TENANT_ID) as w:
            audits = await w.audits.of_month(DECEMBER)
            cases = await w.cases.all()

    later = clock_starting_at(START + timedelta(days=1))
    async with run_demo(
        settings(tmp_path), tmp_path, later, limits=OFF, pace=UNPACED, demo_councils=MARLSHIRE
    ) as demo:
        await begin(demo)
        await demo.service.worker.drain(TENANT_ID)
        after = [m.activity for m in demo.teams.messages(who.object_id)]
        async with demo.service.storage.work(TENANT_ID) as w:
            assert await w.audits.of_month(DECEMBER) == audits
            assert await w.cases.all() == cases

    assert [a["summary"] for a in before] == [
        "Hello from Sightline",
        "Your audits for December 2026",
    ]
    assert [a["summary"] for a in after] == [a["summary"] for a in before]


async def test_the_council_is_of_a_believable_size(tmp_path: Path) -> None:
    clock = clock_starting_at(START)
    async with run_demo(
        settings(tmp_path), tmp_path, clock, limits=OFF, pace=UNPACED, demo_councils=MARLSHIRE
    ) as demo:
        async with demo.service.storage.work(TENANT_ID) as w:
            teams, people, cases = await w.teams.all(), await w.people.all(), await w.cases.all()
        assert (len(teams), len({team.service_area for team in teams})) == (20, 6)
        assert 1_300 < len(cases) < 1_700
        assert {person.name for person in people} == {c.name for c in colleagues(START.date())}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org", ""])
async def test_it_refuses_a_host_that_others_could_reach(tmp_path: Path, host: str) -> None:
    folder = tmp_path / "var"
    with pytest.raises(CorrectAndRepeat, match="only starts on this machine"):
        async with run_demo(settings(tmp_path, host=host), folder, clock_starting_at(START)):
            pass
    assert not folder.exists()
