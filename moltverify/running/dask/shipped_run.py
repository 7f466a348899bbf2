"""One run of TLC as a record without paths of this machine, and the answer that comes back.

    command with paths here  ->  ShippedRun  ->  command with paths there
    files here  <-  ShippedAnswer  <-  files there

Files travel with their digests. Jars do not travel with a run: a worker asks for one that it lacks.
"""

import hashlib
import os
import zlib
from pathlib import Path

from msgspec import Struct

from moltverify.running.child_environment import java_environment
from moltverify.running.command import PrivateFolder, TlcCommand
from moltverify.running.engines import RunSize
from moltverify.running.process import End, Finished
from moltverify.running.staged_files import FileDigest
from moltverify.running.toolchain import Toolchain

# Bytes of one file that comes back through the scheduler, before it is compressed.
MOST_RETURNED = 256 * 2**20
OUTPUTS = "outputs"
FAST = 1  # zlib's level; text of TLC shrinks to a tenth even so


class WorkerVersions(Struct, frozen=True):
    """What has to be the same on both sides: this program's code, Java, Python and Dask."""

    code: str
    java: str
    python: str
    dask: str


class ShippedFile(Struct, frozen=True):
    """A file by its name, with its content and the digest of that."""

    digest: FileDigest
    content: bytes


class ShippedRun(Struct, frozen=True, kw_only=True):
    """A run as it goes to a worker; jars are named by their SHA-256, TLC's own first.

    An option that is a number stands for the output file at that index; `outputs` are their names.
    """

    versions: WorkerVersions
    jars: tuple[str, ...]
    heap: str
    settings: tuple[str, ...]
    options: tuple[str | int, ...]
    outputs: tuple[str, ...]
    module: str
    config: str
    files: tuple[ShippedFile, ...]
    environment: dict[str, str]
    size: RunSize
    timeout: float


class ShippedAnswer(Struct, frozen=True, kw_only=True):
    """What a worker answers: the end of the run with its files, compressed, or why none was made.

    `missing` are jars that it needs first, and `refusal` says why it will not make the run.
    `folder` is the run's private folder there. An output file that TLC did not write is None.
    """

    worker: str
    missing: tuple[str, ...] = ()
    refusal: str = ""
    exit_code: int = 0
    end: End = End.EXITED
    seconds: float = 0.0
    note: str = ""
    folder: str = ""
    output: bytes = b""
    errors: bytes = b""
    outputs: tuple[bytes | None, ...] = ()


def shipped_run(
    command: TlcCommand,
    size: RunSize,
    timeout: float,
    versions: WorkerVersions,
    jars: tuple[str, ...],
) -> ShippedRun:
    """Return a command as it goes to a worker; `jars` are the digests of its jars.

    Raises OSError for a staged file that cannot be read or that was changed, and ValueError for an
    option with a path of this machine.
    """
    names = {str(file): at for at, file in enumerate(command.outputs)}
    options = tuple(names.get(option, option) for option in command.options)
    if local := [one for one in options if isinstance(one, str) and Path(one).is_absolute()]:
        raise ValueError(f"TLC's option {local[0]} names a file that a Dask worker does not have")
    return ShippedRun(
        versions=versions,
        jars=jars,
        heap=command.heap,
        settings=command.settings,
        options=options,
        outputs=tuple(file.name for file in command.outputs),
        module=command.module,
        config=command.config,
        files=tuple(shipped_file(command.private.spec, digest) for digest in command.files),
        # Not the whole environment, which may hold secrets that are no model's business.
        environment={
            name: command.environment[name]
            for name in command.variables or ()
            if name in command.environment
        },
        size=size,
        timeout=timeout,
    )


def shipped_file(folder: Path, digest: FileDigest) -> ShippedFile:
    """Return a staged file with its content; raises OSError if it is not the digested one."""
    content = (folder / digest.name).read_bytes()
    require_digest(content, digest)
    return ShippedFile(digest, content)


def require_digest(content: bytes, digest: FileDigest) -> None:
    """Raise OSError if a content is not the digested one."""
    if hashlib.sha256(content).hexdigest() != digest.sha256:
        raise OSError(f"{digest.name} is not the file that was digested")


def received_command(run: ShippedRun, root: Path, tools: Toolchain) -> TlcCommand:
    """Write a run's files into a new private folder and return the command that checks them.

    `tools` have TLC's jar; the libraries are added by the caller. Raises OSError.
    """
    private = PrivateFolder(root)
    private.create()
    for file in run.files:
        require_digest(file.content, file.digest)
        # Only a plain name: the file must lie in this folder.
        if Path(file.digest.name).name != file.digest.name:
            raise OSError(f"{file.digest.name!r} is no name of a file")
        with (private.spec / file.digest.name).open("xb") as staged:
            staged.write(file.content)
    # In folders of their own, because two may have the same name.
    places = (root / OUTPUTS / str(at) for at, _ in enumerate(run.outputs))
    outputs = tuple(
        place / Path(name).name for place, name in zip(places, run.outputs, strict=True)
    )
    for output in outputs:
        output.parent.mkdir(parents=True, mode=0o700)
    return TlcCommand(
        java=tools.java.path,
        jar=tools.jar.path,
        heap=run.heap,
        settings=run.settings,
        options=tuple(str(outputs[one]) if isinstance(one, int) else one for one in run.options),
        module=run.module,
        config=run.config,
        files=tuple(file.digest for file in run.files),
        private=private,
        output=root / "output.txt",
        errors=root / "errors.txt",
        # What a system needs is this machine's, and the rest is what the model states.
        environment={**java_environment(os.environ, ()), **run.environment},
        outputs=outputs,
        variables=tuple(run.environment),
    )


def answer_with_files(worker: str, command: TlcCommand, finished: Finished) -> ShippedAnswer:
    """Return the answer with all files of a finished run; raises OSError if one is too large."""
    return ShippedAnswer(
        worker=worker,
        exit_code=finished.exit_code,
        end=finished.end,
        seconds=finished.seconds,
        note=finished.note,
        folder=str(command.private.root),
        output=packed_start(command.output),
        errors=packed_start(command.errors),
        outputs=tuple(packed(file) if file.exists() else None for file in command.outputs),
    )


def packed(file: Path) -> bytes:
    """Return a file's content, compressed; raises OSError if it is too large."""
    if file.stat().st_size > MOST_RETURNED:
        most = f"{MOST_RETURNED >> 20} MB"
        raise OSError(f"TLC's file {file.name} has more than the {most} that a Dask worker returns")
    return zlib.compress(file.read_bytes(), FAST)


def packed_start(file: Path) -> bytes:
    """Return the start of what TLC printed, compressed; a run that printed more was ended."""
    with file.open("rb") as content:
        return zlib.compress(content.read(MOST_RETURNED), FAST)


def unpack_answer(answer: ShippedAnswer, command: TlcCommand) -> None:
    """Write the files of an answer to where the command names them; raises OSError."""
    # TLC prints where it found modules. As in a local run, that is in the folder of this run.
    there, here = os.fsencode(answer.folder), os.fsencode(command.private.root)
    for file, content in ((command.output, answer.output), (command.errors, answer.errors)):
        file.write_bytes(zlib.decompress(content).replace(there, here))
    for file, written in zip(command.outputs, answer.outputs, strict=True):
        if written is not None:
            file.write_bytes(zlib.decompress(written))
