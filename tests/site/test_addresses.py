"""Addresses of pages: relative, and harmless whatever a name is."""

from pathlib import PurePosixPath

import pytest

from moltverify.site.addresses import (
    claim_address,
    data_address,
    download_address,
    relative,
    release_address,
    safe_name,
    source_address,
)

HOSTILE = ["../etc", "/etc", "..", ".hidden", "a:b", "a\\b", "a\x00b", "é?#"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leads_out_of_its_folder_or_means_something_in_an_address(name: str) -> None:
    safe = safe_name(name)
    assert not safe.startswith(".")
    assert set(safe) <= set("abcdefghijklmnopqrstuvwxyz0123456789_.-")
    for path in (claim_address(name), release_address(name), download_address(name, name)):
        assert ".." not in path.parts
        assert not path.is_absolute()


def test_a_source_keeps_its_folders_and_none_above_them() -> None:
    assert str(source_address("pairing/Race.tla")) == "source/pairing/Race.tla.html"
    assert ".." not in source_address("../../x.tla").parts
    assert str(source_address("/abs/x.tla")) == "source/abs/x.tla.html"


def test_links_lead_up_as_many_folders_as_the_page_is_deep() -> None:
    page = claim_address("door")
    assert relative(PurePosixPath("index.html"), page) == "../index.html"
    assert relative(source_address("a/b.tla"), page) == "../source/a/b.tla.html"
    assert relative(page, PurePosixPath("index.html")) == "claims/door.html"
    assert relative(PurePosixPath("a b.html"), PurePosixPath("x")) == "a%20b.html"


def test_the_data_of_a_page_lies_beside_it_under_the_same_name() -> None:
    assert str(data_address(release_address("hinge@1.0"))) == "releases/hinge@1.0.json"


def test_different_names_stay_different_and_short() -> None:
    names = ["@house/hinge@1.0", "@house_hinge@1.0", "a" * 300, "a" * 301, "\ud800"]
    safe = [safe_name(name) for name in names]
    assert len(set(safe)) == len(names)
    assert safe[1] == names[1]
    assert max(map(len, safe)) < 120
