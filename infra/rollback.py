"""Go back to a release that ran before: `python -m infra.rollback STAGE` (回滚).

Its template with its code, and its site; what the parameters are stays. Tables keep their records:
what a newer release wrote there is not undone.
"""

import argparse
import sys
from collections.abc import Sequence

from infra import site
from infra import stack as stacks
from infra import stage as stages
from infra.artifacts import Artifacts, Release
from infra.asking import OTHER_SITE, carried_out
from infra.stage import CommandError


def main(arguments: Sequence[str] | None = None) -> int:
    """Go back on the stage that the command line names."""
    parser = stages.parser("rollback", "Go back to a release that ran before.")
    parser.add_argument("--to", metavar="RELEASE", help="by default the one before that which runs")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--force", action="store_true", help="even if what holds records would be lost"
    )
    return stages.run(_go_back, parser.parse_args(arguments))


def chosen(releases: Sequence[Release], current: Release | None, name: str | None) -> Release:
    """Return the release called *name*, else the one before *current*; CommandError if none."""
    if name:
        found = [release for release in releases if release.name == name]
    else:
        found = [release for release in releases if current and release.name < current.name][-1:]
    if not found:
        raise CommandError(f"There is no release {name}." if name else "Nothing ran before it.")
    return found[0]


def _go_back(given: argparse.Namespace) -> None:
    stage = stages.of(given)
    cfn, kept = stage.client("cloudformation"), Artifacts(stage)
    stack = stacks.ready(cfn, stage.stack)
    if stack is None:
        raise CommandError(f"There is no stack {stage.stack} in this region.")
    releases, current = kept.releases(), kept.current()
    for release in releases:
        print(release.name, "<- now" if release == current else "")
    target = chosen(releases, current, given.to)
    if not site.is_there(stage.client("s3"), stack.output("SiteBucket"), target.site):
        raise CommandError(f"The portal's files of {target.name} went with an earlier stack.")
    print(f"Back to {target.name}:")
    proposal = stacks.propose(
        cfn,
        stack,
        name=stage.stack,
        url=kept.url(target.template),
        parameters=stacks.parameters(kept.template(target.template), stack.parameters, {}),
    )
    besides = OTHER_SITE if current and current.site != target.site else ""
    if carried_out(cfn, proposal, besides=besides, force=given.force, sure=given.yes):
        site.switch(stage.client("s3"), stack.output("SiteBucket"), target.site)
        kept.switch(target)
        print(f"Release {target.name} runs.")


if __name__ == "__main__":
    sys.exit(main())
