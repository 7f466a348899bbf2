"""What a config says although TLC does not act on it, or cannot."""

from collections.abc import Iterator

from moltverify.registry.mistakes import nearest
from moltverify.registry.records import Model
from moltverify.registry.spec_files import SpecFiles
from moltverify.tla.config import Assignment, Config, Named, Override
from moltverify.tla.module import ParsedModule
from moltverify.tla.module_scope import FoundName, ModuleScope, mentions
from moltverify.tla.standard_names import STANDARD_OPERATORS, standard_module_has

Setting = Assignment | Override


def check_names(model: Model, config: Config, files: SpecFiles) -> Iterator[str]:
    """Yield the names in a config that no module defines, and the text that TLC ignores."""
    known = files.names(model.job)
    replacements = [Named(one.replacement, one.line) for one in config.overrides.values()]
    for name in [*checked_names(config), *replacements]:
        if known.lacks(name.name):
            what = f"{name.name}, which no module defines{nearest(name.name, known.defined)}"
            yield f"{model.job.config}:{name.line} names {what}"
    for one in settings(config):
        fault = setting_fault(one, model, config, files)
        if fault:
            yield f"{model.job.config}:{one.line} {verb(one)} {fault}"
    for name in filter(None, (config.type, config.type_constraint)):
        what = f"names {name.name} as a type, which TLC reads and does not check"
        yield f"{model.job.config}:{name.line} {what}; write it below INVARIANT"
    yield from replaced_properties(model, config, files)
    for again in config.repeated:
        what = f"gives {again.name} a second value, and TLC takes the last one"
        yield f"{model.job.config}:{again.line} {what}; leave one of them out"
    if config.ignored:
        yield f"{model.job.config}:{config.ignored.line}: TLC ignores everything from here on"


def replaced_properties(model: Model, config: Config, files: SpecFiles) -> Iterator[str]:
    """Yield the properties that a config checks and replaces by another formula."""
    scope = files.scope(model.job)
    constants = scope.constants(scope.root) if scope else set()
    for named in (*config.invariants, *config.properties):
        override = config.overrides.get(named.name)
        # A declared constant has no formula of its own.
        if override and named.name not in constants:
            what = f"replaces {named.name}, which line {named.line} checks"
            mend = f"check {override.replacement} by its own name"
            yield f"{model.job.config}:{override.line} {what}; {mend}"


def check_deadlock(model: Model, config: Config) -> Iterator[str]:
    """Yield where a config and the registry differ about deadlocks."""
    said = config.check_deadlock
    if said is None or model.shares_files:
        return
    place = f"{model.job.config}:{said.line} says CHECK_DEADLOCK {said.name}"
    if said.name not in {"TRUE", "FALSE"}:
        yield f"{place}; TLC accepts TRUE or FALSE"
    elif (said.name == "TRUE") != model.job.options.deadlock:
        registered = "checked" if model.job.options.deadlock else "allowed"
        yield (
            f"{place}, but the registry says `deadlock: {registered}`; "
            "leave the line out of the config, because the registry decides"
        )


def partial_settings(model: Model, config: Config, files: SpecFiles) -> Iterator[str]:
    """Yield the settings that change what some modules use, and not what others use."""
    scope = files.scope(model.job)
    if scope is None:
        return
    for one in settings(config):
        if one.module is not None or one.name in scope.constants(scope.root):
            continue
        found = scope.find(one.name, scope.root)
        # Once is the definition itself.
        if found and found.copied_by and mentions(found.module, one.name, times=2):
            users = ", ".join(user.name for user in scope.users(one.name, found.copied_by))
            if users:
                yield (
                    f"{model.job.config}:{one.line} {verb(one)} {one.name} in {users} only; "
                    f"{found.module.name} keeps its own unless the config says "
                    f"{in_module(one, found.module)}"
                )


def settings(config: Config) -> list[Setting]:
    """Return what a config sets and replaces, in the order of the lines."""
    both: list[Setting] = [*config.constants, *config.overrides.values()]
    return sorted(both, key=lambda one: one.line)


def checked_names(config: Config) -> list[Named]:
    """Return the names of the behaviour and the properties that a config is about."""
    behaviour = filter(None, (config.specification, config.init, config.next))
    return [*behaviour, *config.invariants, *config.properties]


def evaluated_names(config: Config) -> set[str]:
    """Return all names of operators that TLC evaluates because a config names them."""
    names = {one.name for one in all_named(config)}
    return names | {one.replacement for one in config.overrides.values()}


