"""An end of the service at any moment loses nothing finished and finishes nothing unfinished."""

import signal
from pathlib import Path

import pytest

from tests.cli.processes import is_running, run_program, wait_until
from tests.conftest import java_children
from tests.running.sandbox.boxes import needs_sandbox
from tests.running.test_process import dies
from tests.serve.models import counter, endless
from tests.serve.served import serving

pytestmark = [pytest.mark.tlc, pytest.mark.slow, needs_sandbox]
JSON = {"accept": "application/json"}


def test_a_kill_during_ten_runs_loses_nothing_and_leaves_no_process(
    project: Path, environment: dict[str, str]
) -> None:
    many = {"per_minute": 100, "own_places": 3, "own_seconds": 600}
    with serving(project, environment, **many) as service:
        finished = service.ask(**counter())["digest"]
        kept = service.result(finished)
        digests = [service.ask(**endless(number))["digest"] for number in range(10)]
        wait_until(lambda: found if len(found := java_children(service.process.pid)) == 3 else [])
        javas = java_children(service.process.pid)
        assert service.stop(signal.SIGKILL) == -signal.SIGKILL
    assert all(map(dies, javas))
    with serving(project, environment, **many) as again:
        assert again.logged("opened")["interrupted"] == 10
        assert again.result(finished) == kept
        states = [again.client.get(f"/api/jobs/{one}").json() for one in digests]
        assert {one["state"] for one in states} == {"interrupted"}
        assert not any(one["has_result"] for one in states)
        assert "started again" in states[0]["reason"]
        # From what is kept of it, with the module.
        answer = again.client.post(f"/api/jobs/{digests[0]}/start", headers=JSON)
        assert answer.status_code == 202
        wait_until(lambda: java_children(again.process.pid))


def test_an_orderly_end_marks_what_ran_and_ends_it(
    project: Path, environment: dict[str, str]
) -> None:
    with serving(project, environment, own_seconds=600) as service:
        digest = service.ask(**endless())["digest"]
        [java] = wait_until(lambda: java_children(service.process.pid))
        assert service.stop() == 0
        assert service.logged("closed")
    assert not is_running(java)
    with serving(project, environment) as again:
        assert again.logged("opened")["interrupted"] == 0
        assert again.client.get(f"/api/jobs/{digest}").json()["state"] == "interrupted"


def test_a_second_service_at_the_same_port_says_what_to_do(
    project: Path, environment: dict[str, str]
) -> None:
    with serving(project, environment) as service:
        port = service.url.rstrip("/").rpartition(":")[2]
        answer = run_program("serve", "--port", port, cwd=project, env=environment)
    assert answer.returncode == 2
    assert "cannot listen" in answer.stderr
    assert "name another --port" in answer.stderr


def test_a_limit_that_there_is_not_is_named(project: Path, environment: dict[str, str]) -> None:
    (project / "limits.json").write_text('{"speed": 3}')
    answer = run_program("serve", "--limits", "limits.json", cwd=project, env=environment)
    assert answer.returncode == 2
    assert "speed" in answer.stderr
    assert "own_seconds" in answer.stderr
