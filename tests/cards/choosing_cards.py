"""Choosing a round's cases: the card and the dialog's pages, in every state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs import choose_cases
from dialogs.choose_cases import Opened
from programme.case import Case, Cohort
from programme.chosen_cases import ChosenCase
from programme.message import MessageKind
from programme.people import Role
from programme.use_cases.show_choosing import ChoosingView
from tests.cards import council as c
from tests.cards.sent import Sent, live

HAL = c.person("Halima Noor", Role.HEAD_OF_SERVICE, area="Early Help")
CASES = tuple(
    Case(
        f"EH-{1000 + n}",
        Cohort.EARLY_HELP,
        "Early Help Hub North and the Villages",
        worker=f"Worker Number {n:03d}",
        opened=date(2026, 3, n % 28 + 1),
    )
    for n in range(400)
)


def view(chosen: int = 0, wanted: int = 4) -> ChoosingView:
    """December's, with the first `chosen` cases chosen."""
    of = c.MID_WAY
    return ChoosingView(
        of=of,
        reader=HAL,
        cases=CASES,
        wanted=wanted,
        chosen=tuple(
            ChosenCase(of.round_id, of.month, case.reference, HAL.id, c.NOW)
            for case in CASES[:chosen]
        ),
        names={HAL.id: HAL.name},
        until=date(2026, 11, 25),
        is_drawn=False,
    )


def choosing() -> Mapping[str, Sent]:
    """Every card and page by a name that says in what state."""

    def page(of: Opened) -> Sent:
        return Sent(choose_cases.page(of))

    def card(of: ChoosingView) -> Sent:
        return live(MessageKind.CHOOSE_CASES, of)

    nothing: frozenset[str] = frozenset()
    many = frozenset(case.reference for case in CASES[:50])
    some = frozenset(case.reference for case in CASES[:6])
    return {
        "choose cases, none yet": card(view()),
        "choose cases, one more": card(view(3)),
        "choose cases, all": card(view(4)),
        "choose cases, one alone": card(view(1, 1)),
        "choose cases, forty": card(view(40, 40)),
        "choose cases, drawn": card(replace(view(3), is_drawn=True)),
        "choose cases, nothing open": card(view(0, 0)),
        "choose cases page": page(Opened(view(), nothing, nothing)),
        "choose cases page, found": page(Opened(view(3), some, some, "eh-13", 20)),
        "choose cases page, nothing found": page(Opened(view(), nothing, some, "nobody here")),
        "choose cases page, the longest": page(Opened(view(50, 60), many, many, "", 60)),
        "choose cases page, too many": page(
            Opened(
                view(),
                nothing,
                some,
                sentence="The choice was not saved yet: please see below.",
                problem="Only 4 cases are audited; please take 2 away.",
            )
        ),
    }
