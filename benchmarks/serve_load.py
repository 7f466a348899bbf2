"""`python -m benchmarks.serve_load`: load on a service over loopback, written to performance.md.

Clients and seconds are bounded. The service is a real process about the claims of this repository,
with an empty cache; the clients share its cores.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.page import put_section

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
SECTION = "## The service"
RECORDED, UNCACHED = "pairing-race", "ingress-gating"
CLIENTS, SECONDS, FLOOD = 50, 10.0, 20
PROGRAM = [sys.executable, "-m", "moltverify"]
DRAIN = (sys.executable, "-c", "import sys; sys.stdout.writelines(sys.stdin)")
ENDLESS = """---- MODULE Endless ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = x + {}
====
"""


class Answer(NamedTuple):
    """An answer of the service, and how many seconds it took."""

    status: int
    body: bytes
    seconds: float


class Client:
    """One connection that is kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, path: str, body: bytes = b"", headers: str = "") -> Answer:
        """Send one request and read its answer."""
        began = time.monotonic()
        method = "POST" if body else "GET"
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n{headers}\r\n"
        )
        self.writer.write(head.encode() + body)
        await self.writer.drain()
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        size = re.search(r"content-length: (\d+)", answer)
        content = await self.reader.readexactly(int(size[1])) if size else b""
        return Answer(int(answer.split()[1]), content, time.monotonic() - began)


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Client]:
    """Open a connection to the service, and close it afterwards."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    try:
        yield Client(reader, writer)
    finally:
        writer.close()


async def with_clients(
    port: int, number: int, work: Callable[[Client, int], Awaitable[list[Answer]]]
) -> list[Answer]:
    """Let some clients work at the same time and return all their answers."""

    async def one(place: int) -> list[Answer]:
        async with connected(port) as client:
            return await work(client, place)

    return [answer for part in await asyncio.gather(*map(one, range(number))) for answer in part]


def until(deadline: float, path: str, headers: str = "") -> Callable[..., Awaitable[list[Answer]]]:
    """Return what a client does that asks for a page again and again."""

    async def work(client: Client, _: int) -> list[Answer]:
        answers = []
        while time.monotonic() < deadline:
            answers.append(await client.ask(path, headers=headers))
        return answers

    return work


async def one_claim(client: Client, _: int) -> list[Answer]:
    """Ask for an uncached claim, wait for its end and read its page."""
    asked = await client.ask("/api/jobs", json.dumps({"kind": "claim", "claim": UNCACHED}).encode())
    digest = json.loads(asked.body)["digest"]
    while True:
        job = await client.ask(f"/api/jobs/{digest}")
        if json.loads(job.body)["state"] == "done":
            break
        await asyncio.sleep(0.5)
    return [asked, await client.ask(f"/runs/{digest}")]


def flooding(deadline: float) -> Callable[[Client, int], Awaitable[list[Answer]]]:
    """Return what a client does that sends models without end, each another one."""

    async def work(client: Client, place: int) -> list[Answer]:
        answers: list[Answer] = []
        while time.monotonic() < deadline:
            module = ENDLESS.format(1 + place + FLOOD * len(answers))
            request = {"kind": "own", "module": module, "config": "INIT Init\nNEXT Next\n"}
            answers.append(await client.ask("/api/jobs", json.dumps(request).encode()))
            await asyncio.sleep(0.05)
        return answers

    return work


async def measure_all(port: int) -> list[str]:
    """Return the lines of the section."""
    lines = [
        "| load | answers | requests a second | p50 | p90 | p99 |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    shared = await with_clients(port, CLIENTS, one_claim)
    async with connected(port) as client:
        runs = (await client.ask("/metrics")).body.decode()
    [number] = re.findall(r'moltverify_jobs_total\{kind="claim",state="done"\} (\d+)', runs)
    page = f"/claims/{RECORDED}.html"
    words = f"{CLIENTS} clients ask for one uncached claim, and read its page: {number} run"
    lines.append(row(words, shared))
    for name, headers in (
        ("a cached page", ""),
        ("the same, compressed", "accept-encoding: gzip\r\n"),
    ):
        deadline = time.monotonic() + SECONDS
        answers = await with_clients(port, CLIENTS, until(deadline, page, headers))
        lines.append(row(f"{name}, {CLIENTS} clients", answers, SECONDS))
    deadline = time.monotonic() + SECONDS
    flood, pages = await asyncio.gather(
        with_clients(port, FLOOD, flooding(deadline)),
        with_clients(port, FLOOD, until(deadline, page)),
    )
    lines.append(row(f"{FLOOD} clients send models without end", flood, SECONDS))
    lines.append(row(f"meanwhile, {FLOOD} clients read a cached page", pages, SECONDS))
    return lines


def row(name: str, answers: list[Answer], seconds: float | None = None) -> str:
    """Return a line of the table."""
    counts = Counter(answer.status for answer in answers)
    words = ", ".join(f"{count:,} times {status}" for status, count in sorted(counts.items()))
    times = sorted(answer.seconds for answer in answers)
    shares = (f"{times[int(share * (len(times) - 1))]:.3f} s" for share in (0.5, 0.9, 0.99))
    rate = f"{len(answers) / seconds:,.0f}" if seconds else ""
    return f"| {name} | {words} | {rate} | {' | '.join(shares)} |"


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """Start a service with a recorded claim; yield its port."""
    environment = {**os.environ, "MOLTVERIFY_CACHE": str(folder / "cache")}
    common = ["--registry", str(ROOT / "specs"), "--store", str(folder / "store")]
    subprocess.run([*PROGRAM, "run", RECORDED, "--quiet", *common], env=environment, check=True)
    limits = folder / "limits.json"
    limits.write_text(json.dumps({"per_minute": 10_000, "per_hour": 100_000}))
    command = [*PROGRAM, "serve", "--port", "0", "--limits", str(limits), *common]
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stderr
        try:
            port = int(json.loads(process.stderr.readline())["url"].rstrip("/").rpartition(":")[2])
            # Else a full pipe would hold the service up.
            with (
                (folder / "log").open("w") as log,
                subprocess.Popen([*DRAIN], stdin=process.stderr, stdout=log) as drain,
            ):
                yield port
                process.terminate()
                process.wait(60)
                drain.wait(10)
        finally:
            process.kill()


def main() -> None:
    """Measure, and replace the section of the page."""
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="moltverify-load-") as name, served(Path(name)) as port:
        lines = asyncio.run(measure_all(port))
    intro = (
        f"Written by `python -m benchmarks.serve_load`: a service and its clients on the same "
        f"{os.cpu_count()} cores, each load for {SECONDS:.0f} s. The load average of the machine "
        f"was {busy:.0f} before that, and {os.getloadavg()[0]:.0f} afterwards."
    )
    section = "\n".join([SECTION, "", intro, "", *lines])
    put_section(PAGE, section)
    print(section)


if __name__ == "__main__":
    main()
