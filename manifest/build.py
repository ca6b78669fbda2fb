"""Makes the app package that a Teams administrator uploads."""

import json
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from dialogs.conversation import Word
from dialogs.find_work import SEARCH
from dialogs.quick_actions import QUICK_ACTIONS
from dialogs.words import WORDS
from manifest.registration import Registration

ICONS = ("colour.png", "outline.png")
OWN_CHAT, OTHERS_READ_ALONG = ["personal"], ["team", "groupChat"]
"""The bot is in each person's own chat; where others read along too, if it is put there, and there
it answers those who mention it and posts nothing of its own accord."""
CONTEXTS = ["compose", "commandBox"]
"""The extension has no scopes: Teams offers it wherever its user writes. It isn't offered on other
people's messages ("message"), whose words are none of Sightline's business."""
COMMANDS = (
    "my work",
    "my team",
    "why",
    "what do i owe",
    "good practice",
    "dispute",
    "ask for an audit",
    "programme",
    "draw",
    "help",
)
"""The words that Teams offers beside the box, by their first name.

Ten, as Teams' documentation promises of a menu, though the manifest's schema takes twelve. They are
what people look up from day to day, and what they begin of their own accord, for which no card
comes; duties lead on to dip samples, observations and practice days, messages bring what is to be
moderated, and `help` lists the rest.
"""

_HERE = Path(__file__).parent
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o644 << 16


def build_manifest(registration: Registration) -> dict[str, object]:
    """The manifest of what Sightline does now: a bot with its words, some of them in channels and
    group chats too, and beside the compose box of every chat a search, quick actions, and what its
    links unfurl to.

    Its version is Sightline's own: Teams takes an update only if it is higher.
    """
    template: dict[str, object] = json.loads(_HERE.joinpath("template.json").read_text("utf-8"))
    about = registration.about
    return {
        **template,
        "version": version("sightline"),
        "id": registration.app_id,
        "developer": {
            "name": "Sightline",
            "websiteUrl": about,
            "privacyUrl": about,
            "termsOfUseUrl": about,
        },
        "bots": [
            {
                "botId": registration.app_id,
                "scopes": [*OWN_CHAT, *OTHERS_READ_ALONG],
                "commandLists": [
                    {"scopes": OWN_CHAT, "commands": _commands()},
                    {"scopes": OTHERS_READ_ALONG, "commands": _commands_in_channels()},
                ],
            }
        ],
        "composeExtensions": [
            {
                "botId": registration.app_id,
                "commands": [_search(), *_quick_actions()],
                "messageHandlers": [
                    {
                        "type": "link",
                        "value": {
                            "domains": [registration.host],
                            "supportsAnonymizedPayloads": False,
                        },
                    }
                ],
            }
        ],
        "validDomains": [registration.host],
    }


def build_package(registration: Registration) -> bytes:
    """The zip: the manifest and two icons, the same bytes on every machine and every day."""
    manifest = json.dumps(build_manifest(registration), indent=2, ensure_ascii=False) + "\n"
    parts = {
        "manifest.json": manifest.encode(),
        **{name: _HERE.joinpath("icons", name).read_bytes() for name in ICONS},
    }
    packed = BytesIO()
    # Stored, since what a compressor writes depends on its version.
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, _EARLIEST)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, content)
    return packed.getvalue()


def _search() -> dict[str, object]:
    """The search beside the compose box, which begins with all that there is."""
    asked = {
        "name": SEARCH.asks,
        "title": SEARCH.asks_title,
        "description": SEARCH.asks_description,
        "inputType": "text",
    }
    return {
        "id": SEARCH.id,
        "type": "query",
        "title": SEARCH.title,
        "description": SEARCH.description,
        "context": CONTEXTS,
        "initialRun": True,
        "parameters": [asked],
    }


def _quick_actions() -> list[dict[str, object]]:
    """The dialogs beside the compose box; each asks the bot for its first page."""
    return [
        {
            "id": command_id,
            "type": "action",
            "title": quick.title,
            "description": description,
            "context": CONTEXTS,
            "fetchTask": True,
        }
        for command_id, (quick, description) in QUICK_ACTIONS.items()
    ]


def _commands() -> list[dict[str, str]]:
    words = {word.names[0]: word for word in WORDS}
    return [_command(words[name]) for name in COMMANDS]


def _commands_in_channels() -> list[dict[str, str]]:
    return [
        {"title": word.names[0], "description": _sentence(word.in_channel.help)}
        for word in WORDS
        if word.in_channel
    ]


def _command(word: Word) -> dict[str, str]:
    """A word as Teams offers it beside the box where messages are written.

    The title is sent as it stands, so it is the bare word; an example only explains it.
    """
    example = f", as in “{word.example}”" if word.example else ""
    return {"title": word.names[0], "description": f"{_sentence(word.help)}{example}"}


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
