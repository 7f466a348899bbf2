"""Read what the audit may find in a claim without finding fault: each with its reason."""

from moltverify.registry.records import Allowance
from moltverify.registry.yaml_reader import Item


def read_audit(item: Item) -> tuple[Allowance, ...]:
    """Read a claim's `audit`."""
    fields = item.fields()
    allowed: tuple[Allowance, ...] = fields.may("allow", read_allowances, ())
    fields.finish()
    return allowed


def read_allowances(item: Item) -> tuple[Allowance, ...]:
    """Read the list of allowances."""
    return tuple(read_allowance(one) for one in item.items())


def read_allowance(item: Item) -> Allowance:
    """Read one allowance: a finding's key, or a glob of keys, and the reason."""
    fields = item.fields()
    allowance = Allowance(
        finding=fields.need("finding", Item.text, "?"),
        reason=fields.need("reason", Item.text, "?"),
    )
    fields.finish()
    return allowance
