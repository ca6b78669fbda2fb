"""Each check in its good state and in its bad ones."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.authentication import Certificate
from bot.doctor.backups import judge_backups, unknown
from bot.doctor.clock import judge_clock, judge_zone
from bot.doctor.councils import judge_councils
from bot.doctor.credentials import cannot_tell_its_end, judge_certificate, judge_token
from bot.doctor.database import judge_database, judge_schema, unanswered
from bot.doctor.delivery import judge_delivery
from bot.doctor.disk import judge_disk, judge_rights
from bot.doctor.line import Verdict, in_words
from bot.doctor.metadata import Metadata, judge_metadata
from bot.doctor.people import judge_people
from bot.doctor.service import judge_service
from programme.council import CouncilRecord, FrameworkVersion
from programme.message import Conversation
from programme.people import Person
from programme.ports.health import DatabaseState, QueueState
from tests.little_council import ADDED, FRAMEWORK, RULES, TENANT

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OK, LOOK, MEND = Verdict.OK, Verdict.LOOK, Verdict.MEND


def someone(name: str) -> Person:
    return Person(
        id=name, name=f"{name.title()} Moss", email=f"{name}@council.example", roles=frozenset()
    )


def database(revision: str | None) -> DatabaseState:
    return DatabaseState("SQLite", "3.45", revision, "0003", file=Path("a.db"), size=2_000_000)


@pytest.mark.parametrize(
    ("revision", "verdict", "said"),
    [
        ("0003", OK, "0003"),
        ("0002", MEND, "take a backup and start"),
        ("0004", MEND, "later version"),
        (None, MEND, "no tables"),
    ],
)
def test_the_schema_is_this_versions_or_it_says_what_to_do(
    revision: str | None, verdict: Verdict, said: str
) -> None:
    line = judge_schema(database(revision))
    assert line.verdict is verdict
    assert said in line.sentence


def test_a_database_that_answers_says_which_it_is() -> None:
    assert judge_database(database("0003")).sentence == "SQLite 3.45 answers, 2.0 MB."
    assert unanswered("OSError at x.py:1").verdict is MEND


def test_a_full_disk_is_told_before_it_is_full() -> None:
    assert judge_disk(600_000_000, 10).verdict is OK
    assert judge_disk(400_000_000, 10).verdict is MEND
    assert judge_disk(600_000_000, 400_000_000).verdict is MEND


@pytest.mark.parametrize(("file", "folder"), [(0o600, 0o755), (0o640, 0o755), (0o644, 0o750)])
def test_a_database_that_its_owner_and_group_get_at_is_said_nothing_of(
    file: int, folder: int
) -> None:
    assert judge_rights(file, folder) is None


def test_a_database_that_everybody_on_the_machine_may_read_is_to_be_mended() -> None:
    line = judge_rights(0o644, 0o755)
    assert line is not None
    assert line.verdict is MEND
    assert "chmod 600" in line.sentence


def test_a_clock_that_is_off_is_told_with_the_side() -> None:
    assert judge_clock(NOW, NOW + timedelta(seconds=20), "the database's").verdict is OK
    late = judge_clock(NOW, NOW + 5 * MINUTE, "the database's")
    early = judge_clock(NOW, NOW - timedelta(hours=1), "the database's")
    assert (late.verdict, early.verdict) == (MEND, MEND)
    assert "5 minutes behind the database's clock" in late.sentence
    assert "1 hour ahead of the database's clock" in early.sentence


def test_time_zone_data_is_there_or_to_be_installed() -> None:
    assert "BST" in judge_zone().sentence
    assert judge_zone("Europe/Nowhere").verdict is MEND


@pytest.mark.parametrize(
    ("begins", "ends", "verdict", "said"),
    [
        (-DAY, 31 * DAY, OK, "1 January 2027"),
        (-DAY, 29 * DAY, MEND, "in 29 days"),
        (-2 * DAY, -DAY, MEND, "30 November 2026"),
        (DAY, 90 * DAY, MEND, "doesn't hold yet"),
    ],
)
def test_a_certificate_is_to_be_renewed_thirty_days_before_its_end(
    begins: timedelta, ends: timedelta, verdict: Verdict, said: str
) -> None:
    line = judge_certificate(Certificate("a key", "a certificate", NOW + begins, NOW + ends), NOW)
    assert line.verdict is verdict
    assert said in line.sentence


def test_a_token_that_cannot_be_had_says_why_where_that_is_known() -> None:
    assert judge_token(None).verdict is OK
    assert cannot_tell_its_end().verdict is LOOK
    expired = judge_token("invalid_client (AADSTS7000222)")
    assert expired.verdict is MEND
    assert "expired; make a new one" in expired.sentence
    assert "can be reached" in judge_token("ConnectionError").sentence


def test_keys_that_cannot_be_fetched_are_the_firewalls() -> None:
    assert judge_metadata(Metadata(fetched=True), "login.example").verdict is OK
    assert "firewall" in judge_metadata(Metadata(fetched=False), "login.example").sentence


def test_a_framework_that_cannot_be_read_is_named_with_its_council() -> None:
    record = CouncilRecord(TENANT, FRAMEWORK.id, FRAMEWORK.version, RULES, ADDED)
    assert [line.verdict for line in judge_councils((record,))] == [OK]
    later = FrameworkVersion("later", NOW.date(), "no = rules", NOW)
    broken = CouncilRecord(TENANT, FRAMEWORK.id, FRAMEWORK.version, RULES, ADDED, (later,))
    (line,) = judge_councils((broken,))
    assert line.verdict is MEND
    assert TENANT in line.sentence
    assert judge_councils(())[0].verdict is MEND


def test_people_out_of_reach_are_counted_by_reason_and_not_named() -> None:
    people = [someone(name) for name in ("ann", "bob", "cat", "dan")]
    met = {
        people[0].id: Conversation(people[0].id, "https://x", "c", "29:1"),
        people[1].id: Conversation(people[1].id, "https://x", "c", "29:1", "BotDisabledByAdmin"),
    }

    line = judge_people(TENANT, people, met)

    assert line.verdict is LOOK
    assert "3 people of 4" in line.sentence
    assert "2: Sightline isn't installed for them" in line.sentence
    assert "1: An administrator has turned" in line.sentence
    assert not any(person.name in line.sentence for person in people)
    assert judge_people(TENANT, people[:1], met).verdict is OK
    assert "no staff list" in judge_people(TENANT, [], {}).sentence


def queue(
    oldest: timedelta | None = None,
    sending: int = 0,
    leased: timedelta | None = None,
    retried: timedelta | None = None,
) -> QueueState:
    return QueueState(
        tenant_id=TENANT,
        waiting=3,
        due=2 if oldest else 0,
        oldest_due=NOW - oldest if oldest else None,
        sending=sending,
        undeliverable=0,
        leased_until=NOW + leased if leased else None,
        retrying=2 if retried else 0,
        retrying_since=NOW - retried if retried else None,
    )


@pytest.mark.parametrize(
    ("state", "verdict", "said"),
    [
        (queue(), OK, "Nothing is late; waiting for their time: 3 messages"),
        (queue(14 * MINUTE), OK, "Nothing is late"),
        (queue(20 * MINUTE), MEND, "see that “sightline run” is running"),
        (queue(20 * MINUTE, leased=MINUTE), MEND, "its log says more"),
        (queue(sending=5, leased=MINUTE), OK, "8 messages"),
        (queue(sending=5, leased=-20 * MINUTE), MEND, "left half sent"),
        (queue(retried=50 * MINUTE), OK, "Nothing is late"),
        (queue(retried=130 * MINUTE), LOOK, "has not taken 2 messages"),
        (queue(20 * MINUTE, retried=2 * DAY), MEND, "should have gone"),
    ],
)
def test_what_should_have_gone_is_told(state: QueueState, verdict: Verdict, said: str) -> None:
    (line,) = judge_delivery([state], NOW)
    assert line.verdict is verdict
    assert said in line.sentence


def test_one_late_council_is_not_hidden_by_the_others() -> None:
    assert [line.verdict for line in judge_delivery([queue(), queue(20 * MINUTE)], NOW)] == [MEND]


def test_backups_grow_old() -> None:
    assert judge_backups(NOW - timedelta(hours=25), NOW).verdict is OK
    assert judge_backups(NOW - 2 * DAY, NOW).verdict is MEND
    assert judge_backups(None, NOW).verdict is MEND
    assert unknown().verdict is LOOK


def test_a_service_is_ready_or_not_or_not_there() -> None:
    verdicts = [judge_service(status, "here:1").verdict for status in (200, 503, None)]
    assert verdicts == [OK, MEND, LOOK]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 seconds"), (1, "1 second"), (90, "1 minute"), (7200, "2 hours"), (3 * 86400, "3 days")],
)
def test_a_length_of_time_is_told_roughly(seconds: int, said: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == said
