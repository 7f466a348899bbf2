"""Which phrases cost no more than the state they are about: those need no bounds of time or size.

Most phrases name variables, choose between texts and join lists. Loops, calls, arithmetic and all
filters that can repeat or widen a text can cost anything, so `phrase_worker` renders them.
"""

from jinja2 import Environment, TemplateSyntaxError, nodes

# Each of these visits its input once, and its arguments do not multiply it.
FILTERS = frozenset(
    {"abs", "capitalize", "count", "d", "default", "first", "join", "last", "length", "list"}
    | {"lower", "reverse", "sort", "string", "title", "trim", "unique", "upper"}
)
OWN_CALLS = frozenset({"moved", "added", "removed"})
PARTS = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Keyword,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.If,
    nodes.Concat,
)


def is_cheap(phrase: str, environment: Environment) -> bool:
    """Return whether a phrase is no template, or one of cost linear in the size of its state."""
    try:
        waiting: list[nodes.Node] = [environment.parse(phrase)]
    except (TemplateSyntaxError, RecursionError):
        return True
    while waiting:  # a stack of its own: expressions may be nested deep
        node = waiting.pop()
        if not is_cheap_part(node):
            return False
        waiting += node.iter_child_nodes()
    return True


def is_cheap_part(node: nodes.Node) -> bool:
    """Return whether a node adds no more than the size of its parts."""
    match node:
        case nodes.Call(node=nodes.Name(name=name)):
            return name in OWN_CALLS and all_constant(node)
        case nodes.Filter(name=name):
            # A separator that is a value of the state would be repeated for each item.
            return name in FILTERS and (name != "join" or all_constant(node))
        case _:
            return isinstance(node, PARTS)


def all_constant(node: nodes.Call | nodes.Filter) -> bool:
    """Return whether all arguments are constants."""
    arguments = [*node.args, *(pair.value for pair in node.kwargs)]
    plain = not (node.dyn_args or node.dyn_kwargs)
    return plain and all(isinstance(one, nodes.Const) for one in arguments)
