"""Names for ids: stable in a run, different in the next, and harmless if ids are shown."""

from moltverify.snapshots.hidden_ids import LENGTH, IdNames


def test_an_id_has_one_name_in_a_run_and_another_id_another_name() -> None:
    names = IdNames()
    assert names.name_of("alice") == names.name_of("alice") != names.name_of("bob")


def test_another_run_names_the_same_id_otherwise() -> None:
    assert IdNames().name_of("alice") != IdNames().name_of("alice")


def test_a_name_says_nothing_of_the_id() -> None:
    name = IdNames().name_of("alice" * 100)
    assert len(name) == LENGTH
    assert set(name) <= set("0123456789abcdef")


def test_shown_ids_are_themselves_without_characters_that_steer_a_terminal() -> None:
    shown = IdNames(shown=True)
    assert shown.name_of("Zoë +49 170") == "Zoë +49 170"
    assert shown.name_of("a\x1b[2J\n\u202eb") == "a\\x1b[2J\\n\\u202eb"


def test_half_a_surrogate_has_a_name_too() -> None:
    assert IdNames().name_of("\ud800")
