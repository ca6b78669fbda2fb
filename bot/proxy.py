"""The way out, where a council has its machines reach the internet through a proxy.

Named by the variables that other programs go by, not by settings of ours: MSAL, by which the bot
signs in, goes by them as well.
"""

from typing import Final
from urllib.request import getproxies_environment, proxy_bypass

from yarl import URL

from programme.errors import CorrectAndRepeat

_NOT_UNDERSTOOD: Final = (
    "HTTPS_PROXY is not understood; it is an address such as http://proxy.council.example:8080, or "
    "not set."
)


def proxy_for(url: URL) -> URL | None:
    """The proxy that `url` is reached through, as HTTPS_PROXY and NO_PROXY say; None for the direct
    way, which what isn't https always has: it is on this machine.

    A password may be in it. Raises CorrectAndRepeat for a proxy that is no http address.
    """
    named = getproxies_environment().get("https")
    if not named or url.scheme != "https" or proxy_bypass(url.host or ""):
        return None
    return _understood(named)


def require_understood_proxy() -> None:
    """Raises CorrectAndRepeat as `proxy_for` does, before anything is asked for."""
    if named := getproxies_environment().get("https"):
        _understood(named)


def _understood(named: str) -> URL:
    try:
        proxy = URL(named if "://" in named else f"http://{named}")
    except ValueError:
        raise CorrectAndRepeat(_NOT_UNDERSTOOD) from None
    if proxy.scheme != "http" or not proxy.host:
        raise CorrectAndRepeat(_NOT_UNDERSTOOD)
    return proxy