def all_named(config: Config) -> list[Named]:
    """Return the names of operators under the keywords of a config."""
    single = filter(None, (config.view, config.symmetry, config.alias, config.postcondition))
    more = (*config.constraints, *config.action_constraints)
    return [*checked_names(config), *single, *more]


def setting_fault(one: Setting, model: Model, config: Config, files: SpecFiles) -> str | None:
    """Return why a constant's value or a replacement has no effect, or None if TLC decides."""
    scope = files.scope(model.job)
    if scope is not None:
        return plain_fault(one, config, scope) if one.module is None else module_fault(one, scope)
    # The parser has missed something, but a name that stands nowhere is declared nowhere.
    if one.module is None and files.is_absent(model.job, one.name):
        known = files.names(model.job)
        guess = nearest(one.name, known.defined | known.declared)
        return f"{one.name}, which no module declares{guess}"
    return None


def plain_fault(one: Setting, config: Config, scope: ModuleScope) -> str | None:
    """Return why a setting without a module has no effect, or None."""
    if one.name in scope.constants(scope.root):
        return None
    if any(takes_effect(one.name, each, scope) for each in scope.findings(one.name, scope.root)):
        return None
    found = scope.find(one.name, scope.root)
    if found and one.name in evaluated_names(config):
        return None
    if found:
        module = found.module
        return (
            f"{one.name}, which {scope.root.name} has by INSTANCE, and TLC ignores that where "
            f"{module.name} uses it; write {in_module(one, module)}"
        )
    if in_standard_module(one, scope):
        return None
    return f"{one.name}, {why_unknown(one, scope)}"


def takes_effect(name: str, found: FoundName, scope: ModuleScope) -> bool:
    """Tell whether a module of the model uses what a setting of a name changes."""
    return found.copied_by is None or bool(scope.users(name, found.copied_by))


def why_unknown(one: Setting, scope: ModuleScope) -> str:
    """Return why the root module does not have a name."""
    if one.name in scope.variables(scope.root):
        return "which is a variable"
    for module in scope.modules.values():
        if one.name in module.definitions and module.name in scope.files:
            return (
                f"which {module.name} defines, but {scope.root.name} does not have by that name; "
                f"write {in_module(one, module)}"
            )
        if one.name in module.constants:
            return (
                f"which is a constant of {module.name}, but not of {scope.root.name}; "
                f"give its value in the INSTANCE: WITH {one.name} <- ..."
            )
    return f"which no module declares{nearest(one.name, scope.names(scope.root))}"


def module_fault(one: Setting, scope: ModuleScope) -> str | None:
    """Return why a setting with a module, such as `Size = [Numbers]3`, has no effect, or None."""
    module = scope.files.get(one.module or "")
    if module is None:
        return unknown_module_fault(one, scope)
    if one.name in scope.constants(module):
        return f"{one.name} in {module.name}; TLC replaces definitions there, and no constants"
    if any(takes_effect(one.name, each, scope) for each in scope.findings(one.name, module)):
        return None
    found = scope.find(one.name, module)
    if found:
        return (
            f"{one.name} in {module.name}, which has it by INSTANCE and does not use it; "
            f"write {in_module(one, found.module)}"
        )
    if any(standard_module_has(each, one.name) for each in scope.standard_modules(module)):
        return None
    guess = nearest(one.name, scope.names(module))
    return f"{one.name} in {module.name}, which does not define it{guess}"


def unknown_module_fault(one: Setting, scope: ModuleScope) -> str | None:
    """Return why a setting for a module without a file of its own has no effect, or None."""
    name = one.module or ""
    if name in scope.modules:
        return f"{one.name} in {name}, which stands inside another module: TLC does not find it"
    if name in scope.standard:
        return None if standard_module_has(name, one.name) else f"{one.name}, which {name} lacks"
    guess = nearest(name, {*scope.files, *STANDARD_OPERATORS})
    return f"{one.name} in {name}, which is no module of the model{guess}"


def in_standard_module(one: Setting, scope: ModuleScope) -> bool:
    """Tell whether the root has a setting's name from a module of TLC's jar."""
    return any(standard_module_has(each, one.name) for each in scope.standard_modules(scope.root))


def verb(one: Setting) -> str:
    """Return what a setting does."""
    return "sets" if isinstance(one, Assignment) else "replaces"


def in_module(one: Setting, module: ParsedModule) -> str:
    """Return the form of a setting that has an effect inside a module."""
    if isinstance(one, Assignment):
        return f"{one.name} = [{module.name}]..."
    return f"{one.name} <- [{module.name}]{one.replacement}"
