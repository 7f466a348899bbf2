"""A stranger's module and config as a registry with one claim, and as a repository to download."""

import io
import re
import zipfile
from pathlib import Path

import msgspec

from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.serve.job_errors import RefusedError
from moltverify.serve.job_requests import OwnRequest
from moltverify.serve.limits import ServeLimits
from moltverify.tla.config import ConfigSyntaxError, read_config
from moltverify.tla.dependencies import STANDARD

HEADER = re.compile(
    r"^-{4,}[ \t]*MODULE[ \t]+([A-Za-z][A-Za-z0-9_]{0,63})[ \t]*-{4,}", re.MULTILINE
)
README = """# {name}

A model that was checked by moltverify. With moltverify installed, in this folder:

    moltverify adopt     writes a registry for it
    moltverify run       checks it again
"""
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes for the same model


def checked_module_name(request: OwnRequest, limits: ServeLimits) -> str:
    """Return the name of a request's module; raises RefusedError for what TLC cannot be given."""
    if len(request.module.encode()) + len(request.config.encode()) > limits.own_bytes:
        raise RefusedError(
            413,
            f"module and config have more than {limits.own_bytes // 1024} KiB",
            "shorten them, or run moltverify on your own machine",
        )
    found = HEADER.search(request.module)
    if found is None:
        raise mistake("module", 1, 1, "there is no line such as ---- MODULE Name ----")
    if found[1] in STANDARD:
        line = request.module.count("\n", 0, found.start()) + 1
        raise mistake("module", line, 1, f"{found[1]} is the name of a standard module")
    try:
        read_config(request.config)
    except ConfigSyntaxError as error:
        raise mistake("config", error.line, error.column, error.message) from error
    return found[1]


def mistake(file: str, line: int, column: int, message: str) -> RefusedError:
    """Return the answer for a mistake at a place in the module or the config."""
    place = {"file": file, "line": line, "column": column, "message": message}
    return RefusedError(422, f"{file}, line {line}: {message}", "correct that line", 0, (place,))


def own_registry(folder: Path, name: str, request: OwnRequest, limits: ServeLimits) -> Registry:
    """Write a model and a registry with it into a folder, and load the registry."""
    (folder / f"{name}.tla").write_bytes(request.module.encode())
    (folder / f"{name}.cfg").write_bytes(request.config.encode())
    claim: dict[str, object] = {
        "id": name.lower().replace("_", "-").strip("-"),
        "title": name,
        "heap": limits.own_memory,
        "timeout": f"{limits.own_seconds:g}s",
        "green": {"module": f"{name}.tla", "config": f"{name}.cfg"},
    }
    if not request.deadlock:
        claim["deadlock"] = "allowed"
    file = folder / "registry.yaml"
    # JSON is YAML, and has one way to write any text.
    file.write_bytes(msgspec.json.encode({"suite": {"title": name}, "claims": [claim]}))
    return load_registry(file)


def own_repository(name: str, request: OwnRequest) -> bytes:
    """Return a zip file with the model as a small repository, which `moltverify adopt` reads."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for path, content in (
            ("README.md", README.format(name=name)),
            (f"specs/{name}.tla", request.module),
            (f"specs/{name}.cfg", request.config),
        ):
            opened.writestr(zipfile.ZipInfo(f"{name}/{path}", EPOCH), content.encode())
    return made.getvalue()
