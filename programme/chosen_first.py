"""Cases that somebody has chosen for a round come before those that are drawn (SW-11), and so do
those that the month's theme is about (BD-01)."""

from collections import Counter
from collections.abc import Collection, Sequence
from random import Random

from programme.assignment import Solver
from programme.case import Cohort
from programme.changed_copy import replace
from programme.draw import Gap, GapKind
from programme.draw_lists import DrawLists
from programme.own_and_other import Choices
from programme.places import Filled, Place, fill
from programme.sampling import CohortShare


def fill_chosen_first(
    places: Sequence[Place], chosen: Collection[str], chance: Random, solver: Solver
) -> Filled:
    """As `fill`, with as many of the `chosen` references as the places can take, which of them by
    chance, and the other places filled at random. Where some are chosen, the cohorts have no
    shares to come up to."""
    if not chosen:
        return fill(places, chance, solver)
    first = fill([_within(one, chosen, chosen=True) for one in places], chance, solver)
    left = [n for n, case in enumerate(first.cases) if case is None]
    others = [_within(places[n], chosen, chosen=False) for n in left]
    rest = fill(others, chance, solver)
    cases, out_of = list(first.cases), list(first.out_of)
    for n, case, of in zip(left, rest.cases, rest.out_of, strict=True):
        cases[n], out_of[n] = case, of
    reached = {case.reference: case for one in places for case in one.choice.cases}
    open_cases = Counter(case.cohort for case in reached.values())
    drawn = Counter(case.cohort for case in cases if case)
    shares = (CohortShare(c, open_cases[c], drawn[c], drawn[c]) for c in Cohort if open_cases[c])
    return Filled(tuple(cases), tuple(out_of), tuple(shares))


def choosing_gaps(lists: DrawLists, filled: Filled, choices: Choices) -> tuple[Gap, ...]:
    """That fewer cases were chosen than are audited, and which of the chosen can't be (SW-11)."""
    post = lists.of.rule.chosen_by
    if post is None:
        return ()
    title = lists.of.period.title
    drawn = {case.reference for case in filled.cases if case}
    at_random = len(drawn - {*lists.chosen})
    found: list[Gap] = []
    if at_random:
        which = "one case was" if at_random == 1 else f"{at_random} cases were"
        said = f"fewer cases than are audited in {title}" if lists.chosen else f"none for {title}"
        sentence = f"The {post.words} has chosen {said}, so {which} drawn at random instead."
        found.append(Gap(GapKind.NOT_CHOSEN, sentence))
    still_open = {case.reference for case in choices.open}
    for reference in sorted({*lists.chosen} - drawn):
        why = (
            "nobody who audits in the round is left for it"
            if reference in still_open
            else "it is no longer a case that the round may audit"
        )
        sentence = f"{reference} was chosen for {title} and isn't audited, because {why}."
        found.append(Gap(GapKind.NOT_CHOSEN, sentence, case_reference=reference))
    return tuple(found)


def theme_gaps(lists: DrawLists, filled: Filled) -> tuple[Gap, ...]:
    """That too few cases that the theme is about could be drawn (BD-01)."""
    focus = lists.focus()
    if not focus.steers:
        return ()
    drawn = [case for case in filled.cases if case]
    others = sum(not focus.covers(c.cohort.value, lists.area_of(c)) for c in drawn)
    if not others:
        return ()
    of_it = len(drawn) - others
    sentence = (
        f"The theme of {lists.of.period.title} is {lists.themed.title}, and too few of its cases "
        f"can be audited by those who are asked: {of_it} of {len(drawn)} cases drawn "
        f"{'is' if of_it == 1 else 'are'} of it."
    )
    return (Gap(GapKind.THEME_SHORT, sentence),)


def _within(place: Place, references: Collection[str], *, chosen: bool) -> Place:
    """The place, with the chosen cases of its choice alone, or with the others alone."""
    kept = tuple(c for c in place.choice.cases if (c.reference in references) == chosen)
    return replace(place, choice=replace(place.choice, cases=kept))
