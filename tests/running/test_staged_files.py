"""TLC sees exactly the files of the job, with the bytes that were digested."""

import subprocess
from pathlib import Path

import pytest

from moltverify.running.job import TlcJob
from moltverify.running.staged_files import StagedFile, made_staged_files, read_staged_files
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.tla.dependencies import DependencyReader
from moltverify.tlc.outcome import Holds, Violated
from tests.running.kinds import COUNTER, KINDS, Kind, run, write


def job_in(folder: Path, text: str = "---- MODULE M ----\n====\n") -> TlcJob:
    folder.mkdir(exist_ok=True)
    (folder / "M.tla").write_text(text)
    (folder / "M.cfg").write_text("INIT Init NEXT Next\n")
    return TlcJob(module=folder / "M.tla", config=folder / "M.cfg")


def names(job: TlcJob) -> list[str]:
    return [file.name for file in read_staged_files(job, DependencyReader()).files]


def test_only_what_the_module_needs_is_staged(tmp_path: Path) -> None:
    job = job_in(tmp_path, "---- MODULE M ----\nEXTENDS Naturals, N\n====\n")
    for other in ("N.tla", "Other.tla", "M.class", "Other.cfg", "notes.txt"):
        (tmp_path / other).write_text("---- MODULE N ----\n====\n")
    assert names(job) == ["M.tla", "N.tla", "M.cfg"]


def test_modules_of_libraries_and_data_lie_beside_the_module(tmp_path: Path) -> None:
    library, data = tmp_path / "lib", tmp_path / "log.json"
    library.mkdir()
    (library / "N.tla").write_text("---- MODULE N ----\n====\n")
    data.write_text("{}")
    job = job_in(tmp_path / "specs", "---- MODULE M ----\nEXTENDS N\n====\n")
    whole = TlcJob(module=job.module, config=job.config, libraries=(library,), data=(data,))
    assert names(whole) == ["M.tla", "N.tla", "log.json", "M.cfg"]


def test_a_file_that_changes_after_it_was_read_is_staged_as_it_was_read(tmp_path: Path) -> None:
    job, reader = job_in(tmp_path), DependencyReader()
    digest = reader.sha256(job.module)
    job.module.write_text("something else")
    assert read_staged_files(job, reader).module.digest.sha256 == digest


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "M.cfg").touch()
    job = job_in(tmp_path)
    with pytest.raises(ValueError, match=r"two files of one run are named M\.cfg"):
        names(TlcJob(module=job.module, config=job.config, data=(other / "M.cfg",)))


def test_a_file_that_is_gone_is_an_os_error(tmp_path: Path) -> None:
    job = job_in(tmp_path)
    job.config.unlink()
    with pytest.raises(FileNotFoundError):
        names(job)


def test_files_are_written_by_their_names_and_never_over_another(tmp_path: Path) -> None:
    files = made_staged_files({"A": b"a", "B": b"\xff"}, "A", "c", (StagedFile("log", b"l"),))
    files.write(tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {"A.tla": b"a", "B.tla": b"\xff", "A.cfg": b"c", "log": b"l"}
    with pytest.raises(FileExistsError):
        files.write(tmp_path)


def test_bytes_that_are_not_utf_8_stay_visible_in_a_text() -> None:
    assert StagedFile("M.tla", b"\xfc").text == "\ufffd"


@pytest.mark.tlc
def test_a_java_class_beside_a_module_is_not_run(toolchain: Toolchain, tmp_path: Path) -> None:
    broken = Kind(COUNTER + "Inv == FALSE", KINDS["invariant"].config)
    job = write(tmp_path / "spec", broken, "Helper")
    source = tmp_path / "Helper.java"
    source.write_text(
        "import tlc2.value.IBoolValue; import tlc2.value.impl.BoolValue;\n"
        "public class Helper { public static IBoolValue Inv() { return BoolValue.ValTrue; } }\n"
    )
    try:
        compiler: list[str | Path] = ["javac", "-cp", toolchain.jar.path]
        compiler += ["-d", job.module.parent, source]
        subprocess.run(compiler, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no Java compiler here")
    ran = run(job, toolchain, tmp_path / "logs", launch_alone)
    assert isinstance(ran.reading.outcome, Violated)


@pytest.mark.tlc
def test_tlc_finds_a_module_of_a_library(toolchain: Toolchain, tmp_path: Path) -> None:
    library = tmp_path / "lib"
    library.mkdir()
    (library / "Limits.tla").write_text("---- MODULE Limits ----\nLimit == 5\n====\n")
    body = "INSTANCE Limits\n" + COUNTER + "Inv == x < Limit"
    job = write(tmp_path / "spec", Kind(body, "SPECIFICATION Spec\nINVARIANT Inv"))
    whole = TlcJob(module=job.module, config=job.config, libraries=(library,))
    assert run(whole, toolchain, tmp_path / "logs", launch_alone).reading.outcome == Holds()
