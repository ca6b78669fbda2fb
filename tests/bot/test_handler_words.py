"""What people type, and what each of them may see."""

import pytest

from tests.bot.chats import START, Chats, is_card, problems_in, titles, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEAM_MANAGER, GROUP_MANAGER, QA_OFFICER = "Priya Nair", "Kwabena Asante", "Eleanor Marsh"
REVIEWING_OFFICER = "Gillian Sowerby"
WITHOUT_A_PART = "Shabana Iqbal"


@pytest.mark.parametrize("greeting", ["hello", "Hi!", "HEY", "  help ", "Good morning."])
async def test_a_greeting_is_answered_with_what_this_person_may_do(
    office: Chats, greeting: str
) -> None:
    answer = await office.say(TEAM_MANAGER, greeting)
    assert is_card(answer)
    told = words_of(answer)
    assert "Hello Priya" in told
    assert "my team" in told
    assert "draw december" not in told
    assert "To stop them" in told


async def test_help_offers_only_what_the_role_may_do(office: Chats) -> None:
    officer = words_of(await office.say(QA_OFFICER, "help"))
    reviewing = words_of(await office.say(REVIEWING_OFFICER, "help"))
    assert "draw december" in officer
    assert "programme" in officer
    for word in ("draw december", "programme\n", "my team"):
        assert word not in reviewing


async def test_my_work_lists_what_is_ones_own(office: Chats) -> None:
    answer = await office.say(TEAM_MANAGER, "my work")
    audit = (await office.audits_led_by(TEAM_MANAGER))[0]
    assert audit.case_reference in words_of(answer)
    assert f"Record {audit.case_reference}" in titles(answer["attachments"][0]["content"])
    mid_way = words_of(await office.say(REVIEWING_OFFICER, "my work"))
    assert "Mid-way audit" in mid_way
    assert audit.case_reference not in mid_way
    assert "nothing to do" in words_of(await office.say(WITHOUT_A_PART, "my work"))


async def test_a_list_that_is_asked_for_again_comes_again_and_sent_again_comes_once(
    office: Chats,
) -> None:
    name = "Sunita Rao"
    await office.say(name, "my work")
    await office.say(name, "my work")
    before = len(office.messages(name))
    activity = office.demo.teams._activities.message(office.who(name), "1", "my work", START)
    for _ in range(2):
        assert (await office.post(activity))[0] == 202
    assert len(office.messages(name)) == before + 1


async def test_my_team_is_for_those_who_manage_one(office: Chats) -> None:
    group = words_of(await office.say(GROUP_MANAGER, "my team"))
    assert "Harrowmere North" in group
    assert "Stourley" in group
    refused = await office.say(REVIEWING_OFFICER, "my team")
    assert refused["text"].startswith("Your role doesn't allow this; please ask one of:")


async def test_the_programme_is_for_the_qa_officers(office: Chats) -> None:
    told = words_of(await office.say(QA_OFFICER, "programme"))
    assert "December 2026: the audit programme" in told
    for other in (
        "Residential audits",
        "Mid-way audits",
        "Targeted audits of reviewing officers and chairs** · October to December 2026",
    ):
        assert other in told
    for name in (TEAM_MANAGER, GROUP_MANAGER):
        assert "QA officer" in (await office.say(name, "programme"))["text"]


MAIN_DRAW = "Draw Case file audits"
DRAWS = [
    MAIN_DRAW,
    "Draw Residential audits",
    "Draw Mid-way audits",
    "Draw Targeted audits of reviewing officers and chairs",
]
WITH_LATER = ["Remind me", *DRAWS]


async def test_a_draw_from_a_live_card_comes_as_a_message_of_its_own(office: Chats) -> None:
    await office.say(QA_OFFICER, "reach")
    live = office.message(QA_OFFICER, "Before the 1st")
    assert titles(live.activity["attachments"][0]["content"]) == WITH_LATER
    answer = await office.press(QA_OFFICER, live, MAIN_DRAW)
    assert answer.toast == "The draw is shown below."
    assert titles(office.messages(QA_OFFICER)[-1].activity["attachments"][0]["content"]) == [
        "Confirm",
        "Draw again",
    ]
    assert titles(office.card(QA_OFFICER, "Before the 1st")) == WITH_LATER


