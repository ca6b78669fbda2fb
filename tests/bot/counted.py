"""What was counted between two moments."""

from bot.telemetry import REGISTRY


class Counted:
    """How much a counter has grown since this was made."""

    def __init__(self, name: str, **labels: str) -> None:
        self._name, self._labels = name, labels
        self._before = self._value()

    def _value(self) -> float:
        return REGISTRY.get_sample_value(self._name, self._labels) or 0.0

    @property
    def more(self) -> float:
        return self._value() - self._before
