"""The set-up does what is missing, once, and stops with one clear line where a person is needed."""

import os
import stat
from pathlib import Path

import pytest

from local import setup

FAKE_NPM = """#!/bin/sh
echo "not the simulator" > simulator.tgz
echo '[{"filename": "simulator.tgz"}]'
"""


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(setup, "DYNAMODB_LOCAL", tmp_path / "cache" / "dynamodb-local")
    monkeypatch.delenv("STORE", raising=False)
    return tmp_path / "cache"


def put_on_path(monkeypatch, folder, name, text):
    tool = folder / name
    tool.write_text(text)
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_a_download_with_another_digest_is_thrown_away(tmp_path, cache, monkeypatch):
    put_on_path(monkeypatch, tmp_path, "npm", FAKE_NPM)

    with pytest.raises(setup.SetupError, match=setup.SIMULATOR_SHA256):
        setup.store()

    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("there", ["already", "not wanted"])
def test_a_store_that_is_there_or_not_wanted_is_not_fetched(cache, monkeypatch, there):
    monkeypatch.setenv("PATH", "")
    if there == "already":
        setup.DYNAMODB_LOCAL.mkdir(parents=True)
    else:
        monkeypatch.setenv("STORE", "ministack")
    before = sorted(cache.rglob("*"))

    setup.store()

    assert sorted(cache.rglob("*")) == before


def test_without_apt_a_person_is_told_the_line_to_run(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(setup.SetupError, match=r"sudo apt-get install .*chromium"):
        setup.browser()


PINS = """\
certifi==2026.1.1 \\
    --hash=sha256:11
uv==0.13.9 \\
    --hash=sha256:22 \\
    --hash=sha256:33
    # via -r requirements-dev.in
uvloop==9 \\
    --hash=sha256:44
"""
FAKE_PYTHON = """#!/bin/sh
case "$*" in
  *"config list") cat <<END
global.index-url='https://mirror.example/simple'
global.timeout='9'
:env:.cert='/etc/ours.pem'
global.proxy='proxy.example:8'
END
  exit ;;
esac
echo "$@" >> "$(dirname "$0")/calls"
case "$*" in
  "-m uv "*)
    echo "$UV_DEFAULT_INDEX $SSL_CERT_FILE $HTTPS_PROXY" > "$(dirname "$0")/told"
    exit $UV_EXIT ;;
esac
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(PINS)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    put_on_path(monkeypatch, python.parent, "python", FAKE_PYTHON)
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "PYTHON", python)
    monkeypatch.setenv("UV_EXIT", "0")
    return tmp_path


def calls_file(project):
    return project / ".venv" / "bin" / "calls"


def calls(project):
    return calls_file(project).read_text().splitlines()


def test_the_pinned_uv_comes_first_and_installs_the_rest_by_its_hashes(project):
    setup.packages()

    assert all("--require-hashes" in call for call in calls(project))
    (first, uv), (then, rest) = [call.rsplit(maxsplit=1) for call in calls(project)]
    assert first.startswith("-m pip --quiet")
    assert Path(uv).read_text() == "".join(PINS.splitlines(keepends=True)[2:6])
    assert then.startswith("-m uv pip install")
    assert Path(rest).read_text() == PINS


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        ({}, "https://mirror.example/simple /etc/ours.pem proxy.example:8"),
        ({"UV_DEFAULT_INDEX": "https://a/"}, "https://a/ /etc/ours.pem proxy.example:8"),
    ],
)
def test_uv_is_told_what_pip_is_of_the_way_to_its_index(project, monkeypatch, ours, told):
    for name in setup.TOLD.values():
        monkeypatch.delenv(name, raising=False)
    for name, value in ours.items():
        monkeypatch.setenv(name, value)

    setup.packages()

    assert (project / ".venv" / "bin" / "told").read_text() == told + "\n"


def test_where_uv_does_not_manage_pip_installs_by_the_same_hashes(project, monkeypatch, capfd):
    monkeypatch.setenv("UV_EXIT", "2")

    setup.packages()

    assert "pip does it" in capfd.readouterr().err
    _, in_vain, instead = calls(project)
    by_hash = f"--require-hashes -r {project / 'requirements-dev.txt'}"
    assert in_vain.startswith("-m uv ")
    assert in_vain.endswith(by_hash)
    assert instead == f"-m pip --quiet --disable-pip-version-check install --no-compile {by_hash}"


def test_installed_packages_are_not_installed_again(project):
    setup.packages()
    setup.packages()
    once = calls(project)
    (project / "requirements-dev.txt").write_text(PINS.replace("26.1", "26.2"))
    setup.packages()

    assert len(once) == 2
    assert len(calls(project)) == 4


def test_pins_without_uv_are_no_pins(project):
    (project / "requirements-dev.txt").write_text("chalice==1.34.0\n")

    with pytest.raises(setup.SetupError, match="requirements-dev"):
        setup.packages()


@pytest.fixture
def archive(project, cache, monkeypatch):
    """Have packages and the store; what would archive its classes is the fake Python."""
    setup.packages()
    setup.DYNAMODB_LOCAL.mkdir(parents=True)
    made = cache / "classes.jsa"
    monkeypatch.setattr(setup, "CLASSES", made)
    calls_file(project).write_text("")
    return made


@pytest.mark.parametrize(("age", "asked"), [(None, 1), (-60, 1), (60, 0)])
def test_an_archive_older_than_the_packages_is_made_anew(project, archive, age, asked):
    if age is not None:
        archive.touch()
        installed = (project / ".venv" / ".installed").stat().st_mtime
        os.utime(archive, (installed + age, installed + age))

    setup.classes()

    assert calls(project) == ["-m local.dynamodb_local"] * asked


def test_where_no_archive_can_be_made_the_set_up_goes_on(project, archive, capfd):
    (project / ".venv" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")

    setup.classes()

    assert "does without" in capfd.readouterr().err
    assert not archive.exists()
