"""A sandbox for tests, and a library whose Java code tries to leave it."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from moltverify.running.job import TlcOptions
from moltverify.running.pinned_jar import PinnedJar
from moltverify.running.sandbox.limits import SandboxLimits
from moltverify.running.sandbox.sandbox_launch import sandbox_launch
from moltverify.running.sandbox.sandbox_needs import sandbox_obstacle
from moltverify.running.toolchain import Toolchain, find_toolchain
from moltverify.tla.values import python_value
from moltverify.tlc.outcome import Violated
from tests.running.kinds import INIT_NEXT, Kind, run, write
from tests.running.library_jars import MODULES, overriding_jar

SMALL = SandboxLimits(processes=200, scratch=64, output=1)
OBSTACLE = sandbox_obstacle(find_toolchain(None, os.environ).java)
needs_sandbox = pytest.mark.skipif(bool(OBSTACLE), reason=f"no sandbox here: {OBSTACLE}")

ESCAPE_MODULE = '---- MODULE Escape ----\nTry(what) == "from no class"\n====\n'
# Each attempt returns what it saw; an exception is an answer too.
ESCAPE = r"""import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.util.*;
import tlc2.value.impl.*;
public class Escape {
    static List<Process> started = new ArrayList<>();
    public static Value Try(final StringValue what) {
        final String[] words = what.val.toString().split(" ", 2);
        try {
            final String answer = answer(words[0], words.length > 1 ? words[1] : "");
            return new StringValue(answer.replace('\n', '|').replace('"', ' '));
        } catch (Throwable error) {
            return new StringValue("failed: " + error);
        }
    }
    static String answer(String act, String with) throws Exception {
        switch (act) {
            case "read": return new String(Files.readAllBytes(Paths.get(with)));
            case "list":
                return String.join(" ", new TreeSet<>(Arrays.asList(new File(with).list())));
            case "write": Files.write(Paths.get(with), new byte[] {65}); return "written";
            case "connect":
                new Socket("127.0.0.1", Integer.parseInt(with)).close(); return "connected";
            case "environment": return new TreeMap<>(System.getenv()).toString();
            case "user": return System.getProperty("user.name");
            case "start":
                for (int i = 0; i < Integer.parseInt(with); i++)
                    started.add(new ProcessBuilder("/usr/bin/sleep", "600").start());
                return "started all";
            case "allocate":
                for (int i = 0; i < Integer.parseInt(with); i++)
                    started.add(new ProcessBuilder("/usr/bin/dd", "if=/dev/zero", "of=/dev/null",
                        "bs=400M", "count=20").redirectErrorStream(true).start());
                final StringJoiner codes = new StringJoiner(" ");
                for (Process one : started) codes.add("exit code " + one.waitFor());
                return codes.toString();
            default: return "?";
        }
    }
}
"""
MODULES["Escape"] = ESCAPE_MODULE


def escape_jar(folder: Path) -> Path:
    """Write a jar whose module Escape does what its argument says, with Java's rights."""
    folder.mkdir(exist_ok=True)
    return overriding_jar(folder / "escape.jar", "Escape", ESCAPE)


def attempts(
    jar: Path,
    toolchain: Toolchain,
    folder: Path,
    tried: Sequence[str],
    limits: SandboxLimits = SMALL,
) -> list[str]:
    """Return what Escape answers to each attempt in one sandbox; the outcome if it does not."""
    calls = ", ".join(f'Try("{one}")' for one in tried)
    body = (
        f"INSTANCE Escape\nVARIABLE x\nInit == x = <<{calls}>>\n"
        "Next == UNCHANGED x\nInv == x = <<>>"
    )
    options = TlcOptions(class_path=(PinnedJar(jar),), heap="256m")
    kind = Kind(body, INIT_NEXT + "INVARIANT Inv", options)
    done = run(write(folder / "spec", kind), toolchain, folder / "logs", sandbox_launch(limits))
    outcome = done.reading.outcome
    if isinstance(outcome, Violated) and outcome.trace:
        return list(map(str, python_value(outcome.trace[0]["x"])))
    return [f"{outcome} {done.finished.note}"]
