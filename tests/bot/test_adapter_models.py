from contextlib import suppress
from datetime import UTC, datetime

import orjson
import pytest
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    Entity,
    MessageReaction,
)
from hypothesis import given
from hypothesis import strategies as st

from bot.adapter import ActivityMalformed, read_activity, to_json
from tests.bot.serving import activity

TENANT = "22222222-2222-4222-8222-222222222222"


# AdaptiveCardInvokeValue.action is a plain dict in the SDK, and `data` may be absent.
def test_the_value_of_an_invoke_is_the_json_as_it_came() -> None:
    value = {"action": {"type": "Action.Execute", "verb": "x"}, "trigger": "manual"}

    assert read_activity(activity(value=value)).value == value


def test_an_activity_reads_as_msrest_reads_it() -> None:
    raw = activity(
        type="message",
        attachments=[{"contentType": "text/html", "content": "<p>hi</p>"}],
        membersAdded=[{"id": "29:1", "aadObjectId": "o", "tenantId": "t"}],
        timestamp="2026-12-01T09:00:00.123Z",
        historyDisclosed=True,
    )
    ours, theirs = read_activity(raw), Activity.deserialize(raw)

    ours.conversation.tenant_id = None
    ours.conversation.additional_properties["tenantId"] = TENANT
    assert ours.as_dict() == theirs.as_dict()
    assert ours.timestamp == datetime(2026, 12, 1, 9, 0, 0, 123000, tzinfo=UTC)
    assert ours.entities[0].additional_properties == {"locale": "en-GB", "platform": "Web"}


# They are made past the SDK's constructors, which may come to do more than they do now.
def test_models_are_as_their_constructors_make_them() -> None:
    read = read_activity(
        {
            "type": "message",
            "conversation": {"id": "a:1"},
            "from": {},
            "attachments": [{}],
            "entities": [{}],
            "reactionsAdded": [{}],
        }
    )

    assert read == Activity(
        type="message",
        conversation=ConversationAccount(id="a:1"),
        from_property=ChannelAccount(),
        attachments=[Attachment()],
        entities=[Entity()],
        reactions_added=[MessageReaction()],
    )


def test_what_came_beside_one_activity_is_not_in_another() -> None:
    read_activity(activity(beside="x"))

    assert "beside" not in read_activity(activity()).additional_properties


def test_a_model_is_written_as_msrest_writes_it() -> None:
    model = read_activity(activity())

    written = orjson.loads(to_json(model))

    assert written["from"] == activity()["from"]
    assert written["conversation"] == activity()["conversation"]
    assert "text" not in written


def test_what_is_no_model_is_not_written() -> None:
    with pytest.raises(TypeError):
        to_json({"error": ValueError("CASE-4711")})


@pytest.mark.parametrize(
    "changes",
    [
        {"type": None},
        {"type": 7},
        {"type": ""},
        {"conversation": None},
        {"conversation": "a:1"},
        {"conversation": {}},
        {"from": ["29:1"]},
        {"recipient": 1},
        {"timestamp": "yesterday"},
        {"timestamp": 5},
        {"attachments": {}},
        {"entities": ["x"]},
        {"text": {"a": 1}},
        {"historyDisclosed": "CASE-4711"},
    ],
)
def test_what_is_no_activity_is_said_to_be_malformed(changes: dict[str, object]) -> None:
    with pytest.raises(ActivityMalformed) as raised:
        read_activity(activity(**changes))

    assert "CASE-4711" not in str(raised.value)


# Web Chat sends activities without a recipient.
def test_an_activity_without_a_recipient_is_read() -> None:
    assert read_activity(activity(recipient=None)).recipient is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(field=st.sampled_from(sorted(activity())), value=JSON)
def test_whatever_a_field_holds_it_is_read_or_malformed(field: str, value: object) -> None:
    with suppress(ActivityMalformed):
        read_activity({**activity(), field: value})
