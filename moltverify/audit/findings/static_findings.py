"""Findings that the text of a green model shows: what is constant, and what nothing uses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from moltverify.audit.results import AuditFinding, FindingKind
from moltverify.tla.config import Config
from moltverify.tla.module import Definition, ParsedModule
from moltverify.tla.module_parser import units
from moltverify.tla.parsed_modules import ParsedModules, references
from moltverify.tla.specification import FormulaPart, checked, is_type_invariant, pieces
from moltverify.tla.syntax_tree import field, line_of, symbol, text_of

FORMULAS = {"conj_list", "disj_list", "bounded_quantification", "boolean"}
CONNECTIVES = {"land", "lor", "implies", "equiv", "iff", "lnot", "leads_to", "always", "eventually"}
RELATIONS = {"eq", "neq", "lt", "gt", "leq", "geq", "in", "notin", "subseteq", "subset"}
# Operators that the PlusCal translator writes, whether or not a config uses them.
GENERATED = {"vars", "ProcSet", "Init", "Next", "Spec", "Termination", "defaultInitValue"}


def static_findings(
    claim: str, sources: ParsedModules, others: Sequence[ParsedModules], witnesses: Iterable[str]
) -> Iterator[AuditFinding]:
    """Yield the findings about a green model.

    What `others`, the models that extend it, or the names of `witnesses` use counts as used.
    """
    yield from property_findings(claim, sources)
    used = used_definitions(sources, others, witnesses)
    names = {name for one in used for name in references(one.node)}
    yield from constant_findings(claim, sources, names)
    yield from assumption_findings(claim, sources, names)
    yield from definition_findings(claim, sources, {one.key for one in used})


def property_findings(claim: str, sources: ParsedModules) -> Iterator[AuditFinding]:
    """Yield findings for a config that checks types only, and for constant properties."""
    properties = checked(sources)
    # A type invariant alone says nothing about behaviour that a claim could be about.
    if all(is_type_invariant(sources, one) for one in properties):
        what = "nothing but the type invariant" if properties else "no property at all"
        yield AuditFinding(
            claim=claim,
            kind=FindingKind.NO_PROPERTY,
            subject=sources.config_file.stem,
            message=f"the config checks {what}",
            file=str(sources.config_file),
        )
    for one in properties:
        if not sources.uses_variable(one.body, one.module):
            what = f"{one.name} speaks of no variable, so no behaviour can break it"
            yield definition_finding(claim, FindingKind.CONSTANT_PROPERTY, sources, one, what)


def definition_finding(
    claim: str, kind: FindingKind, sources: ParsedModules, definition: Definition, message: str
) -> AuditFinding:
    """Return a finding whose subject, file and line are those of a definition."""
    return AuditFinding(
        claim=claim,
        kind=kind,
        subject=definition.name,
        message=message,
        file=str(sources.by_name[definition.module].file),
        line=line_of(definition.node),
    )


def named_operators(config: Config) -> list[str]:
    """Return the names of the operators that a config refers to, replacements included."""
    single = (config.specification, config.init, config.next, config.view, config.symmetry)
    more = (config.type, config.type_constraint, config.alias, config.postcondition)
    several = (config.invariants, config.properties, config.constraints, config.action_constraints)
    names = [one.name for one in (*single, *more) if one]
    names += [one.name for group in several for one in group]
    return [*names, *(override.replacement for override in config.overrides.values())]


def used_definitions(
    sources: ParsedModules, others: Iterable[ParsedModules], witnesses: Iterable[str]
) -> list[Definition]:
    """Return all definitions that the configs of the models, or a witness, use, each once."""
    found: dict[tuple[str, str], Definition] = {}
    extra = list(witnesses)
    for model in (sources, *others):
        starts = filter(None, map(model.definition, [*named_operators(model.config), *extra]))
        # An operator that a red replaces is used too: the green runs with it.
        replaced = [
            module.definitions.get(name)
            for module in model.modules
            for name in model.config.overrides
        ]
        for definition in model.reachable([*starts, *filter(None, replaced)]):
            found.setdefault(definition.key, definition)
    return list(found.values())


def constant_findings(
    claim: str, sources: ParsedModules, names: Collection[str]
) -> Iterator[AuditFinding]:
    """Yield findings for declared constants not in `names`, and for values of undeclared ones."""
    for module in sources.modules:
        for name in module.constants:
            if name not in names:
                yield AuditFinding(
                    claim=claim,
                    kind=FindingKind.UNUSED_CONSTANT,
                    subject=name,
                    message=f"no behaviour and no property depends on the constant {name}",
                    file=str(module.file),
                    line=declaration_line(module, name),
                )
    # A config may set any operator without parameters to a value, not only constants.
    known = sources.constants.union(*(module.definitions for module in sources.modules))
    for constant in sources.config.constants:
        if constant.name not in known:
            yield AuditFinding(
                claim=claim,
                kind=FindingKind.UNUSED_CONSTANT,
                subject=constant.name,
                message=f"TLC ignores the value of {constant.name}, which no module declares",
                file=str(sources.config_file),
                line=constant.line,
            )


def declaration_line(module: ParsedModule, name: str) -> int:
    """Return the line of the constant declaration with a name, or 0 if no line is found."""
    for unit in units(module.tree):
        # Split at commas too, for `CONSTANTS A,B`.
        words = (unit.text or b"").replace(b",", b" ").split()
        if unit.type == "constant_declaration" and name.encode() in words:
            return line_of(unit)
    return 0


def assumption_findings(
    claim: str, sources: ParsedModules, names: Collection[str]
) -> Iterator[AuditFinding]:
    """Yield findings for assumptions about constants of which none is in `names`."""
    for module in sources.modules:
        for unit in units(module.tree):
            if unit.type != "assumption":
                continue
            constants = sources.constants & set(references(unit))
            if not constants & set(names):
                label = field(unit, "name")
                name = text_of(label) if label else f"line-{line_of(unit)}"
                what = ", ".join(sorted(constants)) or "no constant"
                yield AuditFinding(
                    claim=claim,
                    kind=FindingKind.UNUSED_ASSUMPTION,
                    subject=name,
                    message=f"the assumption is about {what}, on which nothing depends",
                    file=str(module.file),
                    line=line_of(unit),
                )


def definition_findings(
    claim: str, sources: ParsedModules, used: Collection[tuple[str, str]]
) -> Iterator[AuditFinding]:
    """Yield findings for definitions of the root module whose keys are not in `used`.

    One that has the shape of a formula about the state is reported as an unused property.
    """
    for one in sources.root.definitions.values():
        if one.key in used or is_alternative_specification(sources, one):
            continue
        if is_formula(one) and sources.uses_variable(one.body, one.module):
            what = f"{one.name} looks like a property, but no config checks it"
            yield definition_finding(claim, FindingKind.UNUSED_PROPERTY, sources, one, what)
        else:
            what = f"nothing uses the operator {one.name}"
            yield definition_finding(claim, FindingKind.UNUSED_DEFINITION, sources, one, what)


def is_alternative_specification(sources: ParsedModules, definition: Definition) -> bool:
    """Tell whether a definition only serves configs that name the specification in another way.

    `Spec` is unused where a config names INIT and NEXT. The PlusCal translator writes operators
    that most configs do not use.
    """
    if sources.root.is_generated(definition):
        return definition.name in GENERATED
    parts = {one.part for one in pieces(sources, definition.body, definition.module)}
    return parts == set(FormulaPart) and sources.is_temporal(definition.body, definition.module)


def is_formula(definition: Definition) -> bool:
    """Tell whether a definition without parameters has the syntax of a formula."""
    if field(definition.node, "parameter") or definition.node.type != "operator_definition":
        return False
    body = definition.body
    return body.type in FORMULAS or symbol(body) in CONNECTIVES | RELATIONS
