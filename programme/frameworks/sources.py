"""Takes the rule ids and sources out of a framework's TOML, and sees that every value has one."""

from collections.abc import Mapping

from programme.rules.rule import Provenance

PLAIN = frozenset({"id", "title", "version", "holds_from"})
"""Keys of the framework itself that need no source."""


class Unsourced(Exception):
    """A value of which the file doesn't say where it comes from."""


def without_sources(
    document: Mapping[str, object],
) -> tuple[dict[str, object], dict[str, Provenance]]:
    """The plain values of a TOML document, and by key where they come from.

    A table says `source` (and `rule`) for all that stands in it; `{ value = …, source = … }` says
    it for one value. The entries of a list are named by their `id`, else by their number from 0.

    Raises Unsourced naming the key.
    """
    found: dict[str, Provenance] = {}
    plain = {
        key: value if key in PLAIN else _plain(value, key, found, sourced=False)
        for key, value in document.items()
    }
    return plain, found


def _plain(value: object, key: str, found: dict[str, Provenance], *, sourced: bool) -> object:
    if isinstance(value, dict):
        return _table(value, key, found, sourced=sourced)
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return [
            _plain(one, f"{key}.{one.get('id', number)}", found, sourced=sourced)
            for number, one in enumerate(value)
        ]
    if not sourced:
        raise Unsourced(key)
    return value


def _table(
    table: dict[str, object], key: str, found: dict[str, Provenance], *, sourced: bool
) -> object:
    inside = dict(table)
    source, rule = inside.pop("source", None), inside.pop("rule", None)
    if source is not None:
        found[key] = _provenance(source, rule, key)
        sourced = True
    if set(inside) == {"value"} and source is not None:
        return _plain(inside["value"], key, found, sourced=True)
    return {
        name: value
        if name in ("id", "title")
        else _plain(value, f"{key}.{name}", found, sourced=sourced)
        for name, value in inside.items()
    }


def _provenance(source: object, rule: object, key: str) -> Provenance:
    if not isinstance(source, str) or not source or not isinstance(rule, str | None):
        raise Unsourced(key)
    return Provenance(rule, source)
