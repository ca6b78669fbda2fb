"""“Remind me later”: cards that come again, and the page on which that is chosen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from dialogs.later_blocks import FIELD
from dialogs.live_card import After
from dialogs.remind_later import Form, page
from dialogs.waiting import ALL_OF_IT, Waiting
from dialogs.what_waits import page as what_waits
from programme.message import MessageKind
from programme.remind_later import ToDo
from programme.use_cases.show_allocation import AllocationView
from programme.use_cases.show_later import Later
from tests.cards import council as c
from tests.cards.list_cards import work
from tests.cards.sent import NOW, OFFERED, Sent, live

COMES = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
OFFER = Later(NOW, OFFERED)
CHOSEN = replace(OFFER, comes=COMES)
MANY = tuple(
    Waiting(
        MessageKind.ACTIONS,
        f"{n:032x}",
        f"Actions from the audit of CF-{2000 + n}",
        ToDo(date(2026, 12, 4 + n % 20), of_several=True),
        COMES if n == 1 else None,
    )
    for n in range(30)
)
ALL = Waiting(
    MessageKind.MY_WORK, "priya", ALL_OF_IT[MessageKind.MY_WORK], ToDo(date(2026, 12, 4)), None
)


def later_cards() -> Mapping[str, Sent]:
    """Each state that “Remind me later” can be in."""
    own = AllocationView(c.PERIOD, c.PRIYA, (c.line(),), None)
    early = replace(c.audit(), due=date(2026, 12, 4))
    late = replace(c.audit(), due=date(2026, 11, 27))
    of_early, of_late = (replace(own, lines=(c.line(of=each),)) for each in (early, late))
    nobody = Later(NOW, ())
    after = After("Acknowledged. Thank you.")
    acknowledged = replace(own, acknowledged_at=c.NOW)
    kind = MessageKind.ALLOCATION
    past = {"which": ALL.value, FIELD: "2026-12-10"}
    refused = "This comes after it is due on Friday 4 December. Choose again, or say that it may."
    return {
        "later, comes again": live(kind, own, later=CHOSEN),
        "later, comes again after it is due": live(kind, of_early, later=CHOSEN),
        "later, overdue": live(kind, of_late, later=CHOSEN),
        "later, offered when overdue": live(kind, of_late),
        "later, comes again, acknowledged just now": live(kind, acknowledged, after, CHOSEN),
        "later, away for a year": live(kind, own, later=nobody),
        "later, the longest": live(MessageKind.TEAM_WORK, work(60, longest=True), later=CHOSEN),
        "later page, all that waits": Sent(page(Form((ALL, *MANY[:3]), OFFER))),
        "later page, the most": Sent(page(Form((ALL, *MANY), OFFER))),
        "later page, one": Sent(page(Form(MANY[:1], OFFER, one=True))),
        "later page, one that comes again": Sent(page(Form(MANY[1:2], OFFER, one=True))),
        "later page, past the deadline": Sent(
            page(Form((ALL, *MANY[:3]), OFFER, False, "Nothing is put off yet.", past, refused))
        ),
        "what waits": Sent(what_waits((ALL, *MANY[:3]))),
        "what waits, the most": Sent(what_waits((ALL, *MANY))),
        "later page, one that has changed": Sent(
            page(Form(MANY[:1], OFFER, one=True, sentence="That time has passed."))
        ),
    }
