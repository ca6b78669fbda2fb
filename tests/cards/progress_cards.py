"""Actions that are done in part, passed on, or were done by mistake, as their cards show them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs import more_time, not_ours
from dialogs.action_blocks import COMPLETE, PART_DONE
from dialogs.conversation import Typed
from dialogs.live_card import After
from programme.action import Action
from programme.action_step import Step, StepKind
from programme.message import MessageKind
from programme.passing_on import why_stays
from programme.people import Team
from programme.slip import Slip
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_actions import DigestView
from programme.use_cases.show_to_pass_on import ToPassOn
from tests.cards import council as c
from tests.cards.list_cards import view_of
from tests.cards.sent import Sent, live

PART = "The family has seen the first half."
WHY = "The case moved to Stourley in November."
UNTIL = date(2026, 12, 2)
NAMES = {c.PRIYA.id: c.PRIYA.name, c.YUSUF.id: c.YUSUF.name}
TEAMS = (
    Team("Harrowmere North", "Locality"),
    Team("Stourley", "Locality"),
    Team("Harbour House", "Residential"),
)


def done_in_part(number: int = 1, words: str = PART, times: int = 1, **changes: object) -> Action:
    """Action `number`, a part of which is done."""
    steps = tuple(
        Step(StepKind.PART_DONE, version, c.PRIYA.id, c.NOW, words, c.TODAY)
        for version in range(2, times + 2)
    )
    return replace(c.action(number, steps=steps, version=times + 1), **changes)  # type: ignore[arg-type]  # by name


def passed(number: int = 1, words: str = WHY, *, back: bool = False) -> Action:
    """Action `number`, passed on from Harrowmere North; `back`, to it again."""
    there = _passed(2, c.PRIYA.id, words, "Harrowmere North", "Stourley")
    again = _passed(3, c.YUSUF.id, words, "Stourley", "Harrowmere North")
    steps = (there, again) if back else (there,)
    return c.action(number, steps=steps, version=len(steps) + 1, team=steps[-1].to_team)


def _passed(version: int, by: str, words: str, from_team: str, to_team: str) -> Step:
    return Step(StepKind.PASSED_ON, version, by, c.NOW, words, from_team=from_team, to_team=to_team)


def _extended(number: int) -> Action:
    step = Step(StepKind.MORE_TIME, 2, c.PRIYA.id, c.NOW, "Closed.", date(2026, 11, 26))
    return replace(c.moved(number, "Closed."), steps=(step,), version=2)


def _line(of: Action, kind: StepKind | None = None, *, may_act: bool = True) -> ActionLine:
    slip = Slip(kind, UNTIL) if kind else None
    return replace(c.action_line(of, may_act=may_act), names=NAMES, slip=slip)


def _card(*lines: ActionLine, after: After | None = None) -> Sent:
    return live(MessageKind.ACTIONS, replace(view_of(), lines=lines), after)


def _typed(verb: str, sentence: str, problems: Mapping[str, str], **values: str) -> After:
    return After(typed=Typed(verb, sentence, values, problems))


def _longest() -> list[ActionLine]:
    long = c.long_words(1000)
    made = []
    for number in range(1, 13):
        of = passed(number, long, back=True)
        parts = done_in_part(number, long, times=5).steps
        of = replace(of, text=c.long_words(500), steps=(*of.steps, *parts), extension_reason=long)
        of = replace(of, first_due=c.TODAY, reopened_reason=long, reopened_by=c.PRIYA.id)
        made.append(replace(_line(of, StepKind.MORE_TIME), reopened_by=c.PRIYA.name))
    return made


def progress_cards() -> Mapping[str, Sent]:
    """Every card and page by a name that says which and in what state."""
    one = f"{c.action().id}/1"
    day = "Monday 14 December 2026 is still to come; please choose the day on which it was done."
    wrong = {"note": "Please write a line here.", "done_on": day}
    back = _typed(
        PART_DONE, "Please say which part was done.", wrong, action=one, done_on="2026-12-14"
    )
    already = _typed(
        COMPLETE,
        "You have completed this action already, on Tuesday 1 December 2026 at 09:00.",
        {},
        action=one,
        note="Also shared with the school.",
        stands="Agreed at the core group.",
    )
    late = DigestView(c.TODAY, c.TODAY, c.PRIYA, (_line(done_in_part(due=date(2026, 11, 20))),))
    after_it = replace(
        c.completed(3), done_on=date(2026, 11, 30), completed_at=c.NOW, set_on=date(2026, 11, 2)
    )
    return {
        "actions, done in part and passed on": _card(
            _line(done_in_part(times=3)),
            _line(passed(2), StepKind.PASSED_ON, may_act=False),
            _line(passed(4, back=True)),
            _line(after_it, StepKind.COMPLETED),
        ),
        "actions, one passed on by mistake": _card(
            _line(passed(), StepKind.PASSED_ON, may_act=False)
        ),
        "actions, one given more time by mistake": _card(_line(_extended(1), StepKind.MORE_TIME)),
        "actions, a day returned": _card(_line(c.action()), after=back),
        "actions, completed already": _card(_line(c.completed()), after=already),
        "actions, 10 of the longest, in every way": _card(*_longest()[:10]),
        "digest, done in part": live(MessageKind.DIGEST, late),
        "digest, one passed on": live(
            MessageKind.DIGEST,
            replace(late, lines=(), passed=(_line(passed(), StepKind.PASSED_ON, may_act=False),)),
        ),
        "digest, 12 of the longest, some passed on": live(
            MessageKind.DIGEST,
            replace(late, lines=tuple(_longest()[:6]), passed=tuple(_longest()[6:])),
        ),
        "digest, 12 of the longest, in every way": live(
            MessageKind.DIGEST, replace(late, lines=tuple(_longest()))
        ),
        **_pages(),
    }


def _pages() -> Mapping[str, Sent]:
    one, two = _line(c.action()), _line(c.action(2))
    twice = _line(passed(3, back=True))
    rule = c.COUNCIL.framework.actions
    stays = {twice.action.id: why_stays(twice.action, c.PRIYA.name, c.PRIYA, rule) or ""}
    of_one = ToPassOn((one,), TEAMS, {})
    of_two = ToPassOn((one, two), TEAMS, {})
    wrong = {"to": "Please choose one of the council's teams.", "why": "Please write a line here."}
    values = {"action": f"{two.action.id}/1", "to": "Elsewhere", "why": ""}
    said = "The action was not passed on yet: please see below."
    many = tuple(
        _line(replace(c.action(n, c.long_words(500)), case_reference=f"CF-{n}")) for n in range(60)
    )
    teams = tuple(Team(f"A team with a name of some length {n}", "A service") for n in range(60))
    form = not_ours.Form
    returned = form(of_two, said, values, wrong)
    long = form(ToPassOn(many, teams, {}), said, {**values, "why": c.long_words(1000)}, wrong)
    when, unmoved = more_time.Form, "The date was not moved yet: please see below."
    due = {"due": "Saturday 19 December 2026 is not a working day.", "reason": wrong["why"]}
    late = {"action": f"{two.action.id}/1", "due": "2026-12-19", "reason": c.long_words(1000)}
    pages = {
        "more time, 1": more_time.page(when((one,), c.TODAY)),
        "more time, returned": more_time.page(when((one, two), c.TODAY, unmoved, late, due)),
        "more time, 60 of the longest": more_time.page(when(many, c.TODAY, unmoved, late, due)),
        "not ours, 1": not_ours.page(form(of_one)),
        "not ours, returned": not_ours.page(returned),
        "not ours, twice already": not_ours.page(form(ToPassOn((twice,), TEAMS, stays))),
        "not ours, 60 of the longest": not_ours.page(long),
        "not ours, passed on": not_ours.passed_page(
            passed(), " You can take this back until the end of Wednesday 2 December 2026."
        ),
    }
    return {name: Sent(card) for name, card in pages.items()}


def typed_in_progress(words: str) -> Mapping[str, Sent]:
    """Cards on which people have typed `words` wherever these cards show it."""
    lines = _line(done_in_part(words=words)), _line(passed(2, words, back=True))
    only = ToPassOn((_line(c.action(1, words)),), TEAMS, {})
    already = _typed(COMPLETE, "It is.", {}, action=f"{9:032x}/1", note=words, stands=words)
    return {
        "actions, done in part and passed on": _card(*lines),
        "actions, completed already": _card(*lines, after=already),
        "more time": Sent(
            more_time.page(more_time.Form(only.lines, c.TODAY, "No.", {"reason": words}))
        ),
        "not ours": Sent(not_ours.page(not_ours.Form(only, "No.", {"why": words}, {}))),
    }
