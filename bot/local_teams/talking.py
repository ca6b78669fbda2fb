"""A person in a chat: types, presses cards, fills in dialogs, is shown their view of a card."""

from bot.local_teams.acting import Acting
from bot.local_teams.activities import mentions
from bot.local_teams.answers import Answer
from bot.local_teams.refreshing import refresh_action, refreshes_itself
from bot.local_teams.unfurling import Unfurling
from bot.local_teams.wire import Json, Refused


class Talking:
    """What is said reaches the bot: all of it in one's own chat, mentions alone in a channel."""

    def __init__(self, acting: Acting, unfurling: Unfurling) -> None:
        self._acting = acting
        self._unfurling = unfurling

    async def say(
        self,
        object_id: str,
        text: str,
        *,
        card: Json | None = None,
        channel: str | None = None,
        thread: str | None = None,
    ) -> Answer:
        """Raises Refused 400 when nothing is said, 409 without the app, 404 elsewhere."""
        acting = self._acting
        chat = acting.chat_to_write_in(object_id, channel, thread)
        if not text.strip() and card is None:
            raise Refused(400, "EmptyMessage", "Type a message first.")
        person = acting.person(object_id)
        unfurled, detail = await self._unfurling.unfurl(person, text, chat)
        cards = [each for each in (card, unfurled) if each is not None]
        now = acting.now()
        message_id = acting.store.next_id(now)
        activity = acting.activities.message(person, message_id, text, now, chat=chat, cards=cards)
        acting.room.posted(
            acting.store.add(
                message_id, chat.id, activity, author=object_id, now=now, thread=chat.thread
            )
        )
        name = acting.directory.bot["name"]
        if chat.channel is not None and not mentions(text, name):
            return Answer(detail=detail)
        heard = await acting.bot.tell(activity)
        return heard if heard.failed else Answer(detail=detail)

    async def press(self, object_id: str, message_id: str, action: Json) -> Answer:
        """Press a card's Action.Execute or Action.Submit; `action["data"]` holds the inputs too."""
        acting = self._acting
        _, chat = acting.message(object_id, message_id)
        person, now, write = acting.person(object_id), acting.now(), acting.activities
        data = action.get("data")
        if action.get("type") == "Action.Execute":
            return await acting.bot.invoke(
                write.execute(person, message_id, action, now, chat=chat)
            )
        if action.get("type") != "Action.Submit":
            raise Refused(400, "BadArgument", "Only Action.Execute and Action.Submit are pressed.")
        teams = data.get("msteams") if isinstance(data, dict) else None
        kind = teams.get("type") if isinstance(teams, dict) else None
        if kind == "task/fetch":
            return await acting.bot.invoke(
                write.fetch_dialog(person, message_id, data or {}, now, chat=chat)
            )
        if kind is not None:
            raise Refused(400, "BadArgument", f"Local Teams doesn't know msteams.type {kind!r}.")
        return await acting.bot.tell(write.submit(person, message_id, data or {}, now, chat=chat))

    async def submit_dialog(
        self,
        object_id: str,
        data: Json,
        *,
        channel: str | None = None,
        thread: str | None = None,
    ) -> Answer:
        """Press a button in a dialog that was opened in the person's chat, or in a channel."""
        acting = self._acting
        chat = acting.chat_to_write_in(object_id, channel, thread)
        return await acting.bot.invoke(
            acting.activities.submit_dialog(acting.person(object_id), data, acting.now(), chat=chat)
        )

    async def refresh(self, object_id: str, message_id: str, *, by_hand: bool = False) -> Answer:
        """A person's own view of a card that is shown to them, or that they ask for by hand.

        Nothing is asked where the card has no such view.
        """
        acting = self._acting
        message, chat = acting.message(object_id, message_id)
        person = acting.person(object_id)
        user_id = acting.directory.sender(person)["id"]
        action = refresh_action(message.activity)
        wanted = by_hand or refreshes_itself(message.activity, user_id, len(chat.members))
        if action is None or not wanted:
            return Answer()
        trigger = "manual" if by_hand else "automatic"
        return await acting.bot.invoke(
            acting.activities.execute(
                person, message_id, action, acting.now(), chat=chat, trigger=trigger
            )
        )
