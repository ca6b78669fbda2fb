"""What the use cases need of storage, and what delivery needs of it, as Protocols.

A unit of work belongs to one council: everything it gives and takes is that council's.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from programme.action import Action
from programme.audit import Audit
from programme.calendar import Month
from programme.case import Case
from programme.council import CouncilRecord
from programme.event import Event
from programme.message import Conversation, Delivery, LiveCard, Message, MessageKind
from programme.monthly_allocation import Acknowledgement, MonthlyAllocation
from programme.people import Person, Team


class People(Protocol):
    """The staff list."""

    async def all(self) -> tuple[Person, ...]:
        """Everyone, those who left included, by name."""

    async def get(self, person_id: str) -> Person | None: ...
    async def some(self, person_ids: Collection[str]) -> tuple[Person, ...]:
        """Those of the ids that there are, in no order."""

    async def met(self, object_id: str) -> tuple[Person, Conversation | None] | None:
        """The active person linked to that Entra object id, and where they have been met."""

    async def by_email(self, email: str) -> Person | None:
        """The active person of that e-mail address, whatever its case."""

    async def by_object_id(self, object_id: str) -> Person | None:
        """The active person who is linked to that Entra object id."""

    async def save(self, people: Sequence[Person]) -> None:
        """Adds or replaces each by id."""

    async def link(self, person_id: str, object_id: str) -> None: ...


class Teams(Protocol):
    """The council's teams."""

    async def all(self) -> tuple[Team, ...]:
        """By name."""

    async def replace(self, teams: Sequence[Team]) -> None:
        """These and no others."""


class Cases(Protocol):
    """The case list."""

    async def all(self) -> tuple[Case, ...]:
        """Every case, the inactive included, by reference."""

    async def get(self, reference: str) -> Case | None: ...
    async def save(self, cases: Sequence[Case]) -> None:
        """Adds or replaces each by reference."""


class Allocations(Protocol):
    """Months' allocations and who acknowledged them."""

    async def get(self, month: Month) -> MonthlyAllocation | None: ...
    async def add(self, allocation: MonthlyAllocation) -> bool:
        """Keeps it; False when the month has one already."""

    async def acknowledge(self, acknowledgement: Acknowledgement) -> bool:
        """Keeps it; False when the person had acknowledged before."""

    async def acknowledgements(self, month: Month) -> tuple[Acknowledgement, ...]: ...


class Audits(Protocol):
    """Audits of every month."""

    async def get(self, audit_id: str) -> Audit | None: ...
    async def some(self, audit_ids: Collection[str]) -> tuple[Audit, ...]: ...
    async def of_month(self, month: Month) -> tuple[Audit, ...]: ...
    async def of_case(self, case_reference: str) -> tuple[Audit, ...]:
        """The latest month first."""

    async def of_auditors(self, person_ids: Collection[str], month: Month) -> tuple[Audit, ...]: ...
    async def unfinished_of(self, person_id: str) -> tuple[Audit, ...]:
        """Every audit, of any month, that the person leads or peers and that is not complete."""

    async def last_audited(self) -> Mapping[str, date]:
        """Case reference to the 1st of the last month that it was allocated in."""

    async def pairs_since(self, month: Month) -> Mapping[tuple[str, str], int]:
        """(lead id, peer id) to how often, from `month` on."""

    async def add(self, audits: Sequence[Audit]) -> None: ...
    async def save(self, audit: Audit) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""


class Actions(Protocol):
    """Actions of audits."""

    async def get(self, action_id: str) -> Action | None: ...
    async def of_audits(self, audit_ids: Collection[str]) -> tuple[Action, ...]: ...
    async def of_month(self, month: Month) -> tuple[Action, ...]: ...
    async def open_of_teams(self, teams: Collection[str]) -> tuple[Action, ...]:
        """The most urgent first."""

    async def open_due_by(self, day: date) -> tuple[Action, ...]:
        """Every open action of the council that is due by `day`."""

    async def reminded_on(self, day: date, teams: Collection[str]) -> tuple[Action, ...]: ...
    async def add(self, actions: Sequence[Action]) -> None: ...
    async def save(self, action: Action) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""

    async def mark_reminded(self, stages: Mapping[str, str], day: date) -> None:
        """Action id to the stage that was sent on `day`; the version stays."""


@dataclass(frozen=True, slots=True)
class MessageFate:
    """How a message of a subject stands, for counting by name. `reason` only if undeliverable."""

    person_id: str
    kind: MessageKind
    delivery: Delivery
    reason: str | None
    at: datetime | None


