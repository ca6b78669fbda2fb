"""What becomes of the cards that show a request to be spared an audit when the audit is begun, or
the one that would go the other way is: each that isn't true any more is brought up to date."""

from collections.abc import Sequence
from dataclasses import replace

from dialogs.table import LIVE
from programme.audit_record import ViewSought
from programme.message import MessageKind
from programme.use_cases.ask_hand_over import Proposal
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from tests.bot.chats import words_of
from tests.little_council import (
    DECEMBER,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
)
from tests.programme.use_cases.handing_over import announce, asked, spare_of

Held = tuple[MessageKind, str, str]


async def _drawn(little: LittleCouncil, cards: Sequence[Held]) -> dict[Held, str]:
    """What each card says now."""
    found = {}
    async with little.work(little.tenant_id) as w:
        for kind, reader, subject in cards:
            one = (reader, subject)
            drawn = await LIVE[kind].draw(little.council, w, [one], THE_FIRST.date())
            found[kind, reader, subject] = words_of(drawn[one].card)
    return found


async def _sent(little: LittleCouncil, cards: Sequence[Held]) -> dict[Held, str]:
    """The cards lie before their readers."""
    for kind, reader, subject in cards:
        one = (reader, subject)
        async with little.work(little.tenant_id) as w:
            drawn = await LIVE[kind].draw(little.council, w, [one], THE_FIRST.date())
        await little.settle(reader, kind, subject, *drawn[one].shows)
    assert await little.behind() == set()
    return await _drawn(little, cards)


async def _untrue(little: LittleCouncil, before: dict[Held, str]) -> set[Held]:
    """The cards that say something else now, each of which is to be brought up to date."""
    now = await _drawn(little, tuple(before))
    changed = {card for card in before if before[card] != now[card]}
    behind = await little.behind()
    assert {(reader, kind) for kind, reader, _ in changed} <= behind
    return changed


async def _save(little: LittleCouncil, audit_id: str, who: str, *, views: bool) -> None:
    """Saves a first draft: of the views alone, or of all but the views."""
    framework = little.council.framework
    sought = {each.id: ViewSought(sought=True) for each in framework.views.of}
    command = SaveAuditDraft(
        little.council,
        await little.person(who),
        audit_id,
        lambda record: (
            replace(record, views=sought)
            if views
            else replace(a_full_record(framework), views=record.views)
        ),
        "dialog",
    )
    await save_audit_draft(command, work=little.work, now=THE_FIRST)


async def test_a_lead_who_begins_after_the_peer_did(little: LittleCouncil) -> None:
    await announce(little)
    audit = await little.audit_led_by("ann")
    await _save(little, audit.id, audit.peer_id or "", views=True)
    request = await asked(little, audit, "ann", Proposal("dan"))
    cards = (
        (MessageKind.ALLOCATION, "ann", str(DECEMBER)),
        (MessageKind.MY_WORK, "ann", "ann"),
        (MessageKind.HAND_OVER, "dan", request.id),
    )
    before = await _sent(little, cards)
    await _save(little, audit.id, "ann", views=False)
    assert await _untrue(little, before) == set(cards)


async def test_whoever_was_asked_to_swap_begins_their_own(little: LittleCouncil) -> None:
    await announce(little)
    audit = await little.audit_led_by("ann")
    swap = (await spare_of(little, audit, "ann")).swaps[0]
    request = await asked(little, audit, "ann", Proposal(None, swap.audit.id))
    cards = (
        (MessageKind.ALLOCATION, "ann", str(DECEMBER)),
        (MessageKind.MY_WORK, "ann", "ann"),
        (MessageKind.HAND_OVER, swap.colleague.id, request.id),
    )
    before = await _sent(little, cards)
    await _save(little, swap.audit.id, swap.colleague.id, views=False)
    assert await _untrue(little, before) == set(cards)
