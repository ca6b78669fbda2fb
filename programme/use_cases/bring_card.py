"""Someone asks for a card that is kept true: it comes the way of every other message."""

from dataclasses import dataclass
from datetime import datetime

from programme.council import Council
from programme.message import Message, MessageKind
from programme.people import Person
from programme.ports import Work


@dataclass(frozen=True, slots=True)
class BringCard:
    """`asked` is the same when the same request comes twice."""

    council: Council
    person: Person
    kind: MessageKind
    subject: str
    asked: str


async def bring_card(command: BringCard, *, work: Work, now: datetime) -> None:
    """Queues the card for the person who asked; the same request twice brings one."""
    async with work(command.council.tenant_id) as w:
        await w.outbox.add(
            [
                Message(
                    key=f"asked:{command.asked}",
                    person_id=command.person.id,
                    kind=command.kind,
                    subject=command.subject,
                    not_before=now,
                )
            ]
        )
        await w.commit()
