"""What the message extension sends and is sent is in Microsoft's own models, and nothing else."""

import pytest

from tests.bot.chats import Chats
from tests.bot.extension import fetching, invoke, pasting, searching, submitting
from tests.bot.sdk_shapes import SHAPES, strangers

pytestmark = pytest.mark.asyncio(loop_scope="module")
PRIYA, ELEANOR = "Priya Nair", "Eleanor Marsh"


async def test_every_invoke_and_its_answer_is_of_microsofts_shape(office: Chats) -> None:
    audit = (await office.audits_led_by(PRIYA))[0]
    url = f"https://sightline.council.gov.uk/case/{audit.case_reference}"
    seen = set()
    for activity in (
        searching(office, PRIYA),
        searching(office, PRIYA, "nothing of hers"),
        pasting(office, PRIYA, url),
        pasting(office, "Natalie Osborne", url),
        invoke(office, PRIYA, "composeExtension/anonymousQueryLink", {"url": url}),
        fetching(office, PRIYA, "work.audits"),
        fetching(office, ELEANOR, "work.audits"),
        submitting(office, PRIYA, "work.audits", {"verb": "audit.open", "audit_id": audit.id}),
        submitting(office, PRIYA, "work.audits", {"verb": "nothing"}),
    ):
        name = activity["name"]
        sent, answered = SHAPES[name]
        assert strangers(activity["value"], sent) == []
        status, body = await office.post(activity)
        assert status == 200
        assert strangers(body, answered) == [], name
        seen.add(name)
    assert seen == set(SHAPES)


@pytest.mark.parametrize(
    "body",
    [
        {"composeExtensions": {}},
        {"composeExtension": {"type": 7}},
        {"composeExtension": {"type": "result", "attachments": {}}},
        {"composeExtension": {"attachments": [{"contentType": "x", "card": {}}]}},
        {"composeExtension": {"attachments": [{"preview": {"contents": {}}}]}},
    ],
)
async def test_a_mistake_would_be_noticed(body: object) -> None:
    assert strangers(body, "MessagingExtensionResponse")
