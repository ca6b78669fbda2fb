"""The actions that a dip sample set: the card that brings them to those who do them (WB-12)."""

from dialogs import dip_sample, kit, take_back, to_do
from dialogs.action_blocks import Origin, forms, had_typed, returned_form, rows
from dialogs.by_subject import subject_first
from dialogs.kit import Card, Element
from dialogs.live_card import After, LiveKind
from programme.message import MessageKind
from programme.shown import action_entity
from programme.use_cases.show_dip_sample import DipActionsView, show_dip_actions

MOST_GOOD = 5


def card(view: DipActionsView, after: After) -> Card:
    """The actions, with a form for those who may act on one, and the good practice."""
    if not view.sample.is_submitted:
        return _taken_back(view, after)
    origin = Origin(MessageKind.DIP_ACTIONS, view.sample.id)
    last = view.take_back_until
    still_open = sum(line.action.is_open for line in view.lines)
    standing = (
        f"{still_open} of {kit.count(len(view.lines), 'action')} still open."
        if still_open
        else "All of them are completed. Thank you."
    )
    body: list[Element] = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading("Actions from a dip sample"),
        kit.text(standing, subtle=True),
        kit.facts(
            [
                ("Sampled by", view.by),
                ("Month", view.sample.month.title),
                ("Theme", view.sample.theme or "no theme set"),
            ]
        ),
        *rows(view.lines, with_case=True),
        *_good(view),
        *take_back.until(last),
    ]
    if after.typed:
        form, actions = returned_form(view.lines, origin, view.today, after.typed)
        return kit.card([*body, *form], actions)
    taking = take_back.button(MessageKind.DIP_ACTIONS, view.sample.id, last)
    return kit.card(body, [*forms(view.lines, origin, view.today), *taking])


def _taken_back(view: DipActionsView, after: After) -> Card:
    """It is open again: its author goes on with it, and nobody else has anything to do."""
    said = f"{view.by} took this dip sample back: it was submitted by mistake, and is open again."
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading("Actions from a dip sample"),
        kit.text(said),
        *([] if view.mine else [kit.text("Its actions are asked of nobody any more.")]),
        *(had_typed(after.typed) if after.typed else []),
    ]
    return kit.card(body, [dip_sample.open_button(begun=True)] if view.mine else [])


def _good(view: DipActionsView) -> list[Element]:
    if not view.good_practice:
        return []
    lines = [kit.as_typed(f"• {one.reference}: {one.line}") for one in view.good_practice]
    return [kit.subheading("Best practice that was seen"), *lines[:MOST_GOOD]]


LIVE = LiveKind(
    kind=MessageKind.DIP_ACTIONS,
    summary="Actions from a dip sample",
    load=subject_first(show_dip_actions),
    card=card,
    shows=lambda view: tuple(action_entity(line.action.id) for line in view.lines),
    to_do=lambda view: to_do.actions(view.lines),
    about=lambda view: f"{view.by}, {view.sample.month.title}",
)
