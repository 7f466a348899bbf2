"""The files of a job, in the order in which they are digested and staged."""

from pathlib import Path

import pytest

from moltverify.running.job import TlcJob, TlcOptions, job_files
from moltverify.tla.dependencies import DependencyReader


def module(folder: Path, name: str, extends: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    uses = f"EXTENDS {extends}\n" if extends else ""
    file = folder / f"{name}.tla"
    file.write_text(f"---- MODULE {name} ----\n{uses}====\n", encoding="utf-8")
    return file


def job(
    folder: Path, root: Path, libraries: tuple[Path, ...] = (), data: tuple[Path, ...] = ()
) -> TlcJob:
    config = folder / "M.cfg"
    config.write_text("INIT Init\n", encoding="utf-8")
    return TlcJob(module=root, config=config, libraries=libraries, data=data)


def names(given: TlcJob) -> list[str]:
    return [path.name for path in job_files(given, DependencyReader())]


def test_modules_come_by_name_and_the_config_last(tmp_path: Path) -> None:
    root = module(tmp_path, "M", "Zoo, Ape")
    module(tmp_path, "Zoo")
    module(tmp_path, "Ape", "Bee")
    module(tmp_path, "Bee")
    assert names(job(tmp_path, root)) == ["Ape.tla", "Bee.tla", "M.tla", "Zoo.tla", "M.cfg"]


def test_data_come_between_modules_and_config_in_their_own_order(tmp_path: Path) -> None:
    data = (tmp_path / "z.json", tmp_path / "a.json")
    assert names(job(tmp_path, module(tmp_path, "M"), data=data)) == [
        "M.tla",
        "z.json",
        "a.json",
        "M.cfg",
    ]


def test_the_folder_of_the_module_comes_before_the_libraries(tmp_path: Path) -> None:
    root = module(tmp_path / "specs", "M", "Lock")
    libraries = (tmp_path / "first", tmp_path / "second")
    given = job(tmp_path, root, libraries=libraries)
    (later, earlier) = (module(libraries[1], "Lock"), module(libraries[0], "Lock"))
    assert job_files(given, DependencyReader())[0] == earlier
    own = module(tmp_path / "specs", "Lock")
    assert job_files(given, DependencyReader())[0] == own
    assert later not in job_files(given, DependencyReader())


def test_a_module_of_tlc_itself_is_no_file_of_the_job(tmp_path: Path) -> None:
    assert names(job(tmp_path, module(tmp_path, "M", "Naturals, TLC"))) == ["M.tla", "M.cfg"]


def test_a_link_to_nowhere_is_no_module(tmp_path: Path) -> None:
    root = module(tmp_path, "M", "Lock")
    (tmp_path / "Lock.tla").symlink_to(tmp_path / "nowhere")
    assert names(job(tmp_path, root)) == ["M.tla", "M.cfg"]


def test_a_module_that_is_gone_after_it_was_found_is_an_error(tmp_path: Path) -> None:
    root, lock = module(tmp_path, "M", "Lock"), module(tmp_path, "Lock")
    given, reader = job(tmp_path, root), DependencyReader()
    assert reader.exists(lock)
    lock.unlink()
    with pytest.raises(FileNotFoundError):
        job_files(given, reader)


def test_bytes_that_are_not_utf_8_hide_no_module(tmp_path: Path) -> None:
    root = module(tmp_path, "M", "Lock")
    module(tmp_path, "Lock")
    root.write_bytes(b"\\* \xff\n" + root.read_bytes())
    assert names(job(tmp_path, root)) == ["Lock.tla", "M.tla", "M.cfg"]


def test_a_job_without_options_is_checked_for_deadlocks_by_one_thread() -> None:
    given = TlcJob(module=Path("M.tla"), config=Path("M.cfg"))
    assert given.options == TlcOptions(timeout=60.0, workers=1, heap="1g", deadlock=True)
