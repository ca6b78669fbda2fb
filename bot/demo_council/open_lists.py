"""Lists 6 to 9, the open cases: in need, on a protection plan, looked after, leaving care."""

from datetime import timedelta

from bot.demo_council.annex_list import HOLDER_HEADERS, Draw, Row, holders
from bot.demo_council.children import Child, Standing, weekday

_NEEDS = (
    "N1 - Abuse or neglect",
    "N2 - Child's disability",
    "N4 - Family in acute stress",
    "N5 - Family dysfunction",
)
_ABUSE = ("Neglect", "Emotional abuse", "Physical abuse", "Sexual abuse", "Multiple")
_LEGAL = ("C2 - Full care order", "C1 - Interim care order", "V2 - Single period, section 20")
_PLACEMENTS = (
    "U6 - Placement with other foster carer",
    "U1 - Foster placement with relative or friend",
    "K2 - Children's home",
    "P1 - Placed with own parents",
)
_HOMES = ("B - With parents", "D - Semi-independent", "E - Supported lodgings", "U - Own tenancy")

IN_NEED_HEADERS = (
    "Child Name",
    "Does the Child have a Disability",
    "CIN Start Date",
    "Primary Need Code",
    "Date Child Was Last Seen",
    "CIN Closure Date",
    "Reason for Closure",
    "Case Status",
    *HOLDER_HEADERS,
)


def in_need(child: Child, draw: Draw) -> Row:
    """List 6: every child of lists 4 to 8 who is open to social care, and the lately closed."""
    need, disabled = draw.rng.choice(_NEEDS), draw.rng.choices("NY", (88, 12))[0]
    seen = draw.recently(child, 35)
    closed: Row = (None, None)
    if child.standing is Standing.CLOSED and child.ended:
        seen = min(seen, child.ended)
        closed = (child.ended, "RC7 - Services ceased for any other reason")
    episode = (child.name, disabled, child.opened, need, seen, *closed, child.standing.value)
    return (*episode, *holders(child, draw))


def earlier_episode(child: Child, draw: Draw) -> Row:
    """List 6 again: the closed episode of a child who was referred anew under one reference."""
    closed = weekday(child.opened - timedelta(days=20))
    began = weekday(closed - timedelta(days=10))
    reason = "RC8 - Case closed after assessment, no further action"
    episode = (child.name, "N", began, _NEEDS[0], closed, closed, reason, Standing.CLOSED.value)
    return (*episode, *holders(child, draw))


PROTECTION_HEADERS = (
    "Does the Child have a Disability",
    "Child Protection Plan Start Date",
    "Initial Category of Abuse",
    "Latest Category of Abuse",
    "Date of the Last Statutory Visit",
    "Was the Child Seen Alone?",
    "Date of latest review conference",
    "Child Protection Plan End Date",
    "Number of Previous Child Protection Plans",
    *HOLDER_HEADERS,
)


def protection(child: Child, draw: Draw) -> Row:
    """List 7: plans open now, and those that ended within six months. The first review
    conference falls three months after the initial one."""
    rng = draw.rng
    category = rng.choice(_ABUSE)
    visit, end = draw.recently(child, 15), child.ended
    review = draw.recently(child, 90) if (draw.today - child.opened).days > 90 else None
    if end:
        visit, review = min(visit, end), end
    plan = ("N", child.opened, category, category, visit, rng.choice("YN"), review, end)
    return (*plan, rng.choices((0, 1, 2), (75, 20, 5))[0], *holders(child, draw))


CARE_HEADERS = (
    "Child Name",
    "Does the Child have a Disability",
    "Date Started to be Looked After",
    "Child's Category of Need",
    "Start date of current legal status",
    "Child's Legal Status",
    "Date of Latest Statutory Review",
    "Date of Last Social Work Visit",
    "Independent Reviewing Officer",
    "Date of Last IRO Visit / Contact to the Child",
    "Date of Last Health Assessment",
    "Date of Last Dental Check",
    "Date Ceased to be Looked After",
    "Start Date of Most Recent Placement",
    "Placement Type",
    "Placement postcode",
    *HOLDER_HEADERS,
)


def care(child: Child, draw: Draw) -> Row:
    """List 8: looked after now, or until within six months ago. The postcode is of an area that
    Royal Mail does not use."""
    rng, end = draw.rng, child.ended
    last = [draw.recently(child, days) for days in (180, 42, 120, 365, 365, 900, 300)]
    until = [min(day, end) if end else day for day in last]
    review, visit, iro, health, dental, placed, ordered = until
    history = (child.name, rng.choices("NY", (86, 14))[0], child.opened, rng.choice(_NEEDS))
    legal = (ordered, rng.choices(_LEGAL, (62, 22, 16))[0])
    dates = (review, visit, child.reviewing_officer, iro, health, dental, end)
    home = (placed, rng.choices(_PLACEMENTS, (60, 18, 14, 8))[0], f"ZZ9 {rng.randint(1, 9)}ZZ")
    return (*history, *legal, *dates, *home, *holders(child, draw))


LEAVER_HEADERS = (
    "Does the Child have a Disability",
    "Eligibility Category",
    "LA In Touch",
    "Date of Last Contact",
    "Latest Pathway Plan Review Date",
    "Type of Accommodation",
    "Suitability of Accommodation",
    "Activity Status",
    *HOLDER_HEADERS,
)


def leaver(child: Child, draw: Draw) -> Row:
    """List 9."""
    rng = draw.rng
    touch = ("N", "c) Former relevant child", rng.choices("YN", (92, 8))[0])
    dates = (draw.recently(child, 56), draw.recently(child, 180))
    home = (rng.choice(_HOMES), rng.choices(("Suitable", "Unsuitable"), (93, 7))[0])
    activity = rng.choice(("F2 - Full time education", "F5 - Full time training or work", "NEET"))
    return (*touch, *dates, *home, activity, *holders(child, draw))
