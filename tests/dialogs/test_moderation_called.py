"""Moderation under the name that the council has for it (KT-02)."""

from dataclasses import replace

import pytest

from dialogs.conversation import ClosePage
from dialogs.kit import Card
from dialogs.table import LIVE
from programme.frameworks.load import load_shipped
from programme.message import MessageKind
from programme.rules.moderation import Called
from programme.use_cases.show_outcomes import ResultView
from tests.cards.follow_up_cards import result
from tests.cards.house import nodes
from tests.cards.sent import live
from tests.dialogs.auditing import button, fields_of
from tests.dialogs.turns import page_of, send
from tests.little_council import THE_FIRST, LittleCouncil
from tests.programme.use_cases.moderating import BY_MANAGERS, ruled

PEER_REVIEW = Called("peer review", "peer reviews", "peer review", "peer reviewed", "peer reviewer")


@pytest.mark.rule("KT-02")
async def test_every_card_and_page_says_what_the_council_calls_it(little: LittleCouncil) -> None:
    """Neither the heading, the buttons, the labels, nor what stands on a lock screen."""
    kent = ruled(little, replace(BY_MANAGERS, called=PEER_REVIEW))
    audit = (await kent.submitted())[0]
    subjects = {MessageKind.MODERATION: audit.id, MessageKind.MODERATIONS: "gil"}

    async def said(kind: MessageKind, by: str, subject: str) -> str:
        async with kent.work(kent.tenant_id) as w:
            drawn = await LIVE[kind].draw(kent.council, w, [(by, subject)], THE_FIRST.date())
        shown = drawn[by, subject]
        return f"{shown.summary} {told_by(shown.card)}"

    asked = [await said(kind, "gil", subject) for kind, subject in subjects.items()]
    opening = {"verb": "moderation.open", "audit_id": audit.id}
    page = page_of(await send(kent, "gil", opening, THE_FIRST))
    data = button(page, "Record the peer review")
    fields = {**fields_of(page), "overall": "requires_improvement", "reason": "Undated."}
    done = await send(kent, "gil", {**data, **fields}, THE_FIRST)
    assert isinstance(done, ClosePage)
    outcome = await said(MessageKind.MODERATION_OUTCOME, "ann", audit.id)
    whole = [*asked, told_by(page), done.words, outcome]
    assert [words for words in whole if "oderat" in words] == []
    assert "An audit to peer review Peer review of CF-1" in asked[0]
    assert "Your peer reviews Peer reviews" in asked[1]
    assert "was peer reviewed" in outcome
    assert "A line for the peer reviewer" in outcome


def told_by(card: Card) -> str:
    """Everything that a reader sees: texts, labels, titles."""
    seen = ("text", "label", "title", "value")
    shown = (node[key] for node in nodes(card) for key in seen if isinstance(node.get(key), str))
    return " ".join(map(str, shown))


@pytest.mark.rule("KT-02")
def test_a_result_says_in_what_the_grade_was_agreed() -> None:
    framework = load_shipped("kent")
    assert framework.moderation_called == PEER_REVIEW
    found = replace(result(), agreed="Good", agreed_in=framework.moderation_called.name)
    assert "Agreed in peer review" in told_by(live(MessageKind.RESULT, ResultView(found)).card)
