"""Numbers with their nouns."""

import pytest

from moltverify.plural import counted


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 claims"), (1, "1 claim"), (2, "2 claims"), (1234, "1,234 claims")]
)
def test_a_number_has_its_noun(number: int, text: str) -> None:
    assert counted(number, "claim") == text
