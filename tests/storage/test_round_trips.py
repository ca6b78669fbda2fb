"""What people write comes back exactly as written."""

import dataclasses
from datetime import UTC, date, datetime
from types import MappingProxyType

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.action import Action, ActionState, ProposedAction
from programme.audit import Audit, AuditState
from programme.audit_record import AuditRecord, ViewSought
from programme.calendar import Month
from programme.dispute import Dispute, DisputeState, Step, StepKind
from programme.people import MAY, Absence, Person, Role
from programme.people import Verb as Right
from programme.ports import Work
from programme.rules.dispute import DisputeRule, Level
from tests.storage.examples import COUNCIL

# PostgreSQL takes every character in a text but NUL; the edges refuse that one.
WORDS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=30)
MAYBE = st.none() | WORDS
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 # the strategy adds the zone
MONTHS = st.builds(Month, st.integers(2000, 2099), st.integers(1, 12))
COUNTS = st.integers(1, 2**31 - 2)
RECORDS = st.builds(
    AuditRecord,
    grades=st.dictionaries(WORDS, WORDS, max_size=4).map(MappingProxyType),
    overall=MAYBE,
    went_well=WORDS,
    to_learn=WORDS,
    views=st.dictionaries(
        WORDS, st.builds(ViewSought, st.none() | st.booleans(), WORDS), max_size=3
    ),
    actions=st.lists(st.builds(ProposedAction, WORDS, WORDS, DAYS), max_size=3).map(tuple),
)
AUDITS = st.builds(
    Audit,
    id=WORDS,
    month=MONTHS,
    case_reference=WORDS,
    cohort=WORDS,
    team=WORDS,
    service_area=WORDS,
    tool_id=WORDS,
    lead_id=WORDS,
    peer_id=MAYBE,
    due=DAYS,
    why=st.lists(WORDS, max_size=3).map(tuple),
    state=st.sampled_from(AuditState),
    version=COUNTS,
    record=RECORDS,
    submitted_at=st.none() | INSTANTS,
    submitted_by=MAYBE,
    views_recorded_at=st.none() | INSTANTS,
)
ACTIONS = st.builds(
    Action,
    id=WORDS,
    audit_id=WORDS,
    month=MONTHS.map(str),
    number=COUNTS,
    case_reference=WORDS,
    team=WORDS,
    text=WORDS,
    due=DAYS,
    set_by=WORDS,
    state=st.sampled_from(ActionState),
    version=COUNTS,
    extensions=COUNTS,
    extension_reason=MAYBE,
    first_due=st.none() | DAYS,
    completed_by=MAYBE,
    completed_at=st.none() | INSTANTS,
    completion_note=MAYBE,
    reminded=MAYBE,
    reminded_on=st.none() | DAYS,
)
RULES = st.builds(
    DisputeRule,
    id=st.just("escalation"),
    title=WORDS.filter(lambda words: len(words.strip().splitlines()) == 1).map(str.strip),
    raised_by=st.lists(
        st.sampled_from(sorted(MAY[Right.RAISE_DISPUTE])), min_size=1, unique=True
    ).map(tuple),
    levels=st.builds(Level, st.sampled_from(Role), st.integers(11, 60)).map(lambda one: (one,)),
    remind_before=st.integers(0, 10),
    decide_within=st.integers(1, 60),
)
STEPS = st.builds(
    Step, kind=st.sampled_from(StepKind), level=COUNTS, by=WORDS, at=INSTANTS, words=WORDS
)
DISPUTES = st.builds(
    Dispute,
    id=WORDS,
    rule=RULES,
    case_reference=WORDS,
    team=WORDS,
    service_area=WORDS,
    raised_by=WORDS,
    raised_at=INSTANTS,
    about=WORDS,
    level=COUNTS,
    level_due=DAYS,
    history=st.lists(STEPS, max_size=4).map(tuple),
    state=st.sampled_from(DisputeState),
    version=COUNTS,
    ended_at=st.none() | INSTANTS,
)
PEOPLE = st.builds(
    Person,
    id=WORDS,
    name=WORDS,
    email=WORDS,
    roles=st.frozensets(st.sampled_from(Role)),
    team=MAYBE,
    service_area=MAYBE,
    line_manager_email=MAYBE,
    object_id=MAYBE,
    absences=st.lists(st.builds(Absence, DAYS, DAYS), max_size=2).map(tuple),
    active=st.booleans(),
)
# Each example is rolled back, so that one database serves them all.
EXAMPLES = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@EXAMPLES
@given(audit=AUDITS, record=RECORDS)
async def test_an_audit_comes_back_as_added_and_as_saved(
    work: Work, audit: Audit, record: AuditRecord
) -> None:
    async with work(COUNCIL) as unit:
        await unit.audits.add([audit])
        assert await unit.audits.get(audit.id) == audit
        changed = dataclasses.replace(audit, version=audit.version + 1, record=record)
        await unit.audits.save(changed)
        assert await unit.audits.get(audit.id) == changed


@EXAMPLES
@given(action=ACTIONS, words=WORDS)
async def test_an_action_comes_back_as_added_and_as_saved(
    work: Work, action: Action, words: str
) -> None:
    async with work(COUNCIL) as unit:
        await unit.actions.add([dataclasses.replace(action, version=1)])
        changed = dataclasses.replace(action, version=2, completion_note=words)
        await unit.actions.save(changed, dataclasses.replace(action, version=1))
        assert await unit.actions.get(action.id) == changed


@EXAMPLES
@given(dispute=DISPUTES, words=WORDS)
async def test_a_dispute_comes_back_as_added_and_as_saved(
    work: Work, dispute: Dispute, words: str
) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.disputes.add(dispute)
        assert await unit.disputes.get(dispute.id) == dispute
        step = Step(StepKind.ANSWERED, 0, "p1", dispute.raised_at, words)
        changed = dataclasses.replace(
            dispute, version=dispute.version + 1, history=(*dispute.history, step)
        )
        await unit.disputes.save(changed)
        assert await unit.disputes.get(dispute.id) == changed


@EXAMPLES
@given(person=PEOPLE)
async def test_a_person_comes_back_as_saved(work: Work, person: Person) -> None:
    async with work(COUNCIL) as unit:
        await unit.people.save([person])
        assert await unit.people.get(person.id) == person
