"""Open actions that have come to somebody because people or teams have changed."""

from collections.abc import Collection, Mapping
from datetime import date

from dialogs import kit, to_do
from dialogs.action_blocks import MOST_ROWS, Origin, forms, returned_form, rows
from dialogs.kit import Card
from dialogs.live_card import After, Asked, LiveKind
from programme.council import Council
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.responsible import responsible_for
from programme.shown import action_entity
from programme.use_cases.action_lines import lines_for
from programme.use_cases.show_work import WorkView


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, WorkView]:
    people, teams = await w.people.all(), await w.teams.all()
    known = {person.id: person for person in people if person.active}
    views = {}
    for reader_id, subject in asked:
        reader = known.get(reader_id)
        if reader is not None:
            own = tuple(t.name for t in teams if reader in responsible_for(t, people, today))
            actions = await w.actions.open_of_teams(own)
            lines = await lines_for(council, w, actions, reader, today)
            views[reader_id, subject] = WorkView(reader, today, own, (), lines)
    return views


def card(view: WorkView, after: After) -> Card:
    """What is open, and the forms to act."""
    origin = Origin(MessageKind.TAKEN_OVER, view.reader.id)
    shown = view.actions[:MOST_ROWS]
    more = len(view.actions) - len(shown)
    said = (
        "The staff list has changed, and the open actions of these teams are with you now: "
        f"{kit.count(len(view.actions), 'action')}."
        if view.actions
        else "Nothing that came to you with the changed staff list is open any more. Thank you."
    )
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading("Actions that have come to you"),
        kit.text(said),
        *([kit.text(", ".join(view.teams), subtle=True)] if view.teams else []),
        *rows(shown, with_case=True),
        *([kit.text(f"And {kit.count(more, 'action')} more: type “my team”.")] if more else []),
    ]
    if after.typed:
        form, actions = returned_form(shown, origin, view.today, after.typed)
        return kit.card([*body, *form], actions)
    return kit.card(body, forms(shown, origin, view.today))


LIVE = LiveKind(
    kind=MessageKind.TAKEN_OVER,
    summary="Actions that have come to you",
    load=_load,
    card=card,
    shows=lambda view: tuple(action_entity(line.action.id) for line in view.actions),
    to_do=to_do.work,
)
