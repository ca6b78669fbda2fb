"""Councils with messages that are due, and how the messages stand."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from bot.clock import system_clock
from programme.council import CouncilRecord
from programme.message import Conversation, Delivery, Message, MessageKind
from storage.councils import StoredCouncils
from storage.engine import Engine
from storage.live_card_tables import live_cards
from storage.outbox_table import outbox
from storage.work import StoredWork
from tests.little_council import FRAMEWORK, RULES

AN_HOUR = timedelta(hours=1)


async def queue(engine: Engine, url: str, *, tenants: list[str], messages: int) -> None:
    """So many messages for each council, due for an hour, each to a person of its own."""
    now = system_clock()
    work = StoredWork(engine)
    for tenant_id in tenants:
        record = CouncilRecord(tenant_id, FRAMEWORK.id, FRAMEWORK.version, RULES, now)
        await StoredCouncils(engine).add(record)
        keys = [f"{tenant_id}:{number:04}" for number in range(messages)]
        async with work(tenant_id) as w:
            for key in keys:
                await w.conversations.save(Conversation(key, url, f"chat-{key}", f"29:{key}"))
            await w.outbox.add(
                [Message(key, key, MessageKind.DIGEST, key, now - AN_HOUR) for key in keys]
            )
            await w.commit()


@dataclass(frozen=True, slots=True)
class Standing:
    """How the messages stand: counts by state, what is sent, and the activity of each card."""

    states: Counter[str]
    sent: frozenset[str]
    cards: dict[str, str]

    @property
    def all_sent(self) -> bool:
        return set(self.states) == {Delivery.SENT.value}


async def until_all_sent(engine: Engine, seconds: float = 120) -> Standing:
    """How they stand once all are sent, by processes that tell nobody here."""
    async with asyncio.timeout(seconds):
        found = await standing(engine)
        while not found.all_sent:
            await asyncio.sleep(0.05)
            found = await standing(engine)
    return found


async def standing(engine: Engine) -> Standing:
    """How they stand now."""
    async with engine.connect() as connection:
        rows = (await connection.execute(select(outbox.c.key, outbox.c.state))).all()
        cards = await connection.execute(select(live_cards.c.subject, live_cards.c.activity_id))
        return Standing(
            Counter(row.state for row in rows),
            frozenset(row.key for row in rows if row.state == Delivery.SENT.value),
            {row.subject: row.activity_id for row in cards.all()},
        )
