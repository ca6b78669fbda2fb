"""One id goes from an activity to the push that follows of it, and the log names nobody."""

import asyncio
import json
from pathlib import Path

from sqlalchemy import select

from storage.outbox_table import outbox
from tests.bot.child import Child, child
from tests.bot.delivery.council import until
from tests.little_council import CASES, STAFF, TENANT


async def test_an_activity_and_what_is_pushed_because_of_it_have_one_id(tmp_path: Path) -> None:
    async with child(tmp_path, SIGHTLINE_LOG_FORMAT="json") as service, asyncio.timeout(120):
        service.world.let_go()
        assert await service.said() == 202
        await until(lambda: _written_to(service, "a:1abc") >= 2)
        code, told = await service.stop()
        assert code == 0, told
        async with service.council.engine.connect() as connection:
            rows = await connection.execute(select(outbox))
            causes = {row.person_id: row.cause for row in rows}

    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    sent = [line for line in lines if line["message"].startswith("Sent a card of kind welcome")]
    ids = {
        headers.get("x-ms-client-request-id")
        for _, where, headers in service.world.seen
        if where == "a:1abc"
    }
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
