"""The one list of verbs, words and live cards."""

from itertools import combinations

import pytest
from pydantic import ValidationError

from dialogs.conversation import Payload
from dialogs.table import LIVE, VERBS
from dialogs.words import WORDS
from programme.people import MAY, Role


def test_every_verb_goes_by_its_own_name_with_a_payload_that_reads_it() -> None:
    for name, verb in VERBS.items():
        assert verb.name == name
        assert issubclass(verb.payload, Payload)


@pytest.mark.parametrize("name", VERBS)
def test_no_payload_has_room_for_a_person_a_role_or_a_right(name: str) -> None:
    fields = set(VERBS[name].payload.model_fields)
    assert fields.isdisjoint({"person", "person_id", "user", "role", "roles", "tenant", "council"})


NEEDY = [
    name
    for name, verb in VERBS.items()
    if any(f.is_required() for key, f in verb.payload.model_fields.items() if key != "verb")
]
"""Verbs that must say what they are about; the others open a page of the presser's own."""


@pytest.mark.parametrize("name", NEEDY)
def test_a_payload_without_what_it_needs_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        VERBS[name].payload.model_validate({"verb": name})


@pytest.mark.parametrize("name", sorted(set(VERBS) - set(NEEDY)))
def test_a_payload_that_needs_nothing_takes_nothing(name: str) -> None:
    with pytest.raises(ValidationError):
        VERBS[name].payload.model_validate({"verb": name, "subject": "2026-12"})


def test_no_two_words_have_a_name_in_common() -> None:
    for one, other in combinations(WORDS, 2):
        assert set(one.names).isdisjoint(other.names)


def test_a_word_with_an_example_begins_it_with_one_of_its_names() -> None:
    for word in WORDS:
        if word.example:
            assert any(word.example.startswith(f"{name} ") for name in word.names)


def test_every_right_of_a_word_is_someones() -> None:
    assert all(MAY[word.needs] <= frozenset(Role) for word in WORDS)


def test_a_summary_names_nothing() -> None:
    for kind, live in LIVE.items():
        assert live.kind is kind
        assert not any(character.isdigit() for character in live.summary.replace("1st", ""))
