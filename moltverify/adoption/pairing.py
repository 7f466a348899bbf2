"""Find the module of each config: the first rule that gives a module which has the names decides.

what a script, a manifest or the config itself says; the same name; the longest prefix;
the only module that defines what the config names; the only module of the folder
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from moltverify.adoption.config_hints import hints_of_config, module_line
from moltverify.adoption.discovery import absolute
from moltverify.adoption.module_names import (
    ModuleNames,
    begins_with,
    distance,
    is_toolbox_copy,
    wanted_names,
)
from moltverify.adoption.named_files import NamedFiles
from moltverify.adoption.records import (
    FoundFiles,
    ModelHint,
    PairedModel,
    SkippedFile,
    UnpairedConfig,
)
from moltverify.file_access import read_text
from moltverify.tla.config import Config, ConfigSyntaxError, read_config


class Pairing(Struct, frozen=True):
    """The configs with their modules, those without, and the files that are left aside."""

    models: tuple[PairedModel, ...]
    unpaired: tuple[UnpairedConfig, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()


class Rule(Struct, frozen=True):
    """A rule's candidates for a config's module, the best first, and its words."""

    how: str
    candidates: tuple[Path, ...]


class Pairer:
    """Pairs the configs among some files, with what scripts and manifests say."""

    def __init__(self, found: FoundFiles, hints: Iterable[ModelHint]) -> None:
        self.found = found
        self.names = NamedFiles(found.modules, found.configs)
        self.modules = ModuleNames(found.modules)
        self.hints: dict[Path, list[ModelHint]] = {}
        for hint in hints:
            if hint.config is not None:
                self.hints.setdefault(hint.config, []).append(hint)

    def pair(self) -> Pairing:
        """Return each config with its module, or why it has none."""
        models, unpaired = list[PairedModel](), list[UnpairedConfig]()
        skipped = list[SkippedFile]()
        for config in self.found.configs:
            one = self.paired(config)
            if isinstance(one, PairedModel):
                models.append(one)
            elif isinstance(one, UnpairedConfig):
                unpaired.append(one)
            else:
                skipped.append(one)
        return Pairing(tuple(models), tuple(unpaired), tuple(skipped))

    def paired(self, config: Path) -> PairedModel | UnpairedConfig | SkippedFile:
        """Return the model of a config, or why there is none."""
        try:
            text = read_text(config)
        except OSError as error:
            return SkippedFile(config, f"it cannot be read: {error.strerror}")
        told = self.hints.get(config, [])
        if why := why_not_run(told):
            return SkippedFile(config, why)
        try:
            read = read_config(text)
        except ConfigSyntaxError as error:
            # TLC reports it again when the model runs, with the place.
            read = Config()
            if not is_probably_tlc(text):
                return SkippedFile(config, f"it is no config of TLC: {error}")
        # TLC ignores all from the first character that is no token of TLA+.
        if read.ignored and not wanted_names(read):
            return SkippedFile(config, "it is no config of TLC: nothing in it can be read")
        chosen = self.chosen(config, read, text)
        if isinstance(chosen, UnpairedConfig):
            return chosen
        module, how = chosen
        return self.model(config, module, how, text, read)

    def model(self, config: Path, module: Path, how: str, text: str, read: Config) -> PairedModel:
        """Return a model, with the folders in which its module's dependencies are."""
        hints = (*self.hints.get(config, []), *hints_of_config(config, text))
        # An order by strength: explicit ends before those that names suggest.
        told = tuple(dict.fromkeys(one for hint in hints for one in hint.libraries))
        libraries = tuple(
            folder for folder in self.modules.libraries(module, told) if folder != module.parent
        )
        return PairedModel(
            config=config,
            module=module,
            how=how,
            hints=hints,
            libraries=libraries,
            parsed=read,
        )

    def chosen(self, config: Path, read: Config, text: str) -> tuple[Path, str] | UnpairedConfig:
        """Return the module for a config and the rule that gave it, or the candidates."""
        rules = list(self.rules(config, text))
        pairs = [(module, rule.how) for rule in rules for module in rule.candidates]
        fitting = [pair for pair in pairs if self.modules.fits(pair[0], read)]
        if fitting:
            return fitting[0]
        # By what it defines: a module in this folder before one elsewhere.
        able = [one for one in self.candidates(config) if self.modules.fits(one, read)]
        near = [one for one in able if one.parent == config.parent] or able
        if len(near) == 1:
            return near[0], "the only module that defines what it names"
        if pairs:
            # TLC says what is missing.
            return pairs[0]
        beside = [one for one in self.candidates(config) if one.parent == config.parent]
        if len(beside) == 1:
            return beside[0], "the only module of its folder"
        if not self.found.modules:
            return UnpairedConfig(config, (), "there is no module")
        reason = f"{len(near)} modules define what it names" if near else "no module is like it"
        return UnpairedConfig(config, tuple(near or beside), reason)

    def candidates(self, config: Path) -> list[Path]:
        """Return the modules that a config may be about, the nearest first."""
        inside = is_toolbox_copy(config)
        near = [one for one in self.found.modules if inside or not is_toolbox_copy(one)]
        return sorted(near, key=lambda one: (distance(one, config), one))

    def rules(self, config: Path, text: str) -> Iterator[Rule]:
        """Yield the rules in order."""
        for hint in self.hints.get(config, []):
            if hint.module is not None:
                yield Rule(hint.source, (hint.module,))
        line = module_line(text)
        named = self.names.find(line, ".tla", (config.parent,)) if line else None
        if named is not None:
            yield Rule(f"its line 'module: {line}'", (named,))
        ordered = self.candidates(config)
        yield Rule("the same name", tuple(one for one in ordered if one.stem == config.stem))
        longest = sorted(
            (one for one in ordered if begins_with(config.stem, one.stem)),
            key=lambda one: (-len(one.stem), distance(one, config)),
        )
        yield Rule("the longest prefix", tuple(longest))


def why_not_run(hints: Iterable[ModelHint]) -> str:
    """Return why a registry cannot run a model as its owner does; empty if one place runs it so."""
    if any(hint.exhaustive or hint.search for hint in hints):
        return ""
    return next((hint.skip for hint in hints if hint.skip), "")


def config_of_text(text: str) -> Config:
    """Return a config; an empty one if TLC cannot read it either."""
    try:
        return read_config(text)
    except ConfigSyntaxError:
        return Config()


def is_probably_tlc(text: str) -> bool:
    """Tell whether a file that cannot be read as a config has words of one."""
    keywords = ("SPECIFICATION", "INIT", "NEXT", "INVARIANT", "PROPERT", "CONSTANT")
    return any(word in text for word in keywords)


def with_answers(
    pairer: Pairer,
    unpaired: Sequence[UnpairedConfig],
    answers: dict[Path, Path | None],
    how: str = "your answer",
) -> Pairing:
    """Return the models that answers make, and what is still without a module."""
    models, left = list[PairedModel](), list[SkippedFile]()
    for one in unpaired:
        module = answers.get(one.config)
        if module is None:
            left.append(SkippedFile(one.config, f"no module was found for it: {one.reason}"))
            continue
        text = read_text(one.config)
        model = pairer.model(one.config, absolute(module), how, text, config_of_text(text))
        models.append(model)
    return Pairing(tuple(models), (), tuple(left))
