import json
import re
from collections.abc import Callable
from importlib.metadata import version
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from dialogs.quick_actions import QUICK_ACTIONS
from dialogs.words import WORDS
from manifest.build import COMMANDS, build_manifest, build_package
from manifest.registration import Registration
from tests.manifest.schema import breaches

APP_ID = "6f1c2d34-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
HOST = "sightline.council.gov.uk"
REGISTRATION = Registration.parse(APP_ID, HOST)


@pytest.fixture
def manifest() -> dict[str, Any]:
    return build_manifest(REGISTRATION)


def commands(manifest: dict[str, Any]) -> list[dict[str, str]]:
    [bot] = manifest["bots"]
    listed, _ = bot["commandLists"]
    assert listed["scopes"] == ["personal"]
    return list(listed["commands"])


def test_the_manifest_satisfies_microsofts_schema(manifest: dict[str, Any]) -> None:
    assert breaches(manifest) == []


@pytest.mark.parametrize(
    ("field", "value"), [("id", "sightline"), ("accentColor", "purple"), ("surprise", 1)]
)
def test_the_schema_would_notice_a_mistake(
    manifest: dict[str, Any], field: str, value: object
) -> None:
    assert breaches({**manifest, field: value})


def test_the_manifest_names_the_schema_that_it_follows(manifest: dict[str, Any]) -> None:
    assert f"/v{manifest['manifestVersion']}/" in manifest["$schema"]


def test_the_bot_is_the_registered_one_and_goes_into_ones_own_chat_unless_it_is_put_elsewhere(
    manifest: dict[str, Any],
) -> None:
    assert manifest["id"] == APP_ID
    [bot] = manifest["bots"]
    assert (bot["botId"], bot["scopes"]) == (APP_ID, ["personal", "team", "groupChat"])
    assert manifest["defaultInstallScope"] == "personal"
    assert manifest["validDomains"] == [HOST]
    assert "authorization" not in manifest, "it hears what mentions it, and asks for no more"


def test_channels_and_group_chats_offer_what_is_answered_there(manifest: dict[str, Any]) -> None:
    [bot] = manifest["bots"]
    _, listed = bot["commandLists"]
    assert listed["scopes"] == ["team", "groupChat"]
    answered = {word.names[0]: word.in_channel for word in WORDS if word.in_channel}
    assert {"my team", "help"} <= set(answered)
    assert [each["title"] for each in listed["commands"]] == list(answered)
    for each in listed["commands"]:
        asked = answered[each["title"]]
        assert asked
        assert each["description"].casefold() == asked.help.casefold()


def test_the_commands_are_words_that_help_lists_and_help_that_lists_the_rest(
    manifest: dict[str, Any],
) -> None:
    offered = commands(manifest)
    words = {word.names[0]: word for word in WORDS}
    assert [command["title"] for command in offered] == list(COMMANDS)
    assert COMMANDS[-1] == "help"
    # What Teams' documentation promises; the schema would take twelve.
    assert len(COMMANDS) <= 10
    assert set(COMMANDS) < set(words)
    for command in offered:
        word = words[command["title"]]
        assert command["description"].casefold().startswith(word.help.casefold())
        assert (word.example or "") in command["description"]


def test_the_extension_offers_the_search_and_every_quick_action(manifest: dict[str, Any]) -> None:
    [extension] = manifest["composeExtensions"]
    assert extension["botId"] == APP_ID
    search, *actions = extension["commands"]
    assert (search["id"], search["type"], search["initialRun"]) == ("work.find", "query", True)
    assert [parameter["name"] for parameter in search["parameters"]] == ["words"]
    assert [(each["id"], each["title"], each["description"]) for each in actions] == [
        (name, quick.title, description) for name, (quick, description) in QUICK_ACTIONS.items()
    ]
    assert all((each["type"], each["fetchTask"]) == ("action", True) for each in actions)
    assert all(set(each["context"]) <= {"compose", "commandBox"} for each in [search, *actions])
    assert len(extension["commands"]) <= 10
    assert len({each["id"] for each in extension["commands"]}) == len(extension["commands"])


def test_links_of_the_host_alone_unfurl_and_never_for_nobody(manifest: dict[str, Any]) -> None:
    [extension] = manifest["composeExtensions"]
    [handler] = extension["messageHandlers"]
    assert handler["type"] == "link"
    assert handler["value"] == {"domains": [HOST], "supportsAnonymizedPayloads": False}
    assert set(handler["value"]["domains"]) <= set(manifest["validDomains"])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made["commands"][0].update(title="x" * 33),
        lambda made: made["commands"][0].update(description="x" * 129),
        lambda made: made["commands"].extend(made["commands"]),
        lambda made: made["commands"][0].update(context=["channel"]),
        lambda made: made["messageHandlers"][0].update(type="links"),
    ],
)
def test_the_schema_would_notice_a_mistake_in_the_extension(
    manifest: dict[str, Any], spoil: Callable[[dict[str, Any]], None]
) -> None:
    assert breaches(manifest) == []
    spoil(manifest["composeExtensions"][0])
    assert breaches(manifest)


def test_no_command_sends_an_example_as_if_it_were_meant(manifest: dict[str, Any]) -> None:
    examples = {w.example for w in WORDS if w.example and w.names[0] in COMMANDS}
    assert examples
    assert examples.isdisjoint(command["title"] for command in commands(manifest))


def test_the_version_is_sightlines_own(manifest: dict[str, Any]) -> None:
    assert manifest["version"] == version("sightline")
    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest["version"])


def test_what_teams_links_to_can_be_a_page_of_the_councils(manifest: dict[str, Any]) -> None:
    links = ("websiteUrl", "privacyUrl", "termsOfUseUrl")
    page = "https://www.council.gov.uk/sightline"
    chosen: Any = build_manifest(Registration.parse(APP_ID, HOST, page))
    assert {manifest["developer"][link] for link in links} == {f"https://{HOST}/"}
    assert {chosen["developer"][link] for link in links} == {page}


def test_the_package_holds_the_manifest_and_the_two_icons_that_it_names() -> None:
    with ZipFile(BytesIO(build_package(REGISTRATION))) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
        assert archive.testzip() is None
    icons = manifest["icons"]
    assert sorted(names) == sorted(["manifest.json", icons["color"], icons["outline"]])
    assert len(set(names)) == 3
    assert manifest == build_manifest(REGISTRATION)


def test_the_package_is_the_same_bytes_whenever_and_wherever_it_is_built() -> None:
    package = build_package(REGISTRATION)
    assert package == build_package(REGISTRATION)
    with ZipFile(BytesIO(package)) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.compress_type) == (3, 0)
