"""`sightline framework check`: what is well formed, and can't be or comes to nothing."""

import pytest

from programme.frameworks.load import read_shipped
from tests.bot.commands.line import Line

OURS = 'source = "default"'
FORM = 'form = "all_by_managers"'
MODERATION = (
    f"[[moderation]]\n{FORM}\n{OURS}\n"
    'by = ["group_manager"]\nwithin_working_days = 5\nanswer_within_working_days = 5\n'
)
THEME = f'[[themes]]\nmonth = 1\ntitle = "Plans"\n{OURS}\n'
LOOP = f'[loop_check]\nweeks = 8\nby = ["team_manager"]\n{OURS}\n'
CHOSEN = 'chosen_by = { role = "head_of_service", service_areas = ["Early Help"] }\n'
CHOOSE = "choose_working_days_before = { value = "
THEMED = 'tools = ["thematic"]\n'
WEEK = "[[practice_weeks]]"
A_WEEK = (
    f"{WEEK}\nmonth = 3\nweeks_after_the_first_monday = 1\nroles = []\n"
    f"tell_working_days_before = 10\n{OURS}\n{WEEK}"
)
MANAGER = 'to = { value = ["team_manager", '
CHAIR = '{ role = "conference_chair", cases = 1 }'


@pytest.mark.parametrize(
    ("framework", "old", "new", "told"),
    [
        # A period that can't be.
        (
            "kent",
            "day = { value = 1,",
            "day = { value = 20,",
            "rounds.own_work.due_working_days_before_end: announced on day 20, audits could be due",
        ),
        ("west_berkshire", "[10, 3]", "[45, 3]", "days of the period, is from 0 to 38, not 45."),
        ("west_berkshire", "t_most = { value = 10", "t_most = { value = 900", "from 1 to 260, not"),
        (
            "worcestershire",
            "at_most = { value = 10",
            "at_most = { value = 0",
            "is at least 1 where",
        ),
        (
            "swindon",
            "s_before = { value = 10",
            "s_before = { value = 90",
            "is from 1 to 40, not 90",
        ),
        (
            "swindon",
            "opens_before = { value = 10",
            "opens_before = { value = 40",
            "1 to 30, not 40",
        ),
        ("swindon", "weeks = 6", "weeks = 1", "re_audit.opens_before is from 1 to 5, not 10."),
        (
            "kent",
            '= 2, rule = "KT-04"',
            '= 15, rule = "KT-04"',
            "remind_before is from 0 to 14, not",
        ),
        (
            "kent",
            '= 2, rule = "KT-02"',
            '= 10, rule = "KT-02"',
            "remind_before is from 0 to 9, not ",
        ),
        (
            "kent",
            '= 1, rule = "KT-05"',
            '= 5, rule = "KT-05"',
            "remind_before is from 0 to 4, not ",
        ),
        (
            "bedford",
            "back_within = { value = 10",
            "back_within = { value = 90",
            "actions.confirmation.back_within is from 0 to 60, not 90.",
        ),
        (
            "swindon",
            "remind_to_choose_before = { value = 2",
            "remind_to_choose_before = { value = 6",
            "rounds.early_help.remind_to_choose_before is from 0 to 5, not 6.",
        ),
        (
            "kent",
            "working_days_to_audit = { value = 10",
            "working_days_to_audit = { value = 20",
            "rounds.own_work.working_days_to_audit is from 1 to 18, not 20.",
        ),
        (
            "kent",
            "passed_on_at_most = { value = 2",
            "passed_on_at_most = { value = 12",
            "actions.passed_on_at_most is from 0 to 10, not 12.",
        ),
        (
            "kent",
            "answer_within = { value = 2",
            "answer_within = { value = 21",
            "hand_overs.answer_within is from 0 to 20, not 21.",
        ),
        ("kent", "answer_within = {", "answer_by = {", "hand_overs.answer_by is not a key of a fr"),
        # An hour at which nobody is written to.
        (
            "kent",
            "at = { value = 09:00:00",
            "at = { value = 23:59:00",
            "rounds.own_work.at: the council is open from 08:30 to 17:30; choose a time in it.",
        ),
        # What would be read and never used.
        (
            "worcestershire",
            FORM,
            f"{FORM}\nshare_percent = 20",
            "moderation.0.share_percent goes with form = “a_share”, not all_by_managers.",
        ),
        (
            "worcestershire",
            FORM,
            f"{FORM}\neach = 2",
            "moderation.0.each goes with form = “named_moderators”, not all_by_managers.",
        ),
        (
            "kent",
            "[[moderation]]",
            f"{MODERATION}[[moderation]]",
            "moderation.1.rounds: own_work is moderated by moderation.0 already; name the rounds",
        ),
        (
            "bedford",
            "[hours]",
            f"{LOOP}[hours]",
            "loop_check: its weeks count from moderation, whi",
        ),
        ("kent", "[hours]", f"{THEME}[hours]", "themes: no round is themed, and there are no dip_"),
        ("swindon", THEMED, f"{THEMED}cases_a_lead = 2\n", "cases_a_lead is for lead auditors; he"),
        (
            "swindon",
            f"{CHOSEN}{CHOOSE}10",
            f"{CHOOSE}12",
            "rounds.early_help.choose_working_days_before goes with chosen_by; nobody",
        ),
        # Twice.
        (
            "kent",
            MANAGER,
            f'{MANAGER}"team_manager", ',
            "alerts.0.to: team_manager stands there tw",
        ),
        (
            "swindon",
            WEEK,
            A_WEEK.replace("[]", '["director"]'),
            "second Monday of March stands the",
        ),
        # Names that nobody could read, or match.
        (
            "swindon",
            '= ["Early Help"]',
            '= ["Early Help "]',
            "“Early Help ” is no name; it has word",
        ),
        ("swindon", '= ["Early Help"]', '= [""]', "“” is no name; it has words with one space"),
        ("swindon", 'title = "Case file', 'title = "Case\\nfile', "title is one line."),
        ("kent", 'id = "kent"', 'id = "ke\\nnt"', "id: “ke nt” is no id"),
        ("kent", 'id = "kent"', f'id = "{"K" * 90}"', f"id: “{'K' * 60}…” is no id"),
        ("kent", 'id = "kent"', f'id = "{"k" * 61}"', "id: its length is from 1 to 60, not 61."),
        # What a sentence quotes.
        ("kent", 'rule = "KT-01"', "rule = true", "rule is a rule id such as WC-01, not true."),
        (
            "swindon",
            CHAIR,
            "5",
            "rounds.case_files.quotas.1 is a table with keys of its own, not 5",
        ),
    ],
)
def test_what_cannot_be_is_told_with_its_file_its_key_and_what_would_be_right(
    line: Line, framework: str, old: str, new: str, told: str
) -> None:
    text = read_shipped(framework)
    assert old in text
    (line.folder / "own.toml").write_text(text.replace(old, new, 1), "utf-8")
    sentence = line.refused("framework", "check", str(line.folder / "own.toml")).removesuffix("\n")
    assert sentence.startswith("own.toml: ")
    assert told in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
