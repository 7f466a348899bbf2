"""Options that several commands share, and the values that they are converted to."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from moltverify.errors import UsageError
from moltverify.registry.entry_types import seconds
from moltverify.registry.records import Registry
from moltverify.registry.registry_search import find_registry, registry_path
from moltverify.running.engines import Engine
from moltverify.running.toolchain import ALSO_OPTION
from moltverify.store.runs import FOLDER
from moltverify.suite.default_store import default_store
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.run_options import RunOptions
from moltverify.suite.shards import Shard

Decorated = Callable[..., Any]
OUTSIDE = "moltverify.outside"  # the key of --allow-outside in an invocation


def duration(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,
    value: str | None,
) -> float | None:
    """Return the seconds of a duration such as 60s, 500ms or 2m; a plain number is seconds."""
    if value is None:
        return None
    result = seconds(value if not value.replace(".", "", 1).isdigit() else f"{value}s")
    if not result:
        raise click.BadParameter(f"{value!r} is not a duration such as 60s or 2m", param=param)
    return result


def part_of_suite(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,
    value: str | None,
) -> Shard | None:
    """Return the shard that I/N names."""
    if value is None:
        return None
    index, _, count = value.partition("/")
    if not (index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
        raise click.BadParameter(f"{value!r} is not a shard such as 1/4", param=param)
    return Shard(int(index), int(count))


def named_registry(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,  # noqa: ARG001
    value: str | None,
) -> Path | None:
    """Return the path that --registry names, as `registry_path`."""
    return None if value is None else registry_path(value)


def registry_option(command: Decorated) -> Decorated:
    """Add --registry, and --allow-outside for the files that it names."""
    return click.option(
        "--registry",
        # Not converted to a Path, which drops the dot of ./bundled.
        type=click.Path(),
        callback=named_registry,
        help="The registry's file or folder, or `bundled`: the claims that come with moltverify.  "
        "[default: specs/registry.yaml, found upward]",
    )(outside_option(command))


def store_option(command: Decorated) -> Decorated:
    """Add --store."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path, file_okay=False),
        help=f"Where runs are recorded.  [default: {FOLDER} beside the specs]",
    )(command)


def jar_option(command: Decorated) -> Decorated:
    """Add --tla2tools."""
    return click.option(
        "--tla2tools",
        type=click.Path(path_type=Path),
        help="The tla2tools.jar to use.  [default: that of the package]",
    )(command)


def also_option(command: Decorated) -> Decorated:
    """Add --also-with."""
    return click.option(
        ALSO_OPTION,
        "also_with",
        multiple=True,
        metavar="JAR",
        type=click.Path(path_type=Path),
        help="Run on this tla2tools.jar too, and compare the answers.  Repeatable.",
    )(command)


def outside_option(command: Decorated) -> Decorated:
    """Add --allow-outside, which `open_registry` looks for."""
    return click.option(
        "--allow-outside",
        is_flag=True,
        expose_value=False,
        callback=keep_permission,
        # Before the registry's completion and its loading ask for it.
        is_eager=True,
        help="Read files outside the repository too, if the registry names them.",
    )(command)


def keep_permission(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001 - click's signature
    """Keep for this invocation whether files outside the repository may be read."""
    ctx.meta[OUTSIDE] = value


def allows_outside() -> bool:
    """Return whether this invocation may read files outside the repository."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(OUTSIDE))


def run_options(command: Decorated) -> Decorated:
    """Add the options for running models; the command gets them as one `RunOptions`, `options`."""
    return with_options_of(
        command, (*RUN_OPTIONS, LOCAL_ENGINE_OPTION, WORKERS_OPTION, CACHE_OPTION)
    )


def cluster_run_options(command: Decorated) -> Decorated:
    """Add the same options for a command whose models may run on a Dask cluster."""
    return with_options_of(command, (*RUN_OPTIONS, engine_option, WORKERS_OPTION, CACHE_OPTION))


def single_thread_options(command: Decorated) -> Decorated:
    """Add the same options for a command that always runs TLC with one thread."""
    return with_options_of(command, (*RUN_OPTIONS, LOCAL_ENGINE_OPTION, CACHE_OPTION))


def with_options_of(command: Decorated, chosen: Sequence[Callable[[Any], Any]]) -> Decorated:
    """Add some of the options for running models."""

    @wraps(command)
    def with_options(
        *arguments: Any,
        jobs: int | None,
        timeout: float | None,
        engine: str,
        no_cache: bool,
        workers: int | None = None,
        **others: Any,
    ) -> Any:
        options = RunOptions(
            jobs=jobs,
            engine=Engine(engine),
            timeout=timeout,
            workers=workers,
            use_cache=not no_cache,
        )
        return command(*arguments, options=options, **others)

    decorated: Decorated = with_options
    for option in reversed(chosen):
        decorated = option(decorated)
    return decorated


RUN_OPTIONS = (
    click.option(
        "--jobs", "-j", type=click.IntRange(1), help="Models at a time.  [default: cores]"
    ),
    click.option(
        "--timeout", callback=duration, help="Per model, such as 90s; overrides the registry."
    ),
)
LOCAL_ENGINES = [engine.value for engine in Engine if engine is not Engine.DASK]
LOCAL_ENGINE_OPTION = click.option(
    "--engine",
    type=click.Choice(LOCAL_ENGINES),
    default=Engine.AUTO.value,
    help="Warm workers, a process per model, or by size.  [default: auto]",
)
engine_option = click.option(
    "--engine",
    type=click.Choice([engine.value for engine in Engine]),
    default=Engine.AUTO.value,
    help="Warm workers, a process per model, by size, or a Dask cluster.  [default: auto]",
)
WORKERS_OPTION = click.option(
    "--workers", type=click.IntRange(1), help="TLC's own threads per model."
)
CACHE_OPTION = click.option("--no-cache", is_flag=True, help="Run unchanged models again too.")


def open_registry(given: Path | None) -> Registry:
    """Find and load the registry."""
    from moltverify.registry.load import load_registry  # noqa: PLC0415 - most runs read no YAML

    return load_registry(find_registry(given, working_folder()), allows_outside())


def require_models(registry: Registry) -> None:
    """Raise UsageError for a registry without models: to check it shows nothing."""
    if not registry.models:
        raise UsageError(
            f"{registry.file} has no claims, so nothing is checked", "add a claim to it"
        )


def working_folder() -> Path:
    """Return the current folder; raises UsageError if it was removed."""
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise UsageError("the current folder is gone", "change to one that exists") from error


def open_store(given: Path | None, registry: Registry) -> RecordedRuns:
    """Return the store: beside the specs, or here if the specs are the package's own."""
    if given is not None:
        # TLC starts in another folder, where a relative path would name another file.
        return RecordedRuns(given.absolute())
    return default_store(registry)


def complete_selector(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001 - click's signature
    incomplete: str,
) -> list[str]:
    """Return the ids that begin with the typed text, for the shell's completion."""
    # An error message would be printed into the line that the user is typing.
    try:
        registry = open_registry(ctx.params.get("registry"))
    except Exception:
        return []
    names = [group.id for group in registry.groups]
    names += [claim.id for claim in registry.claims] + [model.id for model in registry.models]
    return [name for name in dict.fromkeys(names) if name.startswith(incomplete)]
