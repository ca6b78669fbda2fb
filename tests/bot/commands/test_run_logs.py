"""A real process in mid-send: what is in flight is finished, one id goes from an activity to the
push that follows of it, and the log names nobody."""

import asyncio
import json
from pathlib import Path

from sqlalchemy import select

from programme.message import Delivery
from storage.outbox_table import outbox
from tests.bot.child import GREETED, Child, child
from tests.bot.delivery.council import until
from tests.little_council import CASES, STAFF, TENANT


async def test_what_is_in_flight_is_finished_and_has_the_id_of_what_set_it_going(
    tmp_path: Path,
) -> None:
    async with child(tmp_path, SIGHTLINE_LOG_FORMAT="json") as service, asyncio.timeout(120):
        service.world.tell.set()
        await service.greet()
        assert await service.said() == 202
        await until(lambda: _written_to(service, "a:1abc") >= 2)
        await until(lambda: service.greeted() == {*GREETED})
        stopping = asyncio.create_task(service.stop())
        await service.until_refused()
        assert not stopping.done()
        service.world.go_on.set()
        code, told = await stopping
        assert code == 0, told
        assert set((await service.states()).values()) == {Delivery.SENT}
        async with service.council.engine.connect() as connection:
            rows = await connection.execute(select(outbox))
            causes = {row.person_id: row.cause for row in rows}

    assert len(service.world.seen) == len(GREETED) + 3  # who it is, the answer, the welcome
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    sent = [line for line in lines if line["message"].startswith("Sent a card of kind welcome")]
    ids = {
        headers.get("x-ms-client-request-id")
        for _, where, headers in service.world.seen
        if where == "a:1abc"
    }
    assert causes["quinn"]
    assert ids == {causes["quinn"]}
    assert causes["quinn"] in {line["id"] for line in sent}
    assert {(line["kind"], line["council"]) for line in sent} == {("welcome", TENANT)}
    # What no activity and no tick of this process set going has none.
    assert causes["ann"] is None
    _names_nobody(told)


def _written_to(service: Child, conversation: str) -> int:
    posts = [where for method, where, _ in service.world.seen if method == "POST"]
    return posts.count(conversation)


def _names_nobody(told: str) -> None:
    for person in STAFF:
        assert person.name not in told
        assert person.email not in told
    for case in CASES:
        assert case.reference not in told
    assert "of the machine" not in told
