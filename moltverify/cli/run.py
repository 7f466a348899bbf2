"""`moltverify run`: check claims on the real TLC."""

from typing import Any

import click

from moltverify.cli.changed_option import changed_options
from moltverify.cli.cluster_option import cluster_options
from moltverify.cli.options import (
    also_option,
    cluster_run_options,
    complete_selector,
    jar_option,
    part_of_suite,
    registry_option,
    store_option,
)
from moltverify.cli.report_option import report_option
from moltverify.cli.requested_run import carry_out
from moltverify.cli.run_request import RunRequest
from moltverify.cli.sandbox_option import sandbox_option
from moltverify.cli.smoke import smoke_option
from moltverify.cli.tier_option import tier_option

EPILOG = """\b
Examples:
  moltverify run reset-link            a claim: green, witnesses, reds
  moltverify run reset-link:reusable   one red model
  moltverify run accounts 'mail-*'     a group, and claims by a glob
  moltverify run --red --jobs 1        every red model, one at a time

\b
Exit codes: 0 all as expected; 1 a verdict differs; 2 usage or registry;
3 there is no verdict; 130 interrupted.
"""


@click.command("run", short_help="Check claims on TLC.", epilog=EPILOG)
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...", shell_complete=complete_selector)
@click.option("--green", "roles", flag_value="green", help="Only greens and their witnesses.")
@click.option("--red", "roles", flag_value="red", help="Only red models.")
@tier_option
@cluster_options
@cluster_run_options
@smoke_option
@sandbox_option
@changed_options
@click.option("--shard", callback=part_of_suite, metavar="I/N", help="Only the I-th of N parts.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first verdict that differs.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON instead.")
@click.option("--quiet", "-q", is_flag=True, help="Print only what is not as expected.")
@click.option("--brief", is_flag=True, help="Leave out all about a claim but its title.")
@click.option("--full", is_flag=True, help="Show whole states in counterexamples.")
@click.option(
    "--traces/--no-traces",
    default=None,
    help="Show the reds' counterexamples.  [default: if one claim is chosen]",
)
@report_option
@jar_option
@also_option
@registry_option
@store_option
def command(**given: Any) -> int:
    """Check claims: all of them, or those that SELECTOR names."""
    # What `early_launch` started, if anything.
    process = click.get_current_context().obj
    return carry_out(RunRequest(**given), process)
