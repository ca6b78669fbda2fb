"""What is counted, and who may read it; over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics_page
from bot.metrics_page import add_metrics
from bot.telemetry import Pressing, count_delivery
from programme.message import Delivery, LiveCard, Message, MessageKind
from programme.ports import EditReceipt, Receipt
from programme.ports.health import QueueState
from tests.bot.chats import Chats, buttons
from tests.bot.counted import Counted
from tests.bot.serving import serving

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
TOKEN = "t0ken-of-prometheus"


def sample(text: str, name: str, **labels: str) -> float:
    """The value of a line; 0 where there is none."""
    for family in text_string_to_metric_families(text):
        for each in family.samples:
            if each.name == name and labels.items() <= each.labels.items():
                return float(each.value)
    return 0.0


@asynccontextmanager
async def page(token: str = "", queues: Sequence[QueueState] | None = ()) -> AsyncIterator[str]:
    async def read(_: datetime) -> Sequence[QueueState]:
        if queues is None:
            raise ConnectionError("postgresql://u:password@host")
        return queues

    app = web.Application()
    add_metrics(app, token, read, lambda: NOW)
    async with serving(app) as url:
        yield f"{url}/metrics"


async def get(url: str, **headers: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, await response.text()


async def test_without_a_token_it_answers_this_machine_and_is_not_there_for_a_proxys_callers() -> (
    None
):
    async with page() as url:
        assert (await get(url))[0] == 200
        for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"):
            assert (await get(url, **{name: "198.51.100.7"}))[0] == 404


async def test_with_a_token_it_is_asked_for_by_everyone() -> None:
    async with page(TOKEN) as url:
        right = {"Authorization": f"Bearer {TOKEN}"}
        assert (await get(url, **right))[0] == 200
        assert (await get(url, **right, Forwarded="for=198.51.100.7"))[0] == 200
        for wrong in ("", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer \xe9"):
            status, told = await get(url, Authorization=wrong)
            assert (status, told) == (401, "")


async def test_a_header_that_is_no_text_is_no_token() -> None:
    async with page(TOKEN) as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /metrics HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \xff\r\n\r\n")
        assert (await reader.readline()).split()[1] == b"401"
        writer.close()
        await writer.wait_closed()


async def test_from_another_machine_it_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web.Request, "remote", "198.51.100.7")
    async with page() as url:
        assert (await get(url))[0] == 404


async def test_what_waits_is_told_for_all_councils_together() -> None:
    queues = [
        QueueState("one", 3, 2, NOW - timedelta(seconds=90), 4, 1, None, 2, NOW),
        QueueState("two", 5, 1, NOW - timedelta(seconds=30), 0, 1, None, 1, NOW),
    ]
    async with page(queues=queues) as url:
        _, text = await get(url)

    assert sample(text, "sightline_outbox_waiting") == 8
    assert sample(text, "sightline_outbox_due") == 3
    assert sample(text, "sightline_outbox_sending") == 4
    assert sample(text, "sightline_outbox_undeliverable") == 2
    assert sample(text, "sightline_outbox_retrying") == 3
    assert sample(text, "sightline_outbox_oldest_due_seconds") == 90
    assert sample(text, "sightline_database_up") == 1
    assert sample(text, "sightline_build_info") == 1


async def test_a_database_that_does_not_answer_is_told_with_what_is_counted_in_memory(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with page(queues=None) as url:
        status, text = await get(url)

    assert status == 200
    assert "sightline_database_up 0.0" in text
    assert "sightline_build_info" in text
    assert "password" not in text + caplog.text


async def test_a_database_that_hangs_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(_: datetime) -> Sequence[QueueState]:
        await asyncio.Event().wait()
        return ()

    monkeypatch.setattr(metrics_page, "ANSWERS_IN", 0.0)
    app = web.Application()
    metrics_page.add_metrics(app, "", hang, lambda: NOW)
    async with serving(app) as url, asyncio.timeout(10):
        _, text = await get(f"{url}/metrics")

    assert "sightline_database_up 0.0" in text


MESSAGE = Message("key", "person", MessageKind.WELCOME, "welcome", NOW)
CARD = LiveCard(1, "person", MessageKind.WELCOME, "welcome", "https://x", "c", "a", 1, 0)


@pytest.mark.parametrize(
    ("receipt", "outcome"),
    [
        (Receipt(MESSAGE, Delivery.SENT, NOW), "sent"),
        (Receipt(MESSAGE, Delivery.WAITING, NOW), "retrying"),
        (Receipt(MESSAGE, Delivery.WAITING, NOW, attempted=False), "held_back"),
        (Receipt(MESSAGE, Delivery.UNDELIVERABLE, NOW), "undeliverable"),
        (Receipt(MESSAGE, Delivery.SUPERSEDED, NOW), "superseded"),
        (Receipt(MESSAGE, Delivery.EXPIRED, NOW), "expired"),
        (EditReceipt(CARD), "edited"),
        (EditReceipt(CARD, not_before=NOW), "edit_retrying"),
        (EditReceipt(CARD, gone=True), "forgotten"),
    ],
)
def test_every_end_of_a_delivery_is_counted(receipt: Receipt | EditReceipt, outcome: str) -> None:
    counted = Counted("sightline_deliveries_total", outcome=outcome)
    count_delivery(receipt)
    assert counted.more == 1


def test_a_press_that_raises_is_counted_as_a_fault() -> None:
    faults = Counted("sightline_presses_total", verb="unknown", outcome="fault")
    with pytest.raises(asyncio.CancelledError), Pressing("unknown"):
        raise asyncio.CancelledError
    assert faults.more == 1


@pytest.mark.asyncio(loop_scope="module")
async def test_the_service_counts_pushes_presses_and_ticks(office: Chats) -> None:
    url = f"{office.demo.url}/metrics"
    presses = "sightline_presses_total"
    pushed = Counted("sightline_deliveries_total", outcome="edited")
    _, before = await get(url)
    message = office.message("Siân Morgan", "Your audits for December 2026")
    card = message.activity["attachments"][0]["content"]
    (verb,) = {data["verb"] for each, data in buttons(card) if each["title"] == "Acknowledge"}
    await office.press("Siân Morgan", message, "Acknowledge")
    await office.post(office.execute("Siân Morgan", {"verb": "no such verb"}))
    await office.demo.service.jobs.tick_all()
    _, after = await get(url)

    assert pushed.more > 0
    done = {"verb": verb, "outcome": "done"}
    assert sample(after, presses, **done) == sample(before, presses, **done) + 1
    assert sample(after, "sightline_press_seconds_count", verb=verb) >= 1
    stale = {"verb": "unknown", "outcome": "out_of_date"}
    assert sample(after, presses, **stale) == sample(before, presses, **stale) + 1
    ticks = "sightline_ticks_total"
    assert sample(after, ticks, outcome="done") > sample(before, ticks, outcome="done")
    told = {label for family in text_string_to_metric_families(after) for label in _labels(family)}
    for name in ("Siân", "Morgan", "2026", ".example"):
        assert not [label for label in told if name in label]


def _labels(family: Metric) -> set[str]:
    return {value for each in family.samples for value in each.labels.values()}
