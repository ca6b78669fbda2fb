"""“Take this back” on the card of whoever recorded it, and what everybody's card says then."""

from datetime import timedelta

import pytest

from dialogs.conversation import ShowLive
from programme.message import MessageKind
from storage.engine import Engine
from tests.bot.chats import titles, words_of
from tests.dialogs.live_scene import THE_18TH, Submitted, set_scene
from tests.dialogs.presses_of_a_scene import presses_of
from tests.dialogs.turns import send, shown
from tests.programme.use_cases.reviewing import FORM

THE_24TH = THE_18TH + timedelta(days=6)


@pytest.fixture
def dialect() -> str:
    """Cards are the same on either database."""
    return "sqlite"


@pytest.fixture
async def scene(engine: Engine) -> Submitted:
    return await set_scene(engine)


async def test_the_card_says_until_when_and_then_that_it_was_taken_back(scene: Submitted) -> None:
    little, ask = scene.little, ShowLive(MessageKind.PRACTICE, FORM)
    before = await shown(little, "iris", ask, THE_18TH)
    assert "You can take this back until Monday 21 December 2026." in words_of(before)
    assert titles(before) == ["Take this back"]
    assert "Take this back" not in titles(await shown(little, "ann", ask, THE_18TH))
    press = (await presses_of(scene))["recorded.take_back"]
    answer = await send(little, press.who, press.data, THE_18TH)
    after = await shown(little, "iris", answer, THE_18TH)
    assert "Taken back." in words_of(after)
    assert titles(after) == []
    for reader in ("ann", "sam"):
        told = await shown(little, reader, ask, THE_18TH)
        assert "Iris took this back on Fri 18 Dec: it was recorded by mistake." in words_of(told)
        assert "He drew the plan with her." not in words_of(told)
        assert titles(told) == []


async def test_too_late_the_card_stays_and_says_so(scene: Submitted) -> None:
    little = scene.little
    press = (await presses_of(scene))["recorded.take_back"]
    before = await little.everything()
    answer = await send(little, press.who, press.data, THE_24TH)
    told = words_of(await shown(little, "iris", answer, THE_24TH))
    assert "This could be taken back until Monday 21 December 2026" in told
    assert "He drew the plan with her." in told
    assert await little.everything() == before


async def test_whoever_acknowledges_it_afterwards_reads_that_it_was_taken_back(
    scene: Submitted,
) -> None:
    little = scene.little
    press = (await presses_of(scene))["recorded.take_back"]
    await send(little, press.who, press.data, THE_18TH)
    acknowledge = {"verb": "practice.acknowledge", "subject": FORM}
    answer = await send(little, "ann", acknowledge, THE_18TH)
    assert "This was taken back meanwhile." in words_of(await shown(little, "ann", answer))
