"""A site of a run in which every text is an attack: it is shown, and does nothing."""

from functools import cache
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from moltverify.conformance.records import Status
from moltverify.registry.records import Advisory
from moltverify.report.extra_findings import Further
from moltverify.site.affected_page import embedded_json
from moltverify.site.site_contents import SiteContents, SiteSources
from tests.report.elements import read_html
from tests.report.hostile import ATTACK, hostile_registry, hostile_sources, hostile_suite
from tests.site.made import finding, made_files, recorded_contents


@cache
def hostile_site() -> dict[str, bytes]:
    """Return the files of a site in which every text is an attack."""
    sources = recorded_contents().sources
    registry = hostile_registry(sources.registry)
    hole = Advisory(f"CVE-{ATTACK}", ATTACK, (ATTACK,), ATTACK, ATTACK)
    claims = tuple(replace(one, advisories=(hole,)) for one in registry.claims)
    laxer = finding("pairing-race", f"1.0-{ATTACK}", Status.LAXER)
    (example,) = laxer.examples
    laxer = replace(laxer, examples=(replace(example, known=ATTACK),), package=ATTACK)
    spoilt = SiteSources(
        suite=hostile_suite(sources.suite),
        registry=replace(registry, claims=claims, uncovered=(hole,)),
        texts=hostile_sources(sources.texts),
        further=Further(recorded=(laxer,)),
        runs=Path("no-runs"),
    )
    return made_files(SiteContents(spoilt))


def pages() -> list[str]:
    return [path for path in hostile_site() if path.endswith(".html")]


def test_no_path_of_a_file_leads_out_of_the_site() -> None:
    for path in hostile_site():
        assert not path.startswith("/")
        assert ".." not in path.split("/")
        assert set("<>\"'\\:*?|\x00\x1b\n") & set(path) == set(), path


def test_every_text_is_shown_as_text_and_no_element_of_it_appears() -> None:
    assert len(pages()) > 8
    shown = 0
    for path in pages():
        tree = read_html(hostile_site()[path])
        assert {one.name for one in tree.all()} & {"img", "iframe", "object", "style"} == set(), (
            path
        )
        for one in tree.all():
            assert not [name for name in one.attributes if name.startswith("on")], path
        scripts = [one.attributes for one in tree.all("script") if "src" not in one.attributes]
        assert all(one["type"] == "application/json" for one in scripts), path
        shown += tree.text.count("hacked=1")
    assert shown > 50


def test_no_control_character_is_in_a_page() -> None:
    for path in pages():
        text = hostile_site()[path].decode()
        assert not {"\x1b", "\x00", "\x07", "\u202e", "\x9b"} & set(text), path


@pytest.mark.parametrize("text", ["</script>", "<!--", "<script", ATTACK])
def test_no_text_in_the_record_ends_its_element(text: str) -> None:
    class Data(msgspec.Struct):
        words: str

    embedded = embedded_json(Data(text))
    assert "<" not in embedded
    assert msgspec.json.decode(str(embedded), type=Data) == Data(text)
