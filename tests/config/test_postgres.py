"""The embedded PostgreSQL: who runs it, who may come in, and that a kill leaves nobody behind."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from maarif.config.environment import PROJECT
from maarif.config.postgres import Cluster, PostgresFailed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    made = Cluster(PROJECT / "var" / "test" / f"postgres-of-{os.getpid()}")
    made.start()
    yield made
    made.stop("immediate")
    subprocess.run(["rm", "-rf", str(made.root), str(made.socket)], check=True)


def test_it_listens_on_no_network_address(cluster: Cluster) -> None:
    assert cluster.sql("SHOW listen_addresses").strip() == ""


def test_an_acknowledged_write_waits_for_the_disk(cluster: Cluster) -> None:
    assert [cluster.sql(f"SHOW {name}").strip() for name in ("synchronous_commit", "fsync", "data_checksums")] == [
        "on"
    ] * 3


def test_the_application_is_no_administrator_and_owns_nothing(cluster: Cluster) -> None:
    with (
        psycopg.connect(cluster.url("maarif_app", "postgres")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE mine ()")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take another user's place")
def test_another_user_of_the_machine_is_turned_away(cluster: Cluster) -> None:
    done = subprocess.run(
        [str(cluster.binaries / "psql"), "-d", cluster.url("maarif_app", "postgres"), "-c", "SELECT 1"],
        user="nobody", capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip
    assert done.returncode != 0
    assert "peer authentication failed" in done.stderr.lower()


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs it as itself")
def test_root_runs_it_as_a_user_of_its_own(cluster: Cluster) -> None:
    assert cluster.data.owner() == "maarif-db"
    assert cluster.data.stat().st_mode & 0o077 == 0


def test_after_a_kill_every_process_is_gone_and_the_data_come_back(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("maarif_admin", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    pid = cluster.pid()
    cluster.kill()
    assert cluster.pid() is None
    assert not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().split(")")[1]
    cluster.start()
    assert cluster.sql("SELECT count(*) >= 1 FROM kept").strip() == "t"


def test_a_failure_carries_the_servers_own_words(cluster: Cluster) -> None:
    with pytest.raises(PostgresFailed, match='relation "nowhere" does not exist'):
        cluster.sql("SELECT * FROM nowhere")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's folders can be closed to the database's user")
def test_where_roots_folders_are_closed_the_cluster_lives_elsewhere_with_programs_of_its_own(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    made = Cluster(closed / "postgres")
    assert made.root.parent == Path("/var/lib/maarif")
    try:
        made.start()
        assert made.sql("SELECT 1").strip() == "1"
    finally:
        made.stop("immediate")
        subprocess.run(["rm", "-rf", str(made.root)], check=True)
