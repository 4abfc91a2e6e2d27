"""A reservation by phone alone: made with key 2, cancelled with key 3, on simulated phones."""

from chalicelib.clock import BEIJING
from tests.stories.reserving import comes_to, soon
from tests.stories.stand import Stand


def test_it_is_reserved_read_back_and_called_off(stand: Stand) -> None:
    host = "+8618600000231"
    caller, at = stand.phone(host), soon(stand, minutes=60)
    caller.dial("116323")
    caller.expect_caption("预约通话请按2")

    for keys, heard in [
        ("2", "请输入预约时间"),
        ("02301500#", "时间有误"),
        (f"{at.astimezone(BEIJING):%m%d%H%M}#", "请输入对方号码"),
        ("13911112222#", "已添加1方"),
        ("#", "呼叫1方"),
        ("1", "预约成功,系统将于"),
    ]:
        stand.press(host, keys)
        caller.expect_caption(heard)
    row = comes_to(stand, host, "scheduled")
    assert (row["made_by"], row["starts_at"]) == ("phone", f"{at:%Y-%m-%dT%H:%M:%S.%f}+0000")

    for keys, heard in [
        ("3", "下一个请按1,取消预约请按2"),
        ("2", "取消请按1"),
        ("1", "已取消"),
    ]:
        stand.press(host, keys)
        caller.expect_caption(heard)
    caller.hang_up()
    comes_to(stand, host, "cancelled")
