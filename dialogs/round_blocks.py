"""What the QA officers' cards of a round have in common, and the rounds beside the main one."""

from collections.abc import Collection, Sequence

from dialogs import kit
from dialogs.draw_allocation import PREVIEW, round_data
from dialogs.kit import Element
from programme.calendar import short_day
from programme.round_period import RoundPeriod
from programme.use_cases.show_round import ReachView, RoundView, Unreached

NAMES_BESIDE = 40
"""Names in a line about a round beside the main one, so that the card can be sent."""
LINES_BESIDE = 10
NOTHING_DRAWN = "⚠ Nothing is drawn yet, so nobody hears of any cases."


def draw_button(of: RoundPeriod) -> Element:
    """Draws the period; it names the round where a card may tell of several."""
    return kit.press(
        f"Draw {of.rule.title if of.is_one_of_several else of.title}",
        PREVIEW,
        round_data(of),
        primary=of.is_main,
    )


def unreached(them: Collection[Unreached], *, most: int = NAMES_BESIDE) -> list[Element]:
    """Who can't be reached, and why; nothing when everyone can be."""
    if not them:
        return []
    lines = [f"{one.name}: {one.reason}" for one in them]
    return [
        kit.section(
            [
                kit.warning(
                    f"{kit.count(len(lines), 'person', 'people')} can't be reached in Teams"
                ),
                kit.bullets(lines, most=most),
            ]
        )
    ]


def gaps(them: Collection[str], *, most: int = NAMES_BESIDE) -> list[Element]:
    """What a draw could not meet."""
    if not them:
        return []
    return [kit.section([kit.text("**What could not be met**"), kit.bullets(them, most=most)])]


def passed_on(view: RoundView) -> list[Element]:
    """Which audits went to another auditor, those of the rounds beside it included."""
    told = [
        f"{one.case_reference}, {one.part} auditor: {one.now} in place of {one.before} since "
        f"{short_day(one.on)}"
        for each in (view, *view.beside)
        for one in each.passed
    ]
    if not told:
        return []
    title = kit.text("**Passed to another auditor**")
    return [kit.section([title, kit.bullets(told, most=LINES_BESIDE)])]


def counted_beside(view: RoundView) -> Element:
    """How another round stands, in two lines, with whatever needs attention."""
    if not view.drawn:
        return undrawn_beside(view.of)
    reached = len(view.sent)
    of_them = reached + len(view.unreached) + len(view.on_the_way)
    standing = (
        f"Cards sent: {reached} of {of_them}, {len(view.acknowledged)} acknowledged. "
        f"Audits: {view.submitted} of {view.audits} submitted, {view.complete} complete. "
        f"Actions: {view.open_actions} open, {view.overdue_actions} of them overdue; "
        f"{view.completed_actions} completed."
    )
    return _of(
        view.of,
        [
            kit.text(standing if view.audits else "No case was drawn, so nobody audits."),
            *unreached(view.unreached, most=LINES_BESIDE),
            *gaps(view.gaps, most=LINES_BESIDE),
        ],
    )


def names_beside(view: RoundView) -> list[Element]:
    """Who has acknowledged another round, and who hasn't yet."""
    told = (
        ("Acknowledged", view.acknowledged),
        ("Not yet", view.not_yet_acknowledged),
        ("On the way", view.on_the_way),
    )
    return [
        kit.text(f"**{view.of.rule.title}**"),
        kit.facts(
            (title, kit.names_in_words(names, most=NAMES_BESIDE)) for title, names in told if names
        ),
    ]


def reach_beside(view: ReachView, known: Collection[Unreached]) -> Element:
    """Another round that begins on the same day; `known` can't be reached for the main one."""
    if not view.drawn:
        return undrawn_beside(view.of)
    drawn = (
        f"{drawn_in_words(view)}."
        if view.audits
        else "No case was drawn, so nobody will hear anything."
    )
    more = [one for one in view.unreached if one not in known]
    return _of(
        view.of,
        [
            kit.text(drawn),
            *unreached(more, most=LINES_BESIDE),
            *gaps(view.gaps, most=LINES_BESIDE),
        ],
    )


def drawn_in_words(view: ReachView) -> str:
    """How much is drawn, and how many it concerns: the beginning of a sentence."""
    people = kit.count(view.concerned, "person", "people")
    them = "it" if view.audits == 1 else "them"
    return f"{kit.count_are(view.audits, 'audit')} drawn; {people} will hear of {them}"


def undrawn_beside(of: RoundPeriod) -> Element:
    """Another round of which nothing is drawn, and the button that draws it."""
    return _of(
        of,
        [
            kit.text(NOTHING_DRAWN),
            kit.buttons([draw_button(of)]),
        ],
    )


def _of(of: RoundPeriod, items: Sequence[Element]) -> Element:
    return kit.section([kit.text(f"**{of.rule.title}** · {of.title}"), *items])
