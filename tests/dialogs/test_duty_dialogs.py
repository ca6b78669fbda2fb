"""Dip samples, observations and practice days in their dialogs, from the word to the last page."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from dialogs import duties
from dialogs.conversation import Answer, ClosePage, OpenPage, Say, ShowCard, ShowLive
from dialogs.dip_sample import look_from
from dialogs.live_card import After
from programme.calendar import Month
from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.message import MessageKind
from programme.use_cases.show_duties import show_duties
from storage.engine import Engine
from tests.cards.house import nodes
from tests.dialogs.duty_office import Office
from tests.duty_rules import with_duties
from tests.little_council import DECEMBER, FRAMEWORK, THE_FIRST, little_council
from tests.programme.use_cases.duty_council import nine, observed, ticked

TODAY = THE_FIRST.date()
SEEN = {
    "observed": "sam",
    "setting": "visit",
    "on": "2026-12-01",
    "seen": "Direct work with play.",
    "discussed": "yes",
}
LOOKED = {"q_up_to_date": "yes", "q_purpose": "no", "line": "It ends in June."}


@pytest.fixture
async def office(engine: Engine) -> Office:
    little = little_council(engine, framework=with_duties(FRAMEWORK))
    await little.fill()
    return Office(little)


def _told(answer: Answer) -> str:
    assert isinstance(answer, OpenPage | ShowCard), answer
    return json.dumps(answer.card, ensure_ascii=False)


def _drawn(cases: Answer) -> list[str]:
    """The references that the page of all cases offers."""
    assert isinstance(cases, OpenPage)
    field = next(node for node in nodes(cases.card) if node.get("id") == "case")
    return [choice["value"] for choice in field["choices"]]


@pytest.mark.rule("SW-02", "SW-03", "WB-12")
async def test_a_dip_sample_from_the_word_to_its_submission(office: Office) -> None:
    start = await office.click("ann", await office.say("ann", "Dip sample"), "Begin a dip sample")
    assert "Theme: Chronologies." in _told(start)
    cases = await office.click("ann", start, "Draw the cases")
    assert "Submit the dip sample" not in _told(cases)
    first = await office.click("ann", cases, "Look at this case", case=_drawn(cases)[0])
    second = await office.click("ann", first, "Save and continue", **LOOKED, finding="nothing")
    assert "Case 2 of 2" in _told(second)
    action = {"finding": "action", "found_line": "Update it.", "due": "2026-12-18"}
    whole = await office.click("ann", second, "Save and continue", **LOOKED, **action)
    done = await office.click("ann", whole, "Submit the dip sample", case="CF-10")
    assert done == ClosePage("The dip sample is submitted. Its actions have gone to Ash.")
    assert "Update it. Whoever set it can see it." in await _completed(office)
    again = await office.press("ann", {"verb": "dip.open"})
    assert "✔ Submitted on Tuesday 1 December 2026." in _told(again)
    office.now = nine(date(2026, 12, 2))
    further = await office.click("ann", again, "Draw a further dip sample")
    assert "Still to look at" in _told(further)


async def _completed(office: Office) -> str:
    """What is said of the sample's action once it is done: it has no auditors."""
    async with office.little.work(office.little.tenant_id) as w:
        (action,) = await w.actions.open_of_teams(["Ash"])
    about = {"kind": "dip_actions", "subject": action.audit_id, "action": f"{action.id}/1"}
    pressed = {"verb": "action.complete", **about, "complete_note": "Updated."}
    done = await office.press("abe", pressed)
    assert isinstance(done, ShowLive)
    return done.notice or ""


async def test_a_dip_sample_that_is_given_an_audits_id_takes_none_of_its_actions(
    office: Office,
) -> None:
    """Every card carries the ids of what it shows, and whoever presses can send another."""
    little = office.little
    await little.draw(now=THE_FIRST)
    action = await little.an_action()
    forged = {"verb": "dip.draw", "sample": action.audit_id}

    shown = await office.press("cat", forged)
    drawn = [*_drawn(shown)]
    for reference in drawn:
        page = await office.click("cat", shown, "Look at this case", case=reference)
        shown = await office.click("cat", page, "Save and continue", **LOOKED, finding="nothing")
        if reference != drawn[-1]:
            shown = await office.press("cat", {"verb": "dip.open"})
    submitted = await office.click("cat", shown, "Submit the dip sample")
    assert submitted == ClosePage("The dip sample is submitted.")
    sample = await office.press("cat", {"verb": "dip.open"})
    await office.click("cat", sample, "Take this back")

    async with little.work(little.tenant_id) as w:
        assert await w.actions.of_audits([action.audit_id]) == (action,)


