"""What a council's own registration adds to the manifest, checked."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from programme.errors import CorrectAndRepeat

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_TOP_LEVEL = "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
_HOST = re.compile(rf"(?:{_LABEL}\.)+{_TOP_LEVEL}")
_LONGEST_HOST = 253
_LONGEST_URL = 2048


@dataclass(frozen=True, slots=True)
class Registration:
    """A bot's app id, the host that it answers on, and the page that tells people about it."""

    app_id: str
    host: str
    about: str

    @classmethod
    def parse(cls, app_id: str, host: str, about: str | None = None) -> "Registration":
        """Reads what an administrator typed; without `about`, it is the host's front page.

        Raises CorrectAndRepeat for what is not a GUID, a host's public name, or an https address.
        """
        name = _host(host)
        return cls(_app_id(app_id), name, f"https://{name}/" if about is None else _about(about))


def _app_id(text: str) -> str:
    try:
        return str(UUID(text.strip()))
    except ValueError:
        raise CorrectAndRepeat(
            f"“{text}” is not an app id; it is a GUID, which the Azure Bot's configuration shows "
            "as its Microsoft App ID."
        ) from None


def _host(text: str) -> str:
    name = text.strip().lower()
    if len(name) > _LONGEST_HOST or not _HOST.fullmatch(name):
        raise CorrectAndRepeat(
            f"“{text}” is not a host's public name; write it without https:// and without a path, "
            "as in sightline.council.gov.uk."
        )
    return name


def _about(text: str) -> str:
    address = text.strip()
    try:
        parts = urlsplit(address)
        is_page = parts.scheme == "https" and bool(parts.hostname)
    except ValueError:
        is_page = False
    if not is_page or re.search(r"\s", address) or len(address) > _LONGEST_URL:
        raise CorrectAndRepeat(
            f"“{text}” is not the address of a page; write it whole, beginning with https://."
        )
    return address
