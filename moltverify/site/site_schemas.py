"""The JSON Schemas of the data beside a site's pages, made from the types that write it."""

from moltverify.report.files.json_schema import schema
from moltverify.site import run_history, site_data


def site_index_schema() -> bytes:
    """Return the schema of `index.json`."""
    return schema(site_data.SiteIndex, "site-index", "format", site_data.FORMAT)


def site_claim_schema() -> bytes:
    """Return the schema of the JSON beside a claim's page."""
    return schema(site_data.ClaimData, "site-claim", "format", site_data.FORMAT)


def site_history_schema() -> bytes:
    """Return the schema of `history.json`, and of the file that `--history` names."""
    return schema(run_history.History, "site-history", "format", run_history.FORMAT)
