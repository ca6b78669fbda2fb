"""Every card and page of moderation and of closing the loop, in every state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs import moderate_audit
from dialogs.conversation import Typed
from dialogs.kit import Card
from dialogs.live_card import After
from dialogs.loop_check import CLOSE
from dialogs.moderate_audit import Opened
from dialogs.moderation import ANSWER
from programme.action import Action
from programme.follow_up import Loop, LoopState
from programme.grading import OVERALL
from programme.message import MessageKind
from programme.moderation import Judgement, Moderation, ModerationState
from programme.people import Person, Role
from programme.use_cases.show_loop_check import LoopView
from programme.use_cases.show_moderation import GradeLine, ModerationsView, ModerationView
from tests.cards import council as c
from tests.cards.sent import Sent, live

UNA = c.person("Una Clarke", Role.ADVANCED_SOCIAL_WORK_PRACTITIONER, area="Locality")
LATE, SOON = date(2026, 11, 27), date(2026, 12, 4)
LEARNING = "Date every step of the plan, and say who does it."
REASON = "The plan is a year old, and nobody outside the team could act on it."


def view(
    number: int = 1,
    state: ModerationState = ModerationState.WAITING,
    reader: Person = c.KWABENA,
    *,
    words: str = REASON,
    longest: bool = False,
    due: date = date(2026, 12, 15),
) -> ModerationView:
    """The moderation of audit `number` by Kwabena; changed, the whole is a grade worse."""
    learning = LEARNING if words == REASON else words
    waiting, confirmed = state is ModerationState.WAITING, state is ModerationState.CONFIRMED
    record = c.record(10 if longest else 2, longest=longest)
    audit = c.submitted(replace(c.audit(number), record=record))
    answered = state is ModerationState.ANSWERED
    moderation = Moderation(
        id=audit.id,
        moderator_id=c.KWABENA.id,
        form="all_by_managers",
        why="Kwabena Asante moderates the audits of Locality.",
        asked_at=c.NOW,
        due=due,
        state=state,
        agreed=Judgement(
            {}, None, "" if confirmed or waiting else words, "" if waiting else learning
        ),
        answer_due=None if waiting or confirmed else date(2026, 12, 8),
        answered_at=c.NOW if answered else None,
        answer_agrees=False if answered else None,
        answer=words if answered else "",
    )
    tool = c.COUNCIL.framework.tool(audit.tool_id)
    agreed = None if waiting else "Good"
    whole = agreed if waiting or confirmed else "Requires improvement"
    return ModerationView(
        today=c.TODAY,
        reader=reader,
        audit=audit,
        moderation=moderation,
        tool=tool,
        lead=c.PRIYA.name,
        peer=c.YUSUF.name,
        moderator=c.KWABENA.name,
        answered_by=c.PRIYA.name if answered else None,
        grades=(
            *(GradeLine(area.title, "Good", agreed) for area in tool.areas),
            GradeLine("Overall grade", "Good", whole),
        ),
        may_moderate=waiting and reader is c.KWABENA,
        may_answer=state is ModerationState.CHANGED and reader is c.PRIYA,
    )


def _opened(of: ModerationView, **back: object) -> Sent:
    return Sent(moderate_audit.page(replace(Opened(c.COUNCIL, of), **back)))  # type: ignore[arg-type]  # by name


def _typed(verb: str, **values: str) -> After:
    problems = {"line": "Please write a line here.", "found": "Please write a line here."}
    return After(typed=Typed(verb, "This was not sent yet: please see below.", values, problems))


def moderations() -> Mapping[str, Sent]:
    """Every card and page of moderation by a name that says which and in what state."""
    asking, outcome, lists = (
        MessageKind.MODERATION,
        MessageKind.MODERATION_OUTCOME,
        MessageKind.MODERATIONS,
    )
    states = {state.value: view(state=state) for state in ModerationState}
    long = view(state=ModerationState.ANSWERED, words=c.long_words(1000), longest=True)
    back = {
        "sentence": "The moderation was not recorded yet: please see below.",
        "fields": {OVERALL: "inadequate", "reason": "", "learning": "Ring 07700 900123"},
        "problems": {
            "reason": "Please say why a grade differs from the one first given.",
            "learning": "This looks like a phone number. Please take it out.",
        },
    }
    unsaid = {
        "fields": back["fields"],
        "problems": {"talked_over": "Please talk the grade over with the auditor first."},
    }
    noted = replace(
        c.COUNCIL,
        framework=replace(
            c.COUNCIL.framework,
            grading_note="Minor gaps in recording alone don't lower a grade.",
        ),
    )
    answering = view(state=ModerationState.CHANGED, reader=c.PRIYA)
    return {
        **{f"moderation, {name}": live(asking, of) for name, of in states.items()},
        "moderation, for a QA officer": live(asking, view(reader=c.ELEANOR)),
        "moderation, handed on": live(
            asking, view(reader=c.PRIYA), After("It has gone to somebody else. Thank you.")
        ),
        "moderation, the longest": live(asking, long),
        **{
            f"moderations, {count}": live(
                lists,
                ModerationsView(
                    c.TODAY,
                    c.KWABENA,
                    tuple(view(n, due=LATE if n == 1 else SOON) for n in range(1, count + 1)),
                ),
            )
            for count in (0, 1, 3, 4, 60)
        },
        **{
            f"moderation outcome, {name}": live(outcome, of)
            for name, of in states.items()
            if name != "waiting"
        },
        "moderation outcome, to answer": live(outcome, answering),
        "moderation outcome, answer returned": live(
            outcome, answering, _typed(ANSWER, agrees="no")
        ),
        "moderation outcome, the longest": live(outcome, long),
        "moderation page": _opened(view(), council=noted),
        "moderation page, returned": _opened(view(), **back),
        "moderation page, to be talked over": _opened(replace(view(), talk_it_over=True), **unsaid),
        "moderation page, the longest": _opened(view(longest=True)),
        "moderation page, done": _opened(states["confirmed"]),
    }


def loop_view(
    *actions: Action, loop: Loop | None = None, may_check: bool = True, reader: Person = UNA
) -> LoopView:
    """A loop that is due, with the actions."""
    return LoopView(
        today=date(2027, 1, 26),
        reader=reader,
        audit=c.submitted(c.audit()),
        loop=loop or Loop(f"{1:032x}", date(2027, 1, 26), UNA.id),
        lead=c.PRIYA.name,
        peer=c.YUSUF.name,
        checker=UNA.name,
        checked_by=UNA.name,
        lines=tuple(c.action_line(action, may_act=False) for action in actions),
        may_check=may_check,
    )


def loops() -> Mapping[str, Sent]:
    """Every card of closing the loop."""

    def card(of: LoopView, after: After | None = None) -> Sent:
        return live(MessageKind.LOOP_CHECK, of, after)

    due = Loop(f"{1:032x}", date(2027, 2, 9), UNA.id)
    again = replace(due, found="No chronology yet.", checked_at=c.NOW, checked_by=UNA.id, checks=1)
    closed = replace(again, state=LoopState.CLOSED, found="All of it is on the file.")
    long = [c.completed(n, c.long_words(1000)) for n in range(1, 11)]
    return {
        "loop check, actions completed": card(loop_view(c.completed(1), c.completed(2))),
        "loop check, an action open": card(loop_view(c.completed(1), c.action(2))),
        "loop check, returned": card(loop_view(c.completed(1)), _typed(CLOSE, found="")),
        "loop check, returned when it is closed already": card(
            loop_view(c.completed(1), loop=closed, may_check=False),
            _typed(CLOSE, found="The file shows the visits."),
        ),
        "loop check, to be checked again": card(
            loop_view(c.action(1), loop=again, may_check=False, reader=c.PRIYA)
        ),
        "loop check, closed": card(
            loop_view(c.completed(1), loop=closed, may_check=False),
            After("The loop is closed; the team manager and the auditors hear of it. Thank you."),
        ),
        "loop check, the longest": card(
            loop_view(*long, loop=replace(again, found=c.long_words(1000)))
        ),
    }


def typed_in_moderations(words: str) -> Mapping[str, Card]:
    """Cards and pages of this file on which people have typed `words`."""
    answered = view(state=ModerationState.ANSWERED, words=words)
    record = replace(answered.audit.record, went_well=words)
    found = Loop(f"{1:032x}", c.TODAY, UNA.id, found=words, checked_at=c.NOW)
    page = replace(view(), audit=replace(answered.audit, record=record))
    return {
        "moderation": live(MessageKind.MODERATION, answered).card,
        "moderation outcome": live(MessageKind.MODERATION_OUTCOME, answered).card,
        "moderation page": moderate_audit.page(Opened(c.COUNCIL, page)),
        "loop check": live(MessageKind.LOOP_CHECK, loop_view(loop=found)).card,
    }
