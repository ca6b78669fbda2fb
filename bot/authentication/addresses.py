"""Which addresses may be reached without TLS: this machine's own, and no other."""

from functools import lru_cache
from ipaddress import ip_address

from yarl import URL


def is_loopback(host: str | None) -> bool:
    """Whether `host`, a name or an address without a port, is this machine and nothing else."""
    if host is None:
        return False
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=256)
def is_loopback_url(url: str) -> bool:
    """Whether `url` is http or https on this machine."""
    try:
        parsed = URL(url)
    except ValueError:
        return False
    return parsed.scheme in ("http", "https") and is_loopback(parsed.host)


def https_or_loopback(url: str, name: str) -> str:
    """Give back `url` if what it answers can be trusted.

    Raises:
        ValueError: it is neither https nor http on loopback; the sentence begins with `name`.
    """
    try:
        secure = URL(url).scheme == "https" and bool(URL(url).host)
    except ValueError:
        secure = False
    if not (secure or is_loopback_url(url)):
        raise ValueError(f"{name} must be https, or http on loopback, and it is not.")
    return url
