"""`python -m benchmarks`: measure, then write docs/performance.md and docs/performance.svg."""

import argparse
import compileall
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.cases import large_cases, one_model_cases, start_cases, suite_cases
from benchmarks.growth import grow, registry_cases
from benchmarks.measure import Case, measure
from benchmarks.page import page, plot, with_sections_apart
from benchmarks.watch_case import watch_cases
from moltverify.running.java_answer import major_version
from moltverify.running.toolchain import find_toolchain

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Measure what the command line asks for."""
    options = parse()
    # An installed package is compiled; a checkout only after its first run, if Python may write.
    compileall.compile_dir(ROOT / "moltverify", quiet=1)
    with tempfile.TemporaryDirectory(prefix="moltverify-benchmark-") as name:
        folder = Path(name)
        # An empty cache: making the archive of classes is part of the first round.
        os.environ["MOLTVERIFY_CACHE"] = str(folder / "cache")
        with watch_cases(folder) as saves:
            cases = [*chosen_cases(options, folder), *saves]
            measured = measure(cases, options.rounds, say)
        growth = [] if options.quick else list(grow(folder))
    toolchain = find_toolchain(None, os.environ)
    java, jar = (
        major_version(toolchain.java.release),
        toolchain.jar.known_as or toolchain.jar.digest,
    )
    options.out.mkdir(exist_ok=True)
    file = options.out / "performance.md"
    earlier = file.read_text(encoding="utf-8") if file.exists() else ""
    text = page(measured, growth, options.rounds, java, jar)
    file.write_text(with_sections_apart(text, earlier), encoding="utf-8")
    (options.out / "performance.svg").write_text(plot(measured), encoding="utf-8")


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("selectors", nargs="*", help="part of the suite; all of it by default")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="no large model, no growing suite")
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="folder for the page")
    return parser.parse_args()


def chosen_cases(options: argparse.Namespace, folder: Path) -> list[Case]:
    """Return the cases to measure."""
    registry = ROOT / "specs" / "registry.yaml"
    return [
        *suite_cases(registry, options.selectors, folder),
        *one_model_cases(registry, folder),
        *([] if options.quick else large_cases(folder)),
        *start_cases(registry),
        *([] if options.quick else registry_cases(folder)),
    ]


def say(line: str) -> None:
    """Show the progress of the measurement."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