async def test_the_same_page_twice_draws_one_dip_sample(office: Office) -> None:
    start = await office.press("ann", {"verb": "dip.open"})
    first = await office.click("ann", start, "Draw the cases")

    assert await office.click("ann", start, "Draw the cases") == first


async def test_a_dip_sample_is_gone_on_with_later(office: Office) -> None:
    start = await office.press("ann", {"verb": "dip.open"})
    cases = await office.click("ann", start, "Draw the cases")
    first = await office.click("ann", cases, "Look at this case", case=_drawn(cases)[0])
    closed = await office.click("ann", first, "Save and close", **LOOKED, finding="nothing")
    assert closed == ClosePage("Saved. Type “dip sample” to go on with it.")
    word = await office.say("ann", "dip sample")
    again = await office.click("ann", word, "Go on with your dip sample")
    assert "It ends in June." in _told(again)
    back = await office.click("ann", first, "Back without saving", line="Lost.")
    assert "Lost." not in _told(back)


async def test_a_case_that_was_not_saved_comes_back_as_it_was_typed(office: Office) -> None:
    start = await office.press("ann", {"verb": "dip.open"})
    cases = await office.click("ann", start, "Draw the cases")
    first = await office.click("ann", cases, "Look at this case", case=_drawn(cases)[0])
    typed = {"line": "Ring 07700 900123", "finding": "action", "due": "2026-12-25"}
    back = await office.click("ann", first, "Save and continue", **typed)
    for words_ in ("07700 900123", "a phone number", "bank holiday", "Please choose one."):
        assert words_ in _told(back)
    refused = await office.click("ann", first, "Exchange this case", exchange="CF-20", line="Half")
    assert "no open case of this reference" in _told(refused)
    assert "Half" in _told(refused)
    (left,) = {"CF-10", "CF-11", "CF-12"} - set(_drawn(cases))
    other = await office.click("ann", first, "Exchange this case", exchange=left.lower())
    assert "your own choice" in _told(other)


async def test_a_reference_for_an_exchange_is_not_lost_by_saving(office: Office) -> None:
    start = await office.press("ann", {"verb": "dip.open"})
    cases = await office.click("ann", start, "Draw the cases")
    first = await office.click("ann", cases, "Look at this case", case=_drawn(cases)[0])
    back = await office.click("ann", first, "Save and close", **LOOKED, exchange="CF-20")
    for told in ("CF-20", "It ends in June.", "or empty this field to save this one"):
        assert told in _told(back)


async def test_a_submitted_dip_sample_is_shown_whatever_is_pressed(office: Office) -> None:
    start = await office.press("ann", {"verb": "dip.open"})
    cases = await office.click("ann", start, "Draw the cases")
    first = await office.click("ann", cases, "Look at this case", case=_drawn(cases)[0])
    second = await office.click("ann", first, "Save and continue", **LOOKED, finding="nothing")
    whole = await office.click("ann", second, "Save and continue", **LOOKED, finding="nothing")
    await office.click("ann", whole, "Submit the dip sample")
    late = await office.click("ann", first, "Save and continue", **LOOKED, finding="nothing")
    assert "submitted already" in _told(late)
    twice = await office.click("ann", whole, "Submit the dip sample")
    assert twice == ClosePage("The dip sample is submitted.")


async def test_without_cases_the_draw_says_whom_to_ask(office: Office) -> None:
    little = office.little
    async with little.work(little.tenant_id) as w:
        cases = await w.cases.all()
        await w.cases.save([replace(case, active=False) for case in cases])
        await w.commit()
    start = await office.press("ann", {"verb": "dip.open"})
    refused = await office.click("ann", start, "Draw the cases")
    assert "please ask your QA officer" in _told(refused)


@pytest.mark.rule("SW-07")
async def test_an_observation_from_the_word_to_its_card(office: Office) -> None:
    page = await office.click(
        "ann", await office.say("ann", "observation"), "Record an observation"
    )
    done = await office.click("ann", page, "Record the observation", **SEEN)
    assert done == ClosePage("The observation is recorded. Sam gets a card of it.")
    again = await office.click("ann", page, "Record the observation", **SEEN)
    assert again == done
    assert await office.little.readers(MessageKind.OBSERVED) == ["ann", "sam"]


