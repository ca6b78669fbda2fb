"""Cards and pages of disputes and of good practice, in every state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs import dispute as raising
from dialogs import dispute_card, practice_pages
from dialogs.conversation import Typed
from dialogs.kit import Card
from dialogs.live_card import After
from programme.dispute import Dispute, DisputeState, Step, StepKind
from programme.message import MessageKind
from programme.people import Role
from programme.practice_acknowledgement import PracticeAcknowledgement, Practitioner
from programme.rules.acknowledgement import AcknowledgementRule
from programme.rules.dispute import DisputeRule, Level
from programme.rules.rule import Choice
from programme.use_cases.show_disputes import DisputesView, DisputeView
from programme.use_cases.show_practice import Part, PracticeView
from tests.cards import council as c
from tests.cards.sent import Sent, live

GILLIAN = c.person("Gillian Sowerby", Role.INDEPENDENT_REVIEWING_OFFICER)
RULE = DisputeRule(
    id="dispute",
    title="Dispute resolution",
    raised_by=(Role.INDEPENDENT_REVIEWING_OFFICER,),
    levels=(
        Level(Role.TEAM_MANAGER, 5),
        Level(Role.GROUP_MANAGER, 5),
        Level(Role.ASSISTANT_DIRECTOR, 5),
        Level(Role.DIRECTOR, 10),
    ),
    remind_before=2,
)
NAMES = {one.id: one.name for one in (c.PRIYA, c.YUSUF, c.KWABENA, c.ELEANOR, GILLIAN)}
STANDARDS = AcknowledgementRule(
    by=(Role.INDEPENDENT_REVIEWING_OFFICER,),
    standards=(Choice("voice", "Voice of the child"), Choice("plans", "Plans with dates")),
)


def step(kind: StepKind, level: int = 0, by: str = "sightline", words: str = "") -> Step:
    return Step(kind, level, by, c.NOW, words)


def a_dispute(*steps: Step, words: str = "The plan has no dates.", **changes: object) -> Dispute:
    made = Dispute(
        id=f"{1:032x}",
        rule=RULE,
        case_reference="CF-2001",
        team="Harrowmere North",
        service_area="Locality",
        raised_by=GILLIAN.id,
        raised_at=c.NOW,
        about=words,
        level=0,
        level_due=date(2026, 12, 8),
        history=(step(StepKind.RAISED, by=GILLIAN.id), *steps),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # by name


def a_view(dispute: Dispute, **changes: object) -> DisputeView:
    waiting = dispute.state is DisputeState.OPEN
    made = DisputeView(
        dispute=dispute,
        today=c.TODAY,
        reader=c.PRIYA,
        names=NAMES,
        answering=(c.PRIYA.name,) if waiting else (),
        deciding=(GILLIAN.name,) if dispute.state is DisputeState.ANSWERED else (),
        why_officers="",
        days=tuple(one.at.date() for one in dispute.history),
        may_answer=waiting,
        may_decide=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # by name


def answered(words: str = "We set the dates on Monday.", about: str = "") -> Dispute:
    return a_dispute(
        step(StepKind.ANSWERED, 0, c.PRIYA.id, words),
        words=about or "The plan has no dates.",
        state=DisputeState.ANSWERED,
    )


EVERY_STEP = tuple(
    step(kind, min(n // 3, 3), c.PRIYA.id, "Harrowmere South" if n % 2 else "")
    for n, kind in enumerate(StepKind)
)


def _disputes() -> Mapping[str, Sent]:
    def card(view: DisputeView, after: After | None = None) -> Sent:
        return live(MessageKind.DISPUTE, view, after)

    at_top = a_dispute(level=3, words=c.long_words(1000))
    long = [step(StepKind.ANSWERED, 0, c.PRIYA.id, c.long_words(1000))] * 30
    decide = a_view(answered(), may_decide=True, reader=GILLIAN)
    over = replace(answered(), state=DisputeState.RESOLVED, ended_at=c.NOW)
    return {
        "dispute, to answer": card(a_view(a_dispute())),
        "dispute, late": card(a_view(a_dispute(level_due=date(2026, 11, 24)))),
        "dispute, at the top": card(a_view(at_top)),
        "dispute, nobody on the ladder": card(
            a_view(a_dispute(level=3), why_officers="nobody is director for Harrowmere North")
        ),
        "dispute, nobody at all": card(a_view(a_dispute(), answering=(), may_answer=False)),
        "dispute, to watch": card(a_view(a_dispute(), may_answer=False)),
        "dispute, to decide": card(decide),
        "dispute, to resolve before an answer": card(
            a_view(a_dispute(), may_answer=False, may_decide=True)
        ),
        "dispute, resolved": card(a_view(over), After("Resolved. Thank you.")),
        "dispute, closed": card(a_view(replace(over, state=DisputeState.CLOSED, level=3))),
        "dispute, to take back": card(
            a_view(
                a_dispute(),
                may_answer=False,
                may_decide=True,
                reader=GILLIAN,
                take_back_until=c.TODAY,
            )
        ),
        "dispute, taken back": card(
            a_view(replace(over, state=DisputeState.TAKEN_BACK), may_answer=False)
        ),
        "dispute, every step": card(a_view(a_dispute(*EVERY_STEP))),
        "dispute, the longest": card(a_view(a_dispute(*long, words=c.long_words(1000)))),
        "dispute, an answer returned": card(
            a_view(a_dispute(*long)), _back(dispute_card.ANSWER, "Ring 07700 900123")
        ),
        "dispute, moving on returned": card(decide, _back(dispute_card.MOVE_ON, "")),
        "dispute, resolving returned": card(decide, _back(dispute_card.RESOLVE, "x" * 10_000)),
        "dispute, returned when it can't be done": card(
            a_view(over), _back(dispute_card.ANSWER, "Why not?")
        ),
        **_lists(),
    }


def _back(verb: str, words: str) -> After:
    values = {"words": words, "agreed": "yes"}
    return After(typed=Typed(verb, "Please see below.", values, {"words": "Please mend it."}))


def _lists() -> Mapping[str, Sent]:
    one = a_view(a_dispute())
    return {
        f"disputes, {count}": live(MessageKind.DISPUTES, DisputesView(c.PRIYA, (one,) * count))
        for count in (0, 1, 60)
    }


def a_practice(words: str = "He drew the plan with her.") -> PracticeAcknowledgement:
    return PracticeAcknowledgement(
        id=f"{2:032x}",
        case_reference="CF-2001",
        team="Harrowmere North",
        service_area="Locality",
        practitioner="Sam Okoro",
        practitioner_id="sam",
        standard="voice",
        good=words,
        thank=True,
        recorded_by=GILLIAN.id,
        recorded_at=c.NOW,
    )


def practice_view(part: Part, *, done: bool = False, words: str = "") -> PracticeView:
    practice = a_practice(words or "He drew the plan with her.")
    if done:
        practice = replace(practice, acknowledged_by=c.PRIYA.id, acknowledged_at=c.NOW)
    return PracticeView(
        practice=practice,
        part=part,
        standard="Voice of the child",
        recorded_by=GILLIAN.name,
        acknowledged_by=c.PRIYA.name if done else None,
        may_acknowledge=part == "manager" and not done,
    )


def _practice() -> Mapping[str, Sent]:
    parts: tuple[Part, ...] = ("recorder", "manager", "practitioner")
    return {
        **{
            f"good practice, {part}, {state}": live(
                MessageKind.PRACTICE, practice_view(part, done=state == "acknowledged")
            )
            for part in parts
            for state in ("awaiting", "acknowledged")
        },
        "good practice, to take back": live(
            MessageKind.PRACTICE, replace(practice_view("recorder"), take_back_until=c.TODAY)
        ),
        **{
            f"good practice, {part}, taken back": live(MessageKind.PRACTICE, _taken_back(part))
            for part in parts
        },
        "good practice, the longest": live(
            MessageKind.PRACTICE,
            practice_view("manager", words=c.long_words(500)),
            After("Acknowledged. Thank you."),
        ),
    }


def _taken_back(part: Part) -> PracticeView:
    practice = replace(a_practice(), taken_back_at=c.NOW)
    return replace(practice_view(part), practice=practice, may_acknowledge=False)


def _pages() -> Mapping[str, Sent]:
    def practice(form: practice_pages.Form) -> Sent:
        return Sent(practice_pages.form_page(form))

    def dispute(form: raising.Form) -> Sent:
        return Sent(raising.page(form))

    team = tuple(Practitioner(f"p{n}", f"Practitioner {n}", n == 0) for n in range(60))
    form = practice_pages.Form(f"{3:032x}", "CF-2001", STANDARDS, team)
    wrong = dict.fromkeys(("practitioner", "good", "standard"), "Please mend it.")
    typed = {"practitioner": "gone", "standard": "plans", "good": "x" * 600, "thank": "no"}
    raise_form = raising.Form(f"{4:032x}", (RULE,), {})
    two = (RULE, replace(RULE, id="chairs", title="Escalation by conference chairs"))
    return {
        "good practice, offered": Sent(practice_pages.offer_card("")),
        "good practice, offered for a case": Sent(practice_pages.offer_card("CF-2001")),
        "good practice, which case": Sent(practice_pages.case_page()),
        "good practice, no such case": Sent(
            practice_pages.case_page("CF-1", "No open case has this reference.")
        ),
        "good practice, form": practice(form),
        "good practice, form without a worker": practice(replace(form, of=team[1:])),
        "good practice, form returned": practice(
            replace(form, sentence="Please see below.", values=typed, problems=wrong)
        ),
        "raise a dispute, offered": Sent(raising.offer_card("")),
        "raise a dispute, offered for a case": Sent(raising.offer_card("CF-2001")),
        "raise a dispute": dispute(raise_form),
        "raise a dispute, two ways": dispute(replace(raise_form, rules=two)),
        "raise a dispute, returned": dispute(
            replace(
                raise_form,
                rules=two,
                values={"rule": "chairs", "case": "CF-1", "about": "Ring 07700 900123"},
                sentence="Please see below.",
                problems={"case": "No open case.", "about": "This looks like a phone number."},
            )
        ),
    }


def reviews() -> Mapping[str, Sent]:
    """Every card and page by a name that says which and in what state."""
    return {**_disputes(), **_practice(), **_pages()}


def typed_in_reviews(words: str) -> Mapping[str, Card]:
    """Those on which people have typed `words`."""
    view = a_view(answered(words, words), may_decide=True)
    back = After(typed=Typed(dispute_card.MOVE_ON, "Please see.", {"words": words}, {}))
    return {
        "dispute": live(MessageKind.DISPUTE, view).card,
        "dispute, returned": live(MessageKind.DISPUTE, view, back).card,
        "good practice": live(MessageKind.PRACTICE, practice_view("recorder", words=words)).card,
        "good practice, offered": practice_pages.offer_card(words),
        "raise a dispute, offered": raising.offer_card(words),
    }
