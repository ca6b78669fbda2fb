"""The councils' channels in local Teams, where the bot tells nobody anything of theirs."""

from datetime import date
from pathlib import Path

import pytest

from bot.clock import clock_starting_at
from bot.delivery.pace import OFF as UNPACED
from bot.demo import run_demo
from bot.demo_council import DEMO_COUNCILS, DemoCouncil, channels
from bot.local_teams import OFF
from dialogs.words import OTHERS_READ_ALONG
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


async def test_whoever_speaks_to_the_bot_in_a_channel_is_sent_to_their_own_chat(
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
        own = len(demo.teams.messages(who.object_id))
        for typed in ("my work", "draw", "why MC-100000"):
            said = await demo.teams.say(who.object_id, f"@Sightline {typed}", channel=area.id)
            assert not said.failed
        there = demo.teams.messages(who.object_id, channel=area.id)
        assert len(demo.teams.messages(who.object_id)) == own
    asked, answered = there[::2], there[1::2]
    assert [each.activity["text"] for each in answered] == [OTHERS_READ_ALONG] * 3
    assert [each.thread for each in answered] == [each.id for each in asked]
