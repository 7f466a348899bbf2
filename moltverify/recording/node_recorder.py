"""The recorder for Node: a module without dependencies, which a project copies."""

from importlib.resources import files


def node_recorder() -> str:
    """Return the text of the module, whose types are in comments."""
    return (files("moltverify.recording") / "record.mjs").read_text(encoding="utf-8")
