from typing import Any

import pytest

from tests.local_teams.apps import CHANNELS, MANIFEST, NORTH, attachment, result
from tests.local_teams.conftest import StageMaker
from tests.local_teams.stage import CARD_TYPE, PRIYA, Stage, card, text

LINK = "composeExtension/queryLink"
URL = "https://sightline.example/audits/1042"


@pytest.fixture
async def teams(on_stage: StageMaker) -> Stage:
    return await on_stage(manifest=MANIFEST, channels=CHANNELS)


async def say(stage: Stage, words: str, **where: str) -> dict[str, Any]:
    url = f"{stage.url}/local/people/{PRIYA.object_id}/messages"
    async with stage.http.post(url, json={"text": words, **where}) as response:
        assert response.status == 200
        answer: dict[str, Any] = await response.json()
        return answer


def cards(stage: Stage, channel: str | None = None) -> list[Any]:
    (message,) = stage.teams.messages(PRIYA.object_id, channel=channel)
    return [a["content"] for a in message.activity["attachments"] if a["contentType"] == CARD_TYPE]


async def test_a_link_of_the_apps_domain_gets_its_card_and_the_bot_the_message(
    teams: Stage,
) -> None:
    teams.bot.answers[LINK] = result(attachment("Audit 1042", version="1.3"), attachment("Another"))
    answer = await say(teams, f"Please see {URL}.")
    assert (answer["failed"], answer["detail"]) == (False, "")
    (asked,) = teams.bot.of("invoke")
    assert (asked["name"], asked["value"]) == (LINK, {"url": URL})
    unfurled = {**card(text("Audit 1042")), "version": "1.3"}
    assert cards(teams) == [unfurled]
    (heard,) = teams.bot.of("message")
    assert heard["text"] == f"Please see {URL}."
    assert heard["attachments"][0] == {"contentType": CARD_TYPE, "content": unfurled}


async def test_another_domain_is_not_asked_about(teams: Stage) -> None:
    await say(teams, "https://elsewhere.example/audits/1042")
    assert teams.bot.of("invoke") == []
    assert cards(teams) == []


async def test_in_a_channel_a_link_is_unfurled_without_a_mention(teams: Stage) -> None:
    teams.bot.answers[LINK] = result(attachment("Audit 1042", version="1.3"))
    await say(teams, URL, channel=NORTH.id)
    assert len(cards(teams, NORTH.id)) == 1
    (asked,) = teams.bot.received
    assert asked["conversation"]["id"] == NORTH.id


@pytest.mark.parametrize(
    "reply", [{}, result(), {"composeExtension": {"type": "message", "text": "Not yours."}}]
)
async def test_a_link_that_the_bot_has_nothing_for_stays_a_link(
    teams: Stage, reply: dict[str, Any]
) -> None:
    teams.bot.answers[LINK] = reply
    answer = await say(teams, URL)
    assert (answer["failed"], answer["detail"], cards(teams)) == (False, "", [])
    assert len(teams.bot.of("message")) == 1


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (result({"contentType": CARD_TYPE, "content": card()}), "needs a preview"),
        ({"task": {"type": "message", "value": "No"}}, "can't be answered with a task"),
    ],
)
async def test_a_malformed_answer_to_a_link_is_told_to_whoever_builds_the_bot(
    teams: Stage, reply: dict[str, Any], why: str
) -> None:
    teams.bot.answers[LINK] = reply
    answer = await say(teams, URL)
    assert not answer["failed"]
    assert why in answer["detail"]
    assert (cards(teams), len(teams.bot.of("message"))) == ([], 1)


async def test_a_card_newer_than_links_support_is_shown_and_told(teams: Stage) -> None:
    teams.bot.answers[LINK] = result(attachment("Audit 1042", version="1.5"))
    answer = await say(teams, URL)
    assert "1.3" in answer["detail"]
    assert len(cards(teams)) == 1


async def test_a_links_preview_may_be_an_adaptive_card(teams: Stage) -> None:
    same = {"contentType": CARD_TYPE, "content": card(text("Audit"))}
    teams.bot.answers[LINK] = result({**same, "preview": same})
    await say(teams, URL)
    assert cards(teams) == [card(text("Audit"))]
