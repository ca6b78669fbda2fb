"""`sightline run` stops without losing or doubling anything: a real process in mid-send."""

import asyncio
import socket
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import select

from bot import wiring
from bot.delivery.worker import DeliveryWorker
from bot.server import serving
from bot.settings import Settings
from programme.errors import CorrectAndRepeat
from programme.message import Delivery
from storage.leases import leases
from tests.bot.child import GREETED, Child, child


async def test_it_takes_no_more_while_requests_are_finished(tmp_path: Path) -> None:
    async with child(tmp_path, SIGHTLINE_SENDS_A_SECOND="2") as service, asyncio.timeout(120):
        asking = asyncio.create_task(service.said())
        await service.world.asked.wait()
        await service.greet()
        await service.world.written.wait()
        stopping = asyncio.create_task(service.stop())
        await service.until_refused()
        assert not stopping.done()
        service.world.go_on.set()
        while await _leases(service):  # noqa: ASYNC110 - another process tells nobody of it
            await asyncio.sleep(0.01)
        assert not asking.done()
        service.world.tell.set()

        code, told = await stopping
        assert code == 0, told
        assert await asking == 202
        states = await service.states()

    assert {who for who in GREETED if states[who] == Delivery.SENT} == service.greeted()
    assert set(states.values()) == {Delivery.SENT, Delivery.WAITING}


async def _leases(service: Child) -> int:
    async with service.council.engine.connect() as connection:
        return len([*await connection.execute(select(leases))])


class Stuck(DeliveryWorker):
    """A worker whose sends never end."""

    def __init__(self) -> None:
        self.given_up = False

    async def run(self, stop: asyncio.Event) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.given_up = stop.is_set()
            raise


async def test_what_never_ends_is_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(wiring, "SENDS_FINISH_IN", 0.0)
    worker = Stuck()
    async with asyncio.timeout(20), wiring._delivering(worker, asyncio.Event()):
        await asyncio.sleep(0)
    assert worker.given_up
    assert "taken up at the next start" in caplog.text


async def test_an_address_that_is_taken_is_refused_with_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = Settings(_env_file=None, port=port)  # type: ignore[call-arg]  # pydantic-settings' own argument
        with pytest.raises(CorrectAndRepeat, match=f"127.0.0.1:{port} .EADDRINUSE."):
            async with serving(web.Application(), settings):
                pass
