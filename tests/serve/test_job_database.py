"""Jobs, results and pages in SQLite."""

import sqlite3
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.errors import StoreError
from moltverify.serve.job_database import GET, JobDatabase
from moltverify.serve.job_records import Job, JobState

JOB = Job(digest="a" * 64, kind="claim", title="A", request=b"{}", state=JobState.DONE, created=1)


@pytest.fixture
def database(tmp_path: Path) -> JobDatabase:
    made = JobDatabase(tmp_path / "store" / "serve.sqlite")
    assert made.open() == 0
    return made


def test_what_is_put_is_there_after_a_restart(database: JobDatabase) -> None:
    database.put_result(JOB, b"result", {"report.html": b"page"})
    database.close()
    again = JobDatabase(database.file)
    assert again.open() == 0
    assert again.get(JOB.digest) == JOB
    assert again.result(JOB.digest) == b"result"
    assert again.page(JOB.digest, "report.html") == b"page"
    assert again.page(JOB.digest, "other") is None
    assert again.get("b" * 64) is None


def test_a_repetition_keeps_the_result_until_it_has_another(database: JobDatabase) -> None:
    database.put_result(JOB, b"first", {"old.html": b"old"})
    database.put(replace(JOB, state=JobState.RUNNING))
    assert database.result(JOB.digest) == b"first"
    database.put_result(JOB, b"second", {"new.html": b"new"})
    assert database.result(JOB.digest) == b"second"
    assert database.page(JOB.digest, "old.html") is None


@pytest.mark.parametrize("state", JobState)
def test_what_waited_or_ran_is_interrupted_by_a_restart(
    database: JobDatabase, state: JobState
) -> None:
    database.put(replace(JOB, state=state))
    database.close()
    again = JobDatabase(database.file)
    assert again.open() == int(state.is_active)
    job = again.get(JOB.digest)
    assert job
    assert job.state is (JobState.INTERRUPTED if state.is_active else state)


def test_old_jobs_and_the_least_used_beyond_the_size_are_removed(database: JobDatabase) -> None:
    for number, used in enumerate([10, 20, 30, 40]):
        job = replace(JOB, digest=str(number) * 64)
        database.put_result(job, bytes(range(256)), {"page": bytes(range(256))})
        with database.connection:
            database.connection.execute(
                "UPDATE jobs SET used = ?, bytes = 100 WHERE digest = ?",
                (time.time() - 100 + used, job.digest),
            )
    assert database.prune(seconds=85, most=1000) == 1  # the first is too old
    assert database.prune(seconds=1000, most=250) == 1  # the second is too much
    assert [job.digest[0] for job in database.jobs(f"{GET} ORDER BY digest")] == ["2", "3"]
    pages = database.connection.execute("SELECT count(*) FROM pages").fetchone()
    assert pages == (2,)


def test_what_waits_or_runs_is_never_removed(database: JobDatabase) -> None:
    database.put(replace(JOB, state=JobState.RUNNING))
    assert database.prune(seconds=-1, most=0) == 0


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "serve.sqlite").write_text("something else, long enough to be read as a header" * 9)
    with pytest.raises(StoreError, match="cannot be used") as caught:
        JobDatabase(tmp_path / "serve.sqlite").open()
    assert caught.value.hint == "name another file"


def test_tables_of_a_later_version_are_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "serve.sqlite") as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="version 99"):
        JobDatabase(tmp_path / "serve.sqlite").open()
