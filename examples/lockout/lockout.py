"""A lock that opens for a PIN and, after three wrong ones in a row, not at all."""

LIMIT = 3


class Lock:
    """A lock; `failures` wrong PINs were entered since it was last opened or reset."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures

    def enter(self, pin: str) -> str:
        """Enter a PIN; returns "open", "refused" or "locked"."""
        if self.failures >= LIMIT:
            return "locked"
        if pin == "4711":
            self.failures = 0
            return "open"
        self.failures += 1
        return "refused"

    def reset(self) -> None:
        """Forget the wrong PINs."""
        self.failures = 0
