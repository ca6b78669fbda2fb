"""Sends one message, or one edit, and says how it went."""

import logging
from collections.abc import Callable
from dataclasses import replace

from bot.connector import ConnectorError, Refused
from bot.delivery.lanes import Edit, NewCard, Sendable
from bot.delivery.outcome import AnyReceipt, edit_receipt, message_receipt, seconds_left
from bot.delivery.parts import Parts
from bot.delivery.rendering import place_of
from bot.delivery.retry import (
    EDITS,
    MESSAGES,
    Policy,
    Verdict,
    after_error,
    after_fault,
    sentence_for,
)
from bot.telemetry import FIELDS
from programme.cause import CAUSE
from programme.message import WHERE_OTHERS_READ_ALONG, Delivery, MessageKind
from programme.ports import EditReceipt, Receipt

logger = logging.getLogger(__name__)


class Sending:
    """One drain's sending. It raises nothing: whatever happens becomes a receipt."""

    def __init__(self, tenant_id: str, parts: Parts, on_halt: Callable[[], None]) -> None:
        """`on_halt` is called when Teams asks for a halt; the pace knows how long."""
        self._tenant_id = tenant_id
        self._parts = parts
        self._on_halt = on_halt
        self._blocked: dict[str, str] = {}

    async def send(self, item: Sendable) -> AnyReceipt:
        """Send it; its receipt."""
        CAUSE.set(item.message.cause if isinstance(item, NewCard) else None)
        return await (self._message(item) if isinstance(item, NewCard) else self._edit(item))

    async def _message(self, item: NewCard) -> Receipt:
        message, place = item.message, item.conversation
        code = self._blocked.get(message.person_id)
        if code is not None:
            # Another message met the block after this one had been claimed.
            now = self._parts.clock()
            return message_receipt(message, Verdict(sentence_for(code)), now, place)
        if message.expires is not None and message.expires <= (now := self._parts.clock()):
            # Claimed in time, and then it waited for its turn.
            return Receipt(message, Delivery.EXPIRED, now)
        try:
            activity_id = await self._parts.sender.send(
                place.service_url, place.conversation_id, item.rendered.body
            )
        except Exception as error:  # noqa: BLE001 - one message must not stop the others
            now = self._parts.clock()
            left = seconds_left(message, now)
            verdict = self._judge(error, message.attempts + 1, left, MESSAGES, message.kind)
            await self._follow(verdict, message.person_id)
            return message_receipt(message, verdict, now, place)
        now = self._parts.clock()
        fields = {"kind": message.kind.value, "council": self._tenant_id}
        logger.info(
            "Sent a card of kind %s of council %s.", *fields.values(), extra={FIELDS: fields}
        )
        return Receipt(message, Delivery.SENT, now, place, activity_id, item.rendered.shows)

    async def _edit(self, item: Edit) -> EditReceipt:
        card = item.card
        try:
            await self._parts.sender.edit(
                card.service_url, card.conversation_id, card.activity_id, item.rendered.body
            )
        except Exception as error:  # noqa: BLE001 - one edit must not stop the others
            verdict = self._judge(error, card.attempts + 1, None, EDITS, card.kind)
            if card.kind in WHERE_OTHERS_READ_ALONG:
                verdict = replace(verdict, block=None)
            await self._follow(verdict, card.person_id)
            return edit_receipt(card, verdict, self._parts.clock())
        return EditReceipt(card, item.rendered.shows)

    def _judge(
        self,
        error: Exception,
        attempts: int,
        left: float | None,
        policy: Policy,
        kind: MessageKind,
    ) -> Verdict:
        chance = self._parts.jitter.random()
        if not isinstance(error, ConnectorError):
            logger.error(
                "Sending a card of kind %s failed for council %s: %s.",
                kind,
                self._tenant_id,
                place_of(error),
            )
            return after_fault(attempts=attempts, left=left, chance=chance, policy=policy)
        verdict = after_error(error, attempts=attempts, left=left, chance=chance, policy=policy)
        logger.info(
            "A card of kind %s of council %s did not go: %s", kind, self._tenant_id, verdict.reason
        )
        if isinstance(error, Refused) and not verdict.gone:
            logger.error(
                "Teams refused a card of kind %s of council %s: status %s, code %s.",
                kind,
                self._tenant_id,
                error.status,
                error.code,
            )
        return verdict

    async def _follow(self, verdict: Verdict, person_id: str) -> None:
        """What a verdict asks for besides the receipt."""
        if verdict.halt is not None:
            self._parts.pace.halt(self._tenant_id, verdict.halt)
            self._on_halt()
        if verdict.block is not None and person_id not in self._blocked:
            self._blocked[person_id] = verdict.block
            try:
                await self._parts.block(self._tenant_id, person_id, verdict.block)
            except Exception as error:  # noqa: BLE001 - the receipt says as much, and comes first
                logger.error(  # noqa: TRY400 - an exception's words could name a person
                    "A person of council %s could not be marked as unreachable: %s.",
                    self._tenant_id,
                    place_of(error),
                )
