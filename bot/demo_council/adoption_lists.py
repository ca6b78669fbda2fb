"""Lists 10 and 11, adoption: the children with a plan, and the adopters. Neither names a team."""

from datetime import timedelta

from bot.demo_council.annex_list import CHILD_HEADERS, AnnexList, Draw, Row, identity
from bot.demo_council.children import Child, weekday

_ADOPTERS = 18

# Ofsted's list 10 has the family's identifier second, before the child's own particulars.
_ADOPTION_HEADERS = (
    CHILD_HEADERS[0],
    "Family identifier",
    *CHILD_HEADERS[1:],
    "Date the Child Entered Care",
    "Date of Decision that Child Should be Placed for Adoption",
    "Date of Placement Order",
)
_ADOPTER_HEADERS = (
    "Individual adopter identifier",
    "Family identifier",
    "Gender of adopter",
    "Date enquiry received",
    "Date Stage 1 started",
)


def adoption(children: tuple[Child, ...], draw: Draw) -> AnnexList:
    """List 10."""
    rows = tuple(_adoption(child, draw) for child in children)
    return AnnexList(10, _ADOPTION_HEADERS, rows)


def adopters(draw: Draw) -> AnnexList:
    """List 11: no children at all."""
    rows = tuple(_adopter(number, draw) for number in range(1, _ADOPTERS + 1))
    return AnnexList(11, _ADOPTER_HEADERS, rows)


def _adoption(child: Child, draw: Draw) -> Row:
    reference, *rest = identity(child)
    decided = draw.recently(child, 120)
    order = draw.recently(child, 60) if draw.rng.random() < 0.5 else None
    later = max(decided, order) if order else None
    return (reference, f"FAM-{draw.rng.randint(1000, 9999)}", *rest, child.opened, decided, later)


def _adopter(number: int, draw: Draw) -> Row:
    enquired = weekday(draw.today - timedelta(days=draw.rng.randint(30, 300)))
    started = weekday(enquired + timedelta(days=21))
    gender = draw.rng.choice(("a) Male", "b) Female"))
    return (f"AD-{number:04}", f"FAM-{9000 + number // 2}", gender, enquired, started)
