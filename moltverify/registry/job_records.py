"""What TLC is asked to do for the models of a claim."""

from pathlib import Path

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from moltverify.registry.claim_entries import ClaimEntry
from moltverify.registry.entry_reader import given
from moltverify.registry.entry_types import AUTO, seconds
from moltverify.registry.jar_entries import LibraryJarEntry
from moltverify.registry.model_entries import CONSTANT, GreenEntry, RedEntry, config_of
from moltverify.registry.search_entries import Slices, random_search
from moltverify.running.capacity import several_workers
from moltverify.running.job import RandomSearch, TlcJob, TlcOptions
from moltverify.running.jvm_settings import jvm_flag
from moltverify.running.pinned_jar import PinnedJar
from moltverify.tla.derived_config import DerivedConfig


def green_job(green: GreenEntry, claim: ClaimEntry) -> TlcJob:
    """Return what TLC is asked to check for a green."""
    return job_of(green, green.module, config_of(green), claim)


def red_job(red: RedEntry, claim: ClaimEntry) -> TlcJob:
    """Return what TLC is asked to check for a red; what it does not name is the green's."""
    if isinstance(claim.green, GreenEntry):
        module = given(red.module, claim.green.module)
        if red.is_derived:
            base, name = config_of(claim.green), f"{claim.id}-{red.id}"
            return job_of(red, module, DerivedConfig.beside(base, name, red.changes()), claim)
    else:
        assert red.module is not UNSET  # the reader refuses a red that needs a green
        module = red.module
    return job_of(red, module, config_of(red), claim)


def job_of(model: GreenEntry | RedEntry, module: Path, config: Path, claim: ClaimEntry) -> TlcJob:
    """Return what TLC is asked to check for a model of a claim."""
    # A model without a behaviour has no traces.
    is_constant = model.kind in {CONSTANT, "assumption"}
    # A list of data says what the model reads, and that it reads no variable.
    data = given(model.data, given(claim.data, None))
    read = given(model.env, given(claim.env, None if data is None else ()))
    return TlcJob(
        module=module,
        config=config,
        options=with_search(
            replace(options_of(claim), environment=read),
            None if is_constant else random_search(given(model.mode, claim.mode)),
        ),
        libraries=tuple(
            one.jar if isinstance(one, LibraryJarEntry) else one for one in given(claim.library, ())
        ),
        data=data or (),
    )


def slice_predicates(
    model: GreenEntry | RedEntry, claim: ClaimEntry, job: TlcJob
) -> tuple[str, ...]:
    """Return the predicates that divide a model's initial states: its own, or its green's."""
    if not isinstance(model.slice, UnsetType):
        return model.slice
    # What a red has not asked for itself is left out where it has no meaning.
    has_states = job.options.random_search is None and model.kind != "assumption"
    green: Slices = claim.green.slice if isinstance(claim.green, GreenEntry) else UNSET
    return given(green, ()) if has_states else ()


def with_search(options: TlcOptions, search: RandomSearch | None) -> TlcOptions:
    """Return options with a search of random traces, if any."""
    if search is None:
        return options
    # With several threads the seed does not decide which traces are followed.
    return replace(
        options, random_search=search, workers=1, timeout=search.seconds or options.timeout
    )


def options_of(claim: ClaimEntry) -> TlcOptions:
    """Return the options for the models of a claim; those that are not given have defaults."""
    usual = TlcOptions()
    return TlcOptions(
        # No duration is zero, so `or` replaces a missing one only.
        timeout=seconds(given(claim.timeout, "")) or usual.timeout,
        workers=threads_of(claim, usual.workers),
        auto_workers=claim.workers == AUTO,
        heap=given(claim.heap, usual.heap),
        deadlock=claim.deadlock == "checked",
        jvm=tuple(map(jvm_flag, given(claim.jvm, ()))),
        class_path=tuple(
            PinnedJar(one.jar, one.sha256)
            for one in given(claim.library, ())
            if isinstance(one, LibraryJarEntry)
        ),
    )


def threads_of(claim: ClaimEntry, usual: int) -> int:
    """Return the number of TLC's threads for the models of a claim."""
    if isinstance(claim.workers, str):
        return several_workers()
    return usual if claim.workers is UNSET else claim.workers
