"""The app's message extension, read from its manifest: commands, and links that it unfurls."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.local_teams.wire import Json

_LINK = re.compile(r"https?://[^\s<>\"']+")
_AFTER_A_SENTENCE = ".,;:!?)]}”’"
_OFFERED_IN = ("compose", "commandBox")  # where Teams offers a command that doesn't say where


@dataclass(frozen=True, slots=True)
class Command:
    """A command beside the text field. `parameter` is what a search is for."""

    id: str
    kind: str
    title: str
    description: str
    initial_run: bool
    parameter: str
    hint: str

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "type": self.kind,
            "title": self.title,
            "description": self.description,
            "initialRun": self.initial_run,
            "hint": self.hint,
        }


@dataclass(frozen=True, slots=True)
class Extension:
    """The commands of the compose box by id, and the domains whose links are unfurled."""

    commands: Mapping[str, Command]
    domains: tuple[re.Pattern[str], ...]

    @classmethod
    def of_manifest(cls, manifest: Mapping[str, Any]) -> "Extension":
        """Raises ValueError for a command that local Teams could not offer."""
        extensions = manifest.get("composeExtensions") or [{}]
        if len(extensions) > 1:
            raise ValueError("Teams takes one message extension an app.")
        (extension,) = extensions
        commands = [
            _command(each)
            for each in extension.get("commands", [])
            if "compose" in each.get("context", _OFFERED_IN)
        ]
        domains = [
            _domain(domain)
            for handler in extension.get("messageHandlers", [])
            for domain in handler["value"]["domains"]
        ]
        return cls({each.id: each for each in commands}, tuple(domains))

    def link_in(self, text: str) -> str | None:
        """The first address in `text` that is the app's to unfurl."""
        for found in _LINK.findall(text):
            url = found.rstrip(_AFTER_A_SENTENCE)
            try:
                host = (urlsplit(url).hostname or "").lower()
            except ValueError:
                continue
            if any(domain.fullmatch(host) for domain in self.domains):
                return str(url)
        return None


def _command(command: Mapping[str, Any]) -> Command:
    name, kind = command["id"], command.get("type", "query")
    parameters = command.get("parameters") or []
    if kind not in ("query", "action"):
        raise ValueError(f"Command {name!r} is of type {kind!r}, where query or action belongs.")
    if kind == "query" and not parameters:
        raise ValueError(f"Search command {name!r} needs a parameter to search for.")
    if kind == "action" and not command.get("fetchTask"):
        raise ValueError(f"Local Teams opens command {name!r} by fetchTask: set it to true.")
    first = parameters[0] if parameters else {}
    return Command(
        id=name,
        kind=kind,
        title=command["title"],
        description=command.get("description", ""),
        initial_run=bool(command.get("initialRun")),
        parameter=first.get("name", ""),
        hint=first.get("title", ""),
    )


def _domain(domain: str) -> re.Pattern[str]:
    """A star stands for exactly one part of a name, as in Teams."""
    return re.compile(
        r"\.".join(r"[^.]+" if p == "*" else re.escape(p) for p in domain.lower().split("."))
    )
