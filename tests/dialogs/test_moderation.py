"""Moderating from the dialog, answering and handing on from the cards, closing the loop (WC-07)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.solver import ScipySolver
from dialogs.conversation import Answer, ClosePage, OpenPage, ShowCard, ShowLive, Turn
from dialogs.kit import Card
from dialogs.table import VERBS
from dialogs.words import say
from programme.audit import Audit
from programme.errors import LookElsewhere
from programme.message import MessageKind
from programme.moderation import ModerationState
from programme.people import Role
from programme.use_cases.bring_loop_checks import bring_loop_checks
from storage.engine import Engine
from tests.cards.house import nodes
from tests.dialogs import turns
from tests.dialogs.auditing import button, fields_of, words_of
from tests.little_council import ADDED, FRAMEWORK, THE_FIRST, LittleCouncil, little_council, person
from tests.programme.use_cases.moderating import (
    BY_MANAGERS,
    UNA,
    keep,
    loop_of,
    moderation_of,
    ruled,
)

DUE = datetime(2027, 1, 26, 9, 0, tzinfo=UTC)
NOTE = "Minor gaps in recording alone don't lower a grade."


@pytest.fixture
async def little(engine: Engine) -> LittleCouncil:
    made = little_council(engine, framework=replace(FRAMEWORK, grading_note=NOTE))
    await made.fill()
    await made.draw(now=ADDED)
    await keep(made, UNA)
    return ruled(made, BY_MANAGERS)


@pytest.fixture
async def audit(little: LittleCouncil) -> Audit:
    return (await little.submitted())[0]


async def turn(little: LittleCouncil, by: str, now: datetime = THE_FIRST) -> Turn:
    who = await little.person(by)
    return Turn(little.council, who, "card", "key", now, little.work, lambda: 7, ScipySolver())


async def press(
    little: LittleCouncil, by: str, data: Mapping[str, object], now: datetime = THE_FIRST
) -> Answer:
    verb = VERBS[str(data["verb"])]
    return await verb.press(dict(data), await turn(little, by, now))


async def card_of(
    little: LittleCouncil, by: str, answer: Answer, now: datetime = THE_FIRST
) -> Card:
    """The live card that answers a press."""
    return await turns.shown(little, by, answer, now)


async def page_of(little: LittleCouncil, by: str, audit: Audit) -> Card:
    opened = await press(little, by, {"verb": "moderation.open", "audit_id": audit.id})
    assert isinstance(opened, OpenPage)
    return opened.card


@pytest.mark.rule("WC-07", "SW-05", "SW-12")
async def test_the_page_has_the_first_grades_side_by_side_and_keeps_what_is_agreed(
    little: LittleCouncil, audit: Audit
) -> None:
    page = await page_of(little, "gil", audit)
    labels = [str(node["label"]) for node in nodes(page) if "label" in node]
    tool = FRAMEWORK.tool(audit.tool_id)
    assert labels[: len(tool.areas)] == [f"{area.title} (first graded Good)" for area in tool.areas]
    assert labels[len(tool.areas)] == "Overall grade (first graded Good)"
    assert NOTE in words_of(page)
    fields = fields_of(page) | {"overall": "inadequate", "reason": "Nobody visited."}

    done = await press(little, "gil", button(page, "Record the moderation") | fields)

    assert isinstance(done, ClosePage)
    assert done.words == (
        "The moderation is recorded, and goes to Ann and Ben. "
        "The lead auditor can answer until Tuesday 8 December 2026."
    )
    kept = await moderation_of(little, audit.id)
    assert (kept.agreed.overall, kept.agreed.grades) == ("inadequate", audit.record.grades)
    assert kept.agreed.learning == audit.record.to_learn
    again = await page_of(little, "gil", audit)
    assert "Inadequate (first graded Good)" in str(again)
    assert fields_of(again) == {}


async def test_what_is_missing_comes_back_with_what_was_typed(
    little: LittleCouncil, audit: Audit
) -> None:
    page = await page_of(little, "gil", audit)
    typed = fields_of(page) | {"overall": "inadequate", "learning": "Ring 07700 900123."}
    back = await press(little, "gil", button(page, "Record the moderation") | typed)
    assert isinstance(back, OpenPage)
    assert fields_of(back.card) == typed
    assert "Please say why a grade differs" in words_of(back.card)
    assert "This looks like a phone number" in words_of(back.card)
    assert (await moderation_of(little, audit.id)).is_waiting


@pytest.mark.rule("WB-04")
async def test_the_page_asks_whether_a_changed_grade_was_talked_over(
    little: LittleCouncil, audit: Audit
) -> None:
    assert "talked_over" not in str(await page_of(little, "gil", audit))
    asking = ruled(little, replace(BY_MANAGERS, talked_over=True))
    page = await page_of(asking, "gil", audit)
    typed = fields_of(page) | {"overall": "inadequate", "reason": "No plan.", "talked_over": "no"}
    record = button(page, "Record the moderation")
    back = await press(asking, "gil", record | typed)
    assert isinstance(back, OpenPage)
    assert "have you talked it over with Ann?" in str(back.card)
    assert "Please talk the grade over" in words_of(back.card)
    done = await press(asking, "gil", record | typed | {"talked_over": "yes"})
    assert isinstance(done, ClosePage)
    assert "talked it over with the auditor" in words_of(await page_of(asking, "gil", audit))


async def test_a_page_of_another_version_is_shown_as_it_is_now_with_what_was_typed(
    little: LittleCouncil, audit: Audit
) -> None:
    page = await page_of(little, "gil", audit)
    stale = button(page, "Record the moderation") | fields_of(page) | {"version": 7, "reason": "X"}
    back = await press(little, "gil", stale)
    assert isinstance(back, OpenPage)
    assert "has changed since" in words_of(back.card)
    assert fields_of(back.card)["reason"] == "X"


async def test_nobody_else_opens_the_page(little: LittleCouncil, audit: Audit) -> None:
    with pytest.raises(LookElsewhere, match="isn't yours to look at"):
        await page_of(little, "gus", audit)
    assert fields_of(await page_of(little, "ann", audit)) == {}


@pytest.mark.rule("SW-05", "WB-04")
async def test_the_auditor_answers_from_the_card(little: LittleCouncil, audit: Audit) -> None:
    page = await page_of(little, "gil", audit)
    changed = fields_of(page) | {"overall": "inadequate", "reason": "Nobody visited."}
    await press(little, "gil", button(page, "Record the moderation") | changed)
    shown = ShowLive(MessageKind.MODERATION_OUTCOME, audit.id)
    card = await card_of(little, "ann", shown)
    for told in ("Nobody visited.", "An answer can be sent until Tuesday 8 December 2026."):
        assert told in words_of(card)
    send = button(card, "Send the answer")

    for answers, problem in (
        ({}, "Please choose one."),
        ({"agrees": "no", "line": " "}, "Please write a line here."),
    ):
        back = await card_of(little, "ann", await press(little, "ann", {**send, **answers}))
        assert problem in words_of(back)
        assert fields_of(back)["agrees"] == answers.get("agrees", "")
    answered = await press(little, "ann", {**send, "agrees": "no", "line": "It was recorded."})

    card = await card_of(little, "ann", answered)
    assert "Ann sees it differently" in words_of(card)
    assert fields_of(card) == {}
    for reader in ("gil", "quinn"):
        assert "It was recorded." in words_of(await card_of(little, reader, shown))
    assert (await moderation_of(little, audit.id)).state is ModerationState.ANSWERED


async def test_a_peer_reads_the_outcome_and_is_asked_nothing(
    little: LittleCouncil, audit: Audit
) -> None:
    page = await page_of(little, "gil", audit)
    await press(little, "gil", button(page, "Record the moderation") | fields_of(page))
    shown = ShowLive(MessageKind.MODERATION_OUTCOME, audit.id)
    card = await card_of(little, str(audit.peer_id), shown)
    assert "the grades stand as they were first given" in words_of(card)
    assert "actions" not in card


async def test_a_moderation_is_handed_on_from_its_card(little: LittleCouncil, audit: Audit) -> None:
    card = await card_of(little, "gil", ShowLive(MessageKind.MODERATION, audit.id))
    handed = await press(little, "gil", button(card, "Hand it on"))
    after = await card_of(little, "gil", handed)
    assert "Quinn moderates this audit." in words_of(after)
    assert "actions" not in after
    card = await card_of(little, "quinn", ShowLive(MessageKind.MODERATION, audit.id))
    assert "as QA officer" in words_of(card)
    refused = await press(little, "quinn", button(card, "Hand it on"))
    assert "nobody else for this audit" in words_of(await card_of(little, "quinn", refused))


async def test_moderations_lists_what_is_yours_the_most_urgent_first(
    little: LittleCouncil, audit: Audit
) -> None:
    shown = await say("Moderations", await turn(little, "gil"))
    assert f"**{audit.case_reference}**" in words_of(await card_of(little, "gil", shown))
    nothing = await card_of(little, "quinn", await say("moderations", await turn(little, "quinn")))
    assert "You have nothing to moderate. Thank you." in words_of(nothing)
    helped = await say("help", await turn(little, "sam"))
    assert isinstance(helped, ShowCard)
    assert "moderations" not in str(helped.card)


@pytest.mark.rule("WC-09")
async def test_the_loop_is_closed_from_its_card(little: LittleCouncil, audit: Audit) -> None:
    page = await page_of(little, "gil", audit)
    await press(little, "gil", button(page, "Record the moderation") | fields_of(page))
    await bring_loop_checks(little.council, work=little.work, now=DUE)
    shown = ShowLive(MessageKind.LOOP_CHECK, audit.id)
    card = await card_of(little, "una", shown, DUE)
    assert "All completed: close the loop" not in str(card)

    still = button(card, "Something is still open")
    back = await press(little, "una", {**still, "found": " "}, DUE)
    assert "Please write a line here." in words_of(await card_of(little, "una", back, DUE))
    again = await press(little, "una", {**still, "found": "No chronology yet."}, DUE)
    assert isinstance(again, ShowLive)
    assert again.notice == "Recorded. It comes back to you on Tuesday 9 February 2027."
    assert "No chronology yet." in words_of(await card_of(little, "ann", shown, DUE))

    async with little.work(little.tenant_id) as w:
        (action,) = await w.actions.of_audits([audit.id])
    chosen = {"kind": "actions", "subject": audit.id, "action": f"{action.id}/1"}
    done = {"verb": "action.complete", **chosen, "complete_note": "Chronology updated."}
    await press(little, "ann", done, DUE)
    card = await card_of(little, "una", shown, DUE)
    closing = {**button(card, "All completed: close the loop"), "found": "It is on the file."}
    closed = await card_of(little, "una", await press(little, "una", closing, DUE), DUE)
    assert "✔ The loop is closed" in words_of(closed)
    loop = await loop_of(little, audit.id)
    assert loop is not None
    assert (loop.is_open, loop.found) == (False, "It is on the file.")


async def test_one_of_a_list_is_handed_on_from_the_list(little: LittleCouncil) -> None:
    await keep(little, person("Gus", Role.GROUP_MANAGER, area="North"))
    audit, _ = await little.submitted(lead="ann")
    by = (await moderation_of(little, audit.id)).moderator_id
    verb = VERBS["moderation.hand_one_on"]

    async def press(which: str) -> Answer:
        payload = verb.payload(verb=verb.name, which=which)
        return await verb.press(payload, await turn(little, by))

    unchosen = await press("")
    assert isinstance(unchosen, ShowLive)
    assert unchosen.typed is not None
    assert (await moderation_of(little, audit.id)).moderator_id == by

    answer = await press(f"{audit.id}:{(await moderation_of(little, audit.id)).version}")
    assert isinstance(answer, ShowLive)
    assert (answer.kind, answer.subject) == (MessageKind.MODERATIONS, by)
    assert answer.notice
    assert (await moderation_of(little, audit.id)).moderator_id != by
