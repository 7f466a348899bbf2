"""The settings of Java that a registry may ask for."""

from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.running.jvm_settings import PROPERTIES, jvm_flag
from tests.conftest import edit
from tests.registry.mistakes import REGISTRY, after

ALLOWED = [
    *(f"{name}={value}" for name, values in PROPERTIES.items() for value in values),
    "-Dtlc2.tool.impl.Tool.cdot=true",
    "-Xss16m",
    "-Xss900k",
    "-ea",
]


def test_a_property_may_be_written_as_java_takes_it_or_without_its_option() -> None:
    assert jvm_flag("a=b") == jvm_flag("-Da=b") == "-Da=b"
    assert jvm_flag("-ea") == "-ea"


@pytest.mark.parametrize("setting", ALLOWED)
def test_what_is_on_the_list_reaches_the_job(project: Path, setting: str) -> None:
    edit(project / REGISTRY, "{timeout: 60s}", f"{{timeout: 60s, jvm: ['{setting}']}}")
    [models] = {model.job.options.jvm for model in load_registry(project / REGISTRY).models}
    assert models == (jvm_flag(setting),)


@pytest.mark.parametrize(
    "setting",
    [
        "-Dtlc2.output.MP=2110",  # hides the message about a violation
        "-Duser.home=/tmp",
        "-javaagent:a.jar",
        "-cp x.jar",
        "-Xss16m -javaagent:a.jar",
        "-Xss16g",
        "tlc2.tool.impl.Tool.cdot=maybe",
        "tlc2.tool.impl.Toolxcdot=true",
        "-XX:OnOutOfMemoryError=ls",
        "tlc2.tool.fp.FPSet.impl=tlc2.tool.fp.NoopFPSet",  # forgets every state
    ],
)
def test_everything_else_is_refused_with_the_list(project: Path, setting: str) -> None:
    mistakes = after(project, "{timeout: 60s}", f"{{timeout: 60s, jvm: ['{setting}']}}")
    assert len(mistakes) == 1
    assert "defaults.jvm[0]: expected one of tlc2.tool.impl.Tool.cdot=true|false, " in mistakes[0]
    assert f"-ea, found '{setting}'" in mistakes[0]


def test_a_claims_settings_replace_those_of_the_defaults(project: Path) -> None:
    edit(project / REGISTRY, "{timeout: 60s}", "{timeout: 60s, jvm: [-ea]}")
    edit(project / REGISTRY, "group: house\n", "group: house\n    jvm: [-Xss2m]\n")
    assert load_registry(project / REGISTRY).models[0].job.options.jvm == ("-Xss2m",)
