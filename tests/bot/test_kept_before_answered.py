"""A card is drawn while the disk takes what was pressed, and goes out only when it has."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.handler import OUR_FAULT
from bot.local_teams import Answer
from programme.action import ActionState
from programme.audit import Audit
from storage.sqlite_disk import Disk
from tests.bot.chats import AN_ACTION, Chats, buttons, chats, words_of

ACTIONS = "Actions from an audit"
PRIYA = "Priya Nair"
ROUND_TRIPS = 50
"""To the service and back, in which it would have answered."""


class HeldUp:
    """A disk that takes nothing until it is let, and refuses if it `fails`."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self.fails = False

    def put_under(self, patched: pytest.MonkeyPatch) -> None:
        """From now on every database's log is on it."""
        sync = Disk._sync

        async def held_up(disk: Disk) -> None:
            self.begun.set()
            await self.may_end.wait()
            if self.fails:
                raise OSError("the disk is gone")
            await sync(disk)

        patched.setattr(Disk, "_sync", held_up)


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Chats]:
    async with chats(tmp_path) as found:
        yield found


@pytest_asyncio.fixture
async def disk(monkeypatch: pytest.MonkeyPatch, office: Chats) -> AsyncIterator[HeldUp]:
    """What `office` is on, from the moment that a test puts it there."""
    held_up = HeldUp()
    yield held_up
    held_up.may_end.set()
    monkeypatch.undo()
    await office.delivered()


async def pressing(office: Chats) -> Answer:
    """What Priya is answered; that it is delivered isn't waited for, nor could it be."""
    message = office.message(PRIYA, ACTIONS)
    shown = message.activity["attachments"][0]["content"]
    action, data = next(b for b in buttons(shown) if b[0]["title"] == "Mark as completed")
    pressed = {**action, "data": {**data, "complete_note": "Dates agreed on Monday."}}
    return await office.demo.teams.press(office.who(PRIYA).object_id, message.id, pressed)


async def set_action(office: Chats) -> Audit:
    audit = await office.submit_audit(PRIYA, AN_ACTION)
    await office.delivered()
    return audit


async def answering(office: Chats) -> None:
    """The service answers others, and so would have answered what it can."""
    for _ in range(ROUND_TRIPS):
        async with office.http.get(f"{office.demo.url}/healthz") as alive:
            assert alive.status == 200


async def state_of(office: Chats, audit: Audit) -> list[ActionState]:
    return [action.state for action in await office.actions_of(audit)]


async def test_nothing_is_answered_before_it_is_on_the_disk(
    office: Chats, disk: HeldUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = await set_action(office)
    disk.put_under(monkeypatch)

    answered = asyncio.ensure_future(pressing(office))
    await disk.begun.wait()
    await answering(office)
    assert not answered.done()
    assert await state_of(office, audit) == [ActionState.COMPLETED]

    disk.may_end.set()
    answer = await answered
    assert "Completed: Put dates to the plan." in words_of(answer.card)


async def test_who_presses_again_is_not_told_before_the_first_is(
    office: Chats, disk: HeldUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_action(office)
    disk.put_under(monkeypatch)

    first = asyncio.ensure_future(pressing(office))
    await disk.begun.wait()
    again = asyncio.ensure_future(pressing(office))
    await answering(office)
    assert not first.done()
    assert not again.done()

    disk.may_end.set()
    assert words_of((await again).card) == words_of((await first).card)


async def test_a_disk_that_refuses_is_not_answered_for(
    office: Chats, disk: HeldUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_action(office)
    disk.put_under(monkeypatch)
    disk.fails = True
    disk.may_end.set()

    answer = await pressing(office)

    assert answer.toast == OUR_FAULT
    disk.fails = False
    assert (await pressing(office)).card is not None, "what is kept is shown once more"
