"""A practice observation, as the one who was observed and the observer see it (SW-07)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.council import Council
from programme.ports import UnitOfWork
from programme.practice_observation import PracticeObservation
from programme.taken_back import may_take_back_until
from programme.use_cases.record_observation import rule_on


@dataclass(frozen=True, slots=True)
class ObservationView:
    """An observation. Names, not ids; `setting` in the council's words; `mine` for the observer,
    who may take it back until the day `take_back_until`."""

    observation: PracticeObservation
    observer: str
    observed: str
    setting: str
    mine: bool = False
    take_back_until: date | None = None


async def show_observations(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], ObservationView]:
    """For each (observation id, reader id) the observation; for nobody but the two of them."""
    views = {}
    for observation_id, reader_id in pairs:
        one = await w.observations.get(observation_id)
        if one is None or reader_id not in (one.observed_id, one.observer_id):
            continue
        rule = rule_on(council.as_of(one.recorded_at), council.today(one.recorded_at))
        titles = {setting.id: setting.title for setting in rule.settings} if rule else {}
        people = {p.id: p for p in await w.people.some({one.observed_id, one.observer_id})}
        if people[reader_id].active:
            views[observation_id, reader_id] = ObservationView(
                one,
                people[one.observer_id].name,
                people[one.observed_id].name,
                titles.get(one.setting, one.setting),
                reader_id == one.observer_id,
                may_take_back_until(one.recorded, reader_id, today, council.calendar),
            )
    return views
