"""Hold the stack against two linters: `python -m infra.lint STAGE` (检查模板).

cfn-lint says whether CloudFormation would take the template, checkov whether it is safe. What they
say against it and we do nothing about is explained here, and nothing else is let pass.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cfnlint

from infra import linters
from infra.package import BUILD, ROOT
from infra.template.translated import translated

REGIONS = ["us-east-1", "ap-east-1", "ap-northeast-1"]
"""Where it is to be deployable; those of the mainland lack parts of CloudFront."""

EXPLAINED = {
    "W1030": "The default of CertificateArn is no certificate: without a domain none is used.",
    "CKV_AWS_18": "The bucket has the portal's public files alone; only CloudFront can read it.",
    "CKV_AWS_26": "Alarms name no person; with the default key CloudWatch could not publish them.",
    "CKV_AWS_27": "Queues are encrypted with keys of SQS itself: not what it looks for.",
    "CKV_AWS_68": "A web ACL costs more than the idle stack; operations.md says when.",
    "CKV_AWS_73": "Every function writes structured lines; tracing would need a role with a star.",
    "CKV_AWS_76": "It needs a role of the whole account, and would keep ids of conferences.",
    "CKV_AWS_86": "As for the API: addresses of visitors are personal data that nobody needs.",
    "CKV_AWS_115": "The API is throttled by the gateway, jobs by the concurrency of their mapping.",
    "CKV_AWS_116": "Jobs and the night have dead letters; a minute is made up for by the next.",
    "CKV_AWS_117": "Nothing that is used is in a VPC; it would need a NAT for the provider.",
    "CKV_AWS_119": "Encrypted with the account's key of DynamoDB; a key of ours can be lost.",
    "CKV_AWS_120": "Every answer is one caller's or one session's own.",
    "CKV_AWS_149": "Encrypted with the account's key of Secrets Manager.",
    "CKV_AWS_158": "Numbers are masked in every line; log groups are encrypted by default.",
    "CKV_AWS_173": "There is no secret among the settings.",
    "CKV_AWS_174": "TLS 1.2 with a domain; CloudFront's own name does not let it be chosen.",
}
"""Rules that the stack does not follow, and why not."""

PSEUDO = {
    "${AWS::AccountId}": "123456789012",
    "${AWS::Partition}": "aws",
    "${AWS::Region}": REGIONS[0],
    "${AWS::StackName}": "duoyoutong",
    "${AWS::URLSuffix}": "amazonaws.com",
}
"""What CloudFormation knows by itself. Checkov makes a parser anew for every text with one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a linter says: its *rule*, what of the template, and its words."""

    rule: str
    resource: str
    told: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Lint what `make package` made of a stage; tell what is not explained."""
    parser = argparse.ArgumentParser(prog="python -m infra.lint", description=main.__doc__)
    parser.add_argument("stage", help="a stage that was packaged")
    template = BUILD / parser.parse_args(arguments).stage / "template.json"
    if not template.exists():
        print(f"There is no {template.relative_to(ROOT)}: make package first.", file=sys.stderr)
        return 1
    found = findings(template)
    for one in found:
        if one.rule not in EXPLAINED:
            print(f"{one.rule} {one.resource}: {one.told}")
    for rule in sorted(EXPLAINED.keys() - {one.rule for one in found}):
        print(f"{rule} is explained and found nowhere: take it out of {__file__}")
    settled = {one.rule for one in found} == set(EXPLAINED)
    if settled:
        print(f"Nothing but what is explained: {len(EXPLAINED)} rules.")
    return int(not settled)


def findings(template: Path) -> list[Finding]:
    """Return what both linters find in the *template* of a package."""
    file = as_deployed(template)
    return [one for linter in LINTERS for one in linter(file)]


def as_deployed(template: Path) -> Path:
    """Return the file, beside the *template* of a package, of what CloudFormation makes of it."""
    plain = translated(json.loads(template.read_text("utf-8")), bucket="packages", code="code.zip")
    file = template.with_name("cloudformation.json")
    file.write_text(json.dumps(plain, indent=1, ensure_ascii=False), encoding="utf-8")
    return file


def cfn_lint(file: Path) -> list[Finding]:
    """Return what cfn-lint finds in a template without transforms."""
    said = cfnlint.lint_file(file, cfnlint.ManualArgs(regions=REGIONS))
    return [Finding(one.rule.id, "/".join(map(str, one.path or ())), one.message) for one in said]


def checkov(file: Path) -> list[Finding]:
    """Return what checkov finds in a template without transforms."""
    text = file.read_text("utf-8")
    for name, value in PSEUDO.items():
        text = text.replace(name, value)
    known = file.with_name("checkov.json")
    known.write_text(text, encoding="utf-8")
    command = (
        *(linters.program("checkov"), "--file", str(known), "--framework", "cloudformation"),
        *("--output", "json", "--compact", "--quiet", "--skip-download"),
    )
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    results: dict[str, Any] = json.loads(done.stdout)["results"]
    return [
        Finding(one["check_id"], one["resource"], one["check_name"])
        for one in results["failed_checks"]
    ]


LINTERS = (cfn_lint, checkov)


if __name__ == "__main__":
    sys.exit(main())
