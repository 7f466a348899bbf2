"""Lines of modules beside a step, and the one thing that a red model replaces."""

import pytest
from msgspec.structs import replace

from moltverify.registry.spec_texts import ModelSources, SpecTexts
from moltverify.report.story.excerpts import Excerpt, Modules, excerpt_at, fault_of
from moltverify.tlc.trace import Place

MODULE = "pairing/PairingRace.tla"


@pytest.fixture
def red(sources: SpecTexts) -> ModelSources:
    found = sources.of("pairing-race:unlocked")
    assert found is not None
    return found


@pytest.fixture
def green(sources: SpecTexts) -> ModelSources:
    found = sources.of("pairing-race")
    assert found is not None
    return found


def line_of(text: str, model: ModelSources) -> int:
    file = model.file_of("PairingRace")
    assert file is not None
    return file.text[: file.text.index(text)].count("\n") + 1


def test_an_excerpt_is_the_definition_with_the_places_lines_marked(red: ModelSources) -> None:
    line = line_of("ReadStore(p) ==", red)
    place = Place("PairingRace", line + 1, 5, line + 4, 20)
    excerpt = excerpt_at(place, red, Modules())
    assert excerpt == Excerpt(MODULE, line, line + 4, line + 1, line + 4)


def test_the_comment_right_above_a_definition_belongs_to_it(red: ModelSources) -> None:
    line = line_of("Reply(p) ==", red)
    excerpt = excerpt_at(Place("PairingRace", line + 1), red, Modules())
    assert excerpt is not None
    assert (excerpt.first, excerpt.marked_first) == (line - 1, line + 1)


@pytest.mark.parametrize(
    "place", [None, Place(None, 3), Place("Naturals", 3), Place("PairingRace", 100_000)]
)
def test_a_place_that_is_not_in_the_sources_has_no_excerpt(
    place: Place | None, red: ModelSources
) -> None:
    assert excerpt_at(place, red, Modules()) is None


def test_a_place_outside_any_definition_is_shown_alone(red: ModelSources) -> None:
    line = line_of("VARIABLES", red)
    excerpt = excerpt_at(Place("PairingRace", line), red, Modules())
    assert excerpt == Excerpt(MODULE, line, line, line, line)


def test_a_fault_is_the_intended_and_the_faulty_definition(
    red: ModelSources, green: ModelSources
) -> None:
    fault = fault_of(red, green, Modules())
    assert fault is not None
    assert (fault.intended.name, fault.faulty.name) == ("Program", "ProgramWithoutLock")
    assert fault.intended.text.startswith('Program(p) == <<"lock"')
    assert fault.faulty.text.startswith('ProgramWithoutLock(p) == <<"look"')


def test_without_a_config_no_fault_is_shown(red: ModelSources, green: ModelSources) -> None:
    assert fault_of(replace(red, config=None), green, Modules()) is None


def test_a_config_that_is_none_any_more_shows_no_fault(
    red: ModelSources, green: ModelSources
) -> None:
    assert red.config is not None
    broken = replace(red.config, text="CONSTANTS 1 <-")
    assert fault_of(replace(red, config=broken), green, Modules()) is None


def test_a_text_that_is_no_module_any_more_gives_the_bare_line(red: ModelSources) -> None:
    file = red.file_of("PairingRace")
    assert file is not None
    broken = replace(red, modules=(("PairingRace", replace(file, text="gone\nfor\ngood")),))
    assert excerpt_at(Place("PairingRace", 2), broken, Modules()) == Excerpt(MODULE, 2, 2, 2, 2)
