"""What is read on SQLite is found by an index, however large the council is, and whatever it was
told before."""

import asyncio
import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy import ClauseElement, Insert, Select, UpdateBase
from sqlalchemy.dialects.sqlite import dialect

import storage
from storage import (
    audits,
    cards_there,
    events,
    live_cards,
    once_each,
    outbox,
    people,
    receipts,
    touching,
)
from storage.columns import metadata
from storage.engine import create_engine
from storage.migrations import migrate
from storage.prepared import Prepared
from storage.versioned import Versioned

A_CARD = "(tenant_id=? AND person_id=? AND kind=? AND subject=?)"
OF_A_CARD = "(tenant_id=? AND subject=? AND kind=?)"

TOLD = {"outbox", "live_cards", "card_shows", "events"}
PARTIAL = {
    index.name
    for table in metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
RARELY = {
    # As somebody asks for it, whose data it is.
    "erasing._SHOWING",
    "erasing._RETIRE_CARDS",
    # Once after a backup was restored, and once for whoever is on the list again.
    "outbox._EXPIRE_DUE",
    "outbox._SUPERSEDED_OF",
    # A simulated year's report.
    "outbox._NOT_ARRIVED",
}
"""What looks through all that a council was told, or the cards that it has."""


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (people._MET, "people USING INDEX uq_people_object_id"),
        (people._BY_OBJECT_ID, "people USING INDEX uq_people_object_id"),
        (
            audits._UNSUBMITTED_OF_ROUNDS,
            "audits USING INDEX ix_audits_tenant_id_submitted_at (tenant_id=? AND submitted_at=?)",
        ),
        (events._ABOUT, "found USING COVERING INDEX ix_events_tenant_id_subject_number"),
        (events._AFTER, "events USING PRIMARY KEY (tenant_id=? AND number>?)"),
        (people._BY_EMAIL, "people USING INDEX uq_people_email_folded"),
        (outbox._FATES, "outbox USING INDEX ix_outbox_tenant_id_subject_kind"),
        (outbox._ASKED_LATER, "outbox USING INDEX ix_outbox_asked_later"),
        (live_cards._NEWEST_OF, "autoindex_live_cards_1 (tenant_id=? AND person_id=? AND kind=?)"),
        (outbox._WRITTEN_TO, "outbox USING INDEX ix_outbox_tenant_id_subject_kind"),
        (cards_there._their_cards("sqlite"), f"autoindex_live_cards_1 {A_CARD}"),
        (
            cards_there._theirs_and_those_that_show("sqlite"),
            f"autoindex_live_cards_1 {A_CARD}",
        ),
        (once_each._still_due("sqlite"), f"ix_outbox_tenant_id_subject_kind {OF_A_CARD}"),
        (once_each._sent_since("sqlite"), f"ix_outbox_tenant_id_subject_kind {OF_A_CARD}"),
        (receipts._SENT, "ix_outbox_sending (tenant_id=? AND key=?)"),
        (receipts._OVERTAKEN, "ix_outbox_sending (tenant_id=? AND key=?)"),
        (receipts._EDITED_CARDS, "live_cards USING INTEGER PRIMARY KEY"),
        (live_cards.FORGET_SHOWN, "USING COVERING INDEX ix_card_shows_card_id"),
        (touching._touching("sqlite"), "live_cards USING INTEGER PRIMARY KEY"),
    ],
)
def test_no_one_reads_the_whole_council_to_find_one(
    tables: sqlite3.Connection, statement: ClauseElement, index: str
) -> None:
    steps = _steps(tables, statement)

    assert any(index in step for step in steps)
    assert not any(step.endswith("(tenant_id=?)") for step in steps)


def test_nobody_reads_all_that_a_council_was_ever_told(tables: sqlite3.Connection) -> None:
    through_it = {
        name: read
        for name, statement in _statements()
        if (read := [*filter(_reads_all, _steps(tables, statement))])
    }

    assert through_it.keys() == RARELY, through_it


def _statements() -> Iterator[tuple[str, ClauseElement]]:
    for module in pkgutil.iter_modules(storage.__path__):
        for name, each in vars(importlib.import_module(f"storage.{module.name}")).items():
            statement = each.one if isinstance(each, Versioned) else each
            if isinstance(statement, Select | UpdateBase) and not isinstance(statement, Insert):
                yield f"{module.name}.{name}", statement


def _reads_all(step: str) -> bool:
    """Whether a step reads all rows, or all of a council, in a table that grows as it is told."""
    read = re.fullmatch(r"(?:SCAN|SEARCH) (\w+)(?: USING.* INDEX (\w+) \(tenant_id=\?\))?", step)
    return read is not None and read[1] in TOLD and read[2] not in PARTIAL


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A database with every table, and nothing in it."""
    file = tmp_path_factory.mktemp("plans") / "sightline.db"
    asyncio.run(_made(f"sqlite:///{file}"))
    local = sqlite3.connect(file)
    yield local
    local.close()


async def _made(url: str) -> None:
    engine = create_engine(url)
    await migrate(engine)
    await engine.dispose()


def _steps(tables: sqlite3.Connection, statement: ClauseElement) -> list[str]:
    prepared = Prepared(statement, (), dialect())
    values = [None] * prepared.sql.count("?")
    return [row[3] for row in tables.execute(f"EXPLAIN QUERY PLAN {prepared.sql}", values)]
