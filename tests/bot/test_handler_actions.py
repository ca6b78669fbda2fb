"""Completing an action and asking for more time, over every way that Teams has to press."""

from collections.abc import Awaitable, Callable, Mapping

import pytest

from bot.demo_council import TENANT_ID
from bot.local_teams import Message
from programme.audit import Audit
from tests.bot.chats import AN_ACTION, Chats, Json, buttons, problems_in, titles, words_of
from tests.bot.ways_to_complete import by_dialog, by_execute, by_fetch, by_submit

pytestmark = pytest.mark.asyncio(loop_scope="module")
ACTIONS = "Actions from an audit"
DONE = "Dates agreed on Monday."
LATER = {"more_due": "2026-12-21", "more_reason": "The school is closed until then."}


async def given_actions(office: Chats, name: str, count: int = 1) -> tuple[Audit, Message]:
    """An audit of `name` submitted with actions for their own team, and the card of them."""
    texts = [f"Put dates to step {n} of the plan." for n in range(1, count + 1)]
    audit = await office.submit_audit(name, *({**AN_ACTION, "new_text": text} for text in texts))
    return audit, office.message(name, ACTIONS)


async def peer_of(office: Chats, audit: Audit) -> str:
    return next(name for name, p in (await office.people()).items() if p.id == audit.peer_id)


async def test_a_completed_action_shows_in_place_on_the_cards_of_all_three(office: Chats) -> None:
    audit, message = await given_actions(office, "Priya Nair")
    peer = await peer_of(office, audit)
    seen = office.message(peer, ACTIONS)
    counted = office.message("Eleanor Marsh", "The audit programme for December 2026")

    answer = await office.press(
        "Priya Nair", message, "Mark as completed", typed={"complete_note": DONE}
    )

    assert answer.card is not None
    assert "Completed: Put dates to step 1 of the plan." in words_of(answer.card)
    assert [each.completion_note for each in await office.actions_of(audit)] == [DONE]
    for name, earlier in (("Priya Nair", message), (peer, seen)):
        assert office.message(name, ACTIONS).id == earlier.id
        assert "Completed by Priya Nair" in words_of(office.card(name, ACTIONS))
        assert f"Done: {DONE}" in words_of(office.card(name, ACTIONS))
    after = office.message("Eleanor Marsh", "The audit programme for December 2026")
    assert after.id == counted.id
    assert "0 open, 0 of them overdue; 1 completed" in words_of(after.activity)


Way = Callable[..., Awaitable[Json]]


@pytest.mark.parametrize(
    ("way", "name"),
    [
        (by_execute, "Rachel Whitcombe"),
        (by_submit, "Sunita Rao"),
        (by_dialog, "Gareth Lloyd"),
        (by_fetch, "Joanne Birtwistle"),
    ],
)
async def test_a_bad_note_comes_back_and_a_good_one_completes_whichever_way_it_is_sent(
    office: Chats, way: Way, name: str
) -> None:
    audit, message = await given_actions(office, name, count=2)

    back = await way(office, name, message, typed={"complete_note": "Ring 07700 900123 to ask."})

    (problem,) = problems_in(back)
    assert problem.startswith("⚠ This looks like a phone number. Please take it out:")
    assert "Ring 07700 900123 to ask." in words_of(back)
    assert all(each.is_open for each in await office.actions_of(audit))

    done = await way(office, name, message, typed={"complete_note": DONE})

    assert f"✔ Completed by {name}" in words_of(done)
    assert [each.is_open for each in await office.actions_of(audit)] == [False, True]


BAD_NOTES: Mapping[str, tuple[str, str]] = {
    "empty": ("", "Please write a line here."),
    "blank": ("  \n ", "Please write a line here."),
    "too long": ("a" * 1001, "Please shorten this to 1,000 characters; it has 1,001."),
    "an e-mail address": ("Ask sam@school.example", "This looks like an e-mail address."),
    "a postcode": ("Moved to WR1 2AB", "This looks like a postcode."),
    "an NHS number": ("943 476 5919 was wrong", "This looks like an NHS number."),
    "a date of birth": ("born on 3 May 2019", "This looks like a date of birth."),
}


