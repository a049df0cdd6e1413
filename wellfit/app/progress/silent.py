"""Progress for `--quiet`."""


class SilentProgress:
    """Says nothing."""

    def plan(self, sentence: str) -> None:
        """Say nothing about the plan."""

    def gate_started(self, name: str, question: str) -> None:
        """Say nothing about a gate that begins."""

    def training(
        self, name: str, members: int, epoch: int, epochs: int, epochs_per_second: float, seconds_left: float
    ) -> None:
        """Say nothing about members in training."""

    def gate_finished(self, name: str, passed: bool, sentence: str, seconds: float) -> None:
        """Say nothing about a gate's answer."""

    def note(self, sentence: str) -> None:
        """Say nothing of what happened by the way."""
