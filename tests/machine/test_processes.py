"""Children are waited for, kept alive and stopped; what cannot start says why."""

import asyncio
import fcntl
import os
import signal
import socket
import sys
import time

import pytest

from local import kept
from local.kept import Kept, Terminal
from local.processes import Child, Command, StartError, answers, free_port
from local.store import Kind
from local.supervisor import run

SERVER = "import http.server, sys; http.server.test(port=int(sys.argv[1]), bind='127.0.0.1')"


def server(folder, name="服务"):
    """Return the command of a small web server."""
    port = free_port()
    return Command(
        name=name,
        argv=(sys.executable, "-c", SERVER, str(port)),
        url=f"http://127.0.0.1:{port}",
        log=folder / "server.log",
    )


def test_a_child_is_ready_when_it_answers_and_silent_when_stopped(tmp_path):
    command = server(tmp_path)
    child = Child(command)

    child.wait_until_ready()
    ready = answers(command.url)
    child.stop()

    assert ready
    assert not answers(command.url)


def test_a_child_that_ends_at_once_leaves_its_last_words(tmp_path):
    argv = (sys.executable, "-c", "raise SystemExit('port is taken')")
    child = Child(Command("store", argv, "http://127.0.0.1:9", log=tmp_path / "log"))

    with pytest.raises(StartError, match=r"store ended with code 1\nport is taken"):
        child.wait_until_ready()


def test_a_child_that_says_nothing_is_given_up(tmp_path):
    argv = (sys.executable, "-c", "import time; time.sleep(60)")
    child = Child(Command("store", argv, "http://127.0.0.1:9", log=tmp_path / "log"))

    with pytest.raises(StartError, match="store did not answer within 0 seconds"):
        child.wait_until_ready(within=0.1)

    child.stop()


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert free_port(port) > port


def test_a_killed_child_comes_back_and_a_stopped_one_does_not(tmp_path, capsys):
    command = server(tmp_path)

    async def story():
        child = Kept(command, Terminal())
        pid = child.start().pid
        await child.ready()
        os.kill(pid, signal.SIGKILL)
        await back(command.url, capsys)
        await child.stop()
        await asyncio.sleep(2 * kept.LOOK_EVERY)

    asyncio.run(story())

    assert not answers(command.url)


def test_who_needs_a_restarted_child_is_restarted_too(tmp_path, capsys):
    queue, product = server(tmp_path, "队列"), server(tmp_path, "产品")

    async def story():
        needing = Kept(product, Terminal())
        needed = Kept(queue, Terminal(), needed_by=needing)
        needing.start()
        pid = needed.start().pid
        await needing.ready()
        await needed.ready()
        os.kill(pid, signal.SIGKILL)
        said = await said_until("产品 已恢复", capsys)
        await needing.stop()
        await needed.stop()
        return said

    said = asyncio.run(story())

    assert said.index("队列 已恢复") < said.index("产品 已停止") < said.index("产品 已恢复")


async def said_until(words, capsys):
    said = ""
    deadline = time.monotonic() + 15
    while words not in said and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
        said += capsys.readouterr().out
    assert words in said
    return said


async def back(url, capsys):
    await said_until("已恢复 is back", capsys)
    assert answers(url)


def test_two_runs_do_not_share_their_records(tmp_path):
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(StartError, match="another run uses it"):
            asyncio.run(run(port=8000, data=tmp_path, kind=Kind.DYNAMODB_LOCAL))
