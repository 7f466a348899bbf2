"""Names in phrases: those of no variable are mistakes, with their place."""

from pathlib import Path

import pytest

from tests.conftest import edit
from tests.registry.mistakes import REGISTRY, after, found


def faults(project: Path, phrase: str, action: str = "Shut") -> list[str]:
    """Return what is wrong in the project once an action has a phrase."""
    line = f'      {action}: "{phrase}"\n'
    edit(project / REGISTRY, "    phrases:\n", f"    phrases:\n{line}")
    return [mistake.partition(": phrases.")[2] for mistake in found(project)]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("{{ dor }}", "dor"),
        ("{{ before.dor }}", "dor"),
        ("{{ before['dor'] }}", "dor"),
        ("{{ moved('dor') }}", "dor"),
        ("{{ added('dor')[0] }}", "dor"),
        ("{{ removed('dor', 'owner') | length }}", "dor"),
        ("{% for who in dor %}{{ who }}{% endfor %}", "dor"),
        ("{{ 'open' if dor else 'shut' }}", "dor"),
    ],
)
def test_a_name_of_no_variable_is_a_mistake(project: Path, phrase: str, name: str) -> None:
    assert faults(project, phrase) == [
        f"Shut: '{name}' is no variable of the claim's models; did you mean 'door'?"
    ]


@pytest.mark.parametrize(
    "phrase",
    [
        "{{ door }} {{ before.waiting }} {{ before['inside'] }}",
        "{{ added('inside')[0] }} {{ removed('waiting') }} {{ moved('door') }}",
        "{% for who in inside %}{{ who }} {{ loop.index }}{% endfor %}",
        "{% set first = inside %}{{ first }} {{ range(3) | list }}",
        "{% for name in ['door'] %}{{ before[name] }}{% endfor %}",
    ],
)
def test_variables_and_names_of_the_phrase_itself_are_right(project: Path, phrase: str) -> None:
    assert faults(project, phrase) == []


def test_a_parameter_is_no_variable_because_tlc_prints_no_values_of_parameters(
    project: Path,
) -> None:
    edit(project / REGISTRY, "added('inside')[0] }} goes", "v }} goes")
    assert [mistake.partition(": phrases.")[2] for mistake in found(project)] == [
        "Enter: 'v' is no variable of the claim's models"
    ]


@pytest.mark.parametrize("name", ["before", "moved", "added", "removed"])
def test_the_initial_state_has_no_step_to_talk_about(project: Path, name: str) -> None:
    [mistake] = after(project, "{{ door }}", f"{{{{ {name} }}}}")
    assert f"phrases.Init: '{name}' is about a step" in mistake


def test_a_variable_of_one_model_alone_is_right(project: Path) -> None:
    edit(project / "specs/Door_Unlocked.tla", "EXTENDS Door", "EXTENDS Door\nVARIABLE spare")
    assert faults(project, "{{ spare }}") == []


def test_names_are_left_to_tlc_if_a_module_cannot_be_parsed(project: Path) -> None:
    edit(project / "specs/Door.tla", "====", "Odd == )\n====")
    assert not any("variable" in mistake for mistake in faults(project, "{{ dor }}"))
