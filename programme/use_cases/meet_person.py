"""The bot meets someone in Teams: they are linked to the staff list by the directory's word.

Within the council's own tenant the directory says whose address it is, also when their account was
made anew. An account that the staff list names is theirs, whatever the directory says.
"""

from dataclasses import dataclass
from datetime import datetime

from programme.changed_copy import replace
from programme.event import Event
from programme.message import Conversation, Message, MessageKind
from programme.people import Person
from programme.ports import LISTS, UnitOfWork, Work
from programme.shown import REACH


@dataclass(frozen=True, slots=True)
class MeetPerson:
    """Someone as the Connector names them, never as a message does.

    `addresses` are the e-mail address and the user principal name that the directory gives,
    `principal_name` the latter: one account alone has it, while an e-mail address may be shared.
    """

    tenant_id: str
    object_id: str
    addresses: tuple[str, ...]
    service_url: str
    conversation_id: str
    user_id: str
    principal_name: str | None = None


async def meet_person(command: MeetPerson, *, work: Work, now: datetime) -> Person | None:
    """The person of the staff list, linked and reachable from now on; None for a stranger.

    What could not be delivered to them before and still matters is on its way again.
    """
    async with work(command.tenant_id) as w:
        await w.turns.share(LISTS)
        person = await _linked(command, w, now)
        if person is None:
            return None
        await w.outbox.revive(person.id, now)
        await w.outbox.add([_welcome(person, now)])
        await w.live_cards.touch([REACH])
        await w.conversations.save(
            Conversation(person.id, command.service_url, command.conversation_id, command.user_id)
        )
        await w.commit()
        return person


async def _linked(command: MeetPerson, w: UnitOfWork, now: datetime) -> Person | None:
    """Whose account it is, linked to it. Who was linked just now may be another account's."""
    while person := await _whose(command, w):
        was = person.object_id
        if was == command.object_id:
            return person
        if await w.people.link(person.id, command.object_id, was):
            verb = "link_person" if was is None else "link_person_anew"
            await w.events.record(Event(now, "sightline", verb, person.id, "installation"))
            return replace(person, object_id=command.object_id)
    return None


async def _whose(command: MeetPerson, w: UnitOfWork) -> Person | None:
    """Who has the account, or may be linked to it by one of its addresses."""
    person = await w.people.by_object_id(command.object_id)
    if person is not None:
        return person
    for address in command.addresses:
        candidate = await w.people.by_email(address)
        if candidate and (
            candidate.object_id in (None, command.object_id)
            or (address == command.principal_name and await w.people.is_linked(candidate.id))
        ):
            return candidate
    return None


def _welcome(person: Person, now: datetime) -> Message:
    """Once for good: its key is the person's alone."""
    return Message(f"welcome:{person.id}", person.id, MessageKind.WELCOME, person.id, now)
