"""The buffer between a handset and the mixer."""

from local.sound.jitter import MOST, PRIMED, JitterBuffer


def test_nothing_is_given_out_before_the_buffer_is_primed():
    buffer = JitterBuffer()
    buffer.put(b"1")

    assert buffer.take() is None

    for _ in range(PRIMED - 1):
        buffer.put(b"2")

    assert buffer.take() == b"1"


def test_frames_that_come_in_bursts_go_out_one_by_one_and_in_order():
    buffer = JitterBuffer()
    for frame in (b"1", b"2", b"3", b"4"):
        buffer.put(frame)

    assert [buffer.take() for _ in range(4)] == [b"1", b"2", b"3", b"4"]


def test_after_running_dry_it_fills_up_again_first():
    buffer = JitterBuffer()
    for frame in (b"1", b"2"):
        buffer.put(frame)
    emptied = [buffer.take() for _ in range(3)]
    buffer.put(b"3")

    assert emptied == [b"1", b"2", None]
    assert buffer.take() is None

    buffer.put(b"4")

    assert buffer.take() == b"3"


def test_a_sender_whose_clock_runs_fast_loses_the_oldest_frames_not_the_newest():
    buffer = JitterBuffer()
    for n in range(10):
        buffer.put(b"%d" % n)

    given = [buffer.take() for _ in range(MOST + 1)]

    assert given == [b"4", b"5", b"6", b"7", b"8", b"9", None]
