"""A registry of thousands of models is read with work in proportion to their number."""

from pathlib import Path

from moltverify.registry.check import check_registry
from moltverify.registry.load import load_registry
from tests.calls import calls_of

CLAIM = """  - id: claim-{number}
    group: g
    title: T
    statement: S.
    green: {{module: M.tla}}
    reds:
      - {{id: one, fault: F., module: R.tla, violates: Inv, kind: invariant}}
"""


def registry_of(folder: Path, claims: int) -> Path:
    """Write a registry with so many claims, of two models each."""
    for name in ("M.tla", "M.cfg", "R.tla", "R.cfg"):
        (folder / name).write_text("INVARIANT Inv\n")
    file = folder / f"{claims}.yaml"
    head = "suite: {title: T}\ngroups: {g: G}\nclaims:\n"
    file.write_text(head + "".join(CLAIM.format(number=number) for number in range(claims)))
    return file


def test_the_work_is_linear_in_the_number_of_models(tmp_path: Path) -> None:
    small, large = (registry_of(tmp_path, claims) for claims in (50, 400))
    load_registry(small)  # what is imported or made once does not count
    assert calls_of(lambda: load_registry(large)) < 8.2 * calls_of(lambda: load_registry(small))


def test_the_work_is_linear_in_the_number_of_mistakes_of_configs(tmp_path: Path) -> None:
    small, large = (registry_of(tmp_path, claims) for claims in (10, 80))
    # Last, because writing a registry writes the configs.
    (tmp_path / "M.cfg").write_text("INVARIANT")
    (tmp_path / "R.cfg").write_text("INVARIANT")
    assert len(check_registry(large).mistakes) == 160
    assert calls_of(lambda: check_registry(large)) < 8.5 * calls_of(lambda: check_registry(small))


def test_five_thousand_models_are_read(tmp_path: Path) -> None:
    assert len(load_registry(registry_of(tmp_path, 2500)).models) == 5000
