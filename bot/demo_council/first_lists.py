"""Lists 1 to 5, the way in: contacts, early help, referrals, assessments, section 47."""

from datetime import timedelta

from bot.demo_council.annex_list import HOLDER_HEADERS, Draw, Row, holders
from bot.demo_council.children import Child, Standing, weekday

_SOURCES = ("School", "Police", "Health services", "Family member", "Housing", "Anonymous")

CONTACT_HEADERS = ("Date of Contact", "Contact Source")


def contact(child: Child, draw: Draw) -> Row:
    """List 1."""
    return (child.opened, draw.rng.choice(_SOURCES))


EARLY_HELP_HEADERS = (
    "Assessment start date",
    "Assessment completion date",
    "Organisation Completing Assessment",
)


def early_help(child: Child, draw: Draw) -> Row:
    """List 2."""
    return (child.opened, draw.recently(child, 60), draw.rng.choice(("Early help", "School")))


REFERRAL_HEADERS = (
    "Date of referral",
    "Referral Source",
    "Referral with no further action?",
    "Number of Referrals in Last 12 Months",
    *HOLDER_HEADERS,
)


def referral(child: Child, draw: Draw) -> Row:
    """List 3."""
    source, again = draw.rng.choice(_SOURCES), draw.rng.choices((0, 1, 2), (80, 15, 5))[0]
    return (child.opened, source, "N", again, *holders(child, draw))


ASSESSMENT_HEADERS = (
    "Does the Child have a Disability",
    "Continuous Assessment Start Date",
    "Was the child seen?",
    "Continuous Assessment Date of Authorisation",
    "Was the child assessed as requiring LA children's social care support?",
    *HOLDER_HEADERS,
)


def assessment(child: Child, draw: Draw) -> Row:
    """List 4: authorised after at most the 45 working days allowed, unless still open."""
    if child.standing is Standing.IN_ASSESSMENT:
        return ("N", child.opened, "Y", None, None, *holders(child, draw))
    authorised = min(weekday(child.opened + timedelta(days=42)), weekday(draw.today))
    needed = "N" if child.standing is Standing.CLOSED else "Y"
    return ("N", child.opened, "Y", authorised, needed, *holders(child, draw))


SECTION_47_HEADERS = (
    "Strategy discussion initiating Section 47 Enquiry Start Date",
    "Was an Initial Child Protection Conference deemed unnecessary?",
    "Date of Initial Child Protection Conference",
    *HOLDER_HEADERS,
)


def section_47(child: Child, draw: Draw) -> Row:
    """List 5: no conference for a child who then was in need."""
    strategy = weekday(child.opened - timedelta(days=14))
    if child.standing is Standing.IN_NEED:
        return (strategy, "Y", None, *holders(child, draw))
    return (strategy, "N", child.opened, *holders(child, draw))
