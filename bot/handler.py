"""An activity becomes a turn of a dialog, and the answer goes back the way that it came."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

import orjson
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.schema import ActivityTypes
from pydantic import ValidationError

from bot import answers, extension
from bot.adapter import answer, raw_activity, tenant_id
from bot.authentication import Forbidden
from bot.channel import answer_in_channel
from bot.clock import Clock
from bot.connector import ConnectorError
from bot.delivery.rendering import place_of
from bot.direct_line import DirectLine
from bot.identity import Identity, Speaker, is_own_chat
from bot.live import LiveCards
from bot.telemetry import Pressing
from dialogs import team_in_channel, words
from dialogs.conversation import Answer, Say, SendCard, ShowCard, ShowLive, Turn
from dialogs.quick_actions import opening
from dialogs.table import VERBS
from programme.assignment import Solver
from programme.errors import RulesUnread, SightlineError
from programme.ports import Keeping, Work
from programme.use_cases.bring_card import BringCard, bring_card
from programme.use_cases.send_once import is_first

log = logging.getLogger(__name__)

OUT_OF_DATE = "This card is from an earlier version; type “my work” for what is yours now."
OUR_FAULT = "Something went wrong on our side. Please try again; what you see is what is kept."
RULES_UNREAD = (
    "Your council's rules can't be read at the moment, so nothing was done; please tell a QA "
    "officer, and try again later."
)
NOTHING_LEFT = "There is nothing to show here any more; type “my work” for what is yours."
EDIT_WITHIN_SECONDS = 2.0
"""Teams wants an invoke's answer within five."""

UNINSTALLED = "BotNotInConversationRoster"
DIALOG_SOURCES = {
    "task/fetch": "dialog",
    "task/submit": "dialog",
    "composeExtension/submitAction": "extension",
}
"""The invokes that carry what a button does, and where it was pressed."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a turn needs. `wake` tells delivery that there may be something to send."""

    identity: Identity
    live: LiveCards
    line: DirectLine
    work: Work
    keeping: Callable[[], Keeping]
    solver: Solver
    clock: Clock
    chance: Callable[[], int]
    wake: Callable[[], None]


