"""Badges in the form of shields.io endpoints."""

import msgspec

from tests.site.made import made_files, sample_contents, sample_site


def badge(name: str) -> dict[str, object]:
    found: dict[str, object] = msgspec.json.decode(sample_site()[f"badges/{name}.json"])
    return found


def test_a_badge_has_the_fields_of_the_form_and_no_others() -> None:
    for path, content in sample_site().items():
        if path.startswith("badges/"):
            found = msgspec.json.decode(content)
            assert set(found) == {"schemaVersion", "label", "message", "color", "isError"}
            assert found["schemaVersion"] == 1
            assert found["label"]
            assert found["message"]


def test_a_suite_that_is_not_as_expected_has_no_green_badge() -> None:
    assert badge("suite")["isError"] is True
    assert badge("suite")["color"] == "red"


def test_a_claim_has_one_badge_for_the_model_and_one_for_the_code() -> None:
    assert badge("claim-lamp")["color"] == "brightgreen"
    assert badge("code-lamp") == {
        "schemaVersion": 1,
        "label": "lamp in hinge@2.0.0",
        "message": "does not hold",
        "color": "red",
        "isError": True,
    }
    # Nobody knows, which is neither good nor bad.
    assert badge("code-vault")["color"] == "yellow"


def test_without_replays_no_badge_is_about_code() -> None:
    names = [path for path in made_files(sample_contents()) if path.startswith("badges/")]
    assert "badges/suite.json" in names
    assert not any("code-" in name or "newest" in name for name in names)
