"""The card of a practice observation, for the one who was observed (SW-07)."""

from collections.abc import Collection, Mapping
from datetime import date

from dialogs import kit
from dialogs.kit import Card
from dialogs.live_card import After, Asked, LiveKind
from programme.calendar import day_in_words
from programme.council import Council
from programme.message import MessageKind, observation_entity
from programme.ports import UnitOfWork
from programme.use_cases.show_observation import ObservationView, show_observations


def card(view: ObservationView, _after: After) -> Card:
    """What was observed and agreed, for the one whose practice it was."""
    one = view.observation
    day = f" for {day_in_words(one.discussed_on)}" if one.discussed_on else ""
    discussion = "It took place." if one.discussed else f"It is planned{day}."
    facts = [
        ("Observed by", view.observer),
        ("What", view.setting),
        ("When", day_in_words(one.on)),
        ("Reflective discussion", discussion),
    ]
    needs = (
        [kit.text("**Training and development agreed**"), kit.as_typed(one.training_needs)]
        if one.training_needs
        else []
    )
    return kit.card(
        [
            kit.heading("Your practice was observed"),
            kit.facts(facts),
            kit.section([kit.text("**What was seen**"), kit.as_typed(one.seen), *needs]),
            kit.text(f"Questions about it are for {view.observer}.", subtle=True),
        ]
    )


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, ObservationView]:
    found = await show_observations(council, w, [(about, reader) for reader, about in asked])
    return {(reader, about): view for (about, reader), view in found.items()}


LIVE = LiveKind(
    kind=MessageKind.OBSERVED,
    summary="Your practice was observed",
    load=_load,
    card=card,
    shows=lambda view: (observation_entity(view.observation.id),),
)
