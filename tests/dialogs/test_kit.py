"""The blocks that cards are made of."""

from datetime import date

from dialogs import kit


def test_numbers_are_told_in_words_that_fit() -> None:
    assert [kit.count(n, "audit") for n in (0, 1, 2, 1200)] == [
        "0 audits",
        "1 audit",
        "2 audits",
        "1,200 audits",
    ]
    assert kit.count(2, "person", "people") == "2 people"
    assert [kit.count_are(n, "audit") for n in (0, 1, 2)] == [
        "0 audits are",
        "1 audit is",
        "2 audits are",
    ]


def test_many_names_are_cut_short_and_counted() -> None:
    assert kit.names_in_words([]) == "nobody"
    assert kit.names_in_words(["Ann", "Bob"], most=2) == "Ann, Bob"
    assert kit.names_in_words(["Ann", "Bob", "Eve"], most=2) == "Ann, Bob and 1 more"


def test_a_long_list_is_cut_short_and_says_so() -> None:
    assert kit.bullets(["a", "b"], most=2)["text"] == "- a\n- b"
    assert kit.bullets(["a", "b", "c", "d"], most=2)["text"] == "- a\n- b\n- and 2 more"


def test_a_field_without_a_value_has_none() -> None:
    assert "value" not in kit.text_input("a", "A", most=9)
    assert "value" not in kit.choice_input("a", "A", [("B", "b")])
    assert "value" not in kit.date_input("a", "A", value=None, first=date(2026, 12, 1))
    assert kit.text_input("a", "A", most=9, value="x")["value"] == "x"


def test_a_fact_that_begins_with_a_number_is_not_taken_for_a_list() -> None:
    facts = kit.facts([("1. Direct work", "Good"), ("No. 4", "Good"), ("Plans", "1. Good")])
    assert facts["facts"] == [
        {"title": "1.\N{NO-BREAK SPACE}Direct work", "value": "Good"},
        {"title": "No. 4", "value": "Good"},
        {"title": "Plans", "value": "1. Good"},
    ]


def test_a_card_without_buttons_has_no_list_of_them() -> None:
    assert "actions" not in kit.card([])
    assert "actions" not in kit.reveal("More", [])["card"]  # type: ignore[operator]  # it is a card


def test_what_was_typed_cannot_pose_as_a_link_or_a_heading() -> None:
    typed = "**Urgent** [sign in here](https://phish.example)"
    block = kit.as_typed(typed, strong=True)
    assert block["type"] == "RichTextBlock", "a TextBlock would read it as Markdown"
    assert block["inlines"] == [{"type": "TextRun", "text": typed, "weight": "Bolder"}]
