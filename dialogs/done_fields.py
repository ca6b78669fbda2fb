"""What was done of an action, and when: the same fields on its cards and in dialog windows."""

from collections.abc import Mapping

from dialogs import kit
from dialogs.kit import Element
from programme.action import NOTE_AT_MOST

ALL_DONE, PART_DONE = "Mark as completed", "Part of it is done"


def done_fields(
    values: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    note: str = "note",
    day: str = "done_on",
    required: bool = True,
) -> list[Element]:
    """The two fields by their ids; `values` and `problems` are named "note" and "done_on". Where
    they aren't `required`, a button beside them takes them along elsewhere.

    A card stays in the chat for days, so no day stands in it: one that is left empty is the day of
    the press, and neither a yesterday's date nor a yesterday's limit is sent.
    """
    when: Element = {
        "type": "Input.Date",
        "id": day,
        "label": "On which day, if not today?",
        "isRequired": False,
    }
    typed = values.get("done_on", "")
    return [
        *kit.with_problem(
            kit.text_input(
                note,
                "What was done?",
                most=NOTE_AT_MOST,
                value=values.get("note", ""),
                required=required,
            ),
            problems.get("note"),
        ),
        *kit.with_problem({**when, "value": typed} if typed else when, problems.get("done_on")),
    ]
