"""Giving an audit away, withdrawing it, confirming actions: from the card to what it answers."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from pydantic import ValidationError

from bot.solver import ScipySolver
from dialogs.conversation import Answer, Say, SendCard, ShowCard, ShowLive, Turn
from dialogs.table import LIVE, VERBS
from dialogs.words import say
from programme.audit import Audit
from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.message import MessageKind
from programme.people import Role
from programme.rules.action import Confirmation
from programme.shown import AUDITORS
from programme.use_cases.complete_action import CompleteAction, complete_action
from storage.engine import Engine
from tests.bot.chats import Json, buttons, problems_in, words_of
from tests.cards.house import nodes
from tests.dialogs.turns import shown
from tests.little_council import (
    CALENDAR,
    DUE,
    FRAMEWORK,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    little_council,
)

RULE = replace(FRAMEWORK.actions, confirmation=Confirmation(3, 5, (Role.GROUP_MANAGER,)))


@pytest.fixture
async def little(engine: Engine) -> LittleCouncil:
    made = little_council(engine, framework=replace(FRAMEWORK, actions=RULE))
    await made.fill()
    await made.draw()
    return made


async def _turn(little: LittleCouncil, who: str, now: datetime = THE_FIRST) -> Turn:
    by = await little.person(who)
    return Turn(little.council, by, "card", "key", now, little.work, lambda: 7, ScipySolver())


async def _live(little: LittleCouncil, kind: MessageKind, reader: str, subject: str) -> Json:
    async with little.work(little.tenant_id) as w:
        drawn = await LIVE[kind].draw(little.council, w, [(reader, subject)], THE_FIRST.date())
    card: Json = drawn[reader, subject].card
    return card


async def _press(
    little: LittleCouncil, who: str, card: Json, title: str, now: datetime = THE_FIRST, **typed: str
) -> Answer:
    (data,) = [data for each, data in buttons(card) if each["title"] == title]
    return await VERBS[data["verb"]].press({**data, **typed}, await _turn(little, who, now))


async def _kept(little: LittleCouncil, audit: Audit) -> Audit:
    async with little.work(little.tenant_id) as w:
        found = await w.audits.get(audit.id)
    assert found is not None
    return found


async def test_what_a_leaver_had_is_given_from_the_one_card(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("dan")
    assert audit.team == "Damson"
    zed = replace(STAFF[5], id="zed", name="Zed", email="zed@council.example")
    await little.take_staff(*(p for p in STAFF if p.id != "dan"), zed)
    card = await _live(little, MessageKind.AUDITORS_NEEDED, "quinn", AUDITORS)
    gave = await _press(little, "quinn", card, "Give it to them", reason="Dan has left.")
    assert isinstance(gave, ShowLive)
    assert gave.subject == AUDITORS
    (chosen,) = {str(data.get("give")) for _, data in buttons(card)}
    audit_id, _, part, to_id = chosen.split("/")
    (changed,) = [a for a in await little.audits() if a.id == audit_id]
    assert (changed.lead_id if part == "lead" else changed.peer_id) == to_id != "dan"


async def test_a_case_can_be_typed_given_and_withdrawn(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("ann")
    turn = await _turn(little, "quinn")
    shown = await say(f"reassign {audit.case_reference.lower()}", turn)
    assert isinstance(shown, ShowCard)
    offered = words_of(shown.card)
    assert "Lead auditor: Ann." in offered
    gave = await _press(
        little,
        "quinn",
        shown.card,
        "Give it to them",
        give=f"{audit.id}/{audit.version}/lead/eve",
        reason="Ann is needed elsewhere.",
    )
    assert isinstance(gave, ShowCard)
    assert (await _kept(little, audit)).lead_id == "eve"

    again = await say(f"withdraw {audit.case_reference}", turn)
    assert isinstance(again, ShowCard)
    out = await _press(
        little, "quinn", again.card, "Withdraw it", withdraw_reason="The case has closed."
    )
    assert isinstance(out, ShowCard)
    assert "is withdrawn" in words_of(out.card)
    assert "You can take this back until" in words_of(out.card)
    assert (await _kept(little, audit)).is_withdrawn
    back = await _press(little, "quinn", out.card, "Take this back")
    assert isinstance(back, ShowCard)
    assert f"the audit of {audit.case_reference} stands" in words_of(back.card)
    assert not (await _kept(little, audit)).is_withdrawn
    again = await say(f"withdraw {audit.case_reference}", turn)
    assert isinstance(again, ShowCard)
    out = await _press(
        little, "quinn", again.card, "Withdraw it", withdraw_reason="The case has closed."
    )
    with pytest.raises(LookElsewhere):
        await say(f"withdraw {audit.case_reference}", turn)


async def test_what_cant_be_done_is_told_in_words(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("ann")
    turn = await _turn(little, "quinn")
    shown = await say(f"reassign {audit.case_reference}", turn)
    assert isinstance(shown, ShowCard)
    give = f"{audit.id}/{audit.version}/lead/{audit.peer_id}"
    refused = await _press(little, "quinn", shown.card, "Give it to them", give=give, reason="Why.")
    assert isinstance(refused, ShowCard)
    assert "is the other auditor of this case" in words_of(refused.card)
    blank = await _press(little, "quinn", shown.card, "Withdraw it", withdraw_reason=" ")
    assert isinstance(blank, ShowCard)
    for typed in (f"reassign {audit.case_reference}", "reassign"):
        with pytest.raises(AskSomeoneAllowed, match="QA officer"):
            await say(typed, await _turn(little, "gil"))
    assert await _kept(little, audit) == audit
    everyone = await say("reassign", turn)
    assert isinstance(everyone, ShowLive)


@pytest.mark.rule("BD-07")
async def test_the_lead_sends_an_action_back_then_confirms(little: LittleCouncil) -> None:
    audit, (action,) = await little.submitted()
    at = CALENDAR.at(DUE, time(10))

    async def completed() -> Json:
        now = await little.action(action.id)
        ann = await little.person("ann")
        await complete_action(
            CompleteAction(little.council, ann, action.id, now.version, "Dated.", "card"),
            work=little.work,
            now=at,
        )
        return await _live(little, MessageKind.CONFIRM_ACTIONS, "ann", audit.id)

    card = await completed()
    send = "Send it back to the team"
    blank = await _press(little, "ann", card, send, at, return_reason="")
    assert isinstance(blank, ShowLive)
    assert blank.typed is not None
    assert set(blank.typed.problems) == {"reason"}
    sent = await _press(little, "ann", card, send, at, return_reason="No dates yet.")
    assert isinstance(sent, ShowLive)
    assert sent.notice == "Sent back: Update the chronology. Ash is told what is missing."
    opened = await little.action(action.id)
    assert opened.is_open
    assert opened.due > DUE > date(2026, 12, 1)

    card = await completed()
    assert problems_in(card) == []
    done = await _press(little, "ann", card, "Confirm that they are done", at)
    assert isinstance(done, ShowLive)
    assert (await little.action(action.id)).confirmed_by == "ann"
    late = await _press(little, "ann", card, send, at, return_reason="Too late.")
    assert isinstance(late, ShowLive)
    assert late.typed is not None
    assert "confirmed already" in late.typed.sentence or "changed since" in late.typed.sentence


@pytest.mark.rule("WC-08")
async def test_a_slip_is_taken_back_from_the_card(little: LittleCouncil) -> None:
    audit, (action,) = await little.submitted()
    card = await _live(little, MessageKind.ACTIONS, "ann", audit.id)
    await _press(little, "ann", card, "Mark as completed", complete_note="Done.")
    after = await _live(little, MessageKind.ACTIONS, "ann", audit.id)
    back = await _press(little, "ann", after, "Take the completion back")
    assert isinstance(back, ShowLive)
    assert str(back.notice).startswith("Open again: Update the chronology.")
    assert (await little.action(action.id)).is_open
    again = await _press(little, "ann", after, "Take the completion back")
    assert again == back


async def test_an_audit_is_given_away_from_the_round_s_card_in_three_presses(
    little: LittleCouncil,
) -> None:
    audit = await little.audit_led_by("dan")
    card = await _live(little, MessageKind.ROUND, "quinn", "2026-12")
    chosen = await _press(little, "quinn", card, "Reassign or withdraw")
    assert isinstance(chosen, SendCard)
    assert audit.case_reference in words_of(chosen.card)
    shown = await _press(little, "quinn", chosen.card, "Continue", audit=audit.id)
    assert isinstance(shown, ShowCard)
    assert f"The audit of {audit.case_reference}" in words_of(shown.card)
    to = f"{audit.id}/{audit.version}/lead/ben"
    done = await _press(
        little, "quinn", shown.card, "Give it to them", give=to, reason="Dan is on leave."
    )
    assert isinstance(done, ShowCard)
    assert (await _kept(little, audit)).lead_id == "ben"
    with pytest.raises(AskSomeoneAllowed):
        await _press(little, "gil", card, "Reassign or withdraw")
    assert await _press(little, "quinn", chosen.card, "Continue", audit="") == Say(
        "Please choose an audit first."
    )


async def test_a_reason_that_is_refused_comes_back_with_the_choice_on_the_card_of_all(
    little: LittleCouncil,
) -> None:
    await little.take_staff(*(p for p in STAFF if p.id != "dan"))
    card = await _live(little, MessageKind.AUDITORS_NEEDED, "quinn", AUDITORS)
    reason = "Dan has left; ring 07700 900123."
    refused = await _press(little, "quinn", card, "Give it to them", reason=reason)
    assert isinstance(refused, ShowLive)
    assert (refused.notice, refused.subject) == (None, AUDITORS)
    back = await shown(little, "quinn", refused)
    assert any("phone number" in told for told in problems_in(back))
    fields = {field["id"]: field.get("value") for field in nodes(back) if "id" in field}
    ((_, given),) = [each for each in buttons(card) if each[0]["title"] == "Give it to them"]
    assert fields["reason"] == reason
    assert fields["give"] == given["give"]
    again = await _press(little, "quinn", back, "Give it to them", reason="Dan has left.")
    assert isinstance(again, ShowLive)
    assert "has another" in str(again.notice)


@pytest.mark.parametrize("who", ["ann@council.example", "ann_bell", "a" * 33])
def test_an_auditor_is_named_by_an_id_and_by_nothing_else(who: str) -> None:
    verb = VERBS["audit.reassign"]
    given = {"verb": verb.name, "origin": "all", "give": f"{1:032x}/1/lead/{2:032x}"}
    assert verb.payload.model_validate(given)
    with pytest.raises(ValidationError):
        verb.payload.model_validate({**given, "give": f"{1:032x}/1/lead/{who}"})
