"""Ids that are not shown: the same id has the same name in one run, and another in the next."""

import hashlib
import hmac
import secrets

from msgspec import Struct, field

LENGTH = 12  # of 64 hexadecimal digits: two of 100,000 ids meet once in 50,000 runs


class IdNames(Struct, frozen=True):
    """Names for ids: keyed hashes, or the ids themselves if `shown`."""

    shown: bool = False
    # Ids such as phone numbers are few enough to try all of them, if the key were known.
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def name_of(self, value: str) -> str:
        """Return an id's name."""
        if self.shown:
            return printable(value)
        digest = hmac.new(self.key, value.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return digest.hexdigest()[:LENGTH]


def printable(value: str) -> str:
    """Return a text whose characters all can be printed; others become escapes."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in value
    )
