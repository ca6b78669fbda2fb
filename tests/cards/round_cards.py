"""The QA officers' cards of a month, in every state."""

from collections.abc import Mapping
from dataclasses import replace

from dialogs import programme_round
from programme.message import MessageKind
from programme.use_cases.show_allocation import AllocationView
from programme.use_cases.show_round import (
    MOST_NEWS,
    ActionNews,
    Passed,
    ReachView,
    RoundView,
    Unreached,
)
from tests.cards import council as c
from tests.cards.choosing_cards import choosing
from tests.cards.report_cards import reports
from tests.cards.sent import Sent, live

NAMES = tuple(f"Manager Number {n:03d}" for n in range(1, 61))
GAPS = tuple(f"No second team manager in Area {n}, so CF-{n:04d} has no peer." for n in range(6))
UNREACHED = tuple(Unreached(name, "Sightline isn't installed for them.") for name in NAMES[:2])
PASSED = tuple(
    Passed(f"CF-{n:04d}", "lead", NAMES[n % 60], NAMES[n % 59], c.NOW) for n in range(300)
)
CUT_OFF = tuple(
    Unreached(f"Manager Number {n}", "They or an administrator have turned it off.")
    for n in range(300)
)


def news(words: str) -> tuple[ActionNews, ...]:
    """An action that was moved and one that was completed, with `words` for all that is told."""
    moved = replace(c.moved(1, words), text=words[:500])
    done = replace(c.completed(2, words), text=words[:500])
    return ActionNews(moved, None), ActionNews(done, c.PRIYA.name)


def round_with(told: tuple[ActionNews, ...] = ()) -> RoundView:
    """A month that is under way."""
    return RoundView(
        of=c.PERIOD,
        drawn=True,
        sent=NAMES[2:],
        on_the_way=(),
        unreached=UNREACHED,
        acknowledged=NAMES[2:30],
        not_yet_acknowledged=NAMES[30:],
        audits=19,
        submitted=4,
        complete=3,
        open_actions=5,
        overdue_actions=1,
        completed_actions=2,
        news=told,
        gaps=GAPS,
    )


def rounds() -> Mapping[str, Sent]:
    """Every card by a name that says which and in what state."""
    begun = round_with()
    practice = replace(c.line(1, peer=False), peer_wanted=False, practice_of="Ivy Grant")
    nobody = replace(
        begun, sent=(), unreached=(), acknowledged=(), not_yet_acknowledged=(), on_the_way=NAMES
    )
    reach = ReachView(c.PERIOD, c.TODAY, True, 19, 25, UNREACHED, GAPS)
    undrawn = ReachView(c.PERIOD, c.TODAY, False, 0, 25, (), ())
    undrawn_mid_way = replace(undrawn, of=c.MID_WAY)
    mid_way = replace(begun, of=c.MID_WAY, gaps=())
    empty = replace(nobody, of=c.MID_WAY, audits=0, on_the_way=(), gaps=GAPS[:1])
    not_begun = replace(empty, drawn=False, gaps=())
    return {
        **choosing(),
        **reports(),
        "own allocation, of somebody's practice": live(
            MessageKind.ALLOCATION, AllocationView(c.PERIOD, c.PRIYA, (practice,), None)
        ),
        "round": live(MessageKind.ROUND, round_with(news("The school is closed."))),
        "round, as much news as there can be": live(
            MessageKind.ROUND, round_with(news(c.long_words(1000)) * (MOST_NEWS // 2))
        ),
        "round, three passed on": live(MessageKind.ROUND, replace(begun, passed=PASSED[:3])),
        "round, 300 cut off and 300 passed on": live(
            MessageKind.ROUND, replace(begun, unreached=CUT_OFF, gaps=GAPS * 33, passed=PASSED)
        ),
        "round, before anything is sent": live(MessageKind.ROUND, nobody),
        "round, 300 cut off and 200 gaps": live(
            MessageKind.ROUND, replace(begun, unreached=CUT_OFF, gaps=GAPS * 33)
        ),
        "before the 1st": live(MessageKind.BEFORE_THE_FIRST, reach),
        "before the 1st, one audit of one person": live(
            MessageKind.BEFORE_THE_FIRST, replace(reach, audits=1, concerned=1)
        ),
        "before the 1st, 300 cut off": live(
            MessageKind.BEFORE_THE_FIRST, replace(reach, unreached=CUT_OFF)
        ),
        "before the 1st, nothing drawn": live(MessageKind.BEFORE_THE_FIRST, undrawn),
        "round, which?": Sent(programme_round.choice_card(MessageKind.ROUND, c.SEVERAL)),
        "round, one of several": live(MessageKind.ROUND, replace(begun, of=c.MID_WAY)),
        "not drawn, one of several": live(MessageKind.NOT_DRAWN, replace(undrawn, of=c.MID_WAY)),
        "round, with others beside it": live(
            MessageKind.ROUND, replace(begun, beside=(mid_way, empty, not_begun))
        ),
        "round, with others of whom nobody can be reached": live(
            MessageKind.ROUND,
            replace(
                begun,
                unreached=CUT_OFF,
                gaps=GAPS * 33,
                news=(*news(c.long_words(1000)) * (MOST_NEWS // 2),),
                beside=(replace(mid_way, unreached=CUT_OFF, gaps=GAPS * 33, sent=NAMES),) * 3,
            ),
        ),
        "before the 1st, with others beside it": live(
            MessageKind.BEFORE_THE_FIRST,
            replace(undrawn, beside=(replace(reach, of=c.MID_WAY), undrawn_mid_way)),
        ),
        "not drawn, with others beside it": live(
            MessageKind.NOT_DRAWN,
            replace(undrawn, beside=(replace(reach, of=c.MID_WAY), undrawn_mid_way)),
        ),
        "not drawn": live(MessageKind.NOT_DRAWN, undrawn),
        "not drawn, then drawn": live(MessageKind.NOT_DRAWN, reach),
    }
