"""Ofsted's child-level lists (Annex A): which list a sheet is, and which of its columns are kept.

Only the columns named here are ever taken from a row. Gender, ethnicity, date of birth, age, names
and whatever else a council adds have no name here, and so are never read (platform notes: Annex A).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from programme.case import Cohort
from programme.heading import Column


@dataclass(frozen=True, slots=True)
class ListLayout:
    """The columns to take from one list. `number` is None for a plain list of cases, which names
    the cohort in a column of its own. A sheet whose name doesn't say which list it is has the
    needed columns and the field `known_by`."""

    number: int | None
    columns: tuple[Column, ...]
    known_by: str = "opened"


COHORT_OF_LIST: Mapping[int, Cohort] = {
    3: Cohort.REFERRAL,
    4: Cohort.ASSESSMENT,
    5: Cohort.SECTION_47,
    6: Cohort.CHILD_IN_NEED,
    7: Cohort.CHILD_PROTECTION,
    8: Cohort.CHILD_IN_CARE,
    9: Cohort.CARE_LEAVER,
    10: Cohort.ADOPTION,
}
"""The lists that hold cases. 1, 2 and 11 hold contacts, early help and adopters: not cases."""

_LIST_WORDS = (
    (1, r"contacts?"),
    (2, r"early help( assessments?)?"),
    (3, r"referrals?"),
    (4, r"(continuous |single )?assessments?"),
    (5, r"(s|sec|section) ?47s?( enquir(y|ies))?( ?(and )?icpcs?)?|icpcs?"),
    (6, r"(child|children) in need( plans?)?|cin( plans?)?"),
    (7, r"(child(ren)? (on|in) (a )?)?(child )?protection( plans?)?|cpp?( plans?)?"),
    (8, r"child(ren)? in care|(child(ren)? )?looked after( child(ren)?)?|cla|lac|cic"),
    (9, r"care leavers?|leaving care"),
    (11, r"(prospective )?adopters?"),
    (10, r"adoptions?|child(ren)? (for|with) (a plan for |a plan of )?adoption"),
)

_PLAIN_WORDS = (
    (Cohort.EARLY_HELP, r"early help( assessments?| cases?| plans?)?|eh"),
    (Cohort.FOSTER_CARER, r"foster carers?( files?)?|fostering( files?)?"),
)
"""What a plain list alone can name: list 2 names no team, and carers stand in none."""


def list_number(sheet_name: str) -> int | None:
    """Which list a sheet is by its name: "List 4", "4 Assessments", "Assessments", "list 8 CLA".

    None when the name doesn't say: a sheet that only mentions a list ("Referral summary") is none.
    """
    name = " ".join(re.sub(r"[^a-z0-9]+", " ", sheet_name.casefold()).split())
    if numbered := re.search(r"\blist ?0?([0-9]{1,2})\b", name):
        return int(numbered[1]) if 1 <= int(numbered[1]) <= 11 else None
    words = re.sub(r"^(annex a )?(0?[0-9]{1,2} )?|( 20[0-9]{2})?$", "", name)
    return _list_of(words)


def cohort_of_words(words: str) -> Cohort | None:
    """The cohort that a plain list means: "Child in need", "CIN", "looked after", "early help"."""
    name = " ".join(re.sub(r"[^a-z0-9]+", " ", words.casefold()).split())
    number = _list_of(name)
    if number is not None and number in COHORT_OF_LIST:
        return COHORT_OF_LIST[number]
    return next((cohort for cohort, form in _PLAIN_WORDS if re.fullmatch(form, name)), None)


def _list_of(words: str) -> int | None:
    return next((number for number, form in _LIST_WORDS if re.fullmatch(form, words)), None)


_REFERENCE = Column(
    "reference",
    "Child Unique ID",
    (
        "child(s)?uniqueid(entifier|entificationnumber)?|uniquechildid(entifier)?",
        "child(s)?id(entifier)?|case(reference|ref|id|number)|reference(number)?|ref|uniqueid",
    ),
)
_TEAM = Column("team", "Allocated Team", ("allocatedteam(name)?", "team(name)?"))
_WORKER = Column(
    "worker",
    "Allocated Worker",
    ("allocated(social)?worker(name)?", "(case|social)?worker(name)?"),
    needed=False,
)
_IRO = Column(
    "iro",
    "Independent Reviewing Officer",
    ("(nameof(the)?)?(allocated)?(iro|independentreviewingofficer)s?(name)?(at31march)?",),
    needed=False,
)
_HELD = (_REFERENCE, _TEAM, _WORKER)


def _opened(title: str, *patterns: str) -> Column:
    return Column("opened", title, patterns, is_day=True)


def _reviewed(*patterns: str) -> Column:
    title = "latest review or visit"
    return Column("reviewed", title, patterns, needed=False, many=True, is_day=True)


def _ended(title: str, *patterns: str, needed: bool = True) -> Column:
    return Column("ended", title, patterns, needed=needed, many=True, is_day=True)


PLAIN_LIST = ListLayout(
    None,
    (
        _REFERENCE,
        Column("cohort", "Cohort", ("cohort", "(case)?type", "category")),
        _TEAM,
        _WORKER,
        _IRO,
        Column("opened", "Opened", ("(date|case)?opened(date|on)?",), needed=False, is_day=True),
        Column(
            "reviewed",
            "Last reviewed",
            ("(date)?(last|latest)review(ed)?(date|on)?",),
            needed=False,
            is_day=True,
        ),
    ),
    known_by="cohort",
)
"""A list of cases outside Annex A, one row a case."""

ANNEX_A_LISTS: Mapping[int, ListLayout] = {
    layout.number: layout
    for layout in (
        ListLayout(
            3,
            (
                *_HELD,
                _opened("Date of referral", "(date(of)?)?referral(date)?"),
                Column(
                    "no_further_action",
                    "Referral NFA",
                    ("(wasthe)?(referral)?(with)?(nfa|nofurtheraction)(yn)?",),
                    needed=False,
                ),
            ),
        ),
        ListLayout(
            4,
            (
                *_HELD,
                _opened(
                    "Continuous Assessment Start Date",
                    "(continuous)?assessment(actual)?startdate",
                ),
                _ended(
                    "Continuous Assessment Date of Authorisation",
                    "(continuous)?assessment(dateof)?authori[sz]ation(date)?",
                ),
            ),
        ),
        ListLayout(
            5,
            (
                *_HELD,
                _opened(
                    "Strategy discussion initiating Section 47 Enquiry Start Date",
                    "(dateof)?strategydiscussion.*",
                    "(s|section)47(enquiry)?(actual)?startdate",
                ),
            ),
        ),
        ListLayout(
            6,
            (
                *_HELD,
                _opened("CIN Start Date", "(cin|childinneed)(plan|episode)?(startdate|start)"),
                _reviewed("date(child|thechild)?(was)?lastseen|latestcinreview(date)?"),
                _ended(
                    "CIN Closure Date",
                    "(cin|childinneed)(plan|episode)?(closuredate|enddate|closed)",
                    needed=False,
                ),
                Column("status", "Case Status", ("(cin)?casestatus",)),
            ),
        ),
        ListLayout(
            7,
            (
                *_HELD,
                _opened("Child Protection Plan Start Date", "(childprotection|cp)(plan)?startdate"),
                _reviewed(
                    "dateof(the)?(last|latest)(statutory|cp)?visit",
                    "dateof(the)?(last|latest)(child|cp)?(protection)?review(conference)?",
                ),
                _ended("Child Protection Plan End Date", "(childprotection|cp)(plan)?enddate"),
            ),
        ),
        ListLayout(
            8,
            (
                *_HELD,
                _IRO,
                _opened("Date Started to be Looked After", "date(child)?(started|became).*after"),
                _reviewed(
                    "dateof(the)?(last|latest)(statutory|lac|cla)?review",
                    "dateof(the)?(last|latest)(statutory|socialwork(er)?)?visit",
                ),
                _ended("Date Ceased to be Looked After", "date(child)?ceased.*after"),
            ),
        ),
        ListLayout(
            9,
            (
                *_HELD,
                _reviewed("(dateof)?(the)?(last|latest)?pathwayplan(last|latest)?review(date)?"),
            ),
            known_by="reviewed",
        ),
        ListLayout(
            10,
            (
                _REFERENCE,
                _opened(
                    "Date of Decision that Child Should be Placed for Adoption",
                    "dateof(the)?decisionthat(the)?childshouldbeplacedforadoption",
                ),
                _ended(
                    "Date of Adoption Order",
                    "dateof(the)?adoptionorder",
                    "dateof(the)?decisionthat(the)?childshouldnolongerbeplacedforadoption",
                    needed=False,
                ),
            ),
        ),
    )
    if layout.number
}
"""What is taken from each list that holds cases; its needed columns are how it is known."""
