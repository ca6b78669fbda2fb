"""The preview counts what each team gives and gets."""

from programme.case import Cohort
from programme.draw import TeamNumbers, preview_by_team
from programme.people import Team
from tests.programme.councils import Lists, cases, framework, manager


def test_the_preview_has_every_team_with_its_numbers() -> None:
    teams = [Team("Elm", "Locality"), Team("Ash", "Locality"), Team("Fir", "Fostering")]
    people = [manager("Ann Bell", "Ash"), manager("Bo Day", "Ash"), manager("Cy Eld", "Elm")]
    listed = [
        *cases("Ash", Cohort.REFERRAL, "A1", "A2", "A3", "A4"),
        *cases("Elm", Cohort.REFERRAL, "E1"),
    ]
    draw = Lists(teams, people, listed, framework=framework(cases_a_lead=2)).draw()
    assert preview_by_team(draw, teams, people) == (
        TeamNumbers("Fir", "Fostering", cases=0, leads=0, peers=0, gaps=1),
        TeamNumbers("Ash", "Locality", cases=4, leads=2, peers=3, gaps=0),
        TeamNumbers("Elm", "Locality", cases=1, leads=1, peers=2, gaps=1),
    )
