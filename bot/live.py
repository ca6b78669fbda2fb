"""Draws live cards: one for an answer, many for delivery."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import orjson

from bot.answered import Answered
from bot.answers import ShowWritten, message_activity
from bot.councils import CouncilRegistry
from bot.delivery.ports import Rendered
from bot.together import Together
from dialogs.conversation import ShowLive
from dialogs.drawing import Pressed, draw, draw_pressed
from dialogs.erased import erased
from dialogs.live_card import After, Asked, Drawn
from dialogs.table import LIVE
from programme.council import Council
from programme.message import REMINDERS, LiveCard, Message, MessageKind
from programme.people import Person
from programme.ports import Work
from programme.remind_later import is_own

_Press = tuple[Pressed, Council, datetime]


class LiveCards:
    """`bot.delivery.ports.Renderer`, and the answers to presses."""

    def __init__(self, councils: CouncilRegistry, work: Work) -> None:
        self._councils = councils
        self._work = work
        self._presses = Together(self._pressed)
        self._answered = Answered()

    async def messages(
        self, tenant_id: str, messages: Sequence[Message], now: datetime
    ) -> Mapping[str, Rendered]:
        """See Renderer.messages."""
        drawn = await self._draw(tenant_id, messages, now)
        return {
            message.key: _rendered(drawn[asked])
            for message in messages
            if (asked := (message.kind, message.person_id, message.subject)) in drawn
            and not _is_over(message, drawn[asked])
        }

    async def cards(
        self, tenant_id: str, cards: Sequence[LiveCard], now: datetime
    ) -> Mapping[int, Rendered]:
        """See Renderer.cards."""
        drawn = await self._draw(tenant_id, cards, now)
        return {
            card.id: _rendered(self._answered.or_now((tenant_id, *asked), there, now), card)
            for card in cards
            if (there := drawn.get(asked := (card.kind, card.person_id, card.subject)))
            or (there := _left_of(card))
        }

    async def answer(
        self, council: Council, reader: Person, shown: ShowLive, now: datetime
    ) -> ShowWritten | None:
        """The card that answers a press, as `reader` sees it; None when nothing is left."""
        drawn = await self.drawn(council, reader, shown, now)
        if drawn is None:
            return None
        written = orjson.dumps(drawn.card)
        if shown.notice:
            which = council.tenant_id, shown.kind, reader.id, shown.subject
            self._answered.keep(which, written, shown.notice, now)
        return ShowWritten(orjson.Fragment(written), drawn.summary)

    async def drawn(
        self, council: Council, reader: Person, shown: ShowLive, now: datetime
    ) -> Drawn | None:
        """As `answer`, with what the card shows; drawn with what others have pressed meanwhile."""
        pressed = Pressed(reader, shown.subject, After(shown.notice, shown.typed))
        common = council.tenant_id, shown.kind, council.today(now)
        return await self._presses.ask(common, (pressed, council, now))

    async def _pressed(
        self, common: tuple[str, MessageKind, date], presses: Sequence[_Press]
    ) -> Sequence[Drawn | None]:
        tenant_id, kind, _ = common
        _, council, now = presses[-1]
        async with self._work(tenant_id) as w:
            pressed = [each for each, _, _ in presses]
            return await draw_pressed(LIVE[kind], council, w, pressed, now)

    async def _draw(
        self, tenant_id: str, wanted: Sequence[Message] | Sequence[LiveCard], now: datetime
    ) -> Mapping[tuple[MessageKind, str, str], Drawn]:
        council = await self._councils.get(tenant_id)
        if council is None:
            return {}
        by_kind: dict[MessageKind, list[Asked]] = {}
        for one in wanted:
            by_kind.setdefault(one.kind, []).append((one.person_id, one.subject))
        async with self._work(tenant_id) as w:
            return {
                (kind, *asked): drawn
                for kind, all_asked in by_kind.items()
                for asked, drawn in (await draw(LIVE[kind], council, w, all_asked, now)).items()
            }


def _left_of(card: LiveCard) -> Drawn | None:
    """What stands where there is nothing to show: as a rule the card stays as it was."""
    return erased() if card.erased else None


def _is_over(message: Message, drawn: Drawn) -> bool:
    """Whether it only reminds its reader of what they have done, or what has moved, meanwhile."""
    return drawn.to_do is None and (is_own(message) or message.kind in REMINDERS)


def _rendered(drawn: Drawn, replaces: LiveCard | None = None) -> Rendered:
    activity = message_activity(drawn.card, drawn.summary)
    if replaces:
        activity["id"] = replaces.activity_id
    return Rendered(orjson.dumps(activity), drawn.shows)
