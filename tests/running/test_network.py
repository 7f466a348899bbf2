"""TLC has no network, and opens no port where it has one."""

import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from moltverify.running.command import PrivateFolder, TlcCommand
from moltverify.running.tethered_process import can_leave_network, launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.worker_pool import WarmPool
from tests.running.kinds import INIT_NEXT, SETS, Kind, children, launch_plain, run, ticking, write

LISTENING = "0A"  # linux/tcp_states.h


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
@pytest.mark.parametrize("way", ["worker", "process", "plain"])
def test_tlc_opens_no_port_but_by_its_own_main_class(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path, way: str
) -> None:
    seen: set[str] = set()

    def look(_: TlcCommand) -> None:
        for pid in children():
            # A process may have ended since it was listed.
            with suppress(OSError):
                seen.update(listening(pid))

    model = write(tmp_path / "spec", Kind(SETS, INIT_NEXT))
    launch = {"worker": pool.launch, "process": launch_alone, "plain": launch_plain}[way]
    run(model, toolchain, tmp_path / "logs", ticking(launch, look))
    # TLC listens by itself, so there is something to prevent.
    assert bool(seen) is (way == "plain")


def interfaces_of(pid: int) -> set[str]:
    """Return the network interfaces that a process sees, without those of unused tunnels."""
    names = (
        line.split(":")[0].strip()
        for line in Path(f"/proc/{pid}/net/dev").read_text().splitlines()[2:]
    )
    return {name for name in names if not name.startswith(("tunl", "sit", "ip6"))}


@pytest.mark.tlc
@pytest.mark.skipif(not can_leave_network(), reason="this system lets no user leave its network")
@pytest.mark.parametrize("warm", [False, True])
def test_a_tlc_has_no_network(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path, warm: bool
) -> None:
    latest: dict[int, tuple[bool, set[str]]] = {}

    def look(_: TlcCommand) -> None:
        for pid in children():
            # A process may have ended since it was listed.
            with suppress(OSError):
                with_us = Path(f"/proc/{pid}/ns/net").stat().st_ino == mine
                latest[pid] = (with_us, interfaces_of(pid))

    mine = Path("/proc/self/ns/net").stat().st_ino
    model = write(tmp_path / "spec", Kind(SETS, INIT_NEXT))
    launch = pool.launch if warm else launch_alone
    run(model, toolchain, tmp_path / "logs", ticking(launch, look))
    assert list(latest.values()) == [(False, {"lo"})]


ASK = """public class Ask {
    public static void main(String[] args) {
        System.out.println(new util.ExecutionStatisticsCollector().isEnabled());
    }
}
"""


@pytest.mark.parametrize(("choice", "sends"), [(None, "false"), ("RANDOM_IDENTIFIER", "true")])
def test_tlcs_own_code_finds_its_statistics_switched_off(
    toolchain: Toolchain, tmp_path: Path, choice: str | None, sends: str
) -> None:
    private = PrivateFolder(tmp_path / "private")
    private.root.mkdir()
    private.create()
    if choice is not None:  # what a user writes who wants to send them
        (private.home / ".tlaplus" / "esc.txt").write_text(choice)
    (tmp_path / "Ask.java").write_text(ASK)
    asked = subprocess.run(
        [
            *(toolchain.java.path, f"-Duser.home={private.home}"),
            *("-cp", toolchain.jar.path, tmp_path / "Ask.java"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if "jdk.compiler" in asked.stderr:
        pytest.skip("there is no Java compiler here")
    assert (asked.stdout, asked.stderr) == (f"{sends}\n", "")


@pytest.mark.tlc
@pytest.mark.parametrize("warm", [False, True])
def test_every_run_finds_the_file_that_switches_statistics_off(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path, warm: bool
) -> None:
    found = set()

    def look(command: TlcCommand) -> None:
        home = next(one.value for one in command.private_properties if one.name == "user.home")
        found.add((Path(home) / ".tlaplus" / "esc.txt").read_text())

    model = write(tmp_path / "spec", Kind(SETS, INIT_NEXT))
    launch = pool.launch if warm else launch_alone
    run(model, toolchain, tmp_path / "logs", ticking(launch, look))
    assert found == {"NO_STATISTICS\n"}
