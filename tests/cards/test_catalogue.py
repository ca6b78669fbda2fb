"""Every card that Sightline can send passes the gate; a dozen of them are kept to be read."""

import os
from collections.abc import Mapping
from pathlib import Path

import orjson
import pytest

from dialogs.table import LIVE
from programme.message import MessageKind
from tests.cards.catalogue import catalogue, typed_everywhere
from tests.cards.gate import problems
from tests.cards.house import nodes
from tests.cards.sent import Sent

CARDS: Mapping[str, Sent] = catalogue()
GOLDEN = Path(__file__).with_name("golden")
UPDATE = "SIGHTLINE_UPDATE_GOLDEN"
REPRESENTATIVE = {
    "own-allocation": "own allocation, 3 cases",
    "group-allocation": "group allocation, 1 case",
    "audits-due": "audits due",
    "audits-overdue": "audits due, one overdue",
    "round": "round",
    "before-the-1st": "before the 1st",
    "actions": "actions, 1",
    "actions-note-returned": "actions, 10, a note returned",
    "digest": "digest",
    "digest-own-and-tracked": "digest, own and tracked",
    "actions-with-priorities-and-advice": "actions, with priorities and advice",
    "confirmation": "confirmation, 2, one late",
    "confirmation-to-take-back": "confirmation, to take back",
    "escalated": "escalated",
    "taken-over": "taken over",
    "auditors-needed": "auditors needed",
    "audit-to-give": "an audit to give",
    "audit-withdrawn-to-take-back": "an audit withdrawn, to take back",
    "choose-an-audit": "choose an audit",
    "hand-over-page": "hand over, page",
    "hand-over-to-the-colleague": "hand over, to the colleague",
    "hand-over-a-swap": "hand over, a swap",
    "hand-over-declined-asker": "hand over, with the officers, declined",
    "given-back": "given back, every way",
    "given-back-after-all": "given back, ask them after all",
    "own-allocation-handing-over": "own allocation, asked a colleague",
    "own-allocation-passed-on": "own allocation, one withdrawn and one passed on",
    "audit-actions-with-priorities": "audit page actions, with priorities, filled",
    "findings": "findings",
    "draw-preview-which-round": "draw preview, which round?",
    "own-allocation-themed": "own allocation, a themed round of several",
    "own-allocation-two-themes": "own allocation, begun for another theme",
    "theme": "theme, some keep another",
    "theme-of-cases-returned": "theme, of cases, returned",
    "my-work": "my work, with what else waits",
    "help-for-a-qa-officer": "help for a QA officer",
    "dispute-to-answer": "dispute, to answer",
    "dispute-to-decide": "dispute, to decide",
    "dispute-every-step": "dispute, every step",
    "dispute-to-take-back": "dispute, to take back",
    "dispute-taken-back": "dispute, taken back",
    "disputes": "disputes, 1",
    "raise-a-dispute": "raise a dispute",
    "good-practice-of-a-team": "good practice, manager, awaiting",
    "good-practice-form": "good practice, form returned",
    "good-practice-to-take-back": "good practice, to take back",
    "good-practice-taken-back": "good practice, manager, taken back",
    "draw-preview": "draw preview, 20 teams",
    "audit-grades": "audit page asked_1, empty",
    "audit-questions": "Bedford, audit page asked_1, empty",
    "audit-questions-returned": "Bedford, audit page asked_1, filled, returned",
    "audit-questions-and-whole": "Bedford, audit page asked_4, filled",
    "audit-questions-check": "Bedford, audit page check, filled",
    "audit-questions-missing": "Bedford, audit page check, empty",
    "audit-mid-way": "mid-way, audit page asked_1, filled",
    "audit-mid-way-views": "mid-way, audit page views, filled",
    "audit-fostering": "fostering, audit page asked_1, empty",
    "audit-fostering-views-of-a-peer": "fostering, peer's page views, filled",
    "audit-grades-with-note": "Swindon, audit page asked_1, empty",
    "findings-of-a-mid-way-audit": "mid-way, findings",
    "findings-an-action-returned": "findings, a note returned",
    "result-with-questions": "Bedford, result",
    "moderation-page-with-questions": "Swindon's early help, moderation page",
    "audit-actions-returned": "audit page actions, filled, returned",
    "audit-check": "audit page check, empty",
    "audit-views-of-a-peer": "peer's page views, after",
    "grade-alert": "grade alert, asked",
    "grade-alert-returned": "grade alert, an answer returned",
    "grade-alert-to-take-back": "grade alert, answered, to take back",
    "alert-answers": "alert answers, 3",
    "re-audit": "re-audit, open",
    "re-audit-of-a-qa-officer": "re-audit, for a QA officer, the auditor has left",
    "result": "result",
    "celebration": "celebration, for the worker",
    "training-offer": "training offer",
    "worker-not-found": "worker not found",
    "commissioned": "commissioned",
    "commissioned-withdrawn": "commissioned, withdrawn",
    "ask-for-audit": "ask for an audit, a reference returned",
    "ask-for-audit-auditor": "ask for an audit, the auditor",
    "ask-for-audit-drawn": "ask for an audit, drawn",
    "overview": "overview",
    "overview-of-types": "overview, types and how they were carried out",
    "duties": "duties",
    "duties-reminder": "duties, a reminder",
    "who-owes-what": "who owes what",
    "practice-week": "practice week",
    "observation-page": "observation page",
    "observed": "observed",
    "observed-to-take-back": "observed, to take back",
    "observed-taken-back": "observed, taken back",
    "practice-day": "practice day",
    "practice-day-to-take-back": "practice day, to take back",
    "dip-sample-case": "dip sample case, fresh",
    "dip-sample-whole": "dip sample cases, all looked at",
    "dip-actions": "dip actions",
    "dip-actions-taken-back": "dip actions, taken back",
    "dip-sample-to-take-back": "dip sample cases, submitted, to take back",
    "moderation": "moderation, waiting",
    "moderations": "moderations, 4",
    "moderation-outcome": "moderation outcome, answer returned",
    "moderation-page": "moderation page, returned",
    "loop-check": "loop check, an action open",
    "actions-review-returned": "actions, review returned",
    "actions-reviewed": "actions, reviewed",
    "actions-in-progress": "actions, done in part and passed on",
    "actions-completed-already": "actions, completed already",
    "actions-day-returned": "actions, a day returned",
    "actions-more-time-by-mistake": "actions, one given more time by mistake",
    "digest-one-passed-on": "digest, one passed on",
    "more-time": "more time, 1",
    "more-time-returned": "more time, returned",
    "not-ours": "not ours, 1",
    "not-ours-returned": "not ours, returned",
    "not-ours-twice-already": "not ours, twice already",
    "not-ours-passed-on": "not ours, passed on",
    "chairs-report": "chair's report",
    "chairs-report-to-take-back": "chair's report, to take back",
    "chairs-report-page": "chair's report page",
    "choose-an-action-returned": "choose an action, returned",
    "choose-an-audit-to-record": "choose an audit to record",
    "shared-audit": "shared, an audit",
    "shared-case": "shared, a case",
    "teams-card": "team's card",
    "teams-card-ones-own": "team's card, one's own",
    "teams-card-an-auditors-own": "team's card, an auditor's own",
    "open-case": "opened, a case",
    "open-action": "opened, an action",
    "choose-cases": "choose cases, one more",
    "comes-again": "later, comes again",
    "comes-again-after-it-is-due": "later, comes again after it is due",
    "remind-me-later": "later page, all that waits",
    "remind-me-later-of-one": "later page, one that comes again",
    "remind-me-later-past-the-deadline": "later page, past the deadline",
    "choose-cases-page": "choose cases page, too many",
}


