"""The data beside the pages is valid by the published schemas."""

import json
from pathlib import Path

import jsonschema
import pytest

import moltverify
from tests.site.made import recorded_site, sample_site

SCHEMAS = Path(moltverify.__path__[0]) / "schemas"


@pytest.mark.parametrize("files", [sample_site(), recorded_site()], ids=["sample", "recorded"])
@pytest.mark.parametrize(
    ("schema", "pattern"),
    [("site-index", "index.json"), ("site-claim", "claims/"), ("site-history", "history.json")],
)
def test_the_data_of_a_page_is_valid(files: dict[str, bytes], schema: str, pattern: str) -> None:
    rules = json.loads((SCHEMAS / f"{schema}.schema.json").read_text("utf-8"))
    data = [
        content
        for path, content in files.items()
        if path.startswith(pattern) and path.endswith(".json") and path.count("/") < 2
    ]
    assert data
    for content in data:
        jsonschema.validate(json.loads(content), rules)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"format": 99}, rules)
