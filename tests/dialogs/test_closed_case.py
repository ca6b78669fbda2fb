"""A card of an audit whose case has closed says so, and who decides what becomes of it."""

import pytest

from tests.bot.chats import words_of
from tests.cards.catalogue import catalogue

CARDS = catalogue()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("own allocation, a case closed", "please wait, the QA officers decide"),
        ("re-audit, the case closed", "please wait, the QA officers decide"),
        ("commissioned, the case closed", "please wait, the QA officers decide"),
        ("auditors needed, and cases that closed", "For another case in its place type “ask for"),
    ],
)
def test_it_stands_on_every_card_of_such_an_audit(name: str, told: str) -> None:
    assert told in words_of(CARDS[name].card)


@pytest.mark.parametrize("name", ["own allocation, 1 cases", "re-audit, told", "commissioned"])
def test_it_stands_on_no_other(name: str) -> None:
    assert "closed" not in words_of(CARDS[name].card)
