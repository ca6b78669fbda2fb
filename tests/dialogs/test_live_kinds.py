"""Every kind of live card: what it says that it shows, and what brings it up to date."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from dialogs.live_card import nothing
from dialogs.table import LIVE
from programme.message import MessageKind
from programme.shown import SHOWS
from tests.dialogs.live_concerns import CONCERNS, LISTS, PICTURES_OF_A_DAY
from tests.dialogs.live_scene import READS, THE_18TH, Submitted
from tests.follow_up import SOCIAL_WORKER


@pytest.mark.parametrize("kind", LIVE)
async def test_a_card_shows_every_sort_of_entity_that_its_kind_may_and_no_other(
    scene: Submitted, kind: MessageKind
) -> None:
    shows = (await scene.draw_cards(kind))[kind]
    named = {entity.partition(":")[0] for entity in shows}
    assert named == SHOWS[kind] or (kind is MessageKind.MY_WORK and named <= SHOWS[kind])


def test_ones_own_work_may_show_whatever_any_card_waits_for() -> None:
    waits = {kind for kind, live in LIVE.items() if live.to_do is not nothing}
    waits -= {MessageKind.MY_WORK}
    assert SHOWS[MessageKind.MY_WORK] == set().union(*(SHOWS[kind] for kind in waits))


@pytest.mark.parametrize(
    ("change", "kinds"), CONCERNS, ids=[change.__name__[1:] for change, _ in CONCERNS]
)
async def test_a_change_touches_the_cards_that_it_concerns(
    scene: Submitted,
    change: Callable[[Submitted], Awaitable[None]],
    kinds: set[MessageKind],
) -> None:
    await scene.draw_cards(*LIVE)
    before = await _cards(scene)
    assert await scene.little.behind() == set()

    await change(scene)

    after = await _cards(scene)
    behind = {kind for _, kind in await scene.little.behind()}
    untrue = {kind for kind in LIVE if before[kind] != after[kind]}
    assert kinds <= untrue
    assert kinds <= behind
    # Of what is new in a list of work, the card that was sent before could name no entity.
    assert untrue - behind - PICTURES_OF_A_DAY <= LISTS


def test_some_change_concerns_every_card_but_pictures_of_a_day() -> None:
    assert set().union(*(kinds for _, kinds in CONCERNS)) == set(LIVE) - PICTURES_OF_A_DAY
    assert {kind for kind, shown in SHOWS.items() if shown <= {"reported"}} == PICTURES_OF_A_DAY


THEIR_OWN = {
    *(MessageKind.ALLOCATION, MessageKind.AUDITS_DUE, MessageKind.COMMISSIONED),
    *(MessageKind.HAND_OVER, MessageKind.RESULT, MessageKind.CELEBRATION, MessageKind.GRADE_ALERT),
    *(MessageKind.MODERATION, MessageKind.MODERATIONS, MessageKind.MODERATION_OUTCOME),
    *(MessageKind.LOOP_CHECK, MessageKind.CONFIRM_ACTIONS, MessageKind.DISPUTE),
    *(MessageKind.PRACTICE, MessageKind.PRACTICE_DAY, MessageKind.OBSERVED),
    *(MessageKind.DIP_ACTIONS, MessageKind.CHAIRS_REPORT),
}
"""Whose reader audits, moderates, checks, wrote or was told of what is shown, or is whose work it
is: for as long as they have that part, whatever the staff list says of them."""
OF_NO_CASE = {MessageKind.WELCOME, MessageKind.MOVED}
WHAT_THEY_HAVE_NOW = {MessageKind.MY_WORK, MessageKind.TAKEN_OVER}


async def test_who_was_given_another_place_is_shown_what_they_have_a_part_in_and_no_more(
    scene: Submitted,
) -> None:
    shown = set()
    for kind, live in LIVE.items():
        asked = READS[kind](scene)
        reader = await scene.little.person(asked[0])
        async with scene.little.work(scene.little.tenant_id) as w:
            await w.people.save([replace(reader, **SOCIAL_WORKER)])  # type: ignore[arg-type]  # by name
            if await live.draw(scene.little.council, w, [asked], THE_18TH.date()):
                shown.add(kind)

    assert shown == THEIR_OWN | OF_NO_CASE | WHAT_THEY_HAVE_NOW


async def _cards(scene: Submitted) -> dict[MessageKind, object]:
    """What every card says, by kind; None where there is nothing to show any more."""
    found: dict[MessageKind, object] = {}
    little = scene.little
    for kind, live in LIVE.items():
        asked = READS[kind](scene)
        async with little.work(little.tenant_id) as w:
            drawn = await live.draw(little.council, w, [asked], THE_18TH.date())
        found[kind] = drawn[asked].card if asked in drawn else None
    return found
