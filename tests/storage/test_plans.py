"""What a press reads on SQLite is found by an index, however large the council is."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import ClauseElement
from sqlalchemy.dialects.sqlite import dialect

from storage import audits, events, live_cards, outbox, people, receipts, touching
from storage.engine import create_engine
from storage.migrations import migrate
from storage.prepared import Prepared


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
        # And not for each subject of a batch as well: that is its square.
        (receipts._THEIR_CARDS, "autoindex_live_cards_1 (tenant_id=? AND person_id=?)"),
        (receipts._THEIR_CARDS_AND_THOSE_THAT_SHOW, "live_cards USING INTEGER PRIMARY KEY"),
        (receipts._EDITED_CARDS, "live_cards USING INTEGER PRIMARY KEY"),
        (live_cards.FORGET_SHOWN, "USING COVERING INDEX ix_card_shows_card_id"),
        (touching._touching("sqlite"), "live_cards USING INTEGER PRIMARY KEY"),
    ],
)
async def test_no_one_reads_the_whole_council_to_find_one(
    tmp_path: Path, statement: ClauseElement, index: str
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/sightline.db")
    await migrate(engine)
    await engine.dispose()
    prepared = Prepared(statement, (), dialect())
    local = sqlite3.connect(tmp_path / "sightline.db")

    values = [None] * prepared.sql.count("?")
    steps = [row[3] for row in local.execute(f"EXPLAIN QUERY PLAN {prepared.sql}", values)]
    local.close()

    assert any(index in step for step in steps)
    assert not any(step.endswith("(tenant_id=?)") for step in steps)
