"""Who is speaking: tenant and Entra object id of the authenticated activity, then the directory."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from botbuilder.core import TurnContext

from bot.adapter import tenant_id
from bot.clock import Clock
from bot.councils import CouncilRegistry
from bot.direct_line import DirectLine
from bot.together import Together
from programme.council import Council
from programme.message import Conversation
from programme.people import Person
from programme.ports import Work
from programme.record import record
from programme.use_cases.meet_person import MeetPerson, meet_person

COUNCIL: Final = "sightline.council"
"""A key of TurnContext.turn_state."""

_CHAT_OF_TWO_PEOPLE = "19:"


@record(frozen=True, slots=True)
class Speaker:
    """A person of a council, as authenticated."""

    council: Council
    person: Person


Met = tuple[Person, Conversation | None]
"""An active person, and where they have been met."""


class Identity:
    """Tells who speaks. Nothing that a card or a message says of itself counts."""

    def __init__(
        self, councils: CouncilRegistry, work: Work, early: Work, line: DirectLine, clock: Clock
    ) -> None:
        """`early` may see what isn't kept yet (`programme.ports.Keeping`)."""
        self._councils = councils
        self._work = work
        self._line = line
        self._clock = clock
        self._known = Together(partial(_met, work))
        self._known_early = Together(partial(_met, early))

    async def council(self, context: TurnContext) -> Council | None:
        """The council of the activity's tenant, or None when it hasn't been added; the same
        throughout a turn."""
        state = context.turn_state
        if COUNCIL not in state:
            tenant = tenant_id(context)
            state[COUNCIL] = await self._councils.get(tenant) if tenant else None
        council: Council | None = state[COUNCIL]
        return council

    async def speaker(self, context: TurnContext, *, early: bool = False) -> Speaker | None:
        """The person who speaks, or None for a stranger; `early` for one who answers only once all
        is kept that this may have read.

        Someone who is not linked yet, or whose chat has moved or had been blocked, is met anew.
        """
        council = await self.council(context)
        object_id = _object_id(context)
        if council is None or not object_id:
            return None
        known = await (self._known_early if early else self._known).ask(
            council.tenant_id, object_id
        )
        if known is None:
            return await self._ask_who(context, council)
        person, met = known
        if _is_here(context, met) or not _meets(context):
            return Speaker(council, person)
        return await self._meet_here(context, council, object_id, ())

    async def _ask_who(self, context: TurnContext, council: Council) -> Speaker | None:
        """Links the speaker to the staff list by what the Connector says of them.

        Raises ConnectorError when it can't be asked.
        """
        if not _meets(context):
            return None
        activity = context.activity
        member = await self._line.member(
            council.tenant_id,
            activity.service_url,
            activity.conversation.id,
            activity.from_property.id,
        )
        if not member.object_id or member.tenant_id not in (None, council.tenant_id):
            return None
        return await self._meet_here(
            context,
            council,
            member.object_id.lower(),
            tuple(filter(None, (member.email, member.user_principal_name))),
            member.user_principal_name,
        )

    async def _meet_here(
        self,
        context: TurnContext,
        council: Council,
        object_id: str,
        addresses: tuple[str, ...],
        principal_name: str | None = None,
    ) -> Speaker | None:
        activity = context.activity
        person = await meet_person(
            MeetPerson(
                tenant_id=council.tenant_id,
                object_id=object_id,
                addresses=addresses,
                service_url=activity.service_url,
                conversation_id=activity.conversation.id,
                user_id=activity.from_property.id,
                principal_name=principal_name,
            ),
            work=self._work,
            now=self._clock(),
        )
        return Speaker(council, person) if person else None

    def may_be_met(self, context: TurnContext) -> bool:
        """Whether a stranger here may be somebody whom our own chat would make known: Teams says
        which account of a council's tenant speaks, and only there does the Connector say whose."""
        return bool(_object_id(context)) and not is_own_chat(context)

    async def forget(self, context: TurnContext, code: str) -> None:
        """The app was taken from the speaker: they can't be reached until it is back."""
        council = await self.council(context)
        object_id = _object_id(context)
        if council is None or not object_id:
            return
        async with self._work(council.tenant_id) as w:
            person = await w.people.by_object_id(object_id)
            if person:
                await w.conversations.block(person.id, code)
                await w.commit()


async def _met(work: Work, tenant_id: str, object_ids: Sequence[str]) -> Sequence[Met | None]:
    async with work(tenant_id) as w:
        met = await w.people.met(set(object_ids))
    return [met.get(object_id) for object_id in object_ids]


def _object_id(context: TurnContext) -> str | None:
    sender = context.activity.from_property
    return sender.aad_object_id.lower() if sender and sender.aad_object_id else None


def is_own_chat(context: TurnContext) -> bool:
    """Whether this is the person's own chat with the bot: only there are they met and written to.

    A chat of two people is "personal" too, and a press comes from there on a card that a message
    extension has brought.
    """
    activity = context.activity
    if activity.conversation.conversation_type != "personal":
        return False
    of_two_people = activity.conversation.id.startswith(_CHAT_OF_TWO_PEOPLE)
    by_extension = (activity.name or "").startswith("composeExtension/")
    return not of_two_people and not by_extension


def _meets(context: TurnContext) -> bool:
    """Whether the speaker is met anew here, should they not be known as one who is here."""
    return is_own_chat(context) and bool(context.activity.from_property.id)


def _is_here(context: TurnContext, met: Conversation | None) -> bool:
    activity = context.activity
    return (
        met is not None
        and not met.blocked
        and (met.service_url, met.conversation_id)
        == (activity.service_url, activity.conversation.id)
    )
