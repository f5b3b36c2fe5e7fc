"""The whole job against a server that is not ours: Debian's postgresql where it is installed, or the one that
POBRATYM_TEST_DATABASE_URL names (an empty database that the test may fill)."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.played import SAMPLE_DAYS, pobratym


def _binaries() -> Path | None:
    """Folder of initdb and pg_ctl of the newest installed server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


@pytest.fixture(scope="module")
def external_url() -> Iterator[str]:
    given = os.environ.get("POBRATYM_TEST_DATABASE_URL")
    if given:
        yield given
        return
    binaries = _binaries()
    if binaries is None:
        pytest.skip(
            "no Postgres server is installed (Debian: apt-get install postgresql) and no POBRATYM_TEST_DATABASE_URL is set"
        )
    # Not in pytest's folders: those are closed to the user that root has to run a server as.
    with tempfile.TemporaryDirectory(prefix="pobratym-external-") as folder:
        yield from _served(binaries, Path(folder))


def _served(binaries: Path, folder: Path) -> Iterator[str]:
    identity = {}
    if os.geteuid() == 0:
        identity = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(folder, "postgres", "postgres")

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(binaries / program), *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            **identity,
        )

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    data = folder / "data"
    password = folder / "password"
    password.write_text("secret-of-a-test\n")
    if identity:
        shutil.chown(password, "postgres", "postgres")
    run(
        "initdb",
        "-D",
        str(data),
        "-U",
        "pobratym",
        "--auth=scram-sha-256",
        f"--pwfile={password}",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "start", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options)
    try:
        yield f"postgresql://pobratym:secret-of-a-test@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "stop", "-D", str(data), "-m", "immediate")


def test_the_main_job_runs_on_an_external_server(external_url, tmp_path, gazetteer_folder):
    home = tmp_path / "home"
    home.mkdir()
    (home / "gazetteer").symlink_to(gazetteer_folder)
    result = pobratym(home, "demo", POBRATYM_DATABASE_URL=external_url)
    assert "Разом" in result.stdout
    for day in SAMPLE_DAYS:
        assert (home / "releases" / f"{day}.0" / "index.json").is_file()
    assert not (home / "postgres").exists(), "an embedded server was started although an external one is set"
    assert "understands Cyrillic" in pobratym(home, "doctor", POBRATYM_DATABASE_URL=external_url).stdout
