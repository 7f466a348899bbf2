"""Values of options that several commands share."""

from pathlib import Path

import click
import pytest

from moltverify.cli.options import (
    complete_selector,
    duration,
    open_registry,
    open_store,
    part_of_suite,
    registry_option,
    run_options,
)
from moltverify.errors import RegistryError, UsageError
from moltverify.registry.registry_search import bundled_registry
from moltverify.running.engines import Engine
from moltverify.suite.run_options import RunOptions
from moltverify.suite.shards import Shard
from tests.report import sample

PARAMETER = click.Option(["--timeout"])
CONTEXT = click.Context(click.Command("run"))


@click.command("run")
@click.argument("names", nargs=-1)
@run_options
def chosen(names: tuple[str, ...], options: RunOptions) -> tuple[tuple[str, ...], RunOptions]:
    """Return what the command line was converted to."""
    return names, options


def options_of(*words: str) -> RunOptions:
    _, options = chosen.main(list(words), standalone_mode=False)
    assert isinstance(options, RunOptions)
    return options


@pytest.mark.parametrize(
    ("text", "length"),
    [("60s", 60), ("500ms", 0.5), ("2m", 120), ("1h", 3600), ("90", 90), ("1.5", 1.5)],
)
def test_a_duration_is_a_number_of_seconds(text: str, length: float) -> None:
    assert duration(CONTEXT, PARAMETER, text) == length


@pytest.mark.parametrize(
    "text", ["", "0", "0s", "-5", "5 minutes", "s", ".", "1.2.3", "1e3", "nan", "inf", "²"]
)
def test_a_text_that_is_no_duration_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a duration such as 60s or 2m") as caught:
        duration(CONTEXT, PARAMETER, text)
    assert repr(text) in caught.value.message


@pytest.mark.parametrize(
    ("text", "shard"), [("1/1", Shard(1, 1)), ("4/4", Shard(4, 4)), ("02/10", Shard(2, 10))]
)
def test_a_shard_is_an_index_of_a_number_of_parts(text: str, shard: Shard) -> None:
    assert part_of_suite(CONTEXT, PARAMETER, text) == shard


@pytest.mark.parametrize("text", ["", "1", "/", "1/", "/4", "0/4", "5/4", "-1/4", "1/4/4", "a/b"])
def test_a_shard_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a shard such as 1/4"):
        part_of_suite(CONTEXT, PARAMETER, text)


def test_an_option_that_is_not_given_has_no_value() -> None:
    assert duration(CONTEXT, PARAMETER, None) is None
    assert part_of_suite(CONTEXT, PARAMETER, None) is None


def test_without_options_models_run_by_size_with_the_cache() -> None:
    assert options_of() == RunOptions(engine=Engine.AUTO, use_cache=True)


def test_every_option_for_running_models_gets_into_one_record() -> None:
    words = ["-j", "3", "--timeout", "90s", "--engine", "warm", "--workers", "2", "--no-cache"]
    assert options_of(*words) == RunOptions(
        jobs=3, timeout=90, engine=Engine.WARM, workers=2, use_cache=False
    )


def test_the_other_arguments_of_a_command_are_passed_on() -> None:
    names, _ = chosen.main(["door", "lamp", "--jobs", "1"], standalone_mode=False)
    assert names == ("door", "lamp")


@pytest.mark.parametrize(
    "words", [["-j", "0"], ["--workers", "0"], ["--engine", "cold"], ["--timeout", "soon"]]
)
def test_an_option_out_of_its_range_is_a_mistake_of_the_user(words: list[str]) -> None:
    with pytest.raises(click.UsageError):
        chosen.main(words, standalone_mode=False)


def test_a_relative_store_is_made_absolute() -> None:
    store = open_store(Path("elsewhere"), sample.registry())
    assert store.root == Path.cwd() / "elsewhere"


def test_without_a_store_runs_are_recorded_beside_the_specs() -> None:
    assert open_store(None, sample.registry()).root == sample.SPECS.parent / ".moltverify"


def test_a_registry_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises((UsageError, RegistryError), match="gone"):
        open_registry(tmp_path / "gone")


@click.command("list")
@registry_option
def registry_of(registry: Path | None) -> Path | None:
    """Return what --registry was converted to."""
    return registry


def test_only_the_exact_text_bundled_names_the_bundled_suite() -> None:
    [named, path, absent] = (
        registry_of.main(words, standalone_mode=False)
        for words in (["--registry", "bundled"], ["--registry", "./bundled"], [])
    )
    assert named == bundled_registry()
    assert path == Path("bundled")
    assert absent is None


def completed(typed: str, registry: Path = sample.SPECS) -> list[str]:
    context = click.Context(click.Command("run"))
    context.params["registry"] = registry
    return complete_selector(context, PARAMETER, typed)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("lam", ["lamp", "lamp:flicker"]),
        ("door", ["door", "door@inside", "door:tailgate"]),
        ("house", ["house"]),
        ("slow:", ["slow:flicker"]),
        ("zzz", []),
    ],
)
def test_groups_claims_and_models_are_completed(typed: str, names: list[str]) -> None:
    assert completed(typed) == names


def test_a_claim_with_the_name_of_its_group_is_completed_once() -> None:
    names = completed("")
    assert names.count("hostile") == 1
    assert len(names) == len(set(names))


def test_completion_says_nothing_about_a_registry_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "registry.yaml").write_text("claims: [", encoding="utf-8")
    assert completed("door", tmp_path) == []
    assert completed("door", tmp_path / "gone") == []
