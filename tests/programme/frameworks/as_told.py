"""What a framework's TOML says, without where it comes from."""

from collections.abc import Iterator


def told(value: object) -> object:
    """The values alone."""
    if isinstance(value, list):
        return [told(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "value" in value:
        return told(value["value"])
    return {key: told(one) for key, one in value.items() if key not in ("rule", "source")}


def leaves(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """By key, all values that aren't tables or lists of tables."""
    if isinstance(value, dict):
        for name, inside in value.items():
            if name not in ("id", "title", "version", "holds_from"):
                yield from leaves(inside, f"{key}.{name}".lstrip("."))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, inside in enumerate(value):
            yield from leaves(inside, f"{key}.{inside.get('id', number)}")
    else:
        yield key, value
