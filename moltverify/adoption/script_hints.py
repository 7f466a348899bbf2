"""What Makefiles and shell scripts say about models: lines that start TLC, and tables of results.

A line that starts TLC pairs its config with its module and has TLC's options. In a script that
starts TLC, a line with a config's name and a word such as PASS or VIOLATED says what is expected.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from moltverify.adoption.discovery import absolute
from moltverify.adoption.exit_codes import hint_of_exit_code
from moltverify.adoption.name_hints import breaks_by_name
from moltverify.adoption.named_files import NamedFiles
from moltverify.adoption.records import ExpectedEnd, ModelHint
from moltverify.adoption.script_text import ScriptLine, script_lines
from moltverify.adoption.tlc_command import STARTS_TLC, TO_DEPTH, row_search, tlc_line
from moltverify.file_access import read_text

# What follows these in a command is no option of TLC's.
OTHER_PROGRAM = re.compile(r"\b(pcal\.trans|tla2sany\.SANY|tla2tex\.TLA)\b")
APALACHE = re.compile(r"\bapalache(?:-mc)?\s+(?:check|simulate|typecheck)\b")
APALACHE_CONFIG = re.compile(r"--config[= ](\S+)")
# Words of tables. A word must be whole: a name such as PassKey says nothing.
HOLDS = frozenset(
    {
        *("pass", "passes", "passed", "green", "ok", "holds", "hold", "safe", "success"),
        *("valid", "expect_pass"),
    }
)
BREAKS = frozenset(
    {
        *("violated", "violation", "violates", "red", "fail", "fails", "failed", "error"),
        *("unsafe", "broken", "breaks", "negative", "expect_fail", "expect_violation"),
        "counterexample",
    }
)
EXIT_TEST = re.compile(r"\$\$?(?:\?|rc|status|code)\"?\s*(?:-eq|==?)\s*\"?(\d+)")
NEGATED = re.compile(r"^\s*@?\s*(?:if\s+)?!\s")


def script_hints(files: Iterable[Path], names: NamedFiles) -> Iterator[ModelHint]:
    """Yield what scripts say about models; a script that cannot be read says nothing."""
    for file in files:
        try:
            text = read_text(file)
        except OSError:
            continue
        # Most scripts have to do with other things.
        if STARTS_TLC.search(text) or APALACHE.search(text):
            yield from hints_of_script(list(script_lines(file, text)), names)


def hints_of_script(lines: Sequence[ScriptLine], names: NamedFiles) -> Iterator[ModelHint]:
    """Yield the hints of one script that starts TLC or Apalache."""
    general = ModelHint(source="")
    rows = list[ScriptLine]()
    for line in lines:
        if STARTS_TLC.search(line.text) and not OTHER_PROGRAM.search(line.text):
            hint = hint_of_command(line, names)
            if hint.config or hint.module:
                yield with_own_config(hint, names)
            if not hint.config:
                # The rest comes from rows that call it with names.
                general = replace(hint, config=None)
        elif APALACHE.search(line.text):
            yield from hint_for_apalache(line, names)
        else:
            rows.append(line)
    for line in rows:
        yield from hints_of_row(line, names, general)


def with_own_config(hint: ModelHint, names: NamedFiles) -> ModelHint:
    """Return a hint about a module's config of the same name, which TLC takes by default."""
    if hint.config is None and hint.module is not None:
        own = hint.module.with_suffix(".cfg")
        return replace(hint, config=own if own in names.files[".cfg"] else None)
    return hint


def hint_of_command(line: ScriptLine, names: NamedFiles) -> ModelHint:
    """Return what a command that starts TLC says."""
    told = tlc_line(line.text)
    bases = (line.folder, line.file.parent)
    module = names.find(told.module, ".tla", bases)
    # TLC looks for the config beside the module too.
    config = names.find(told.config, ".cfg", (*bases, *([module.parent] if module else [])))
    libraries = (absolute(base / one) for one in told.libraries for base in bases)
    hint = ModelHint(
        source=line.place,
        config=config,
        module=module,
        deadlock=told.deadlock,
        libraries=tuple(dict.fromkeys(one for one in libraries if one.is_dir())),
        search=told.search,
        exhaustive=not told.search and not told.to_depth,
        skip=TO_DEPTH.format(place=line.place) if told.to_depth else "",
    )
    return with_expectation(hint, line)


def hint_for_apalache(line: ScriptLine, names: NamedFiles) -> Iterator[ModelHint]:
    """Yield that a config which a command gives to Apalache is not for TLC."""
    if named := APALACHE_CONFIG.search(line.text):
        config = names.find(named[1], ".cfg", (line.folder, line.file.parent))
        reason = f"{line.place} gives it to Apalache"
        yield ModelHint(source=line.place, config=config, skip=reason)


def with_expectation(hint: ModelHint, line: ScriptLine) -> ModelHint:
    """Return a command's hint with what the shell around it expects of its exit code."""
    tested = EXIT_TEST.search(line.text)
    if tested and tested[1] != "0":
        return hint_of_exit_code(hint, int(tested[1]))
    if NEGATED.search(line.text) or breaks_by_name(line.target):
        return replace(hint, expected=ExpectedEnd.BREAKS)
    return hint


def hints_of_row(line: ScriptLine, names: NamedFiles, general: ModelHint) -> Iterator[ModelHint]:
    """Yield what a line without a start of TLC says about a config that it names."""
    words = [word.strip("\"'`,;()[]{}") for word in re.split(r"[\s|,:=]+", line.text)]
    bases = (line.folder, line.file.parent)
    configs = [one for word in words if (one := names.find(word, ".cfg", bases))]
    explicit = [one for one in configs if any(word.endswith(one.name) for word in words)]
    modules = [one for word in words if (one := names.find(word, ".tla", bases))]
    expected = expectation_of_words(words)
    # A name alone, as in a list of files to delete, says nothing.
    if not configs or (expected is None and not (explicit and modules)):
        return
    # A name can be that of a module and of its own config: `check Door Open` is about Open.cfg.
    stems = {one.stem for one in modules}
    others = [one for one in configs if one.stem not in stems]
    config = (explicit or others or configs)[0]
    module = next((one for one in modules if one.stem != config.stem), general.module)
    exact = next((one for one in modules if one.stem == config.stem), None)
    search = row_search(line.text)
    own = {"search": search, "exhaustive": False} if search else {}
    yield replace(
        general,
        **own,
        source=line.place,
        config=config,
        module=module or exact,
        expected=expected,
        property=property_of_words(words, config) if expected is ExpectedEnd.BREAKS else "",
    )


def expectation_of_words(words: Iterable[str]) -> ExpectedEnd | None:
    """Return what a row's words expect; None if no word, or words of both kinds, say it."""
    lower = {word.lower() for word in words}
    holds, breaks = lower & HOLDS, lower & BREAKS
    if bool(holds) == bool(breaks):
        return None
    return ExpectedEnd.HOLDS if holds else ExpectedEnd.BREAKS


def property_of_words(words: Iterable[str], config: Path) -> str:
    """Return the word that is a property of the config, if exactly one is."""
    try:
        checked = set(re.findall(r"\w+", read_text(config)))
    except OSError:
        return ""
    common = HOLDS | BREAKS
    found = {
        word
        for word in words
        if word in checked and word.lower() not in common and word != config.stem
    }
    return found.pop() if len(found) == 1 else ""
