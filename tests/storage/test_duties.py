"""Since when roles are held, and what is done of duties: kept as given, council by council."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.calendar import Month
from programme.dip_sample import DipCase, DipLook, DipSample, DipState
from programme.duty import Deed
from programme.errors import ShowAsItIsNow
from programme.ports import Work
from programme.practice_day import PracticeDay
from programme.practice_observation import PracticeObservation
from tests.storage.examples import COUNCIL, DUE, NOW, OTHER_COUNCIL

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 # hypothesis adds the zone
LOOKS = st.builds(
    DipLook,
    answers=st.dictionaries(WORDS, WORDS, max_size=3),
    grade=st.none() | WORDS,
    line=WORDS,
    finding=st.sampled_from(["nothing", "action", "best_practice"]),
    found_line=WORDS,
    due=st.none() | DAYS,
)
SAMPLES = st.builds(
    DipSample,
    id=WORDS,
    person_id=WORDS,
    month=st.builds(Month, st.integers(2020, 2030), st.integers(1, 12)),
    seed=st.integers(0, 999_999),
    asked=st.integers(1, 20),
    theme=st.none() | WORDS,
    cases=st.lists(
        st.builds(DipCase, WORDS, WORDS, chosen=st.booleans(), look=st.none() | LOOKS), max_size=3
    ).map(tuple),
    drawn_at=INSTANTS,
    state=st.sampled_from(DipState),
    version=st.integers(1, 99),
    submitted_at=st.none() | INSTANTS,
)
OBSERVATION = PracticeObservation(
    "ob1", "p1", "p2", "visit", DUE, "Play.", False, DUE, "None.", NOW
)
PRACTICE_DAY = PracticeDay("pd1", "p1", DUE, "North", "Warm.", NOW)
SAMPLE = DipSample("ds1", "p1", Month(2026, 12), 7, 5, None, (DipCase("C1", "Malvern"),), NOW)
SUBMITTED = dataclasses.replace(SAMPLE, version=2, state=DipState.SUBMITTED, submitted_at=NOW)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
# Each example is rolled back, so that one database serves them all.
EXAMPLES = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@EXAMPLES
@given(sample=SAMPLES, looked=SAMPLES)
async def test_a_dip_sample_comes_back_as_added_and_as_saved(
    work: Work, sample: DipSample, looked: DipSample
) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.dip_samples.add(sample)
        assert await unit.dip_samples.get(sample.id) == sample
        changed = dataclasses.replace(looked, id=sample.id, version=sample.version + 1)
        await unit.dip_samples.save(changed)
        assert await unit.dip_samples.get(sample.id) == changed
        assert not await unit.dip_samples.add(sample)


@EXAMPLES
@given(terms=st.dictionaries(st.tuples(WORDS, WORDS), DAYS, max_size=4))
async def test_since_when_roles_are_held_comes_back_as_it_was_last_given(
    work: Work, terms: Mapping[tuple[str, str], date]
) -> None:
    async with work(COUNCIL) as unit:
        await unit.role_terms.replace({("gone", "p9"): DUE})
        await unit.role_terms.replace(terms)
        assert await unit.role_terms.all() == terms


@pytest.fixture(autouse=True)
async def _kept(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.observations.add(OBSERVATION)
        await unit.practice_days.add(PRACTICE_DAY)
        await unit.dip_samples.add(SAMPLE)
        await unit.role_terms.replace({("monthly", "p1"): DUE})
        await unit.commit()


async def test_observations_are_found_by_id_day_and_what_is_still_to_talk_over(
    work: Work,
) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.observations.get("ob1") == OBSERVATION
        assert not await unit.observations.add(OBSERVATION)
        deed = Deed("practice_observation", "p1", DUE)
        assert await unit.observations.deeds(DUE, DUE) == (deed,)
        assert await unit.observations.deeds(FIRST, FIRST) == ()
        assert await unit.observations.undiscussed_of("p1") == (OBSERVATION,)
        assert await unit.observations.undiscussed_of("p2") == ()
        done = dataclasses.replace(OBSERVATION, discussed=True, version=2)
        await unit.observations.save(done)
        assert await unit.observations.get("ob1") == done
        assert await unit.observations.undiscussed_of("p1") == ()
        with pytest.raises(ShowAsItIsNow):
            await unit.observations.save(done)


async def test_practice_days_are_found_by_id_and_day(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.practice_days.get("pd1") == PRACTICE_DAY
        assert await unit.practice_days.get("pd2") is None
        assert not await unit.practice_days.add(PRACTICE_DAY)
        assert await unit.practice_days.deeds(FIRST, LAST) == (Deed("practice_day", "p1", DUE),)


async def test_only_a_submitted_dip_sample_counts_and_for_its_own_month(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.dip_samples.deeds(FIRST, LAST) == ()
        await unit.dip_samples.save(SUBMITTED)
        assert await unit.dip_samples.deeds(FIRST, LAST) == (Deed("dip_sample", "p1", FIRST),)
        assert await unit.dip_samples.deeds(date(2026, 11, 1), date(2026, 11, 30)) == ()
        with pytest.raises(ShowAsItIsNow):
            await unit.dip_samples.save(SUBMITTED)


async def test_the_latest_dip_sample_is_the_one_drawn_last(work: Work) -> None:
    earlier = dataclasses.replace(SAMPLE, id="ds0", drawn_at=datetime(2026, 11, 2, tzinfo=UTC))
    async with work(COUNCIL) as unit:
        await unit.dip_samples.add(earlier)
        assert await unit.dip_samples.latest_of("p1") == SAMPLE
        assert await unit.dip_samples.latest_of("p2") is None


async def test_another_council_sees_none_of_it_and_changes_none_of_it(work: Work) -> None:
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.observations.get("ob1") is None
        assert await unit.observations.undiscussed_of("p1") == ()
        assert await unit.practice_days.get("pd1") is None
        assert await unit.dip_samples.get("ds1") is None
        assert await unit.dip_samples.latest_of("p1") is None
        for kept in (unit.observations, unit.practice_days, unit.dip_samples):
            assert await kept.deeds(FIRST, LAST) == ()
        assert await unit.role_terms.all() == {}
        await unit.role_terms.replace({})
        with pytest.raises(ShowAsItIsNow):
            await unit.dip_samples.save(SUBMITTED)
        await unit.commit()
    async with work(COUNCIL) as unit:
        assert await unit.dip_samples.get("ds1") == SAMPLE
        assert await unit.role_terms.all() == {("monthly", "p1"): DUE}
