"""The bot meets someone in Teams: they are linked to the staff list by the directory's word.

Within the council's own tenant the directory says whose address it is, also when their account was
made anew. An account that the staff list names is theirs, whatever the directory says.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from programme.event import Event
from programme.message import Conversation, Message, MessageKind
from programme.people import Person
from programme.ports import Work
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
        person = await w.people.by_object_id(command.object_id)
        if person is None:
            for address in command.addresses:
                candidate = await w.people.by_email(address)
                if candidate and (
                    candidate.object_id in (None, command.object_id)
                    or (
                        address == command.principal_name and await w.people.is_linked(candidate.id)
                    )
                ):
                    person = candidate
                    break
        if person is None:
            return None
        if person.object_id != command.object_id:
            verb = "link_person" if person.object_id is None else "link_person_anew"
            await w.people.link(person.id, command.object_id)
            person = replace(person, object_id=command.object_id)
            await w.events.record(Event(now, "sightline", verb, person.id, "installation"))
        await w.outbox.revive(person.id, now)
        await w.outbox.add([_welcome(person, now)])
        await w.live_cards.touch([REACH])
        await w.conversations.save(
            Conversation(person.id, command.service_url, command.conversation_id, command.user_id)
        )
        await w.commit()
        return person


def _welcome(person: Person, now: datetime) -> Message:
    """Once for good: its key is the person's alone."""
    return Message(f"welcome:{person.id}", person.id, MessageKind.WELCOME, person.id, now)