async def test_every_bad_note_comes_back_as_it_was_typed(office: Chats) -> None:
    audit, message = await given_actions(office, "Yusuf Demir")
    for note, problem in BAD_NOTES.values():
        answer = await office.press(
            "Yusuf Demir", message, "Mark as completed", typed={"complete_note": note}
        )
        assert answer.card is not None
        assert any(problem in each for each in problems_in(answer.card))
        sent = [data for _, data in buttons(answer.card)]
        fields = {data["complete_note"] for data in sent if "complete_note" in data}
        assert fields == {note}
        # Mended in the card that came back, it goes through: nothing else was lost.
        assert titles(answer.card) == ["Mark as completed", "Part of it is done", "Cancel"]
    cancelled = await office.press("Yusuf Demir", message, "Cancel", card=answer.card)
    assert cancelled.card is not None
    assert "Complete an action" in words_of(cancelled.card)
    assert (await office.actions_of(audit))[0].is_open
    answer = await office.press(
        "Yusuf Demir", message, "Mark as completed", card=answer.card, typed={"complete_note": DONE}
    )
    assert not (await office.actions_of(audit))[0].is_open


BAD_DATES: Mapping[str, tuple[str, str]] = {
    "missing": ("", "Please choose a day."),
    "no date": ("soon", "Please choose a day."),
    "past": ("2026-11-30", "Monday 30 November 2026 has come already"),
    "today": ("2026-12-01", "Tuesday 1 December 2026 has come already"),
    "a Saturday": ("2026-12-19", "is not a working day; the next working day is Monday 21"),
    "Christmas Day": ("2026-12-25", "is a bank holiday; the next working day is Tuesday 29"),
    "no later": ("2026-12-14", "The action is due on Monday 14 December 2026"),
    "too late": ("2027-01-29", "The framework allows 10 working days more"),
}


async def test_every_bad_date_comes_back_with_the_reason_that_was_typed(office: Chats) -> None:
    audit, message = await given_actions(office, "Siân Morgan", count=2)
    for day, problem in BAD_DATES.values():
        answer = await office.press(
            "Siân Morgan", message, "Move the due date", typed={**LATER, "more_due": day}
        )
        assert answer.card is not None
        assert any(problem in each for each in problems_in(answer.card)), problem
        data = next(data for each, data in buttons(answer.card))
        assert (data["more_due"], data["more_reason"]) == (day, LATER["more_reason"])
    assert {each.due.isoformat() for each in await office.actions_of(audit)} == {"2026-12-14"}


async def test_more_time_moves_the_date_once_however_often_it_is_asked_for(office: Chats) -> None:
    audit, message = await given_actions(office, "Marcus Campbell")

    first = await office.press("Marcus Campbell", message, "Move the due date", typed=LATER)
    again = await office.press(
        "Marcus Campbell",
        message,
        "Move the due date",
        card=message.activity["attachments"][0]["content"],
        typed=LATER,
    )

    assert first == again
    assert "Due date moved to Monday 21 December 2026." in words_of(first.card)
    moved = (await office.actions_of(audit))[0]
    assert (moved.due.isoformat(), moved.extensions) == ("2026-12-21", 1)
    assert "Ask for more time" not in words_of(office.card("Marcus Campbell", ACTIONS))


