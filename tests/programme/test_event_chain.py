"""The chain of events, as a value."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.errors import CorrectAndRepeat
from programme.event import Event
from programme.event_chain import (
    START,
    Entry,
    Fault,
    Head,
    entry_hash,
    fault_after,
    follow,
    inserted,
    missing,
    parse_head,
    whole_until,
)

TENANT = "t1"
WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
EVENTS = st.builds(
    Event,
    at=st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 # the strategy adds the zone
    who=WORDS,
    verb=WORDS,
    subject=WORDS,
    source=WORDS,
    detail=st.dictionaries(WORDS, st.none() | st.booleans() | st.integers() | WORDS, max_size=3),
)
CHAINS = st.lists(EVENTS, min_size=3, max_size=8).map(lambda e: [*follow(TENANT, START, e)])


def first_fault(entries: list[Entry]) -> Fault | None:
    """What is wrong first; None where all follow each other."""
    head = whole_until(TENANT, START, entries)
    before = whole_until(TENANT, START, entries[: head.number - 1]) if head.number else None
    following = [entry for entry in entries if entry.number > head.number][:2]
    return fault_after(TENANT, before, head, following) if following else None


def faulty(entries: list[Entry]) -> int | None:
    """The number of the first entry with a fault."""
    fault = first_fault(entries)
    return fault.number if fault else None


@given(CHAINS)
def test_what_was_chained_is_whole_to_its_last_entry(entries: list[Entry]) -> None:
    assert whole_until(TENANT, START, entries) == entries[-1].head
    assert first_fault(entries) is None


@given(st.lists(EVENTS, min_size=2, max_size=6), st.integers(1, 5))
def test_it_does_not_matter_how_many_are_chained_at_once(events: list[Event], cut: int) -> None:
    first = follow(TENANT, START, events[:cut])
    rest = follow(TENANT, first[-1].head, events[cut:])
    assert (*first, *rest) == follow(TENANT, START, events)


@given(CHAINS, st.data())
def test_a_changed_entry_is_named(entries: list[Entry], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    changed = data.draw(EVENTS.filter(lambda event: _differs(event, entries[at].event)))
    entries[at] = replace(entries[at], event=changed)
    assert faulty(entries) == at + 1


def _differs(one: Event, other: Event) -> bool:
    # True and 1 are equal to Python, and not in JSON.
    return repr(one) != repr(other)


@given(CHAINS, st.data())
def test_a_missing_entry_is_named_unless_it_is_the_last(
    entries: list[Entry], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(entries) - 2))
    del entries[at]
    assert first_fault(entries) == missing(at + 1, at + 1)


@given(CHAINS, EVENTS, st.data())
def test_an_inserted_entry_is_named_when_those_behind_it_made_room(
    entries: list[Entry], event: Event, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    # With a hash that follows what is before it, as whoever knows how may make one.
    before = entries[at - 1].head if at else START
    behind = [replace(entry, number=entry.number + 1) for entry in entries[at:]]
    entries[at:] = [*follow(TENANT, before, [event]), *behind]
    assert first_fault(entries) == inserted(at + 1)


@given(CHAINS, st.data())
def test_two_entries_that_changed_places_are_found(
    entries: list[Entry], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(entries) - 2))
    one, other = entries[at], entries[at + 1]
    entries[at] = replace(other, number=one.number)
    entries[at + 1] = replace(one, number=other.number)
    assert faulty(entries) == at + 1


@given(EVENTS, st.integers(1, 10**9))
def test_the_same_is_hashed_the_same_in_any_time_zone_and_order(event: Event, number: int) -> None:
    elsewhere = event.at.astimezone(timezone(timedelta(hours=1)))
    detail = dict(reversed([*event.detail.items()]))
    same = replace(event, at=elsewhere, detail=detail)
    assert entry_hash(TENANT, number, same, "0") == entry_hash(TENANT, number, event, "0")


def test_council_number_and_the_entry_before_are_hashed() -> None:
    event = Event(datetime(2026, 12, 1, 9, tzinfo=UTC), "p1", "submit_audit", "a1", "card")
    hashes = {
        entry_hash(TENANT, 7, event, START.hash),
        entry_hash("t2", 7, event, START.hash),
        entry_hash(TENANT, 8, event, START.hash),
        entry_hash(TENANT, 7, event, "1" * 64),
    }
    assert len(hashes) == 4


def test_the_hash_of_an_entry_never_changes() -> None:
    at = datetime(2026, 12, 1, 9, 0, 0, 5, tzinfo=UTC)
    event = Event(at, "p1", "submit_audit", "a1", "card", {"overall": "Gwych é", "late": False})
    assert entry_hash(TENANT, 1, event, START.hash) == (
        "1921307419ee11639357830817fdcb11345f8f259bc40f035677be038fbc8174"
    )


def test_a_head_is_read_as_it_is_printed() -> None:
    head = Head(12, "ab" * 32)
    assert parse_head(f" {head} ") == head
    assert parse_head(str(head).upper()) == head


@pytest.mark.parametrize("text", ["", "12", f"0:{'a' * 64}", f"-1:{'a' * 64}", f"1:{'g' * 64}"])
def test_what_is_no_head_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(CorrectAndRepeat, match="not a head"):
        parse_head(text)
