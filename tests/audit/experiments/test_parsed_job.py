"""A job as experiments need it: its modules through library folders, its options, its data."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.audit.experiments.parsed_job import read_parsed_job
from moltverify.errors import UsageError
from moltverify.running.job import TlcJob
from moltverify.running.staged_files import StagedFile
from tests.audit.parsed import LAMP, write_model


def job_with_library(folder: Path) -> TlcJob:
    """Return a job whose module extends one of another folder, and reads a file."""
    library = folder / "library"
    library.mkdir()
    (library / "Wire.tla").write_text(
        "---- MODULE Wire ----\nVARIABLE wire\nIdle == wire = 0\n====\n"
    )
    (folder / "log.txt").write_bytes(b"a \xff line\n")
    job = write_model(folder / "specs", LAMP)
    job.module.write_text(job.module.read_text().replace("FiniteSets", "FiniteSets, Wire"))
    return replace(job, libraries=(library,), data=(folder / "log.txt",))


def test_modules_are_found_in_library_folders(tmp_path: Path) -> None:
    read = read_parsed_job(job_with_library(tmp_path))
    assert list(read.sources.by_name) == ["M", "Wire"]
    assert read.sources.variables == {"on", "x", "wire"}


def test_data_files_keep_their_names_and_bytes(tmp_path: Path) -> None:
    read = read_parsed_job(job_with_library(tmp_path))
    assert read.data == (StagedFile("log.txt", b"a \xff line\n"),)


def test_options_are_those_of_the_job(tmp_path: Path) -> None:
    job = write_model(tmp_path, LAMP)
    assert read_parsed_job(job).options is job.options


def test_a_config_that_tlc_could_not_read_is_said_with_its_place(tmp_path: Path) -> None:
    job = write_model(tmp_path, LAMP, "SPECIFICATION\n")
    with pytest.raises(UsageError, match=r"M\.cfg: line 2, column 1"):
        read_parsed_job(job)


def test_a_data_file_that_is_missing_is_an_error_of_the_system(tmp_path: Path) -> None:
    job = replace(write_model(tmp_path, LAMP), data=(tmp_path / "gone.txt",))
    with pytest.raises(FileNotFoundError, match=r"gone\.txt"):
        read_parsed_job(job)
