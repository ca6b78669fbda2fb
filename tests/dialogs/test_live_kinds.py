"""Every kind of live card: what it says that it shows, and what brings it up to date."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from dialogs.table import LIVE
from programme.action import Action
from programme.message import SHOWS, MessageKind
from programme.use_cases.acknowledge_allocation import (
    AcknowledgeAllocation,
    acknowledge_allocation,
)
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.meet_person import MeetPerson, meet_person
from programme.use_cases.record_views import RecordViews, record_views
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.send_digests import send_digests
from storage.engine import Engine
from tests.little_council import (
    ADDED,
    DECEMBER,
    DUE,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    all_sought,
    little_council,
)

JANUARY = DECEMBER.plus(1)
THE_18TH = THE_FIRST + timedelta(days=17)
"""The day on which the one action is due, and is in a digest."""


@pytest.fixture
def dialect() -> str:
    """What cards say that they show is the same on either database."""
    return "sqlite"


@dataclass
class Submitted:
    """December drawn, Ann's audit submitted with an action for Ash, and Ash's digest sent."""

    little: LittleCouncil
    action: Action

    async def draw_cards(self, *kinds: MessageKind) -> dict[MessageKind, tuple[str, ...]]:
        """Draws the cards of those kinds, each for its reader, and has them sent."""
        drawn = {}
        for kind in kinds:
            asked = READS[kind](self)
            async with self.little.work(self.little.tenant_id) as w:
                cards = await LIVE[kind].draw(self.little.council, w, [asked], THE_18TH.date())
            drawn[kind] = cards[asked].shows
            await self.little.settle(asked[0], kind, asked[1], *drawn[kind])
        return drawn


READS: dict[MessageKind, Callable[[Submitted], tuple[str, str]]] = {
    MessageKind.WELCOME: lambda _: ("ann", "ann"),
    MessageKind.BEFORE_THE_FIRST: lambda _: ("quinn", str(JANUARY)),
    MessageKind.NOT_DRAWN: lambda _: ("quinn", str(JANUARY)),
    MessageKind.ALLOCATION: lambda _: ("ben", str(DECEMBER)),
    MessageKind.GROUP_ALLOCATION: lambda _: ("gil", str(DECEMBER)),
    MessageKind.ROUND: lambda _: ("quinn", str(DECEMBER)),
    MessageKind.ACTIONS: lambda submitted: ("quinn", submitted.action.audit_id),
    MessageKind.FINDINGS: lambda submitted: ("ann", submitted.action.audit_id),
    MessageKind.DIGEST: lambda _: ("ann", DUE.isoformat()),
    MessageKind.MY_WORK: lambda _: ("ann", "ann"),
    MessageKind.TEAM_WORK: lambda _: ("gil", "gil"),
}
"""Who reads a card of each kind, and what it is about."""


@pytest.fixture
async def submitted(engine: Engine) -> Submitted:
    little = little_council(engine)
    await little.fill()
    await little.draw(now=ADDED)
    submitted = Submitted(little, await little.an_action())
    await send_digests(little.council, work=little.work, now=THE_18TH)
    return submitted


async def _acknowledged(submitted: Submitted, person_id: str) -> None:
    little = submitted.little
    by = await little.person(person_id)
    command = AcknowledgeAllocation(little.council, by, little.period(DECEMBER), "card")
    assert await acknowledge_allocation(command, work=little.work, now=THE_18TH)


async def _ben_acknowledged(submitted: Submitted) -> None:
    await _acknowledged(submitted, "ben")


async def _gil_acknowledged(submitted: Submitted) -> None:
    await _acknowledged(submitted, "gil")


async def _bens_draft_was_saved(submitted: Submitted) -> None:
    little = submitted.little
    audit, by = await little.audit_led_by("ben"), await little.person("ben")
    record = a_full_record(little.council.framework)
    command = SaveAuditDraft(little.council, by, audit.id, lambda _: record, "dialog")
    await save_audit_draft(command, work=little.work, now=THE_18TH)


async def _bens_audit_was_submitted(submitted: Submitted) -> None:
    await submitted.little.submitted(lead="ben")


async def _anns_audit_was_completed(submitted: Submitted) -> None:
    little = submitted.little
    framework, audit = little.council.framework, await little.audit_led_by("ann")
    (asked,) = [one.id for one in STAFF if audit.part_of(one.id) == audit.views_asked_of(framework)]
    command = RecordViews(
        little.council, await little.person(asked), audit.id, all_sought(framework), "dialog"
    )
    assert (await record_views(command, work=little.work, now=THE_18TH)).is_complete


async def _the_action_was_completed(submitted: Submitted) -> None:
    little = submitted.little
    by, action = await little.person("abe"), submitted.action
    command = CompleteAction(
        little.council, by, action.id, action.version, "Chronology updated.", "card"
    )
    await complete_action(command, work=little.work, now=THE_18TH)


async def _the_action_was_given_more_time(submitted: Submitted) -> None:
    little = submitted.little
    by, action = await little.person("abe"), submitted.action
    command = AskMoreTime(
        little.council, by, action.id, action.version, "Waiting.", date(2026, 12, 21), "card"
    )
    await ask_more_time(command, work=little.work, now=THE_18TH)


async def _january_was_drawn(submitted: Submitted) -> None:
    await submitted.little.draw(JANUARY, now=THE_18TH)


async def _somebody_was_met(submitted: Submitted) -> None:
    little = submitted.little
    command = MeetPerson(
        little.tenant_id, "object-1", ("cat@council.example",), "https://x", "chat", "29:cat"
    )
    assert await meet_person(command, work=little.work, now=THE_18TH)


async def _somebody_left(submitted: Submitted) -> None:
    await submitted.little.take_staff(*(one for one in STAFF if one.id != "cat"))


OF_AN_AUDIT = {
    MessageKind.ALLOCATION,
    MessageKind.GROUP_ALLOCATION,
    MessageKind.TEAM_WORK,
}
OF_AN_ACTION = {
    MessageKind.ACTIONS,
    MessageKind.DIGEST,
    MessageKind.MY_WORK,
    MessageKind.TEAM_WORK,
    MessageKind.ROUND,
}
CONCERNS: list[tuple[Callable[[Submitted], Awaitable[None]], set[MessageKind]]] = [
    (_ben_acknowledged, {MessageKind.ALLOCATION, MessageKind.ROUND}),
    (_gil_acknowledged, {MessageKind.GROUP_ALLOCATION, MessageKind.ROUND}),
    (_bens_draft_was_saved, OF_AN_AUDIT),
    (_bens_audit_was_submitted, OF_AN_AUDIT | {MessageKind.ROUND}),
    (
        _anns_audit_was_completed,
        {
            MessageKind.GROUP_ALLOCATION,
            MessageKind.TEAM_WORK,
            MessageKind.ROUND,
            MessageKind.FINDINGS,
        },
    ),
    (_the_action_was_completed, OF_AN_ACTION),
    (_the_action_was_given_more_time, OF_AN_ACTION),
    (_january_was_drawn, {MessageKind.BEFORE_THE_FIRST, MessageKind.NOT_DRAWN}),
    (_somebody_was_met, {MessageKind.BEFORE_THE_FIRST}),
    (_somebody_left, {MessageKind.BEFORE_THE_FIRST}),
]
"""What happens, and kinds of card that are untrue from then on."""


@pytest.mark.parametrize("kind", LIVE)
async def test_a_card_shows_every_sort_of_entity_that_its_kind_may_and_no_other(
    submitted: Submitted, kind: MessageKind
) -> None:
    shows = (await submitted.draw_cards(kind))[kind]
    assert {entity.partition(":")[0] for entity in shows} == SHOWS[kind]


@pytest.mark.parametrize(
    ("change", "kinds"), CONCERNS, ids=[change.__name__[1:] for change, _ in CONCERNS]
)
async def test_a_change_touches_the_cards_that_it_concerns(
    submitted: Submitted,
    change: Callable[[Submitted], Awaitable[None]],
    kinds: set[MessageKind],
) -> None:
    await submitted.draw_cards(*LIVE)
    before = await _cards(submitted)
    assert await submitted.little.behind() == set()

    await change(submitted)

    after = await _cards(submitted)
    behind = {kind for _, kind in await submitted.little.behind()}
    untrue = {kind for kind in LIVE if before[kind] != after[kind]}
    assert kinds <= untrue
    assert kinds <= behind
    # Of what is new in a list of work, the card that was sent before could name no entity.
    assert untrue - behind <= {MessageKind.MY_WORK, MessageKind.TEAM_WORK}


def test_some_change_concerns_every_card_but_the_welcome() -> None:
    assert set().union(*(kinds for _, kinds in CONCERNS)) == set(LIVE) - {MessageKind.WELCOME}


async def _cards(submitted: Submitted) -> dict[MessageKind, object]:
    """What every card says, by kind; None where there is nothing to show any more."""
    found: dict[MessageKind, object] = {}
    little = submitted.little
    for kind, live in LIVE.items():
        asked = READS[kind](submitted)
        async with little.work(little.tenant_id) as w:
            drawn = await live.draw(little.council, w, [asked], THE_18TH.date())
        found[kind] = drawn[asked].card if asked in drawn else None
    return found
