"""The demo's council: believable, the same every time, and as untidy as the real thing."""

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.demo_council import (
    APP_ID,
    TENANT_ID,
    annex_a_workbook,
    colleagues,
    residents,
    staff_csv,
)
from bot.demo_council.children import Standing, children
from bot.demo_council.names import CHILD_SURNAMES, SOCIAL_WORKERS
from bot.demo_council.people import Colleague
from bot.demo_council.teams import SERVICE_AREAS, TEAMS
from programme.people import ROLE_WORDS

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))

Sheets = dict[str, list[tuple[object, ...]]]


def read(path: Path) -> Sheets:
    book = load_workbook(path, read_only=True)
    sheets: Sheets = {page.title: [tuple(row) for row in page.values] for page in book.worksheets}
    book.close()
    return sheets


def written(folder: Path, today: date, seed: int) -> Sheets:
    path = folder / f"{today}-{seed}.xlsx"
    annex_a_workbook(path, today=today, seed=seed)
    return read(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("annex_a")


@pytest.fixture(scope="module")
def sheets(folder: Path) -> Sheets:
    return written(folder, TODAY, 7)


def tidy(cell: object) -> str:
    return " ".join(str(cell).split()).casefold()


def table(rows: list[tuple[object, ...]]) -> list[dict[str, object]]:
    """The child rows of a sheet by tidied header; none where the list has no children."""
    tops = [number for number, row in enumerate(rows) if row and tidy(row[0]) == "child unique id"]
    top = tops[0] if tops else len(rows) - 1
    headers = [tidy(cell) for cell in rows[top]]
    return [
        dict(zip(headers, row, strict=False))
        for row in rows[top + 1 :]
        if row and str(row[0]).startswith("MC-")
    ]


def day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if not isinstance(cell, str):
        return None
    try:
        return datetime.strptime(cell, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def references(rows: list[dict[str, object]], **wanted: str) -> set[object]:
    return {
        row["child unique id"]
        for row in rows
        if all(str(row[header.replace("_", " ")]).startswith(v) for header, v in wanted.items())
    }


def with_role(people: Iterable[Colleague], role: str) -> list[Colleague]:
    return [person for person in people if role in person.roles]


class TestStaff:
    def test_sixty_people_manage_twenty_teams_of_six_service_areas(self) -> None:
        assert len(colleagues(TODAY)) == 60
        assert len({team.name for team in TEAMS}) == 20
        assert {team.service_area for team in TEAMS} == {area.name for area in SERVICE_AREAS}
        assert len(SERVICE_AREAS) == 6

    def test_every_team_has_one_team_manager_and_every_area_one_group_manager(self) -> None:
        people = colleagues(TODAY)
        managed = Counter(person.team for person in with_role(people, "Team manager"))
        grouped = Counter(person.service_area for person in with_role(people, "Group manager"))
        assert managed == Counter(team.name for team in TEAMS)
        assert grouped == Counter(area.name for area in SERVICE_AREAS)

    def test_fostering_alone_has_no_second_team_manager(self) -> None:
        managers = with_role(colleagues(TODAY), "Team manager")
        areas = Counter(person.service_area for person in managers)
        assert [area for area, count in areas.items() if count == 1] == ["Fostering"]

    def test_two_people_share_no_name_address_or_object_id(self) -> None:
        people = colleagues(TODAY)
        names = [*(person.name for person in people), *SOCIAL_WORKERS]
        assert len(set(names)) == len(names) == 180
        assert len({person.email for person in people}) == 60
        assert len({UUID(person.object_id) for person in people}) == 60

    def test_every_address_is_under_a_domain_that_nobody_can_own(self) -> None:
        assert all(person.email.endswith("@marlshire.example") for person in colleagues(TODAY))
        assert all(person.email.isascii() for person in colleagues(TODAY))

    def test_every_line_manager_is_in_the_list_and_leads_to_the_director(self) -> None:
        above = {person.name: person.line_manager for person in colleagues(TODAY)}
        for name in above:
            seen = [name]
            while (manager := above[seen[-1]]) is not None:
                assert manager not in seen
                seen.append(manager)
            assert seen[-1] == "Caroline Wexcombe"

    def test_the_csv_writes_roles_in_words_that_sightline_knows(self) -> None:
        rows = list(csv.DictReader(StringIO(staff_csv(colleagues(TODAY)))))
        words = [word for row in rows for word in row["Roles"].split("; ")]
        assert len(words) == 61
        assert {word.lower() for word in words} <= set(ROLE_WORDS)

    def test_the_csv_holds_everyone_with_team_area_manager_and_days_away(self) -> None:
        rows = {row["Name"]: row for row in csv.DictReader(StringIO(staff_csv(colleagues(TODAY))))}
        assert len(rows) == 60
        away = rows["Joanne Birtwistle"]
        assert away["Team"] == "Harrowmere South"
        assert away["Service area"] == "Locality Safeguarding"
        assert away["Line manager"] == "kwabena.asante@marlshire.example"
        assert (away["Away from"], away["Away until"]) == ("29/11/2026", "07/12/2026")
        assert rows["Siân Morgan"]["E-mail"] == "sian.morgan@marlshire.example"
        assert rows["Frances O'Dowd"]["E-mail"] == "frances.odowd@marlshire.example"

    @given(DAYS)
    def test_one_team_manager_is_away_today_and_another_on_the_next_1st(self, today: date) -> None:
        next_first = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
        away = [person for person in colleagues(today) if person.away_from and person.away_until]
        assert len(away) == len(with_role(away, "Team manager")) == 2
        spans = {p.name: (p.away_from or today, p.away_until or today) for p in away}
        now, later = spans["Farida Begum"], spans["Joanne Birtwistle"]
        assert now[0] <= today <= now[1]
        assert later[0] < next_first < later[1]

    def test_exactly_one_team_manager_and_one_group_manager_cannot_be_reached(self) -> None:
        without = [person for person in residents(colleagues(TODAY)) if not person.installed]
        assert sorted(person.title.split(",")[0] for person in without) == [
            "Group manager",
            "Team manager",
        ]

    def test_teams_knows_everyone_by_the_object_id_of_the_staff_list(self) -> None:
        rows = csv.DictReader(StringIO(staff_csv(colleagues(TODAY))))
        listed = {row["Entra object id"]: row["E-mail"] for row in rows}
        assert {p.object_id: p.user_principal_name for p in residents(colleagues(TODAY))} == listed
        assert "Team manager, Wendale" in {person.title for person in residents(colleagues(TODAY))}

    def test_the_staff_list_is_the_same_every_time(self) -> None:
        assert staff_csv(colleagues(TODAY)) == staff_csv(colleagues(TODAY))
        assert str(UUID(TENANT_ID)) == TENANT_ID != APP_ID == str(UUID(APP_ID))


class TestChildren:
    def test_fifteen_hundred_cases_are_open_in_believable_proportions(self) -> None:
        known = Counter(child.standing for child in children(TODAY, 7))
        assert known == {
            Standing.IN_NEED: 675,
            Standing.LOOKED_AFTER: 375,
            Standing.ON_A_PROTECTION_PLAN: 180,
            Standing.CARE_LEAVER: 150,
            Standing.IN_ASSESSMENT: 120,
            Standing.CLOSED: 60,
            Standing.IN_CONTACT: 250,
        }

    @pytest.mark.parametrize("today", [date(2026, 11, 21), date(2028, 2, 29), date(2027, 1, 1)])
    def test_every_childs_days_are_in_order(self, today: date) -> None:
        for child in children(today, 3):
            assert child.born is None or child.born < child.opened
            assert child.opened <= today
            assert child.ended is None or child.opened < child.ended <= today
            assert (child.age or 0) < 25
            assert (child.standing is Standing.CARE_LEAVER) == ((child.age or 0) >= 18)

    def test_no_reference_is_given_twice(self) -> None:
        known = children(TODAY, 7)
        assert len({child.reference for child in known}) == len(known)

    def test_nobody_at_the_council_bears_a_childs_surname(self) -> None:
        staff = " ".join((*SOCIAL_WORKERS, *(person.name for person in colleagues(TODAY))))
        assert not [surname for surname in CHILD_SURNAMES if surname in staff]


class TestWorkbook:
    def test_the_same_day_and_seed_give_the_same_cells(self, sheets: Sheets, folder: Path) -> None:
        assert written(folder, TODAY, 7) == sheets

    def test_another_seed_gives_other_children(self, sheets: Sheets, folder: Path) -> None:
        assert written(folder, TODAY, 8) != sheets

    def test_the_eleven_sheets_are_named_without_a_system(self, sheets: Sheets) -> None:
        assert len(sheets) == 11
        numbered = [name for name in sheets if name.lower().startswith("list")]
        assert 0 < len(numbered) < 11

    def test_headers_vary_in_case_spacing_and_line_breaks(self, sheets: Sheets) -> None:
        first_cells = [str(row[0]) for rows in sheets.values() for row in rows if row]
        spellings = {cell for cell in first_cells if tidy(cell) == "child unique id"}
        assert len(spellings) >= 4
        assert "Child Unique\nID" in spellings

    def test_titles_blank_rows_and_totals_stand_among_the_rows(self, sheets: Sheets) -> None:
        in_need = sheets["List 6 - CIN"]
        assert in_need[0][0] == "Annex A, list 6: children in need as at 23/11/2026"
        blank = [number for number, row in enumerate(in_need) if not any(row)]
        assert len(blank) == 2
        assert blank[1] > 100
        assert in_need[-1][:2] == ("Total", len(table(in_need)))

    def test_days_are_dates_in_one_list_text_in_another_and_both_in_a_third(
        self, sheets: Sheets
    ) -> None:
        kinds = {
            name: {type(row["date of birth"]) for row in table(sheets[name])} - {type(None)}
            for name in ("S47 & ICPC", "child protection ", "List 6 - CIN")
        }
        assert kinds == {
            "S47 & ICPC": {datetime},
            "child protection ": {str},
            "List 6 - CIN": {datetime, str},
        }

    def test_a_plan_or_care_open_now_stands_in_list_6_too(self, sheets: Sheets) -> None:
        in_need = table(sheets["List 6 - CIN"])
        plans, care = table(sheets["child protection "]), table(sheets["List 8 CLA"])
        open_plans = references(plans, child_protection_plan_end_date="None")
        open_care = references(care, date_ceased_to_be_looked_after="None")
        assert references(in_need, case_status="b)") == open_plans
        assert references(in_need, case_status="a)") == open_care
        assert (len(open_plans), len(plans)) == (180, 205)
        assert (len(open_care), len(care)) == (375, 390)

    def test_some_children_in_need_have_an_earlier_closed_episode(self, sheets: Sheets) -> None:
        in_need = table(sheets["List 6 - CIN"])
        closed, now = references(in_need, case_status="e)"), references(in_need, case_status="c)")
        assert len(closed - now) == 60
        assert len(closed & now) == 23

    def test_lists_3_to_9_name_a_team_of_the_staff_list_in_one_spelling_or_another(
        self, sheets: Sheets
    ) -> None:
        typed = [
            str(row["allocated team"])
            for rows in sheets.values()
            for row in table(rows)
            if "allocated team" in row
        ]
        names = {team.name for team in TEAMS}
        assert {tidy(cell) for cell in typed} == {tidy(name) for name in names}
        assert 0.02 < sum(cell not in names for cell in typed) / len(typed) < 0.12

    def test_list_10_has_the_family_second_and_no_team(self, sheets: Sheets) -> None:
        header = sheets["List_10_Adoption"][0]
        assert header[1] == "family identifier"
        assert not [cell for cell in header if "allocated" in str(cell)]
        assert 10 < len(table(sheets["List_10_Adoption"])) < 40

    def test_a_date_of_birth_is_never_the_date_of_anything_else(self, sheets: Sheets) -> None:
        rows = [row for sheet in sheets.values() for row in table(sheet)]
        births = {day(row["date of birth"]) for row in rows} - {None}
        others = {day(cell) for row in rows for h, cell in row.items() if h != "date of birth"}
        assert len(births) > 500
        assert len(others) > 500
        assert births.isdisjoint(others)
