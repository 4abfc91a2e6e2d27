"""The portal's files in a bucket: kept for good under their release, and switched at once."""

import pytest

from infra import site

BUCKET = "the-site"


@pytest.fixture
def bucket(cloud):
    cloud.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    return cloud


def head(cloud, key):
    found = cloud.client("s3").head_object(Bucket=BUCKET, Key=key)
    return found["ContentType"], found["CacheControl"]


def published(cloud, folder):
    release = site.upload(cloud.client("s3"), BUCKET, folder)
    site.switch(cloud.client("s3"), BUCKET, release)
    return release


def test_every_file_lies_under_its_release_to_be_kept_for_good(bucket, portal_files):
    release = published(bucket, portal_files)

    script = head(bucket, f"r/{release}/main.js")
    assert script == ("text/javascript; charset=utf-8", "public, max-age=31536000, immutable")
    assert bucket.object(BUCKET, f"r/{release}/main.js") == b"export {}"


def test_the_root_has_only_what_is_asked_for_there_and_it_is_asked_for_again(bucket, portal_files):
    published(bucket, portal_files)

    root = sorted(key for key in bucket.objects(BUCKET) if not key.startswith("r/"))
    assert root == ["audio/ringback.wav", "busy.xml", "favicon.svg", "index.html"]
    assert {head(bucket, key)[1] for key in root} == {"no-cache"}
    assert head(bucket, "busy.xml")[0] == "text/xml; charset=utf-8"


def test_the_home_page_names_the_files_of_its_release(bucket, portal_files):
    release = published(bucket, portal_files)

    page = bucket.object(BUCKET, "index.html").decode()
    assert page == f'<script src="/r/{release}/main.js"></script><a href="#/x">x</a>'


def test_only_what_is_not_there_is_uploaded_and_an_old_release_stays(bucket, portal_files):
    first = published(bucket, portal_files)
    bucket.client("s3").delete_object(Bucket=BUCKET, Key=f"r/{first}/main.js")
    bucket.client("s3").put_object(Bucket=BUCKET, Key=f"r/{first}/favicon.svg", Body=b"mine")

    assert published(bucket, portal_files) == first
    assert bucket.object(BUCKET, f"r/{first}/main.js") == b"export {}"
    assert bucket.object(BUCKET, f"r/{first}/favicon.svg") == b"mine"

    (portal_files / "main.js").write_text("export { one }")
    second = published(bucket, portal_files)
    assert second != first
    assert bucket.object(BUCKET, f"r/{first}/main.js") == b"export {}"


def test_an_old_release_is_switched_back_to(bucket, portal_files):
    first = published(bucket, portal_files)
    (portal_files / "main.js").write_text("export { one }")
    published(bucket, portal_files)

    site.switch(bucket.client("s3"), BUCKET, first)

    assert f"/r/{first}/main.js" in bucket.object(BUCKET, "index.html").decode()
