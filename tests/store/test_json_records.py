"""Records from JSON that anybody may have written."""

import pytest
from msgspec import Struct

from moltverify.store.json_records import read_json


class Note(Struct, frozen=True):
    """A record that can be nested."""

    notes: tuple["Note", ...] = ()


def test_a_record_is_read() -> None:
    assert read_json(b'{"notes": [{}]}', Note) == Note((Note(),))


@pytest.mark.parametrize("levels", [3_000, 1_000_000])
@pytest.mark.parametrize("key", ["notes", "unknown"])
def test_what_is_nested_too_deep_is_a_value_error(levels: int, key: str) -> None:
    content = f'{{"{key}":['.encode() * levels + b"]}" * levels
    with pytest.raises(ValueError, match="nested too deep"):
        read_json(content, Note)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"notes": 5}'])
def test_any_other_content_is_a_value_error(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(content, Note)
