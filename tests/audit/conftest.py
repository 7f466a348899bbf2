"""The warm workers that tests on the real TLC share."""

from tests.audit.benches import warm

__all__ = ["warm"]
