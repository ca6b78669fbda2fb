"""Who is let in: every wrong token and every wrong activity, over HTTP against the whole service.

`pytest tests/security/test_inbound.py -s` prints the table, which stands in inbound.txt.
"""

import asyncio
import logging
import os
import re
import socket
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Pool, event

from storage.engine import create_engine
from storage.migrations import migrate
from tests.little_council import TENANT, little_council
from tests.security.stage import Answer, Json, Stage, on_stage
from tests.security.tokens import WRONG

pytestmark = pytest.mark.asyncio(loop_scope="module")
TABLE = Path(__file__).with_name("inbound.txt")
ELSEWHERE = "99999999-9999-4999-8999-999999999999"
OF_ANOTHER_TENANT = {"tenant": {"id": ELSEWHERE}}
PRESS = {"verb": "allocation.acknowledge", "kind": "allocation", "subject": "2026-12"}

NOT_COVERED: Mapping[str, tuple[int, Json]] = {
    "no channel": (401, {"channelId": None}),
    "an unendorsed channel": (401, {"channelId": "directline"}),
    "the emulator's channel": (401, {"channelId": "emulator"}),
    "channel a list": (401, {"channelId": ["msteams"]}),
    "no serviceUrl": (403, {"serviceUrl": None}),
    "another of Microsoft's service URLs": (403, {"serviceUrl": "https://smba.trafficmanager.net"}),
    "somebody else's service URL": (403, {"serviceUrl": "https://evil.example.com/"}),
    "serviceUrl a list": (403, {"serviceUrl": ["https://smba.trafficmanager.net"]}),
    "another tenant": (403, {"channelData": OF_ANOTHER_TENANT}),
    "no tenant": (403, {"channelData": None}),
    "tenant a list": (403, {"channelData": {"tenant": [TENANT]}}),
    "another tenant's chat under ours": (
        403,
        {"conversation": {"conversationType": "personal", "id": "a:1", "tenantId": ELSEWHERE}},
    ),
}
"""What a good token doesn't cover, by what is changed in a good activity."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('inbound')}/sightline.db"
    engine = create_engine(url)
    await migrate(engine)
    little = little_council(engine)
    await little.fill()
    with _statements_noted():
        async with on_stage(url, little, delivers=False) as there:
            ann = await little.person("ann")
            await there.meet(TENANT, [ann])
            there.microsoft.withdraw()
            await there.meet(TENANT, [ann])
            yield there
    await engine.dispose()


ASKED: list[str] = []
"""What the service asked its database, in whatever task: nothing is delivered beside it."""


def _trace(connection: sqlite3.Connection, _: object) -> None:
    connection.set_trace_callback(ASKED.append)


@contextmanager
def _statements_noted() -> Iterator[None]:
    event.listen(Pool, "connect", _trace)
    yield
    event.remove(Pool, "connect", _trace)


@pytest.fixture
def asked() -> list[str]:
    """What the database is asked from now on, to answer requests."""
    ASKED.clear()
    return ASKED


def a_press(stage: Stage, **changes: object) -> Json:
    """A good activity; a field given as None is left out."""
    made = {**stage.pressing(stage.who("ann", TENANT), PRESS), **changes}
    return {name: value for name, value in made.items() if value is not None}


async def answered_before_its_body(stage: Stage, header: str | None) -> Answer:
    """What a caller is told of whose body one byte has come, of a million."""
    port = int(stage.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port, family=socket.AF_INET)
    lines = [
        "POST /api/messages HTTP/1.1",
        "Host: sightline",
        "Content-Type: application/json",
        "Content-Length: 1000000",
        *([] if header is None else [f"Authorization: {header}"]),
    ]
    writer.write("\r\n".join([*lines, "", "{"]).encode())
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        (length,) = re.findall(rb"Content-Length: (\d+)", head)
        body = await reader.readexactly(int(length))
    finally:
        writer.close()
        await writer.wait_closed()
    return Answer(int(head.split()[1]), body)


async def test_a_good_token_with_a_good_activity_is_let_in_and_works(
    stage: Stage, asked: list[str]
) -> None:
    answer = await stage.post(a_press(stage))

    assert answer.status == 200
    assert any("people" in statement for statement in asked)


@pytest.mark.parametrize("wrong", WRONG)
async def test_what_proves_nothing_is_401_before_its_body_is_read_or_the_database_asked(
    stage: Stage, asked: list[str], wrong: str
) -> None:
    answer = await answered_before_its_body(stage, WRONG[wrong](stage))

    assert (answer.status, answer.json) == (401, {"error": "Not authenticated."})
    assert asked == []


@pytest.mark.parametrize("wrong", NOT_COVERED)
async def test_what_the_token_does_not_cover_is_refused_and_nothing_is_done_for_it(
    stage: Stage, asked: list[str], wrong: str
) -> None:
    expected, changes = NOT_COVERED[wrong]
    sent = len(stage.line.sent)

    answer = await stage.post(a_press(stage, **changes))

    assert answer.status == expected
    assert set(answer.json) == {"error"}
    # Whether the tenant was added is all that the database may be asked.
    about = {table for each in asked for table in re.findall(r"(?:FROM|INTO|UPDATE) (\w+)", each)}
    assert about <= ({"councils", "framework_versions"} if expected == 403 else set())
    assert len(stage.line.sent) == sent


async def test_a_service_url_that_token_and_activity_agree_on_must_still_be_microsofts(
    stage: Stage,
) -> None:
    evil = "https://evil.example.com/"

    answer = await stage.post(a_press(stage, serviceUrl=evil), stage.good_header(serviceurl=evil))

    assert answer.status == 403


async def test_a_rotated_key_is_picked_up_at_once(stage: Stage) -> None:
    stage.clock.advance(seconds=31)  # an unknown key may have been looked for just now
    stage.microsoft.withdraw()

    assert (await stage.post(a_press(stage))).status == 200


async def test_whoever_is_known_is_served_while_an_unknown_key_is_looked_for(
    stage: Stage,
) -> None:
    known = stage.good_header()
    assert (await stage.post(a_press(stage), known)).status == 200
    stage.clock.advance(seconds=31)
    stage.keys.open.clear()
    stage.keys.asked.clear()
    stranger = asyncio.create_task(stage.post(a_press(stage), WRONG["an unknown key"](stage)))
    await stage.keys.asked.wait()

    assert (await stage.post(a_press(stage), known)).status == 200
    assert not stranger.done()

    stage.keys.open.set()
    assert (await stranger).status == 401


@pytest.mark.parametrize("minutes", [{"exp": -4.9}, {"nbf": 4.9}], ids=["expired", "not yet valid"])
async def test_clocks_may_differ_by_five_minutes(stage: Stage, minutes: dict[str, float]) -> None:
    claims: dict[str, object] = {
        name: (stage.clock() + timedelta(minutes=after)).timestamp()
        for name, after in minutes.items()
    }

    assert (await stage.post(a_press(stage), stage.good_header(**claims))).status == 200


async def test_no_token_is_logged(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for wrong in (lambda _: stage.good_header(), *WRONG.values()):
            await stage.post(a_press(stage), wrong(stage) or "")

    assert "401" in caplog.text
    assert "eyJ" not in caplog.text


async def test_the_table_of_who_is_let_in(stage: Stage) -> None:
    rows = [("a good token, and what it covers", (await stage.post(a_press(stage))).status)]
    for name, header in WRONG.items():
        rows.append((name, (await answered_before_its_body(stage, header(stage))).status))
    for name, (_, changes) in NOT_COVERED.items():
        rows.append((name, (await stage.post(a_press(stage, **changes))).status))
    told = "".join(f"{status}  {name}\n" for name, status in rows)
    print(f"\n{told}")  # noqa: T201 - the table, for whoever asks for it with -s
    if os.environ.get("SIGHTLINE_UPDATE_GOLDEN"):
        TABLE.write_text(told, encoding="utf-8")
    assert told == TABLE.read_text(encoding="utf-8")
