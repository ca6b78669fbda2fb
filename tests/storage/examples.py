"""One of everything that is kept, for tests to vary."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from programme.action import Action
from programme.audit import Audit
from programme.calendar import Month
from programme.case import Case, Cohort
from programme.council import CouncilRecord
from programme.event import Event
from programme.message import Conversation, Delivery, LiveCard, Message, MessageKind
from programme.monthly_allocation import Acknowledgement, MonthlyAllocation
from programme.people import Person, Role
from programme.ports import Receipt, Work

COUNCIL = "marlshire"
OTHER_COUNCIL = "severnshire"
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
DECEMBER = Month(2026, 12)
DUE = date(2026, 12, 18)

PERSON = Person("p1", "Asha Rahman", "asha@marlshire.example", frozenset({Role.TEAM_MANAGER}))
CASE = Case("C100", Cohort.CHILD_IN_NEED, "Malvern", worker="W", iro="I", opened=DUE)
ALLOCATION = MonthlyAllocation(
    "files", DECEMBER, 2**70, "1", None, NOW, ("no second TM in Fostering",)
)
ACKNOWLEDGEMENT = Acknowledgement("files", DECEMBER, "p1", NOW)
AUDIT = Audit(
    id="au1",
    month=DECEMBER,
    case_reference="C100",
    cohort="child_in_need",
    team="Malvern",
    service_area="North",
    tool_id="case_file",
    lead_id="p1",
    peer_id="p2",
    due=DUE,
    why=("Leads the team that has the case.", "Of the same service area."),
    round_id="files",
    theme="Chronologies",
)
ACTION = Action("ac1", "au1", "2026-12", 1, "C100", "Malvern", "Update the plan.", DUE, "p1")
MESSAGE = Message("allocation:p1", "p1", MessageKind.ALLOCATION, "2026-12", NOW)
CONVERSATION = Conversation("p1", "https://connector.example", "chat-1", "user-1")
EVENT = Event(NOW, "p1", "complete_action", "action:ac1", "card", {"version": 2, "late": False})
RECORD = CouncilRecord(COUNCIL, "worcestershire", "1", "[framework]", NOW)


def sent(message: Message, *shows: str, activity_id: str | None = "activity-1") -> Receipt:
    """That the message was sent, and left a card that shows the entities."""
    return Receipt(message, Delivery.SENT, NOW, CONVERSATION, activity_id, shows)


def a_card(card_id: int = 1, activity_id: str = "activity-1") -> LiveCard:
    """A live card that was claimed to be edited."""
    return LiveCard(
        card_id, "p1", MessageKind.ALLOCATION, "2026-12", "https://x", "chat-1", activity_id, 1, 0
    )


def a_minute_apart(count: int) -> list[Message]:
    """Messages that are due, each to somebody else, the newest first."""
    return [
        replace(
            MESSAGE, key=f"m{n:03}", person_id=f"p{n}", not_before=NOW - n * timedelta(minutes=1)
        )
        for n in range(count)
    ]


async def queue_up(work: Work, *messages: Message, council: str = COUNCIL) -> int:
    """Adds the messages in a unit of work of their own."""
    async with work(council) as unit:
        added = await unit.outbox.add(messages)
        await unit.commit()
    return added


async def touch(work: Work, *entities: str, council: str = COUNCIL) -> None:
    """Touches the entities in a unit of work of their own."""
    async with work(council) as unit:
        await unit.live_cards.touch(entities)
        await unit.commit()