@pytest.mark.parametrize("name", CARDS)
def test_a_card_passes_the_gate(name: str) -> None:
    assert problems(CARDS[name].card, CARDS[name].summary, CARDS[name].version) == []


def test_every_kind_of_message_can_be_drawn() -> None:
    assert set(LIVE) == set(MessageKind)


def test_every_live_card_is_in_the_catalogue() -> None:
    assert set(LIVE) <= {sent.kind for sent in CARDS.values()}


@pytest.mark.parametrize("file", REPRESENTATIVE)
def test_a_card_is_as_it_was_last_read(file: str) -> None:
    path = GOLDEN / f"{file}.json"
    made = orjson.dumps(CARDS[REPRESENTATIVE[file]].card, option=orjson.OPT_INDENT_2) + b"\n"
    if UPDATE in os.environ:
        path.write_bytes(made)
    assert made == path.read_bytes(), f"read the difference; {UPDATE}=1 keeps it"


def test_what_was_typed_is_shown_as_typed_on_every_card() -> None:
    """Action texts, notes, reasons and findings never stand where Markdown is read."""
    typed = "[sign in](https://phish.example)"
    for name, card in typed_everywhere(typed).items():
        read_as_markdown = [node["text"] for node in nodes(card) if node.get("type") == "TextBlock"]
        assert not any(typed in words for words in read_as_markdown), name
        assert typed in orjson.dumps(card).decode(), name


def test_the_last_look_tells_whose_views_were_sought() -> None:
    for name in ("audit page check, without a peer", "peer's page summary, recorded"):
        told = orjson.dumps(CARDS[name].card).decode()
        assert "Views of the child or young person: not sought. Too young to be asked." in told
