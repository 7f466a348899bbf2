"""Findings that the text of a green model shows: what is constant, and what nothing uses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from moltverify.audit.findings.model_uses import (
    SharedModules,
    assumption_nodes,
    has_behaviour,
    model_uses,
)
from moltverify.audit.results import AuditFinding, FindingKind
from moltverify.tla.config import Config
from moltverify.tla.module import Definition, ParsedModule
from moltverify.tla.module_parser import units
from moltverify.tla.parsed_modules import ParsedModules, references
from moltverify.tla.specification import FormulaPart, checked, is_type_invariant, pieces
from moltverify.tla.syntax_tree import field, line_of, symbol, text_of
from moltverify.tla.value_types import ModelValue

FORMULAS = {"conj_list", "disj_list", "bounded_quantification", "boolean"}
CONNECTIVES = {"land", "lor", "implies", "equiv", "iff", "lnot", "leads_to", "always", "eventually"}
RELATIONS = {"eq", "neq", "lt", "gt", "leq", "geq", "in", "notin", "subseteq", "subset"}
# Operators that the PlusCal translator writes, whether or not a config uses them.
GENERATED = {"vars", "ProcSet", "Init", "Next", "Spec", "Termination", "defaultInitValue"}
# Operators of the module TLC by which an ASSUME prints, or says and sees something of the run.
TEST_OPERATORS = {"Print", "PrintT", "TLCSet", "TLCGet", "Assert"}


def static_findings(
    claim: str,
    sources: ParsedModules,
    others: Sequence[ParsedModules],
    witnesses: Iterable[str],
    shared: SharedModules | None = None,
) -> Iterator[AuditFinding]:
    """Yield the findings about a green model.

    What `others`, the models that extend it, the names of `witnesses`, or any model of `shared` use
    counts as used.
    """
    shared = shared or SharedModules()
    yield from property_findings(claim, sources)
    yield from ignored_values(claim, sources)
    own = model_uses(sources, witnesses)
    for other in others:
        own = own.joined(model_uses(other))
    for module in sources.modules:
        if shared.is_reported_by(module, claim):
            names = own.joined(shared.uses_of(module)).names
            yield from constant_findings(claim, sources, module, names)
            yield from assumption_findings(claim, sources, module, names)
    if shared.is_root_reported_by(sources.root, claim):
        keys = own.joined(shared.uses_of(sources.root)).keys
        yield from definition_findings(claim, sources, keys)


def property_findings(claim: str, sources: ParsedModules) -> Iterator[AuditFinding]:
    """Yield findings for a config that checks types only, and for constant properties."""
    properties = checked(sources)
    if not has_behaviour(sources.config) and any(any(assumption_nodes(one)) for one in sources.own):
        return
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


def constant_findings(
    claim: str, sources: ParsedModules, module: ParsedModule, names: Collection[str]
) -> Iterator[AuditFinding]:
    """Yield findings for a module's constants that are not in `names`."""
    idioms = set(own_model_values(sources.config))
    for name in module.constants:
        if name not in names and name not in idioms:
            yield AuditFinding(
                claim=claim,
                kind=FindingKind.UNUSED_CONSTANT,
                subject=name,
                message=f"no behaviour and no property depends on the constant {name}",
                file=str(module.file),
                line=declaration_line(module, name),
            )


def own_model_values(config: Config) -> Iterator[str]:
    """Yield the names to which a config gives themselves, as in `v1 = v1`.

    The idiom declares a model value for use in other values, such as `Values = {v1, v2}`.
    """
    return (one.name for one in config.constants if one.value == ModelValue(one.name))


def ignored_values(claim: str, sources: ParsedModules) -> Iterator[AuditFinding]:
    """Yield findings for values that a config gives to names that no module declares."""
    # A config may set any operator without parameters to a value, not only constants.
    known = sources.constants.union(*(module.definitions for module in sources.modules))
    known |= set(own_model_values(sources.config))
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
    claim: str, sources: ParsedModules, module: ParsedModule, names: Collection[str]
) -> Iterator[AuditFinding]:
    """Yield findings for a module's assumptions about constants of which none is in `names`.

    An assumption about no constant, or one that prints or reads what TLC knows, is a test.
    """
    for unit in assumption_nodes(module):
        used = set(references(unit))
        constants = sources.constants & used
        if constants and not constants & set(names) and not used & TEST_OPERATORS:
            label = field(unit, "name")
            yield AuditFinding(
                claim=claim,
                kind=FindingKind.UNUSED_ASSUMPTION,
                subject=text_of(label) if label else f"line-{line_of(unit)}",
                message=f"the assumption is about {', '.join(sorted(constants))}, "
                "on which nothing depends",
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
