import argparse
import dataclasses
from pathlib import Path

import pytest

from services.contracts.accounts import Account
from services.server.kernel import Kernel
from services.server.recordings import commands, keys
from services.server.recordings.service import Shelf
from tests.services.server.conftest import Api
from tests.services.server.quality.conftest import Floor


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    parsed = parser.parse_args(["recordings", *arguments])
    return int(parsed.handler(parsed))


def test_keys_turn_and_a_copy_is_read_back(
    client: object,
    kernel: Kernel,
    floor: Floor,
    agent: Account,
    inspector: Api,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kernel.config = dataclasses.replace(kernel.config, training=True)
    call_id = floor.call(agent, seconds=5)
    sound = inspector.get(f"/v1/recordings/{call_id}?why=质检").content
    copy = tmp_path / "copy.flac"
    copy.write_bytes(inspector.post(f"/v1/recordings/{call_id}/export", json={"reason": "法院调取"}).content)
    where = ("--database-url", kernel.config.database_url, "--data-folder", str(tmp_path))
    assert run("read-mark", str(copy), *where) == 0
    assert f"李质检  {call_id}  法院调取" in capsys.readouterr().out
    plain = tmp_path / "plain.flac"
    plain.write_bytes(sound)
    assert run("read-mark", str(plain), *where) == 1

    lines = keys.keys_file(kernel.config)
    old = keys.load(lines).current
    assert run("new-key", *where) == 0
    new = keys.load(lines).current
    capsys.readouterr()
    assert run("check", *where) == 0
    assert capsys.readouterr().out == f"{new}: 0 recordings (encrypts)\n{old}: 1 recordings\n"
    kernel.room(Shelf).store.__dict__.pop("ring")
    assert run("reseal", *where) == 0
    lines.write_text("\n".join(line for line in lines.read_text().splitlines() if line.startswith(new)))
    kernel.room(Shelf).store.__dict__.pop("ring", None)
    assert inspector.get(f"/v1/recordings/{call_id}?why=质检").content == sound, "the old key is not needed any more"
    lines.unlink()
    keys.load(lines)
    capsys.readouterr()
    assert run("check", *where) == 1
    assert f"{new}: 1 recordings - LOST" in capsys.readouterr().out
