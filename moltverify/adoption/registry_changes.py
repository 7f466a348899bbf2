"""How the files of a registry change by a plan; nothing is written."""

from __future__ import annotations

from msgspec.structs import replace

from moltverify.adoption.entry_ids import free_id
from moltverify.adoption.left_out_comments import with_left_out
from moltverify.adoption.plan import AdoptionPlan, ClaimPlan
from moltverify.adoption.registry_growth import with_claims, with_models
from moltverify.adoption.registry_text import RegistryText, comment
from moltverify.adoption.repository_files import FileChange
from moltverify.adoption.targets import RegistryTarget
from moltverify.errors import RegistryError
from moltverify.registry.repository_root import repository_of
from moltverify.running.toolchain import Jar


def registry_changes(
    target: RegistryTarget, plan: AdoptionPlan, timeout: float, jar: Jar | None = None
) -> list[FileChange]:
    """Return how the registry and the files of its groups change; raises RegistryError.

    A new registry names `jar`, which the user has named, if the jar is in the repository.
    """
    if target.registry is None:
        return [FileChange(target.file, target.text, new_text(target, plan, timeout, jar))]
    files = {target.file: target.text}
    alone = list[ClaimPlan]()
    for claim in plan.claims:
        if not claim.grows:
            alone.append(claim)
            continue
        file = claim.file or target.file
        before = files[file] if file in files else file.read_bytes().decode("utf-8")
        files[file], rest = with_added_models(before, claim, RegistryText(file.parent))
        alone += rest
    writer, taken = RegistryText(target.file.parent), set(target.ids)
    new = list[list[str]]()
    for claim in alone:
        # A red that found no place in its claim has the claim's id.
        name = claim.id if claim.id not in taken else free_id(f"{claim.id}-as-found", taken)
        taken.add(name)
        new.append(list(writer.claim_lines(replace(claim, id=name, grows=False))))
    text = with_comments(with_claims(files[target.file], new), target, plan, writer)
    changes = [FileChange(target.file, target.text, text)]
    others = {file: after for file, after in files.items() if file != target.file}
    return changes + [
        FileChange(file, file.read_bytes().decode("utf-8"), after) for file, after in others.items()
    ]


def new_text(target: RegistryTarget, plan: AdoptionPlan, timeout: float, jar: Jar | None) -> str:
    """Return the text of a registry that is not there yet."""
    writer, folder = RegistryText(target.file.parent), target.file.parent
    # A folder of this name says less than the one above it.
    title = folder.parent.name if folder.name == "specs" else folder.name
    root = repository_of(folder)
    own = jar if jar and jar.path.is_relative_to(root.resolve()) else None
    text = writer.whole(f"Models of {title}", f"{timeout:g}s", plan.claims, own)
    return with_comments(text, target, plan, writer)


def with_comments(
    text: str, target: RegistryTarget, plan: AdoptionPlan, writer: RegistryText
) -> str:
    """Return a registry's text with the comments about what is left out."""
    adopted = {comment(writer.plain_path(one)) for one in {*plan.configs, *target.configs}}
    return with_left_out(text, map(writer.left_out_comment, plan.left_out), adopted)


def with_added_models(
    text: str, claim: ClaimPlan, writer: RegistryText
) -> tuple[str, list[ClaimPlan]]:
    """Return a file's text with the new models of a claim that it has, and a claim for the rest.

    Reds that find no place in the claim, such as a list in one line, become a claim of their own.
    """
    witnesses = [list(writer.witness_lines(one)) for one in claim.witnesses]
    reds = [list(writer.red_lines(one)) for one in claim.reds]
    try:
        return with_models(
            with_models(text, claim.id, "reaches", witnesses), claim.id, "reds", reds
        ), []
    except RegistryError:
        if witnesses:
            raise
    return text, [replace(claim, green=None)]
