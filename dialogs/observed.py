"""The card of a practice observation, for the one who was observed (SW-07)."""

from dialogs import kit, take_back
from dialogs.by_subject import subject_first
from dialogs.kit import Card
from dialogs.live_card import After, LiveKind
from programme.calendar import day_in_words
from programme.message import MessageKind
from programme.shown import observation_entity
from programme.use_cases.show_observation import ObservationView, show_observations


def card(view: ObservationView, after: After) -> Card:
    """What was observed and agreed, for the one whose practice it was, and for the observer."""
    one = view.observation
    opening = [*([kit.notice(after.notice)] if after.notice else []), kit.heading(_title(view))]
    if one.taken_back_at is not None:
        return kit.card([*opening, take_back.was_taken_back(view.observer, one.taken_back_at)])
    day = f" for {day_in_words(one.discussed_on)}" if one.discussed_on else ""
    discussion = "It took place." if one.discussed else f"It is planned{day}."
    facts = [
        ("Whose practice", view.observed) if view.mine else ("Observed by", view.observer),
        ("What", view.setting),
        ("When", day_in_words(one.on)),
        ("Reflective discussion", discussion),
    ]
    needs = (
        [kit.text("**Training and development agreed**"), kit.as_typed(one.training_needs)]
        if one.training_needs
        else []
    )
    asks = kit.text(f"Questions about it are for {view.observer}.", subtle=True)
    last = view.take_back_until
    return kit.card(
        [
            *opening,
            kit.facts(facts),
            kit.section([kit.text("**What was seen**"), kit.as_typed(one.seen), *needs]),
            *([] if view.mine else [asks]),
            *take_back.until(last),
        ],
        take_back.button(MessageKind.OBSERVED, one.id, last),
    )


def _title(view: ObservationView) -> str:
    return "An observation that you recorded" if view.mine else "Your practice was observed"


LIVE = LiveKind(
    kind=MessageKind.OBSERVED,
    summary="Your practice was observed",
    load=subject_first(show_observations),
    card=card,
    shows=lambda view: (observation_entity(view.observation.id),),
    summary_of=_title,
)
