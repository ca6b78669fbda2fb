"""Whatever somebody does to the record who holds the database, the first of it is named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from programme.errors import CorrectAndRepeat
from programme.event import Event
from programme.event_chain import REMOVED, START, Entry, Fault, Head, follow
from programme.ports import Work
from programme.use_cases import verify_events as module
from programme.use_cases.verify_events import Verified, verify_events
from storage.engine import Engine
from storage.work import StoredWork
from tests.storage.examples import COUNCIL, EVENT, NOW
from tests.storage.tampering import tamper

OF = "WHERE tenant_id = 'marlshire'"
CHANGED = {
    "at": "'2026-12-01 09:00:01'",
    "who": "'p2'",
    "verb": "'reopen_action'",
    "subject": "'action:ac2'",
    "source": "'typed'",
    "detail": """'{"version": 3, "late": false}'""",
    "hash": f"'{'0' * 64}'",
}


@pytest.fixture
def work(engine: Engine) -> Work:
    return StoredWork(engine)


@pytest.fixture
async def head(work: Work) -> Head:
    """That of five entries, each a little later than the one before."""
    return await record(work, [_later(minutes) for minutes in range(5)])


def _later(minutes: int) -> Event:
    return replace(EVENT, at=NOW + timedelta(minutes=minutes))


async def record(work: Work, events: Sequence[Event]) -> Head:
    async with work(COUNCIL) as w:
        for event in events:
            await w.events.record(event)
        await w.commit()
    async with work(COUNCIL) as w:
        return await w.events.head()


async def verified(work: Work, kept: Head | None = None) -> Verified:
    return await verify_events(COUNCIL, work=work, kept=kept)


async def fault(work: Work, kept: Head | None = None) -> Fault:
    found = (await verified(work, kept)).fault
    assert found is not None
    return found


async def test_a_record_that_nobody_touched_is_whole_to_its_head(work: Work, head: Head) -> None:
    assert await verified(work) == Verified(head, START, None)


async def test_it_reads_batch_after_batch_and_says_how_far_it_is(
    work: Work, head: Head, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    found = await verify_events(COUNCIL, work=work, progress=lambda *done: told.append(done))
    assert (found.fault, told) == (None, [(2, 5), (4, 5), (5, 5)])


@pytest.mark.parametrize("column", CHANGED)
@pytest.mark.parametrize("number", [1, 3, 5])
async def test_a_change_of_any_column_is_found(
    work: Work, url: str, head: Head, column: str, number: int
) -> None:
    await tamper(url, f"UPDATE events SET {column} = {CHANGED[column]} {OF} AND number = {number}")
    found = await fault(work)
    assert found.number == number
    assert "isn't what was recorded" in found.sentence


async def test_an_entry_of_another_council_is_not_this_ones(
    work: Work, url: str, head: Head
) -> None:
    await tamper(url, f"UPDATE events SET tenant_id = 'severnshire' {OF} AND number = 2")
    assert (await fault(work)).sentence == "Entry 2 is missing."
    other = await verify_events("severnshire", work=work)
    assert other.fault is not None


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        ("number = 1", "Entry 1 is missing."),
        ("number IN (2, 3)", "Entries 2 to 3 are missing."),
        ("number = 5", "Entry 5 is missing."),
        ("number > 2", "Entries 3 to 5 are missing."),
        ("number > 0", "Entries 1 to 5 are missing."),
    ],
)
async def test_entries_that_were_deleted_are_missed(
    work: Work, url: str, head: Head, gone: str, sentence: str
) -> None:
    await tamper(url, f"DELETE FROM events {OF} AND {gone}")
    assert (await fault(work)).sentence == sentence


async def test_closing_the_gap_does_not_hide_it(work: Work, url: str, head: Head) -> None:
    await tamper(
        url,
        f"DELETE FROM events {OF} AND number = 2",
        # In two steps, for in which order the rows take their numbers nobody knows.
        f"UPDATE events SET number = -number {OF} AND number > 2",
        f"UPDATE events SET number = -number - 1 {OF} AND number < 0",
    )
    assert (await fault(work)).number == 2


async def test_two_entries_that_changed_places_are_found(work: Work, url: str, head: Head) -> None:
    await tamper(
        url,
        f"UPDATE events SET number = 9 {OF} AND number = 2",
        f"UPDATE events SET number = 2 {OF} AND number = 3",
        f"UPDATE events SET number = 3 {OF} AND number = 9",
    )
    assert (await fault(work)).number == 2


async def test_an_entry_put_behind_the_last_is_found(work: Work, url: str, head: Head) -> None:
    await tamper(url, _insert(*follow(COUNCIL, head, [EVENT])))
    assert (await fault(work)).sentence.startswith("Entry 6 was inserted")


async def test_an_entry_put_between_is_found(work: Work, url: str, head: Head) -> None:
    first = await _head_at(work, 1)
    await tamper(
        url,
        f"UPDATE events SET number = number + 100 {OF} AND number > 1",
        f"UPDATE events SET number = number - 99 {OF} AND number > 100",
        _insert(*follow(COUNCIL, first, [replace(EVENT, who="p9")])),
    )
    assert (await fault(work)).sentence.startswith("Entry 2 was inserted")


async def _head_at(work: Work, number: int) -> Head:
    """As it was when that entry was the last."""
    async with work(COUNCIL) as w:
        (entry,) = await w.events.entries_after(number - 1, 1)
    return entry.head


def _insert(entry: Entry) -> str:
    event = entry.event
    return (
        "INSERT INTO events (tenant_id, number, at, who, verb, subject, source, detail, hash) "
        f"VALUES ('{COUNCIL}', {entry.number}, '{event.at:%Y-%m-%d %H:%M:%S.%f}', '{event.who}', "
        f"'{event.verb}', '{event.subject}', '{event.source}', "
        f"""'{{"version": 2, "late": false}}', '{entry.hash}')"""
    )


async def test_a_head_that_was_set_back_with_the_entries_is_found_by_one_that_was_kept(
    work: Work, url: str, head: Head
) -> None:
    third = await _head_at(work, 3)
    await tamper(
        url,
        f"DELETE FROM events {OF} AND number > 3",
        f"UPDATE event_heads SET number = 3, hash = '{third.hash}' {OF}",
    )
    assert (await verified(work)).fault is None, "the database alone can't show it"
    assert (await fault(work, head)).sentence == "Entries 4 to 5 are missing."
    assert (await verified(work, third)).fault is None


async def test_a_record_that_was_rewritten_whole_is_found_by_a_head_that_was_kept(
    work: Work, url: str, head: Head
) -> None:
    await tamper(url, f"DELETE FROM events {OF}", f"DELETE FROM event_heads {OF}")
    await record(work, [replace(_later(n), who="p2") for n in range(7)])
    assert (await verified(work)).fault is None
    found = await fault(work, head)
    assert found.number == head.number
    assert "was rewritten" in found.sentence


async def test_a_head_that_is_gone_or_another_is_found(work: Work, url: str, head: Head) -> None:
    await tamper(url, f"UPDATE event_heads SET hash = '{'0' * 64}' {OF}")
    assert "another hash" in (await fault(work)).sentence
    await tamper(url, f"DELETE FROM event_heads {OF}")
    assert "Entry 1 was inserted" in (await fault(work)).sentence


async def test_a_checkpoint_that_no_entry_speaks_of_is_found(
    work: Work, url: str, head: Head
) -> None:
    second = await _head_at(work, 2)
    await tamper(
        url,
        f"DELETE FROM events {OF} AND number <= 2",
        f"UPDATE event_heads SET removed_number = 2, removed_hash = '{second.hash}' {OF}",
    )
    assert (await fault(work)).sentence == (
        "Entries 1 to 2 are missing, and no entry says that retention removed them."
    )


async def test_a_head_from_before_what_retention_removed_is_refused(work: Work, head: Head) -> None:
    async with work(COUNCIL) as w:
        detail: dict[str, str | int | bool | None] = {"up_to": head.number, "hash": head.hash}
        await w.events.record(replace(EVENT, verb=REMOVED, detail=detail))
        w.events.remove_up_to(head)
        await w.commit()
    with pytest.raises(CorrectAndRepeat, match="removed the entries up to 5"):
        await verified(work, Head(4, head.hash))
    assert (await verified(work, head)).fault is None, "the last that was removed is known still"
    assert "was rewritten" in (await fault(work, Head(5, "0" * 64))).sentence
