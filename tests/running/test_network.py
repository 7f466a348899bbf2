"""TLC 2.15 listens while it runs; at most processes of this machine can connect to it."""

import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from moltverify.running.command import TlcCommand
from moltverify.running.tethered_process import can_leave_network, launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.worker_pool import WarmPool
from tests.running.kinds import INIT_NEXT, SETS, Kind, children, run, ticking, write

LISTENING = "0A"  # linux/tcp_states.h
LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
ENGINE = Path(__file__).parents[2] / "moltverify" / "running" / "warm"


def listening(pid: int) -> set[str]:
    """Return the addresses at which a process listens, in the format of /proc/net/tcp."""
    mine = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    lines = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    return {
        fields[1].partition(":")[0]
        for fields in lines
        if fields[3] == LISTENING and f"socket:[{fields[9]}]" in mine
    }


@pytest.mark.tlc
def test_a_warm_worker_listens_on_loopback_only(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    seen: set[str] = set()

    def look(_: TlcCommand) -> None:
        for pid in children():
            seen.update(listening(pid))

    model = write(tmp_path / "spec", Kind(SETS, INIT_NEXT))
    run(model, toolchain, tmp_path / "logs", ticking(pool.launch, look))
    assert seen  # it does listen, so there is something to bind
    assert seen <= LOOPBACK


@pytest.mark.tlc
@pytest.mark.skipif(not can_leave_network(), reason="this system lets no user leave its network")
def test_a_tlc_in_a_process_of_its_own_has_no_network(toolchain: Toolchain, tmp_path: Path) -> None:
    interfaces: set[str] = set()

    def look(_: TlcCommand) -> None:
        for pid, line in children().items():
            if "parent_watch.py" not in line:
                # A process may have ended since it was listed.
                with suppress(OSError):
                    names = Path(f"/proc/{pid}/net/dev").read_text().splitlines()[2:]
                    interfaces.update(name.split(":")[0].strip() for name in names)

    model = write(tmp_path / "spec", Kind(SETS, INIT_NEXT))
    run(model, toolchain, tmp_path / "logs", ticking(launch_alone, look))
    up = {"lo"}
    assert interfaces
    assert {name for name in interfaces if not name.startswith(("tunl", "sit", "ip6"))} == up


def test_the_bytes_of_the_socket_factory_are_those_of_its_source(tmp_path: Path) -> None:
    try:
        subprocess.run(
            [
                "javac",
                "--release",
                "11",
                "-g:none",
                "-d",
                tmp_path,
                ENGINE / "LoopbackSockets.java",
            ],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("there is no Java compiler here")
    made = (tmp_path / "LoopbackSockets.class").read_bytes()
    assert made == (ENGINE / "LoopbackSockets.class").read_bytes()
