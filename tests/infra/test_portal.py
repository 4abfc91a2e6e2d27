"""The portal's files: what names their release, and what names them."""

from infra import portal
from infra.content_types import content_type


def test_a_name_or_a_byte_more_is_another_release(portal_files):
    first = portal.content_hash(portal_files)
    (portal_files / "main.js").rename(portal_files / "other.js")
    second = portal.content_hash(portal_files)
    (portal_files / "other.js").write_text("export {}\n")

    assert len({first, second, portal.content_hash(portal_files)}) == 3


def test_the_true_home_page_names_nothing_outside_of_its_release():
    page = portal.home((portal.SITE / portal.HOME).read_text(encoding="utf-8"), "0" * 16)

    assert 'src="/r/0000000000000000/main.js"' in page
    assert portal.LINK.search(page) is None


def test_every_true_file_has_a_type():
    unknown = "application/octet-stream"

    found = [name for name in portal.files(portal.SITE) if content_type(name) == unknown]

    assert found == ["vendor/LICENSES"]
