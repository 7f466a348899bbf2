"""The keywords of TLC's configuration files, by what follows them."""

# Keyword to the field of Config that it fills.
NAME_KEYWORDS = {
    "SPECIFICATION": "specification",
    "INIT": "init",
    "NEXT": "next",
    "VIEW": "view",
    "SYMMETRY": "symmetry",
    "TYPE": "type",
    "TYPE_CONSTRAINT": "type_constraint",
    "ALIAS": "alias",
    "POSTCONDITION": "postcondition",
    "CHECK_DEADLOCK": "check_deadlock",
}
NAMES_KEYWORDS = {
    "INVARIANT": "invariants",
    "INVARIANTS": "invariants",
    "PROPERTY": "properties",
    "PROPERTIES": "properties",
    "CONSTRAINT": "constraints",
    "CONSTRAINTS": "constraints",
    "ACTION_CONSTRAINT": "action_constraints",
    "ACTION_CONSTRAINTS": "action_constraints",
}
CONSTANT_KEYWORDS = ("CONSTANT", "CONSTANTS")
KEYWORDS = frozenset((*NAME_KEYWORDS, *NAMES_KEYWORDS, *CONSTANT_KEYWORDS))
# The first release that knows them, of those that were tried: TLC 2.15, 2.19 and 2.20.
NEWER_KEYWORDS = {
    "ALIAS": "TLC 2.20 (1.8.0)",
    "POSTCONDITION": "TLC 2.20 (1.8.0)",
    "CHECK_DEADLOCK": "TLC 2.19 (1.7.4)",
}
