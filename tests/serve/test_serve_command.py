"""``dragoman serve``: what it refuses, and that it really answers and ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from dragoman.serve import cli

TOKEN = "0123456789abcdef-token"


def serve(*words: str) -> Result:
    return CliRunner().invoke(cli.app, ["serve", *words])


@contextmanager
def served(store: Path, *words: str, **environment: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a server in a process of its own."""
    command = [sys.executable, "-m", "dragoman.serve.cli", "serve", "--db", str(store), "--port", "0", *words]
    env = os.environ | environment
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        yield found[0], process
        process.kill()


def test_it_answers_and_ends_when_interrupted(own_store: Path) -> None:
    with served(own_store) as (address, process):
        assert address.startswith("http://127.0.0.1:")
        answer = httpx.get(address, timeout=30)
        assert answer.status_code == 200
        assert "server" not in answer.headers
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_it_asks_for_the_token(own_store: Path) -> None:
    with served(own_store, DRAGOMAN_TOKEN=TOKEN) as (address, _):
        assert httpx.get(f"{address}api/v1/status", timeout=30).status_code == 401
        shown = {"Authorization": f"Bearer {TOKEN}"}
        assert httpx.get(f"{address}api/v1/status", headers=shown, timeout=30).status_code == 200


def test_others_may_write_while_nobody_asks(own_store: Path) -> None:
    with served(own_store) as (address, _):
        assert httpx.get(address, timeout=30).status_code == 200
        words = ["read", "-", "--db", str(own_store), "--published", "2021-05-04"]
        read = [
            sys.executable,
            "-c",
            "import time; time.sleep(4)\nfrom dragoman.serve.cli import main; main()",
        ]
        done = subprocess.run(
            [*read, *words],
            input="Chad thanked Togo for its help.",
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert httpx.get(f"{address}dyads/TCD/TGO", timeout=30).text.count("Chad thanked Togo") == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org"])
def test_an_address_that_others_reach_needs_a_token(host: str, tmp_path: Path) -> None:
    refused = serve("--db", str(tmp_path / "x.duckdb"), "--host", host)
    assert refused.exit_code == 2
    assert "--token" in refused.output
    assert not (tmp_path / "x.duckdb").exists()


@pytest.mark.parametrize("token", ["", "short", "x" * 15])
def test_a_short_token_is_none(token: str, tmp_path: Path) -> None:
    assert serve("--db", str(tmp_path / "x.duckdb"), "--host", "0.0.0.0", "--token", token).exit_code == 2


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = serve("--db", str(tmp_path / "x.duckdb"), "--port", str(taken.getsockname()[1]))
    assert found.exit_code == 1
    assert "already in use" in found.output
    assert "--port" in found.output
    assert "Traceback" not in found.output


def test_a_file_that_is_no_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    path.write_text("words")
    found = serve("--db", str(path))
    assert found.exit_code == 1
    assert "x.duckdb" in found.output
    assert path.read_text() == "words"


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    found = serve("--db", str(tmp_path / "x.duckdb"))
    assert found.exit_code == 1
    assert "pip install 'dragoman[web]'" in found.output


def test_no_other_command_loads_it() -> None:
    code = "import sys, dragoman.serve.cli; sys.exit(bool({'fastapi', 'duckdb', 'jinja2'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
