"""Jobs about registered claims and models of strangers, as a client meets them."""

import hashlib
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.running.sandbox.boxes import needs_sandbox
from tests.serve.models import CONFIG, COUNTER, counter
from tests.serve.served import Service

pytestmark = [pytest.mark.tlc, pytest.mark.slow]


def test_a_claim_runs_with_progress_and_has_a_result_and_a_page(service: Service) -> None:
    asked = service.ask(kind="claim", claim="door")
    states = service.states(asked["digest"])
    assert states[-1]["state"] == "done"
    verdicts = {one["id"]: one["verdict"] for one in states[-1]["models"]}
    assert verdicts == dict.fromkeys(["door", "door@let-in", "door:unlocked"], "as expected")
    result = service.client.get(f"/api/jobs/{asked['digest']}/result").json()
    assert [one["id"] for one in result["suite"]["models"]] == list(verdicts)
    page = service.client.get(f"/runs/{asked['digest']}/files/report.html")
    assert page.status_code == 200
    assert "door:unlocked" in page.text


def test_equal_inputs_have_one_result_and_no_second_run(service: Service) -> None:
    first = service.finished(service.ask(kind="claim", claim="door", fresh=True)["digest"])
    again = service.ask(200, kind="claim", claim="door")
    assert again["digest"] == first["digest"]
    assert (again["state"], again["runs"]) == ("done", first["runs"])


def test_clients_who_ask_at_the_same_time_share_one_run(service: Service) -> None:
    before = service.ask(200, kind="claim", claim="door")["runs"]
    with ThreadPoolExecutor(20) as clients:
        asked = list(
            clients.map(lambda _: service.ask(kind="claim", claim="door", fresh=True), range(20))
        )
    assert len({one["digest"] for one in asked}) == 1
    assert service.finished(asked[0]["digest"])["runs"] == before + 1


def test_a_sweep_shows_where_a_claim_breaks(service: Service) -> None:
    asked = service.ask(kind="sweep", claim="door", ranges=["Visitors=1..2"])
    result = service.result(asked["digest"])["sweep"]
    assert [len(model["rows"]) for model in result["models"]] == [2, 2]


@needs_sandbox
def test_a_model_of_a_stranger_holds_and_can_be_shared_and_downloaded(service: Service) -> None:
    asked = service.ask(**counter())
    [model] = service.result(asked["digest"])["suite"]["models"]
    assert (model["verdict"], model["engine"]) == ("as expected", "sandbox")
    assert model["statistics"]["distinct"] == 5
    files = f"/runs/{asked['digest']}/files"
    assert service.client.get(f"{files}/module.txt").text == COUNTER.format(bound=5)
    assert service.client.get(f"{files}/config.txt").text == CONFIG
    download = service.client.get(f"{files}/model.zip").content
    names = zipfile.ZipFile(io.BytesIO(download)).namelist()
    assert names == [
        f"Counter/{one}" for one in ("README.md", "specs/Counter.tla", "specs/Counter.cfg")
    ]


@needs_sandbox
def test_a_model_of_a_stranger_that_breaks_has_its_counterexample(service: Service) -> None:
    [model] = service.result(service.ask(**counter(3))["digest"])["suite"]["models"]
    assert model["outcome"]["type"] == "violated"
    assert len(model["outcome"]["trace"]["steps"]) == 4


@needs_sandbox
def test_an_error_of_a_module_is_at_its_line(service: Service) -> None:
    module = COUNTER.format(bound=5).replace("x = 0", "x = y")
    result = service.result(service.ask(kind="own", module=module, config=CONFIG)["digest"])
    [problem] = result["problems"]
    assert (problem["module"], problem["line"]) == ("Counter", 4)
    assert "y" in problem["message"]


@pytest.mark.parametrize(
    ("module", "config", "file", "line"),
    [
        ("no module", CONFIG, "module", 1),
        (COUNTER.format(bound=5), "INIT Init\nNEXT Next\nINVARIANT = = 3", "config", 3),
        ("\n---- MODULE Naturals ----\n====", CONFIG, "module", 2),
    ],
)
@needs_sandbox
def test_what_cannot_be_a_model_is_refused_at_its_line(
    service: Service, module: str, config: str, file: str, line: int
) -> None:
    refused = service.ask(422, kind="own", module=module, config=config)
    [place] = refused["places"]
    assert (place["file"], place["line"]) == (file, line)


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        ({"kind": "claim", "claim": "no such"}, 404, "no such claim"),
        ({"kind": "claim"}, 400, "missing required field"),
        ({"kind": "other"}, 400, "Invalid value 'other'"),
        ({"kind": "claim", "claim": "door", "more": 1}, 400, "unknown field"),
        ({"kind": "sweep", "claim": "door", "ranges": ["Visitors=1..9"]}, 422, "narrow"),
        ({"kind": "sweep", "claim": "door", "ranges": ["People=1..2"]}, 422, "Visitors"),
        ({"kind": "sweep", "claim": "door", "ranges": ["x"]}, 422, "CONSTANT=1..4"),
        ({"kind": "sweep", "claim": "door", "ranges": []}, 422, "name one"),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_to_do(
    service: Service, request_: dict[str, object], status: int, words: str
) -> None:
    refused = service.ask(status, **request_)
    assert words in refused["error"] + refused["hint"]


@pytest.mark.parametrize("digest", ["x", "0" * 64, "..%2f..", "0" * 63])
@pytest.mark.parametrize("rest", ["", "/result", "/events"])
def test_a_job_that_there_is_not_is_404(service: Service, digest: str, rest: str) -> None:
    answer = service.client.get(f"/api/jobs/{digest}{rest}")
    assert answer.status_code == 404
    assert answer.json()["error"]


def test_the_list_has_no_models_of_strangers(service: Service) -> None:
    jobs = service.client.get("/api/jobs").json()
    assert {one["kind"] for one in jobs} <= {"claim", "sweep"}


def test_a_page_without_javascript_can_start_a_job(service: Service) -> None:
    answer = service.client.post("/api/jobs", data={"kind": "claim", "claim": "door"})
    assert answer.status_code == 303
    digest = answer.headers["location"].removeprefix("/runs/")
    assert len(digest) == len(hashlib.sha256().hexdigest())


def test_health_and_metrics_answer(service: Service) -> None:
    assert service.client.get("/healthz").json()["status"] == "ok"
    text = service.client.get("/metrics").text
    assert 'moltverify_requests_total{answer="kept"}' in text
    assert "moltverify_running_jobs 0.0" in text


def test_every_answer_has_the_strict_headers_and_admits_no_other_site(service: Service) -> None:
    for path in ("/healthz", "/api/jobs", "/nothing"):
        headers = service.client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers
    answer = service.client.post(
        "/api/jobs", json={"kind": "claim", "claim": "door"}, headers={"Origin": "https://a.test"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("content", [b"x" * 300_000, b"[" * 200_000, b"\xff", b"null", b"[]", b""])
def test_no_body_is_more_than_a_refusal(service: Service, content: bytes) -> None:
    answer = service.client.post(
        "/api/jobs", content=content, headers={"content-type": "application/json"}
    )
    assert answer.status_code == (413 if len(content) > 256 * 1024 else 400)
    assert answer.json()["hint"]


def test_a_body_without_a_length_is_cut_off_too(service: Service) -> None:
    answer = service.client.post("/api/jobs", content=(b"x" * 1000 for _ in range(400)))
    assert answer.status_code == 413
