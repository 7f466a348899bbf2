"""`--engine dask` and `moltverify dask` as a user types them."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

NO_TLS = "no address of a scheduler with TLS"
MISSING = 'raise ModuleNotFoundError("No module named \'distributed\'", name="distributed")\n'


def without_dask(folder: Path) -> dict[str, str]:
    """Return variables with which Python finds no package `distributed` that can be imported."""
    package = folder / "missing" / "distributed"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(MISSING, encoding="utf-8")
    return {"PYTHONPATH": str(package.parent)}


@pytest.mark.tlc
def test_a_claim_has_its_verdicts_from_a_cluster_inside_the_process(moltverify: Run) -> None:
    ended = moltverify("run", "--engine", "dask", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    models = json.loads(ended.stdout)["models"]
    assert {(one["verdict"], one["engine"]) for one in models} == {("as expected", "dask")}


# The mutants' graphs are files that a worker has to bring back.
@pytest.mark.campaign
@pytest.mark.tlc
def test_an_audit_finds_on_dask_what_it_finds_here(moltverify: Run) -> None:
    found = []
    for engine in ("auto", "dask"):
        ended = moltverify("audit", "--mutate", "--engine", engine, "--no-cache", "--json")
        assert ended.returncode in {0, 1}, ended.stderr
        result = json.loads(ended.stdout)
        found.append([result["findings"], [one["score"] for one in result["claims"]]])
    assert found[0] == found[1]
    assert len(found[0][1][0]["mutants"]) > 5


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--engine", "dask"),
        ("audit", "--engine", "dask"),
        ("dask", "scheduler"),
        ("dask", "worker", "tls://127.0.0.1:1"),
    ],
)
@pytest.mark.tlc
def test_without_the_extra_its_name_is_in_the_error(
    arguments: tuple[str, ...], moltverify: Run, tmp_path: Path
) -> None:
    ended = moltverify(*arguments, env=without_dask(tmp_path))
    assert ended.returncode == 3
    assert "Dask needs distributed, which is not installed" in ended.stderr
    assert "pip install 'moltverify[dask]'" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("run", "--engine", "dask", "--scheduler", "tcp://h:1"),
            NO_TLS,
        ),
        (("audit", "--engine", "dask", "--scheduler", "h:1"), NO_TLS),
        (("run", "--scheduler", "tls://h:1"), "--scheduler and --certificates belong to Dask"),
        (
            ("run", "--engine", "dask", "--certificates", "x"),
            "belongs to --scheduler",
        ),
        (("run", "--engine", "dask", "--sandbox"), "have no sandbox"),
        (("conform", "--engine", "dask"), "whose folders no Dask worker has"),
        (("dask", "worker", "tcp://h:1"), NO_TLS),
        (("dask", "worker", "tls://10.0.0.1:8786"), "cannot reach workers at 127.0.0.1"),
    ],
)
def test_what_does_not_go_together_is_a_usage_error(
    arguments: tuple[str, ...], words: str, moltverify: Run
) -> None:
    ended = moltverify(*arguments)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "hint:" in ended.stderr


def test_a_service_without_certificates_does_not_start(moltverify: Run, tmp_path: Path) -> None:
    ended = moltverify("dask", "scheduler", "--certificates", str(tmp_path))
    assert ended.returncode == 3
    assert "moltverify dask certificates" in ended.stderr


@pytest.mark.tlc
def test_a_scheduler_that_is_not_there_is_an_error_and_no_verdict(
    moltverify: Run, tmp_path: Path
) -> None:
    folder = str(tmp_path / "set")
    assert moltverify("dask", "certificates", folder).returncode == 0
    address = "tls://127.0.0.1:1"
    options = ("--engine", "dask", "--scheduler", address, "--certificates", folder)
    ended = moltverify("run", *options)
    assert ended.returncode == 3
    assert f"the scheduler {address} cannot be reached" in ended.stderr
    assert ended.stdout == ""