@pytest.mark.rule("SW-07")
async def test_whoever_has_nobody_to_observe_is_told_what_to_do(office: Office) -> None:
    with pytest.raises(LookElsewhere, match="nobody for you to observe yet; please ask"):
        await office.press("cat", {"verb": "observation.open"})


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"on": ""}, "Please choose the day on which it was."),
        ({"on": "2026-12-02"}, "still to come"),
        ({"discussed": ""}, "Please choose one."),
        ({"discussed": "planned"}, "the day on which you will talk it over"),
        ({"seen": "Born 3/5/2019."}, "a date of birth"),
        ({"observed": "cat"}, "someone of your team"),
    ],
)
async def test_an_observation_that_lacks_something_comes_back(
    office: Office, typed: Mapping[str, str], problem: str
) -> None:
    page = await office.press("ann", {"verb": "observation.open"})
    back = await office.click("ann", page, "Record the observation", **{**SEEN, **typed})
    assert problem in _told(back)
    assert "not recorded yet" in _told(back)
    assert typed.get("seen", SEEN["seen"]) in _told(back)


async def test_whom_one_observed_may_be_named_as_in_the_staff_list(office: Office) -> None:
    page = await office.press("ann", {"verb": "observation.open"})
    named = {**SEEN, "observed": " SAM@council.example"}
    done = await office.click("ann", page, "Record the observation", **named)
    assert done == ClosePage("The observation is recorded. Sam gets a card of it.")


@pytest.mark.rule("SW-07")
async def test_a_planned_discussion_is_recorded_from_the_card(office: Office) -> None:
    little = office.little
    await ticked(little, TODAY)
    await observed(little, planned=date(2026, 12, 4))
    async with little.work(little.tenant_id) as w:
        view = (await show_duties(little.council, w, DECEMBER, ["ann"], TODAY))["ann"]
    card = ShowCard(duties.card(view, After()))
    done = await office.click("ann", card, "It took place with Sam")
    assert done == ShowLive(MessageKind.DUTIES, "2026-12", notice="Recorded. Thank you.")


@pytest.mark.rule("WB-11")
async def test_a_practice_day_from_the_word_to_the_services_card(office: Office) -> None:
    page = await office.click(
        "ann", await office.say("ann", "practice day"), "Record a practice day"
    )
    typed = {"on": "2026-12-01", "service": "South", "feedback": "A warm welcome."}
    for wrong in ({"on": "soon"}, {"service": "West"}, {"feedback": "DOB 3.5.2019"}):
        back = await office.click("ann", page, "Record the practice day", **{**typed, **wrong})
        assert "not recorded yet" in _told(back)
    done = await office.click("ann", page, "Record the practice day", **typed)
    assert done == ClosePage("The practice day is recorded. Your feedback goes to Gus.")


@pytest.mark.rule("SW-02")
async def test_what_do_i_owe_brings_the_card_of_the_period(office: Office) -> None:
    assert await office.say("ann", "What do I owe?") == ShowLive(MessageKind.DUTIES, "2026-12")
    assert await office.say("gil", "duties") == ShowLive(MessageKind.DUTIES, "2026-01")
    assert isinstance(await office.say("abe", "what do i owe"), Say)
    owes = await office.say("quinn", "who owes")
    assert owes == ShowLive(MessageKind.DUTIES_OWED, str(Month.of(TODAY)))


async def test_words_are_for_those_who_may(office: Office) -> None:
    for name, word in (
        ("sam", "what do i owe"),
        ("sam", "observation"),
        ("sam", "dip sample"),
        ("sam", "practice day"),
        ("ann", "who owes"),
    ):
        with pytest.raises(AskSomeoneAllowed):
            await office.say(name, word)


async def test_a_council_without_them_says_so(office: Office) -> None:
    little = office.little
    rules = replace(
        with_duties(FRAMEWORK), duties=(), dip_samples=None, observations=None, themes=()
    )
    office.little = little_council(little.engine, framework=rules)
    for word in ("observation", "dip sample", "practice day"):
        with pytest.raises(LookElsewhere, match="framework doesn't ask"):
            await office.say("ann", word)


def test_what_was_typed_of_a_finding_that_was_taken_back_is_not_kept() -> None:
    look = look_from({"finding": "nothing", "found_line": "Update it.", "due": "2026-12-18"})
    assert (look.found_line, look.due) == ("", None)
    assert look_from({"finding": "action", "due": "soon"}).due is None


@pytest.mark.parametrize("verb", ["dip.save", "dip.draw", "observation.record"])
async def test_an_id_that_is_none_is_refused(office: Office, verb: str) -> None:
    data = {"verb": verb, "sample": "x", "record": "x", "reference": "CF-10", "go": "next"}
    with pytest.raises(ValidationError):
        await office.press("ann", data)
