"""The councils' channels in local Teams, and the bot that is spoken to there."""

from datetime import date
from pathlib import Path

import pytest

from bot.clock import clock_starting_at
from bot.delivery.pace import OFF as UNPACED
from bot.demo import run_demo
from bot.demo_council import DEMO_COUNCILS, DemoCouncil, channels
from bot.local_teams import OFF
from tests.bot.chats import START
from tests.bot.test_demo import MARLSHIRE, settings

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize("council", DEMO_COUNCILS, ids=lambda council: council.name)
def test_each_service_area_has_a_channel_of_its_own_people(council: DemoCouncil) -> None:
    staff = council.staff(TODAY)
    found = channels(council.name, staff)
    areas = {person.service_area for person in staff if person.service_area}
    assert {each.name for each in found} == areas
    assert len({each.id for each in found}) == len(areas)
    for each in found:
        own = {person.object_id for person in staff if person.service_area == each.name}
        assert set(each.members) == own
        assert (each.team.name, each.team.tenant_id) == (council.name, council.tenant_id)
    assert channels(council.name, staff) == found


async def test_the_bot_answers_a_mention_in_the_thread_where_it_was_spoken_to(
    tmp_path: Path,
) -> None:
    async with run_demo(
        settings(tmp_path),
        tmp_path,
        clock_starting_at(START),
        limits=OFF,
        pace=UNPACED,
        demo_councils=MARLSHIRE,
    ) as demo:
        await demo.teams.install_everyone()
        who = next(r for r in demo.teams.directory.residents if r.name == "Priya Nair")
        area = next(
            each
            for each in channels(MARLSHIRE[0].name, MARLSHIRE[0].staff(START.date()))
            if who.object_id in each.members
        )
        said = await demo.teams.say(who.object_id, "@Sightline help", channel=area.id)
        asked, answered = demo.teams.messages(who.object_id, channel=area.id)
    assert not said.failed
    assert (asked.from_bot, answered.from_bot) == (False, True)
    assert (asked.thread, answered.thread) == (None, asked.id)
