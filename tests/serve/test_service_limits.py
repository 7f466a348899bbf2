"""What the service refuses, ends and cancels: floods, endless models, hostile ones."""

import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.processes import wait_until
from tests.conftest import java_children
from tests.running.sandbox.boxes import needs_sandbox
from tests.serve.models import CONFIG, COUNTER, ENDLESS_CONFIG, LOUD, NOISY, counter, endless
from tests.serve.served import Service, serving

pytestmark = [pytest.mark.tlc, pytest.mark.slow, needs_sandbox]


def running(service: Service, digest: str) -> bool:
    return bool(service.client.get(f"/api/jobs/{digest}").json()["state"] == "running")


def test_a_flood_of_models_is_refused_and_claims_still_answer(
    project: Path, environment: dict[str, str]
) -> None:
    with serving(project, environment, queue=2, own_seconds=600) as service:
        first = service.ask(**endless(0))
        wait_until(lambda: [1] if running(service, first["digest"]) else [])
        waiting = [service.ask(**endless(number)) for number in (1, 2)]
        assert [one["place"] for one in waiting] == [1, 2]
        answer = service.client.post("/api/jobs", json=endless(3))
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        # The refused one does not count, and another queue has places.
        assert service.result(service.ask(kind="claim", claim="door")["digest"])["suite"]
        assert running(service, first["digest"])
        # The one behind moves up when the one before is cancelled.
        service.client.post(
            f"/api/jobs/{waiting[0]['digest']}/cancel", headers={"accept": "application/json"}
        )
        assert service.client.get(f"/api/jobs/{waiting[1]['digest']}").json()["place"] == 1
        assert service.stop() == 0
    assert java_children(service.process.pid) == []


def test_a_running_job_is_cancelled_and_can_be_started_again(
    project: Path, environment: dict[str, str]
) -> None:
    with serving(project, environment, own_seconds=600) as service:
        digest = service.ask(**endless())["digest"]
        wait_until(lambda: java_children(service.process.pid))
        json_ = {"accept": "application/json"}
        service.client.post(f"/api/jobs/{digest}/cancel", headers=json_)
        assert service.finished(digest)["state"] == "cancelled"
        assert java_children(service.process.pid) == []
        again = service.client.post(f"/api/jobs/{digest}/start", headers=json_)
        assert again.status_code == 202
        wait_until(lambda: java_children(service.process.pid))


def test_a_client_who_has_started_too_many_is_told_when_to_come_again(
    project: Path, environment: dict[str, str]
) -> None:
    with serving(project, environment, per_minute=2) as service:
        for bound in (4, 5):
            service.finished(service.ask(**counter(bound))["digest"])
        answer = service.client.post("/api/jobs", json=counter(3))
        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= 61
        # What is there can be read all the same.
        assert service.ask(200, **counter(4))["state"] == "done"


def reason_for(service: Service, **request: Any) -> str:
    """Return why a model has no verdict."""
    result = service.result(service.ask(**request)["digest"])
    return str(result["suite"]["models"][0]["reason"])


def test_a_model_without_end_is_stopped_after_its_time(
    project: Path, environment: dict[str, str]
) -> None:
    with serving(project, environment, own_seconds=3) as service:
        assert reason_for(service, **endless()).startswith("stopped: timeout after 3 s")


def test_a_model_with_too_many_states_is_stopped(
    project: Path, environment: dict[str, str]
) -> None:
    with serving(project, environment, own_seconds=600, own_states=5) as service:
        # With quick steps: TLC says after three seconds how many states there are, and then only
        # once a minute.
        quick = COUNTER.format(bound=5).replace("(x + 1) % 5", "x + 1")
        reason = "stopped: more than 5 distinct states; smaller constants make fewer"
        asked = {"kind": "own", "module": quick, "config": ENDLESS_CONFIG}
        assert reason_for(service, **asked) == reason