async def test_the_same_activity_again_has_one_effect_and_the_same_answer(office: Chats) -> None:
    audit, message = await given_actions(office, "Frances O'Dowd")
    shown = message.activity["attachments"][0]["content"]
    data = next(data for each, data in buttons(shown) if each["title"] == "Mark as completed")
    activity = office.execute("Frances O'Dowd", {**data, "complete_note": DONE}, message.id)

    first = await office.post(activity)
    again = await office.post(activity)

    assert first == again
    assert first[0] == 200
    done = (await office.actions_of(audit))[0]
    assert done.version == 2
    async with office.demo.service.storage.work(TENANT_ID) as w:
        assert [e.verb for e in await w.events.about(done.id)] == ["complete_action"]


async def test_a_stale_press_gets_the_card_as_it_is_now_and_changes_nothing(office: Chats) -> None:
    audit, message = await given_actions(office, "Abigail Thornley")
    old = message.activity["attachments"][0]["content"]
    await office.press("Abigail Thornley", message, "Move the due date", typed=LATER)

    (action,) = await office.actions_of(audit)
    omar = (await office.people())["Omar Farouk"]
    from_a_list: Json = {
        "verb": "action.complete",
        "kind": "team_work",
        "subject": omar.id,
        "action": f"{action.id}/{action.version}",
        "complete_note": DONE,
    }
    listed = await asked_for(office, omar.name)
    status, answer = await office.post(office.execute(omar.name, from_a_list, listed.id))
    stale = await office.press(
        "Abigail Thornley",
        message,
        "Mark as completed",
        card=old,
        typed={"complete_note": "Also done."},
    )

    assert status == 200
    assert "Completed:" in str(answer)
    assert stale.card is not None
    assert "has changed since; here it is as it stands now." in words_of(stale.card)
    assert "Completed by Omar Farouk" in words_of(stale.card)
    assert (await office.actions_of(audit))[0].completion_note == DONE


async def asked_for(office: Chats, name: str) -> Message:
    """The person's own list, asked for in words."""
    await office.say(name, "my team")
    return office.message(name, "Your team's work")


async def test_a_note_that_meets_a_moved_date_is_not_lost(office: Chats) -> None:
    audit, message = await given_actions(office, "Patrick Gallagher")
    old = message.activity["attachments"][0]["content"]
    await office.press("Patrick Gallagher", message, "Move the due date", typed=LATER)

    stale = await office.press(
        "Patrick Gallagher", message, "Mark as completed", card=old, typed={"complete_note": DONE}
    )

    assert stale.card is not None
    assert "has changed since" in words_of(stale.card)
    assert DONE in words_of(stale.card)
    await office.press("Patrick Gallagher", message, "Mark as completed", card=stale.card)
    assert (await office.actions_of(audit))[0].completion_note == DONE


async def test_another_teams_action_is_refused_with_a_sentence(office: Chats) -> None:
    audit, message = await given_actions(office, "Natalie Osborne")
    shown = message.activity["attachments"][0]["content"]
    data = next(data for each, data in buttons(shown) if each["title"] == "Mark as completed")

    for name in ("Andrew Kowalski", "Eleanor Marsh", await peer_of(office, audit)):
        status, body = await office.post(office.execute(name, {**data, "complete_note": DONE}))
        assert status == 200
        assert "please ask" in (words_of(body["value"]) or body["value"])
    assert f"You had written:\n{DONE}" in words_of(body["value"]), "the peer has the card"
    assert (await office.actions_of(audit))[0].is_open


async def test_an_auditor_of_another_team_sees_the_actions_and_no_button(office: Chats) -> None:
    audit, _ = await given_actions(office, "Dwayne Francis")
    assert titles(office.card(await peer_of(office, audit), ACTIONS)) == []


@pytest.mark.parametrize("kind", ["round", "before_the_first", "allocation", "welcome"])
async def test_a_press_cannot_ask_for_a_card_that_has_no_action_in_it(
    office: Chats, kind: str
) -> None:
    data = {"verb": "action.complete", "kind": kind, "subject": "2026-12", "action": f"{1:032x}/1"}
    status, body = await office.post(office.execute("Tamara Joseph", data))
    assert status == 200
    assert "earlier version" in body["value"]
