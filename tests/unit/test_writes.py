"""A store that does not answer at all is a failed write, not a slip of our own."""

import pytest
from botocore.exceptions import ReadTimeoutError
from pynamodb.exceptions import UpdateError

from chalicelib.tables import writes


def test_no_answer_in_time_is_the_stores_failure():
    def write():
        raise UpdateError("no answer", ReadTimeoutError(endpoint_url="http://store"))

    with pytest.raises(UpdateError):
        writes.won(write)