def test_models_that_are_hostile_end_with_a_word(
    project: Path, environment: dict[str, str]
) -> None:
    limits = {"own_seconds": 600, "own_output": 1, "own_bytes": 2000}
    with serving(project, environment, **limits) as service:
        noisy = {"kind": "own", "module": NOISY, "config": ENDLESS_CONFIG}
        assert reason_for(service, **noisy) == "stopped: too much output"
        service.ask(413, kind="own", module=COUNTER.format(bound=5) + "x" * 2000, config=CONFIG)
        markup = COUNTER.format(bound=4).replace("x = 0", 'x = 0 /\\ "<script>x</script>" # ""')
        digest = service.ask(kind="own", module=markup, config=CONFIG)["digest"]
        service.result(digest)
        report = service.client.get(f"/runs/{digest}/files/report.html").text
        page = service.client.get(f"/runs/{digest}").text
        assert "<script>x" not in report + page
        assert "&lt;script" in page


@pytest.mark.nightly
def test_prints_without_end_meet_the_default_limit_and_leave_nothing_behind(
    project: Path, environment: dict[str, str]
) -> None:
    with serving(project, environment, own_seconds=600) as service:
        config = f"{ENDLESS_CONFIG}INVARIANT Prints\n"
        asked = {"kind": "own", "module": LOUD, "config": config}
        assert reason_for(service, **asked) == "stopped: too much output"
        assert service.client.get("/healthz").json()["status"] == "ok"
        assert java_children(service.process.pid) == []
        # What was printed is not kept: the page, the result and the tables have less than 1 MB.
        kept = sum(one.stat().st_size for one in (project / ".moltverify").glob("serve.sqlite*"))
        assert kept < 1_000_000
        assert service.result(service.ask(**counter())["digest"])["suite"]


@pytest.mark.parametrize("name", ["IOUtils", "Json", "CSV"])
def test_a_module_that_could_read_files_is_not_there(
    project: Path, environment: dict[str, str], name: str
) -> None:
    module = (
        f"---- MODULE Reads ----\nEXTENDS {name}\nVARIABLE x\n"
        'Init == x = JsonDeserialize("/etc/passwd")\nNext == UNCHANGED x\n====\n'
    )
    with serving(project, environment) as service:
        asked = service.ask(kind="own", module=module, config=ENDLESS_CONFIG)
        result = service.result(asked["digest"])
        assert result["suite"]["models"][0]["outcome"]["type"] == "failed"
        assert "root:" not in service.client.get(f"/api/jobs/{asked['digest']}/result").text


def test_a_reader_who_does_not_read_holds_nobody_up(
    project: Path, environment: dict[str, str]
) -> None:
    with serving(project, environment, own_seconds=600, streams=3, send_seconds=1) as service:
        digest = service.ask(**endless())["digest"]
        opened = threading.Event()

        def stall() -> None:
            with httpx.stream("GET", f"{service.url}api/jobs/{digest}/events", timeout=60):
                opened.set()
                done.wait(60)

        done = threading.Event()
        readers = [threading.Thread(target=stall) for _ in range(3)]
        for reader in readers:
            reader.start()
        assert opened.wait(30)
        wait_until(lambda: [1] if "moltverify_streams 3.0" in metrics(service) else [])
        refused = service.client.get(f"/api/jobs/{digest}/events")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
        claim = service.ask(kind="claim", claim="door")["digest"]
        wait_until(lambda: [1] if ended(service, claim) else [])
        done.set()
        for reader in readers:
            reader.join()


def ended(service: Service, digest: str) -> bool:
    return bool(service.client.get(f"/api/jobs/{digest}").json()["state"] == "done")


def metrics(service: Service) -> str:
    return service.client.get("/metrics").text


def test_without_a_sandbox_no_model_of_a_stranger_runs(
    project: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "java").symlink_to("/usr/bin/java")
    with serving(project, environment | {"PATH": str(tools)}) as service:
        refused = service.ask(503, **counter())
        assert "bwrap is not installed" in refused["error"]
        asked = {"claim": "door", "model": "door:unlocked", "expression": "1"}
        assert service.ask(503, kind="value", **asked)["error"] == refused["error"]
        assert service.client.get("/healthz").json()["own_models"] is False
        assert service.result(service.ask(kind="claim", claim="door")["digest"])
