"""Mistakes in a claim's phrases: actions and variables that no model has, and wrong templates."""

from collections.abc import Iterator

from jinja2 import nodes
from jinja2.meta import TrackingCodeGenerator

from moltverify.registry.mistakes import nearest
from moltverify.registry.phrase_templates import CHECKING, template_error
from moltverify.registry.records import Claim
from moltverify.registry.spec_files import SpecFiles

INITIAL = "Init"  # the phrase of the initial state
# Functions of report.story.phrases whose first argument is a variable's name.
OF_VARIABLE = ("moved", "added", "removed")
OF_STEP = ("before", *OF_VARIABLE)


def phrase_mistakes(claim: Claim, files: SpecFiles) -> Iterator[tuple[str, str]]:
    """Yield each mistake as an action and a message."""
    known = [files.names(model.job) for model in claim.models]
    defined = {name for one in known for name in one.defined}
    variables = claim_variables(claim, files)
    for action, phrase in claim.phrases.items():
        # `all`, because an action may be defined in a red's module only.
        if action != INITIAL and all(one.lacks(action) for one in known):
            yield action, f"no module defines {action}{nearest(action, defined)}"
        error = template_error(phrase)
        if error:
            yield action, error
        elif variables is not None:
            unknown = (one for one in used_variables(phrase, action) if one not in variables)
            for name in dict.fromkeys(unknown):
                yield action, name_fault(name, action, variables)


def claim_variables(claim: Claim, files: SpecFiles) -> set[str] | None:
    """Return the variables of a claim's models; None if only TLC knows the names in a state."""
    jobs = [model.job for model in claim.models]
    # An ALIAS replaces the variables of the states that TLC prints.
    if any(files.config(job.config).alias for job in jobs):
        return None
    if not all(files.names(job).complete for job in jobs):
        return None
    modules = [module for job in jobs for file in files.modules(job) for module in file.modules]
    return {name for module in modules for name in module.variables}


def used_variables(phrase: str, action: str) -> Iterator[str]:
    """Yield the names in a phrase that must be variables; a name that no phrase has is one too."""
    tree = CHECKING.parse(phrase)
    given = {*CHECKING.globals, *(OF_STEP if action != INITIAL else ())}
    # Sorted, because it is a set, whose order differs from run to run.
    yield from sorted(undeclared_names(tree) - given)
    # A computed name, such as before[which], is not known before the phrase runs.
    for field in tree.find_all(nodes.Getattr):
        if is_name(field.node, ("before",)):
            yield field.attr
    for item in tree.find_all(nodes.Getitem):
        if is_name(item.node, ("before",)):
            yield from constants([item.arg])
    for call in tree.find_all(nodes.Call):
        if is_name(call.node, OF_VARIABLE):
            yield from constants(call.args[:1])


def undeclared_names(tree: nodes.Template) -> set[str]:
    """Return the names that a template takes from its context."""
    generator = TrackingCodeGenerator(CHECKING)
    # jinja2.meta.find_undeclared_variables leaves it on, and it evaluates constants of any size.
    generator.optimizer = None
    generator.visit(tree)
    return generator.undeclared_identifiers


def is_name(node: nodes.Node, names: tuple[str, ...]) -> bool:
    """Tell whether a node is one of these names."""
    return isinstance(node, nodes.Name) and node.name in names


def constants(parts: list[nodes.Expr]) -> Iterator[str]:
    """Yield the texts among expressions that are written out."""
    for part in parts:
        if isinstance(part, nodes.Const) and isinstance(part.value, str):
            yield part.value


def name_fault(name: str, action: str, variables: set[str]) -> str:
    """Return what is wrong with a name that is no variable."""
    if action == INITIAL and name in OF_STEP:
        return f"'{name}' is about a step, and no step leads to the initial state"
    return f"'{name}' is no variable of the claim's models{nearest(name, variables)}"
