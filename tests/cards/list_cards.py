"""Actions and lists of work as their cards show them, in every state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs.action_blocks import COMPLETE as COMPLETE_VERB
from dialogs.action_blocks import MORE_TIME
from dialogs.conversation import Typed
from dialogs.live_card import After
from dialogs.waiting import Waiting
from dialogs.work_rows import WorkList
from programme.action import Action
from programme.message import MessageKind
from programme.remind_later import ToDo
from programme.use_cases.show_actions import ActionsView, DigestView
from programme.use_cases.show_work import WorkView
from tests.cards import council as c
from tests.cards.sent import Sent, live


def view_of(*actions: Action, may_act: bool = True) -> ActionsView:
    """Priya's, of one audit."""
    return ActionsView(
        c.TODAY,
        c.audit(),
        "Requires improvement",
        c.PRIYA,
        c.PRIYA.name,
        c.YUSUF.name,
        tuple(c.action_line(each, may_act=may_act) for each in actions),
    )


def sent_back(verb: str, chosen: Action, note: str, problems: Mapping[str, str]) -> After:
    """What was typed about the chosen one comes back with what is wrong with it."""
    value = f"{chosen.id}/{chosen.version}"
    values = {"action": value, "note": note, "due": "2026-12-25", "reason": note}
    return After(typed=Typed(verb, "Please see below.", values, problems))


LATE = {
    "due": "Friday 25 December 2026 is a bank holiday; the next working day is Tuesday 29.",
    "reason": "This looks like a phone number. Please take it out.",
}


def longest_actions() -> list[Action]:
    """Ten, each as long as it may be, and with more time."""
    long = c.long_words(1000)
    return [
        replace(
            c.action(number, c.long_words(500)),
            extension_reason=long,
            first_due=date(2026, 11, 26),
            extensions=1,
        )
        for number in range(1, 11)
    ]


def lists_of_actions() -> Mapping[str, Sent]:
    """Actions of an audit, and digests."""
    one, ten = view_of(c.action()), view_of(*map(c.action, range(1, 11)))
    note = sent_back(COMPLETE_VERB, c.action(2), "Ring 07700 900123", {"note": LATE["reason"]})
    date_wrong = sent_back(MORE_TIME, c.action(2), "Ring 07700 900123", LATE)
    long, longest = c.long_words(1000), longest_actions()
    done = [
        replace(each, **{k: getattr(c.completed(1, long), k) for k in ("state", "completed_by")})
        for each in longest
    ]
    done = [replace(each, completed_at=c.NOW, completion_note=long) for each in done]

    def card(view: ActionsView, after: After | None = None) -> Sent:
        return live(MessageKind.ACTIONS, view, after)

    digest = DigestView(c.TODAY, c.TODAY, c.PRIYA, ten.lines)
    sixty = tuple(
        c.action_line(replace(c.action(n, c.long_words(500)), due=date(2026, 11, 20)))
        for n in range(1, 61)
    )
    return {
        "actions, 1": card(one),
        "actions, 1, for an auditor": card(view_of(c.action(), may_act=False)),
        "actions, 1, moved": card(view_of(c.moved())),
        "actions, 1, completed just now": card(
            view_of(c.completed()), After("Completed: Agree step 1 of the plan with the family.")
        ),
        "actions, 10": card(ten),
        "actions, 10, a note returned": card(ten, note),
        "actions, 10, a date returned": card(ten, date_wrong),
        "actions, 1, a note returned": card(
            one, sent_back(COMPLETE_VERB, c.action(), "", {"note": "Please write a line here."})
        ),
        "actions, 1, a date returned": card(one, sent_back(MORE_TIME, c.action(), "", LATE)),
        "actions, 1, a date returned when none may move": card(
            view_of(c.moved()), sent_back(MORE_TIME, c.moved(), "Why not?", {})
        ),
        "actions, 10 of the longest": card(view_of(*longest)),
        "actions, 10 of the longest, completed": card(view_of(*done)),
        "actions, 10 of the longest, a note returned": card(
            view_of(*longest),
            sent_back(COMPLETE_VERB, longest[1], "x" * 10_000, {"note": "Long."}),
        ),
        "digest": live(MessageKind.DIGEST, digest),
        "digest, a note returned": live(MessageKind.DIGEST, digest, note),
        "digest, all done": live(
            MessageKind.DIGEST, replace(digest, lines=(c.action_line(c.completed()),))
        ),
        "digest, 60 of the longest": live(MessageKind.DIGEST, replace(digest, lines=sixty)),
    }


def work(count: int, *, longest: bool = False) -> WorkList:
    """So many audits and actions of Priya's."""
    text = c.long_words(500) if longest else ""
    actions = tuple(
        c.action_line(
            replace(c.action(n, text), extension_reason=c.long_words(1000), first_due=c.TODAY)
            if longest
            else c.action(n)
        )
        for n in range(1, count + 1)
    )
    audits = tuple(c.line(n) for n in range(1, count + 1))
    return WorkList(WorkView(c.PRIYA, c.TODAY, ("Harrowmere North",), audits, actions))


def work_lists() -> Mapping[str, Sent]:
    """What “my work” and “my team” bring."""
    names = {MessageKind.MY_WORK: "my work", MessageKind.TEAM_WORK: "my team"}
    returned = sent_back(MORE_TIME, c.action(2), "Because.", LATE)
    waiting = (
        Waiting(MessageKind.PRACTICE, "1", "Good practice in Harrowmere North", ToDo(), None),
        Waiting(MessageKind.DISPUTE, "2", "Dispute resolution: CF-2001", ToDo(c.TODAY), None),
    )
    return {
        "my work, with what else waits": live(MessageKind.MY_WORK, WorkList(work(2).work, waiting)),
    } | {
        f"{name}, {state}": sent
        for kind, name in names.items()
        for state, sent in {
            **{f"{count} rows": live(kind, work(count)) for count in (0, 1, 60)},
            "60 of the longest": live(kind, work(60, longest=True)),
            "a date returned": live(kind, work(3), returned),
        }.items()
    }