async def test_an_answer_that_teams_does_not_keep_is_still_the_answer(office: Chats) -> None:
    await office.say(QA_OFFICER, "draw january")
    message = office.messages(QA_OFFICER)[-1]
    await office.press(QA_OFFICER, message, MAIN_DRAW)
    message = office.messages(QA_OFFICER)[-1]
    office.demo.teams.faults.order("unavailable", times=None)
    try:
        answer = await office.press(QA_OFFICER, message, "Draw again")
    finally:
        office.demo.teams.faults.clear()
    assert "Nothing is sent until you confirm." in words_of(answer.card)


async def test_a_draw_is_previewed_confirmed_and_then_done_once(office: Chats) -> None:
    asked = await office.say(QA_OFFICER, "draw january")
    assert titles(asked["attachments"][0]["content"]) == DRAWS
    chosen = await office.press(QA_OFFICER, office.messages(QA_OFFICER)[-1], MAIN_DRAW)
    message = office.messages(QA_OFFICER)[-1]
    card = chosen.card or {}
    assert titles(card) == ["Confirm", "Draw again"]
    assert "Nothing is sent until you confirm." in words_of(card)

    other = await office.press(QA_OFFICER, message, "Draw again")
    assert other.card is not None
    done = await office.press(QA_OFFICER, message, "Confirm", card=other.card)
    assert "are allocated. The auditors get their cards on Friday 1 January 2027." in words_of(
        done.card
    )
    kept = office.messages(QA_OFFICER)[-1].activity["attachments"][0]["content"]
    assert kept == done.card, "the answer lasts when the chat is opened anew"

    again = await office.press(QA_OFFICER, message, "Confirm", card=card)
    refusal = "The case file audits of January 2027 are already allocated; nothing was changed."
    assert refusal in words_of(again.card)
    asked_again = await office.say(QA_OFFICER, "draw January 2027")
    assert titles(asked_again["attachments"][0]["content"]) == DRAWS[1:], "what is left to draw"


async def test_a_draw_is_refused_to_everyone_else_typed_or_pressed(office: Chats) -> None:
    assert "QA officer" in (await office.say(TEAM_MANAGER, "draw february"))["text"]
    for verb in ("allocation.preview", "allocation.confirm"):
        data = {"verb": verb, "month": "2027-02", "seed": 1, "fingerprint": "x" * 16}
        if verb == "allocation.preview":
            del data["fingerprint"]
        _, body = await office.post(office.execute(TEAM_MANAGER, data))
        assert "QA officer" in body["value"]


async def test_a_month_that_is_none_is_named(office: Chats) -> None:
    answer = await office.say(QA_OFFICER, "draw Yule")
    assert answer["text"].startswith("I don't know the month “Yule”.")


async def test_why_is_answered_for_ones_own_case_and_no_other(office: Chats) -> None:
    audit = (await office.audits_led_by(TEAM_MANAGER))[0]
    told = words_of(await office.say(TEAM_MANAGER, f"why {audit.case_reference.lower()}"))
    assert f"{TEAM_MANAGER} leads as team manager" in told
    assert "as in “why CF-1234”" in (await office.say(TEAM_MANAGER, "why"))["text"]
    unknown = (await office.say(TEAM_MANAGER, "why XX-999999"))["text"]
    others = (await office.say(REVIEWING_OFFICER, f"why {audit.case_reference}"))["text"]
    assert others.replace(audit.case_reference, "") == unknown.replace("XX-999999", "")


@pytest.mark.parametrize(
    ("typed", "meant"), [("my wrok", "my work"), ("halp", "help"), ("programe", None)]
)
async def test_an_unknown_word_gets_the_nearest_one_that_the_person_may_use(
    office: Chats, typed: str, meant: str | None
) -> None:
    told = words_of(await office.say(TEAM_MANAGER, typed))
    assert "I don't understand that." in told
    assert (f"Did you mean “{meant}”?" in told) == (meant is not None)
    assert "This is what I can do:" in told


async def test_words_that_are_no_words_are_answered_too(office: Chats) -> None:
    for typed in ("🙂", "a" * 4000, "<b>my work</b>"):
        answer = await office.say(TEAM_MANAGER, typed)
        assert "I don't understand that." in words_of(answer)
        assert typed not in words_of(answer)
        assert problems_in(answer) == []