class Outbox(Protocol):
    """Messages on their way."""

    async def add(self, messages: Sequence[Message]) -> int:
        """Queues those whose keys are new; returns how many."""

    async def revive(self, person_id: str, now: datetime) -> int:
        """Puts the person's undeliverable messages that have not expired by `now` back to
        waiting, their attempts forgotten; returns how many."""

    async def fates(self, kinds: Collection[MessageKind], subject: str) -> tuple[MessageFate, ...]:
        """How every message of these kinds about `subject` stands."""


class LiveCards(Protocol):
    """Cards that people have in front of them."""

    async def touch(self, entities: Collection[str]) -> None:
        """Asks for every card that shows one of `entities` to be brought up to date."""


class Conversations(Protocol):
    """Where people are met."""

    async def of(self, person_ids: Collection[str]) -> Mapping[str, Conversation]: ...
    async def save(self, conversation: Conversation) -> None:
        """Adds or replaces the person's."""

    async def block(self, person_id: str, code: str | None) -> None:
        """Marks the person as not to be written to, or, with None, as reachable again."""


class Events(Protocol):
    """The append-only record."""

    async def record(self, event: Event) -> None: ...
    async def about(self, subject: str) -> tuple[Event, ...]:
        """In order."""


class Ticks(Protocol):
    """Which due times of which jobs have been seen to."""

    async def claim(self, job: str, due_at: datetime) -> bool:
        """True for the one who claims it first; undone when the unit of work is."""


class UnitOfWork(Protocol):
    """One council's data in one transaction; rolled back unless committed."""

    @property
    def people(self) -> People: ...
    @property
    def teams(self) -> Teams: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def allocations(self) -> Allocations: ...
    @property
    def audits(self) -> Audits: ...
    @property
    def actions(self) -> Actions: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def live_cards(self) -> LiveCards: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def events(self) -> Events: ...
    @property
    def ticks(self) -> Ticks: ...
    async def commit(self) -> None: ...


Work = Callable[[str], AbstractAsyncContextManager[UnitOfWork]]
"""Opens a unit of work for the tenant id."""


class Councils(Protocol):
    """Every council of the deployment."""

    async def all(self) -> tuple[CouncilRecord, ...]: ...
    async def get(self, tenant_id: str) -> CouncilRecord | None: ...
    async def add(self, record: CouncilRecord) -> bool:
        """Keeps it, in a transaction of its own; False when the tenant is there already."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How an attempt to send a message ended.

    `sent`: `activity_id` (None where the Connector gave none) and what the card `shows`.
    `waiting`: try again not before `not_before`, for `reason`. Otherwise final, for `reason`.
    """

    message: Message
    delivery: Delivery
    at: datetime
    conversation: Conversation | None = None
    activity_id: str | None = None
    shows: tuple[str, ...] = ()
    reason: str | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class EditReceipt:
    """How an attempt to bring a live card up to date ended.

    With `not_before` it is tried again then; with `gone` the card is forgotten.
    """

    card: LiveCard
    shows: tuple[str, ...] = ()
    not_before: datetime | None = None
    gone: bool = False


class DeliveryQueue(Protocol):
    """What the delivery worker needs: leases, batches, receipts. Each call is one transaction."""

    async def councils_with_work(self, now: datetime) -> tuple[str, ...]:
        """Tenants with a message due, a card to bring up to date, or something left half done."""

    async def lease(self, tenant_id: str, owner: str, now: datetime, until: datetime) -> bool:
        """Takes or prolongs the council's lease; False while another's holds."""

    async def release(self, tenant_id: str, owner: str) -> None: ...
    async def claim(self, tenant_id: str, now: datetime, limit: int) -> tuple[Message, ...]:
        """Takes messages that are due, oldest first, and marks them as being sent; what has
        expired is marked so instead."""

    async def recover(self, tenant_id: str) -> int:
        """Puts back what a stopped process left as being sent or edited, and returns how many
        messages; for the holder of the lease."""

    async def settle(self, tenant_id: str, receipts: Sequence[Receipt]) -> None:
        """Stores how the attempts ended, the live cards, and touches what they report to."""

    async def claim_edits(self, tenant_id: str, now: datetime, limit: int) -> tuple[LiveCard, ...]:
        """Live cards whose `wanted` is ahead of `shown`, and whose time to try has come; each is
        given out once until it is settled or recovered."""

    async def settle_edits(self, tenant_id: str, receipts: Sequence[EditReceipt]) -> None:
        """Stores that each shows what was wanted when it was claimed, or when to try again."""
