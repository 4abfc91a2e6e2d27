"""Rebuild static-site/vendor from pinned packages, byte for byte: `python -m infra.vendor`.

The portal has no build; what it takes from others is bundled here once, and committed. Needs npm.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static-site" / "vendor"
PACKAGES = {
    "@fluent/bundle": "0.19.1",
    "@preact/signals": "2.11.4",
    "@preact/signals-core": "1.14.5",
    "esbuild": "0.28.2",
    "htm": "3.1.1",
    "lucide-static": "1.62.0",
    "papaparse": "5.7.1",
    "preact": "11.2.0",
}
ICONS = {
    "icons.svg": """
briefcase calendar-clock chevron-down circle-alert circle-check circle-help coffee eye eye-off globe
graduation-cap handshake heart house info lightbulb log-out map messages-square monitor moon phone
phone-call receipt-text refresh-cw settings shield-check smartphone sun tag triangle-alert user
users wifi-off
""",
    "more-icons.svg": """
arrow-left arrow-right ban bell check circle clock copy download ellipsis file-text hand hourglass
key-round keyboard languages lock lock-open mail mic mic-off pencil phone-incoming phone-missed
phone-off plus printer search trash-2 undo-2 upload user-plus volume-2 wallet x
""",
}
"""What the first view shows, and what only later pages do (components/icon.js knows which)."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One file of the vendor folder: what it exports, and out of which packages."""

    source: str
    packages: tuple[str, ...]


BUNDLES = {
    "fluent.js": Bundle(
        'export { FluentBundle, FluentResource } from "@fluent/bundle";', ("@fluent/bundle",)
    ),
    "papaparse.js": Bundle('export { default } from "papaparse";', ("papaparse",)),
    "preact.js": Bundle(
        """
        import { h } from "preact";
        import htm from "htm";
        export { Fragment, createContext, h, render } from "preact";
        export { useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useRef,
                 useState } from "preact/hooks";
        export { batch, computed, effect, signal, untracked, useComputed,
                 useSignal } from "@preact/signals";
        export const html = htm.bind(h);
        """,
        ("@preact/signals", "@preact/signals-core", "htm", "preact"),
    ),
}


def main() -> str | None:
    """Rebuild the vendor folder and write down what it was made of."""
    npm = shutil.which("npm")
    if npm is None:
        return "需要 npm (npm is needed): sudo apt-get install npm"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "package.json").write_text('{"private": true}')
        pins = [f"{name}@{version}" for name, version in PACKAGES.items()]
        _run(folder, npm, "install", "--save-exact", "--ignore-scripts", "--no-audit", *pins)
        modules = folder / "node_modules"
        VENDOR.mkdir(exist_ok=True)
        for name, bundle in BUNDLES.items():
            (folder / name).write_text(bundle.source)
            _bundle(folder, name)
        for name, icons in ICONS.items():
            (VENDOR / name).write_text(_sprite(modules / "lucide-static" / "icons", icons))
        _write_manifest(modules)
        _write_licences(modules)
    return None


def _bundle(folder: Path, name: str) -> None:
    _run(
        folder,
        folder / "node_modules" / ".bin" / "esbuild",
        name,
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--charset=utf8",
        "--legal-comments=none",
        f"--outfile={VENDOR / name}",
    )


def _sprite(folder: Path, icons: str) -> str:
    """Return one SVG with a symbol for each icon; the page's own CSS strokes them."""
    symbols = [_symbol(name, (folder / f"{name}.svg").read_text()) for name in icons.split()]
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n'


def _symbol(name: str, text: str) -> str:
    shapes = re.sub(r"\s+", " ", text.partition("\n>\n")[2].removesuffix("\n</svg>\n"))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes.strip()}</symbol>\n'


def _write_manifest(modules: Path) -> None:
    made_of = {name: bundle.packages for name, bundle in BUNDLES.items()}
    made_of |= dict.fromkeys(ICONS, ("lucide-static",))
    manifest = {
        file: {
            "packages": [_described(modules, name) for name in packages],
            "sha256": hashlib.sha256((VENDOR / file).read_bytes()).hexdigest(),
        }
        for file, packages in sorted(made_of.items())
    }
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def _described(modules: Path, name: str) -> dict[str, str]:
    package = json.loads((modules / name / "package.json").read_text())
    return {"name": name, "version": package["version"], "licence": package["license"]}


def _write_licences(modules: Path) -> None:
    used = [name for name in PACKAGES if name != "esbuild"]  # makes the files, and is in none
    texts = [f"{name} {PACKAGES[name]}\n\n{_licence(modules / name)}\n" for name in used]
    (VENDOR / "LICENSES").write_text(("\n" + "=" * 80 + "\n\n").join(texts))


def _licence(package: Path) -> str:
    file = next(iter(sorted(package.glob("LICENSE*"))), None)
    if file is not None:
        return file.read_text().strip()
    licence = json.loads((package / "package.json").read_text())["license"]
    return f"Licensed under {licence}: https://spdx.org/licenses/{licence}.html"


def _run(folder: Path, *command: str | Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)  # noqa: S603 - our own


if __name__ == "__main__":
    sys.exit(main())
