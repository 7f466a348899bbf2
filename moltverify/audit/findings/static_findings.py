"""Hollow parts that the text alone shows: what is constant, and what nothing uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from moltverify.audit.results import AuditFinding, Kind
from moltverify.tla.config import Config
from moltverify.tla.parsed_modules import Definition, ParsedModule, ParsedModules, references, units
from moltverify.tla.specification import FormulaPart, checked, is_type_invariant, pieces
from moltverify.tla.syntax_tree import field, line_of, symbol, text_of

if TYPE_CHECKING:
    pass

FORMULAS = {"conj_list", "disj_list", "bounded_quantification", "boolean"}
CONNECTIVES = {"land", "lor", "implies", "equiv", "iff", "lnot", "leads_to", "always", "eventually"}
GENERATED = {"vars", "ProcSet", "Init", "Next", "Spec", "Termination", "defaultInitValue"}
RELATIONS = {"eq", "neq", "lt", "gt", "leq", "geq", "in", "notin", "subseteq", "subset"}


def static_findings(
    claim: str, sources: ParsedModules, others: Iterable[ParsedModules], witnesses: Iterable[str]
) -> Iterator[AuditFinding]:
    """Yield what is hollow in a green model; `others` are the models that extend it."""
    yield from property_findings(claim, sources)
    used = used_definitions(sources, others, witnesses)
    names = {name for one in used for name in references(one.node)}
    yield from constant_findings(claim, sources, names)
    yield from assumption_findings(claim, sources, names)
    yield from definition_findings(claim, sources, {one.key for one in used})


def property_findings(claim: str, sources: ParsedModules) -> Iterator[AuditFinding]:
    """Yield that a config checks nothing, or nothing but types, or what no state can change."""
    properties = checked(sources)
    file = str(sources.config_file)
    if all(is_type_invariant(sources, one) for one in properties):
        what = "nothing but the type invariant" if properties else "no property at all"
        yield AuditFinding(
            claim=claim,
            kind=Kind.NO_PROPERTY,
            subject=sources.config_file.stem,
            message=f"the config checks {what}",
            file=file,
        )
    for one in properties:
        if not sources.uses_variable(one.body, one.module):
            what = f"{one.name} speaks of no variable, so no behaviour can break it"
            yield definition_finding(claim, Kind.CONSTANT_PROPERTY, sources, one, what)


def definition_finding(
    claim: str, kind: Kind, sources: ParsedModules, definition: Definition, message: str
) -> AuditFinding:
    """Return a finding about a definition."""
    file = str(sources.by_name[definition.module].file)
    return AuditFinding(
        claim=claim,
        kind=kind,
        subject=definition.name,
        message=message,
        file=file,
        line=line_of(definition.node),
    )


def config_names(config: Config) -> list[str]:
    """Return the names of all operators that a config refers to."""
    single = (config.specification, config.init, config.next, config.view, config.symmetry)
    more = (config.type, config.type_constraint, config.alias, config.postcondition)
    several = (config.invariants, config.properties, config.constraints, config.action_constraints)
    names = [one.name for one in (*single, *more) if one]
    names += [one.name for group in several for one in group]
    return [*names, *(override.replacement for override in config.overrides.values())]


def used_definitions(
    sources: ParsedModules, others: Iterable[ParsedModules], witnesses: Iterable[str]
) -> list[Definition]:
    """Return the definitions that the config, a witness, or another model's config uses."""
    found: dict[tuple[str, str], Definition] = {}
    extra = list(witnesses)
    for one in (sources, *others):
        starts = filter(None, map(one.definition, [*config_names(one.config), *extra]))
        # What a config replaces is in use as well: it is the intended operator of a red model.
        names = one.config.overrides
        replaced = [module.definitions.get(name) for module in one.modules for name in names]
        for definition in one.reachable([*starts, *filter(None, replaced)]):
            found.setdefault(definition.key, definition)
    return list(found.values())


def constant_findings(
    claim: str, sources: ParsedModules, names: set[str]
) -> Iterator[AuditFinding]:
    """Yield the constants that nothing but assumptions uses, and values for none."""
    for module in sources.modules:
        for name in module.constants:
            if name not in names:
                yield AuditFinding(
                    claim=claim,
                    kind=Kind.UNUSED_CONSTANT,
                    subject=name,
                    message=f"no behaviour and no property depends on the constant {name}",
                    file=str(module.file),
                    line=line_in(module, name),
                )
    known = sources.constants.union(*(module.definitions for module in sources.modules))
    for constant in sources.config.constants:
        if constant.name not in known:
            yield AuditFinding(
                claim=claim,
                kind=Kind.UNUSED_CONSTANT,
                subject=constant.name,
                message=f"TLC ignores the value of {constant.name}, which no module declares",
                file=str(sources.config_file),
                line=constant.line,
            )


def line_in(module: ParsedModule, name: str) -> int:
    """Return the line in which a module declares a name."""
    for unit in units(module.tree):
        if unit.type == "constant_declaration" and name.encode() in (unit.text or b"").split():
            return line_of(unit)
    return 0


def assumption_findings(
    claim: str, sources: ParsedModules, names: set[str]
) -> Iterator[AuditFinding]:
    """Yield the assumptions about nothing that matters."""
    for module in sources.modules:
        for unit in units(module.tree):
            if unit.type != "assumption":
                continue
            about = sources.constants & set(references(unit))
            if not about & names:
                given = field(unit, "name")
                name = text_of(given) if given else f"line-{line_of(unit)}"
                what = ", ".join(sorted(about)) or "no constant"
                yield AuditFinding(
                    claim=claim,
                    kind=Kind.UNUSED_ASSUMPTION,
                    subject=name,
                    message=f"the assumption is about {what}, on which nothing depends",
                    file=str(module.file),
                    line=line_of(unit),
                )


def definition_findings(
    claim: str, sources: ParsedModules, used: set[tuple[str, str]]
) -> Iterator[AuditFinding]:
    """Yield the definitions of the root module that nothing uses; formulas look like properties."""
    for one in sources.root.definitions.values():
        if one.key in used or is_other_way(sources, one):
            continue
        if is_formula(one) and sources.uses_variable(one.body, one.module):
            what = f"{one.name} looks like a property, but no config checks it"
            yield definition_finding(claim, Kind.UNUSED_PROPERTY, sources, one, what)
        else:
            yield definition_finding(
                claim, Kind.UNUSED_DEFINITION, sources, one, f"nothing uses the operator {one.name}"
            )


def is_other_way(sources: ParsedModules, definition: Definition) -> bool:
    """Tell whether a definition is there for another way to run the same behaviours.

    A specification is left over where a config names INIT and NEXT, and so are INIT and NEXT where
    it names neither; the PlusCal translator writes more than most configs use.
    """
    if sources.root.is_generated(definition):
        return definition.name in GENERATED
    parts = {one.part for one in pieces(sources, definition.body, definition.module)}
    return parts == set(FormulaPart) and sources.is_temporal(definition.body, definition.module)


def is_formula(definition: Definition) -> bool:
    """Tell whether a definition without parameters is true or false by its shape."""
    if field(definition.node, "parameter") or definition.node.type != "operator_definition":
        return False
    body = definition.body
    return body.type in FORMULAS or symbol(body) in CONNECTIVES | RELATIONS
