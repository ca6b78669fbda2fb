"""The council's service areas and teams, with the people who manage them.

Modelled on Worcestershire's services for social work teams (framework section 1). Fostering has
one team on purpose: no second team manager is there to be the peer (WC-03).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceArea:
    """A service area, its group manager, and the head of service above."""

    name: str
    group_manager: str
    head_of_service: str


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """A team of a service area; only the larger teams have an assistant manager."""

    name: str
    service_area: str
    manager: str
    assistant: str | None = None


FRONT_DOOR = "Family Front Door and Assessment"
LOCALITY = "Locality Safeguarding"
FAMILIES_FIRST = "Supporting Families First"
THROUGH_CARE = "Through Care"
CARE_LEAVERS = "Care Leavers"
FOSTERING = "Fostering"

HEAD_OF_SAFEGUARDING = "Margaret Ellison"
HEAD_OF_CORPORATE_PARENTING = "Devinder Gill"
HEAD_OF_QUALITY = "Anthony Mbeki-Ross"

SERVICE_AREAS = (
    ServiceArea(FRONT_DOOR, "Helen Pritchard", HEAD_OF_SAFEGUARDING),
    ServiceArea(LOCALITY, "Kwabena Asante", HEAD_OF_SAFEGUARDING),
    ServiceArea(FAMILIES_FIRST, "Louise Tattersall", HEAD_OF_SAFEGUARDING),
    ServiceArea(THROUGH_CARE, "Imran Qureshi", HEAD_OF_CORPORATE_PARENTING),
    ServiceArea(CARE_LEAVERS, "Bronwen Hughes", HEAD_OF_CORPORATE_PARENTING),
    ServiceArea(FOSTERING, "Michael Oduya", HEAD_OF_CORPORATE_PARENTING),
)

TEAMS = (
    DemoTeam("Family Front Door", FRONT_DOOR, "Rachel Whitcombe", "Tunde Bakare"),
    DemoTeam("Assessment Harrowmere", FRONT_DOOR, "Sunita Rao", "Daniel Fairbrother"),
    DemoTeam("Assessment Stourley", FRONT_DOOR, "Gareth Lloyd", "Nadia Rahman"),
    DemoTeam("Assessment Kingsmarl", FRONT_DOOR, "Claire Duckworth"),
    DemoTeam("Harrowmere North", LOCALITY, "Priya Nair", "Stephen Holroyd"),
    DemoTeam("Harrowmere South", LOCALITY, "Joanne Birtwistle", "Emeka Eze"),
    DemoTeam("Stourley", LOCALITY, "Yusuf Demir", "Laura Pemberton"),
    DemoTeam("Wendale", LOCALITY, "Siân Morgan", "Robert Akhtar"),
    DemoTeam("Kingsmarl", LOCALITY, "Marcus Campbell", "Katarzyna Nowak"),
    DemoTeam("Oxenholt", LOCALITY, "Frances O'Dowd", "Harjit Sandhu"),
    DemoTeam("Families First Harrowmere", FAMILIES_FIRST, "Abigail Thornley", "Omar Farouk"),
    DemoTeam("Families First Stourley", FAMILIES_FIRST, "Patrick Gallagher"),
    DemoTeam("Families First Kingsmarl", FAMILIES_FIRST, "Mei-Ling Chan"),
    DemoTeam("Through Care North", THROUGH_CARE, "Natalie Osborne", "Ikram Hussain"),
    DemoTeam("Through Care South", THROUGH_CARE, "Dwayne Francis", "Elizabeth Cartwright"),
    DemoTeam("Through Care East", THROUGH_CARE, "Farida Begum"),
    DemoTeam("Through Care West", THROUGH_CARE, "Christopher Yardley", "Zoë Lambert"),
    DemoTeam("Care Leavers North", CARE_LEAVERS, "Tamara Joseph", "Ryan Sweeney"),
    DemoTeam("Care Leavers South", CARE_LEAVERS, "Andrew Kowalski"),
    DemoTeam("Fostering and Kinship", FOSTERING, "Deborah Achebe", "Simon Ashdown"),
)

AREA_TEAMS = {
    area.name: tuple(team.name for team in TEAMS if team.service_area == area.name)
    for area in SERVICE_AREAS
}
