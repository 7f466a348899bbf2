"""Records read from JSON that anybody may have written."""

from typing import TypeVar

import msgspec

T = TypeVar("T")


def read_json(content: bytes | msgspec.Raw, type: type[T]) -> T:  # noqa: A002 - as msgspec calls it
    """Return the record that the content is; raises ValueError for any other content."""
    try:
        return msgspec.json.decode(content, type=type)
    # msgspec's answer to JSON that is nested a thousand levels deep.
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
