"""Actions with priorities, advice, tracking, confirmation and escalation, in every state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs import audit_pages
from dialogs.confirm_actions import RETURN
from dialogs.conversation import Typed
from dialogs.escalated import EscalatedView
from dialogs.live_card import After
from dialogs.review_audit import REVIEW
from programme.action import Action
from programme.audit_review import AuditReview
from programme.message import MessageKind
from programme.people import Role
from programme.rules.action import Priority
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_actions import ActionsView, DigestView
from programme.use_cases.show_confirmation import ConfirmationView
from tests.cards import council as c
from tests.cards.dialog_pages import opened_by
from tests.cards.sent import Sent, live

PRIORITIES = (Priority("high", "High", 2), Priority("medium", "Medium", 10))
ADVICE = ("A genogram would help the next worker.", "The group supervision notes are a model.")
ACTIONS = replace(c.COUNCIL.framework.actions, priorities=PRIORITIES, advice=True, due_at_most=10)
COUNCIL = replace(c.COUNCIL, framework=replace(c.COUNCIL.framework, actions=ACTIONS))
SERVICE_MANAGER = c.person("Sian Hughes", Role.SERVICE_MANAGER, area="Locality")
LATE = date(2026, 11, 20)


def _with(of: Action, **changes: object) -> ActionLine:
    return replace(c.action_line(of), **changes)  # type: ignore[arg-type]  # by name


def _view(*lines: ActionLine, advice: tuple[str, ...] = ADVICE) -> ActionsView:
    audit = c.submitted(c.audit())
    return ActionsView(c.TODAY, audit, "Good", c.PRIYA, c.PRIYA.name, c.YUSUF.name, lines, advice)


def _confirming(*lines: ActionLine) -> ConfirmationView:
    return ConfirmationView(c.TODAY, c.submitted(c.audit()), c.PRIYA, lines)


def _done(number: int, note: str = "Agreed at the core group.", **changes: object) -> ActionLine:
    return c.action_line(replace(c.completed(number, note), **changes))  # type: ignore[arg-type]  # by name


def _confirmations() -> Mapping[str, Sent]:
    def card(view: ConfirmationView, after: After | None = None) -> Sent:
        return live(MessageKind.CONFIRM_ACTIONS, view, after)

    two = (_done(1), _done(2))
    chosen = f"{two[1].action.id}/{two[1].action.version}"
    wrong = Typed(
        RETURN,
        "Please say what is missing.",
        {"action": chosen, "reason": ""},
        {"reason": "Please write a line here."},
    )
    longest = [_done(n, c.long_words(1000), text=c.long_words(500)) for n in range(1, 11)]
    confirmed = _done(1, confirmed_by=c.PRIYA.id, confirmed_at=c.NOW)
    return {
        "confirmation, 1": card(_confirming(two[0])),
        "confirmation, 2, one late": card(_confirming(_done(1, due=LATE), two[1])),
        "confirmation, a reason returned": card(_confirming(*two), After(typed=wrong)),
        "confirmation, one sent back": card(
            _confirming(
                two[0],
                _with(
                    c.action(2, reopened_by=c.PRIYA.id, reopened_reason="The plan has no dates."),
                    reopened_by=c.PRIYA.name,
                ),
            )
        ),
        "confirmation, given": card(
            _confirming(replace(confirmed, confirmed_by=c.PRIYA.name)), After("Confirmed.")
        ),
        "confirmation, to take back": card(
            replace(
                _confirming(replace(confirmed, confirmed_by=c.PRIYA.name)),
                take_back_until=c.TODAY,
            )
        ),
        "confirmation, 10 of the longest": card(_confirming(*longest), After(typed=wrong)),
    }


def _digests() -> Mapping[str, Sent]:
    late = tuple(c.action_line(c.action(n, due=LATE), may_act=False) for n in range(1, 4))
    own = tuple(_with(c.action(n), priority="High") for n in range(4, 6))
    longest = tuple(
        c.action_line(replace(c.action(n, c.long_words(500)), due=LATE)) for n in range(1, 61)
    )
    following = DigestView(c.TODAY, c.TODAY, SERVICE_MANAGER, (), late)
    return {
        "digest, of tracked actions": live(MessageKind.DIGEST, following),
        "digest, own and tracked": live(MessageKind.DIGEST, replace(following, lines=own)),
        "digest, 60 own and 60 tracked of the longest": live(
            MessageKind.DIGEST, replace(following, lines=longest, tracked=longest)
        ),
        "escalated": live(
            MessageKind.ESCALATED,
            EscalatedView(
                c.TODAY,
                (
                    c.action_line(c.action(1, due=LATE, escalated_on=c.TODAY), may_act=False),
                    _done(2, escalated_on=c.TODAY),
                ),
            ),
        ),
        "escalated, 60 of the longest": live(
            MessageKind.ESCALATED, EscalatedView(c.TODAY, longest)
        ),
        "escalated, all done": live(
            MessageKind.ESCALATED, EscalatedView(c.TODAY, (_done(1, escalated_on=c.TODAY),))
        ),
    }


def _pages() -> Mapping[str, Sent]:
    kept = c.record(2)
    kept = replace(
        kept,
        actions=tuple(replace(action, priority="high") for action in kept.actions),
        advice=ADVICE,
    )
    longest = replace(
        c.record(10, longest=True), advice=tuple(f"{n}: {c.long_words(497)}" for n in range(5))
    )
    fields = {"new_text": "", "new_priority": "high", "new_advice": "Ring 07700 900123"}
    problems = {"priority": "Please choose how urgent it is.", "advice": "This looks like a phone."}
    found = {}
    for state, record in {"filled": kept, "the longest": longest}.items():
        opened = replace(opened_by("lead", replace(c.audit(), record=record)), council=COUNCIL)
        for name in ("actions", "check"):
            found[f"audit page {name}, with priorities, {state}"] = Sent(
                audit_pages.page(opened, name)
            )
        back = replace(opened, sentence="Not added yet.", fields=fields, problems=problems)
        found[f"audit page actions, with priorities, {state}, returned"] = Sent(
            audit_pages.page(back, "actions")
        )
    return found


def action_cards() -> Mapping[str, Sent]:
    """Every card by a name that says which and in what state."""
    high, plain = _with(c.action(1), priority="High"), _with(c.action(2), priority="Medium")
    slip = replace(_done(3), slip=c.SLIP)
    escalated = c.action_line(c.action(4, due=LATE, escalated_on=c.TODAY))
    return {
        "actions, with priorities and advice": live(
            MessageKind.ACTIONS, _view(high, plain, slip, escalated)
        ),
        **_reviews(),
        "actions, advice alone": live(MessageKind.ACTIONS, _view()),
        "actions, sent back": live(
            MessageKind.ACTIONS,
            _view(
                _with(
                    c.action(1, reopened_by=c.PRIYA.id, reopened_reason="The plan has no dates."),
                    reopened_by=c.PRIYA.name,
                ),
                advice=(),
            ),
        ),
        **_confirmations(),
        **_digests(),
        **_pages(),
    }


def _reviews() -> Mapping[str, Sent]:
    asked = replace(_view(_done(1), advice=()), may_review=True)
    shared = "With both workers, in group supervision."
    wrong = Typed(
        REVIEW,
        "This was not recorded yet: please see below.",
        {"shared": "Ring 07700 900123"},
        {"shared": "This looks like a phone number. Please take it out."},
    )
    slip = replace(_done(1), slip=c.SLIP)
    made = AuditReview(asked.audit.id, shared, c.PRIYA.id, c.NOW)
    kind = MessageKind.ACTIONS
    return {
        "actions, to be reviewed": live(kind, replace(asked, lines=(slip,))),
        "actions, none, to be reviewed": live(kind, replace(asked, lines=())),
        "actions, review returned": live(kind, asked, After(typed=wrong)),
        "actions, reviewed": live(
            kind, replace(asked, may_review=False, review=made, reviewed_by=c.PRIYA.name)
        ),
    }


def typed_in_actions(words: str) -> Mapping[str, Sent]:
    """Cards on which people have typed `words` wherever these cards show it."""
    sent_back = _with(
        c.action(1, words, reopened_by=c.PRIYA.id, reopened_reason=words), reopened_by="Priya Nair"
    )
    done = _done(2, words, text=words)
    draft = replace(c.record(1), advice=(words,))
    opened = replace(opened_by("lead", replace(c.audit(), record=draft)), council=COUNCIL)
    told = AuditReview(c.audit().id, words, c.PRIYA.id, c.NOW)
    return {
        "actions, reviewed": live(MessageKind.ACTIONS, replace(_view(done), review=told)),
        "actions, sent back, with advice": live(
            MessageKind.ACTIONS, _view(sent_back, advice=(words,))
        ),
        "confirmation": live(MessageKind.CONFIRM_ACTIONS, _confirming(done)),
        "confirmation, told": live(
            MessageKind.CONFIRM_ACTIONS, _confirming(done), After(f"Sent back: {words}")
        ),
        "escalated": live(MessageKind.ESCALATED, EscalatedView(c.TODAY, (sent_back, done))),
        "the actions page, with advice": Sent(audit_pages.page(opened, "actions")),
    }