class Handler(ActivityHandler):  # type: ignore[misc]  # the SDK ships no types
    """The bot."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def on_turn(self, turn_context: TurnContext) -> None:
        """One activity. Raises Forbidden when its tenant was not added: nothing is done for it."""
        if await self._parts.identity.council(turn_context) is None:
            raise Forbidden("The activity is of a tenant that is not served.")
        if turn_context.activity.type == ActivityTypes.invoke:
            await self.on_invoke_activity(turn_context)
        else:
            await super().on_turn(turn_context)

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Typed words, or the Action.Submit of a card (then `value` is set).

        What is answered where others read along is everybody's to read.
        """
        if not is_own_chat(turn_context):
            known = await self._parts.identity.speaker(turn_context)
            turn = self._turn(turn_context, known, "typed") if known else None
            await answer_in_channel(turn_context, turn, self._parts.live, self._send)
            self._parts.wake()
            return
        speaker = await self._parts.identity.speaker(turn_context)
        if speaker is None:
            await self._send(turn_context, Say(words.STRANGER))
            return
        pressed = raw_activity(turn_context).get("value")
        if isinstance(pressed, dict):
            turn = self._turn(turn_context, speaker, "card")
            verb = _verb_of(pressed)
            with Pressing(verb) as pressing:
                given = await self._press(verb, pressed, turn, pressing)
                if isinstance(given, SendCard):
                    await self._send_once(turn_context, given, turn)
                else:
                    shown = await self._resolve(given, turn)
                    await self._send(turn_context, shown, turn_context.activity.reply_to_id)
        else:
            turn = self._turn(turn_context, speaker, "typed")
            said = await _refusable(words.say(turn_context.activity.text or "", turn))
            if isinstance(said, ShowLive):
                await self._bring(said, turn)
            else:
                await self._send(turn_context, said)
        self._parts.wake()

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        """Action.Execute of a card, and the invokes of a dialog window and of the extension."""
        name = turn_context.activity.name
        value = raw_activity(turn_context).get("value")
        given = value if isinstance(value, dict) else {}
        if name == "adaptiveCard/action":
            action = given.get("action")
            data = action.get("data") if isinstance(action, dict) else None
            resolved = await self._invoked(turn_context, data, "card")
            answer(turn_context, answers.to_press(resolved))
        elif name in DIALOG_SOURCES:
            resolved = await self._invoked(turn_context, given.get("data"), DIALOG_SOURCES[name])
            answer(turn_context, answers.to_dialog(resolved))
        elif name == "composeExtension/fetchTask":
            data = opening(given.get("commandId"))
            resolved = await self._invoked(turn_context, data, "extension")
            shown = resolved if data else Say(extension.NO_SUCH_COMMAND)
            answer(turn_context, answers.to_dialog(shown))
        elif name in extension.ASKED:
            speaker = await self._parts.identity.speaker(turn_context)
            if speaker is None:
                told = self._to_a_stranger(turn_context)
                answer(turn_context, extension.unanswered(name, told))
                return
            turn = self._turn(turn_context, speaker, "extension")
            answer(turn_context, await extension.ASKED[name](value, turn))

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """The app was put before someone, or taken from them."""
        if not is_own_chat(turn_context):
            return
        if raw_activity(turn_context).get("action") == "remove":
            await self._parts.identity.forget(turn_context, UNINSTALLED)
            return
        speaker = await self._parts.identity.speaker(turn_context)
        if speaker is None:
            await self._send(turn_context, Say(words.STRANGER))
        self._parts.wake()

    async def on_error(self, context: TurnContext, error: Exception) -> object:
        """Tells the person that a turn failed, and nothing of the error; an invoke's answer."""
        # An exception's words could name a person or a case, so only its kind and place are kept.
        log.error("A turn failed: %s", place_of(error))
        told = RULES_UNREAD if isinstance(error, RulesUnread) else OUR_FAULT
        name = context.activity.name
        if context.activity.type == ActivityTypes.message:
            try:
                await self._send(context, Say(told))
            except ConnectorError as unsaid:
                log.warning("The person could not be told: %s", place_of(unsaid))
        if name in extension.ASKED:
            return extension.unanswered(name, told)
        return (answers.to_press if name == "adaptiveCard/action" else answers.to_dialog)(Say(told))

    def _to_a_stranger(self, context: TurnContext) -> str:
        unmet = self._parts.identity.may_be_met(context)
        return words.NOT_MET if unmet else words.STRANGER

    async def _invoked(self, context: TurnContext, data: object, source: str) -> answers.Resolved:
        verb = _verb_of(data)
        with Pressing(verb) as pressing:
            keeping = self._parts.keeping()
            speaker = await self._parts.identity.speaker(context, early=True)
            if speaker is None:
                pressing.outcome = "stranger"
                await keeping.kept()
                return team_in_channel.for_a_stranger(data) or Say(self._to_a_stranger(context))
            turn = self._turn(context, speaker, source, keeping.work)
            given = await self._press(verb, data, turn, pressing)
            resolved = await self._resolve(given, turn)
            await keeping.kept()
            if not is_own_chat(context):
                # Others read along there: whatever is shown, it is shown in the answer alone.
                resolved = ShowCard(given.card) if isinstance(given, SendCard) else resolved
            elif isinstance(given, SendCard):
                await self._send_once(context, given, turn)
            elif isinstance(given, ShowCard) and source == "card":
                await self._make_last(context, given)
            self._parts.wake()
            return resolved

    async def _make_last(self, context: TurnContext, given: ShowCard) -> None:
        """Teams shows an answer until the chat is opened anew; only an edit makes it last.

        What was pressed is done by now, so a failing edit is no reason to say otherwise.
        """
        try:
            async with asyncio.timeout(EDIT_WITHIN_SECONDS):
                await self._send(context, given, context.activity.reply_to_id)
        except (ConnectorError, TimeoutError) as unkept:
            log.warning("An answered card could not be made to last: %s", place_of(unkept))

    async def _press(self, name: str, data: object, turn: Turn, pressing: Pressing) -> Answer:
        verb = VERBS.get(name)
        if verb is None:
            pressing.outcome = "out_of_date"
            return Say(OUT_OF_DATE)
        try:
            return await verb.press(data, turn)
        except SightlineError as refusal:
            pressing.outcome = "refused"
            return Say(str(refusal))
        except ValidationError as error:
            pressing.outcome = "out_of_date"
            # The names of its own fields are ours; any other, and every value, is what came in.
            own = verb.payload.model_fields
            came = {str(name) for each in error.errors() for name in each["loc"][:1]}
            fields = sorted(came & own.keys())
            log.warning("%s was pressed with other data than it carries: %s", verb.name, fields)
            return Say(OUT_OF_DATE)

    async def _resolve(self, given: Answer, turn: Turn) -> answers.Resolved:
        if isinstance(given, SendCard):
            return Say(given.words)
        if not isinstance(given, ShowLive):
            return given
        try:
            shown = await self._parts.live.answer(turn.council, turn.person, given, turn.now)
        except SightlineError as refusal:  # of a subject that no card has, a month "soon" say
            return Say(str(refusal))
        typed = given.typed
        refused = " ".join((typed.sentence, *typed.problems.values())) if typed else None
        return shown or Say(refused or given.notice or NOTHING_LEFT)

    async def _bring(self, asked: ShowLive, turn: Turn) -> None:
        await bring_card(
            BringCard(turn.council, turn.person, asked.kind, asked.subject, turn.key),
            work=turn.work,
            now=turn.now,
        )

    async def _send_once(self, context: TurnContext, given: SendCard, turn: Turn) -> None:
        if await is_first(turn.council, turn.key, work=self._parts.work):
            await self._send(context, given)

    async def _send(
        self,
        context: TurnContext,
        given: answers.Resolved | SendCard,
        replacing: str | None = None,
    ) -> str | None:
        """The id of what was sent anew, where Teams gives one."""
        activity = answers.to_chat(given)
        tenant, service_url = tenant_id(context) or "", context.activity.service_url
        chat = context.activity.conversation.id
        if replacing and "attachments" in activity:
            body = orjson.dumps({**activity, "id": replacing})
            await self._parts.line.edit(tenant, service_url, chat, replacing, body)
            return None
        return await self._parts.line.send(tenant, service_url, chat, orjson.dumps(activity))

    def _turn(
        self, context: TurnContext, speaker: Speaker, source: str, work: Work | None = None
    ) -> Turn:
        return Turn(
            council=speaker.council,
            person=speaker.person,
            source=source,
            key=f"{speaker.person.id}:{context.activity.id or uuid4()}",
            now=self._parts.clock(),
            work=work or self._parts.work,
            chance=self._parts.chance,
            solver=self._parts.solver,
        )


def _verb_of(data: object) -> str:
    """The name of a verb that there is."""
    verb = data.get("verb") if isinstance(data, dict) else None
    return verb if isinstance(verb, str) and verb in VERBS else "unknown"


async def _refusable(answering: Awaitable[Answer]) -> Answer:
    try:
        return await answering
    except SightlineError as refusal:
        return Say(str(refusal))
