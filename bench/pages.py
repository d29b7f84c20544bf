"""The cabinet's first page with real data, beside an ordinary Django view, Starlette + asyncpg + Jinja2, and `pgbench -S`.

One worker process each, eight kept connections, the same country, people, applications and cookies, one run. CPU is that of the
server's processes and of PostgreSQL, per request.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from tests.live import Live, served

from bench._load import Cost, cpu_seconds, measure, tree
from bench.peers import markup
from maarif.config import processes

VISITORS = 60
SECONDS = int(os.environ.get("BENCH_SECONDS", "8"))


def main() -> None:
    """Serves, signs visitors in, and measures each page in turn."""
    with tempfile.TemporaryDirectory(prefix="maarif-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with served(home, scale=os.environ.get("BENCH_SCALE", "0.002")) as live:
            visitors = _visitors(live)
            plain = [one["cookie"] for one in visitors]
            ours = _ours(live, plain)
            peers = _templates(live, plain[0])
            ordinary = _peer(
                live,
                "ordinary Django (ORM, Django templates)",
                "bench.peers.ordinary:application",
                "wsgi",
                plain,
                peers,
            )
            lean = _peer(
                live,
                "Starlette + asyncpg + Jinja2",
                "bench.peers.starlette_page:application",
                "asgi",
                plain,
                peers,
            )
            for cost in (ours, ordinary, lean):
                print(cost.line(ours))
            print(f"{'pgbench -S (one prepared SELECT)':<46} {_pgbench(live)}")
            print(
                f"goals: ordinary / ours >= 2 ({ordinary.cpu_ms / ours.cpu_ms:.2f}), lean / ours >= 0.45 ({lean.cpu_ms / ours.cpu_ms:.2f}), ours <= 4 CPU-ms ({ours.cpu_ms:.2f})"
            )


def _visitors(live: Live) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "bench._visitors", str(VISITORS)], env={**os.environ, **live.environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    rows: list[dict[str, object]] = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if not rows:
        raise SystemExit(done.stderr)
    print(
        f"{len(rows)} visitors, {sum(bool(row['sent']) for row in rows)} with an application sent and its document issued"
    )
    return rows


def _ours(live: Live, cookies: list[object]) -> Cost:
    url = f"{live.url}/az/cabinet/"
    server = live.family.children["web"].pid
    return _measured("Maarif", url, cookies, server, live)


def _templates(live: Live, cookie: object) -> dict[str, str]:
    """The peers' templates, made from the page that ours sends, and where they find them."""
    asked = urllib.request.Request(f"{live.url}/az/cabinet/", headers={"Cookie": str(cookie)})
    with urllib.request.urlopen(asked) as answer:
        page = answer.read().decode()
    for name, text in (("django", markup.django_template(page)), ("jinja", markup.jinja_template(page))):
        (live.var / "peers" / name).mkdir(parents=True)
        (live.var / "peers" / name / "cabinet.html").write_text(text)
    return {"BENCH_TEMPLATES": str(live.var / "peers"), "BENCH_LINKS": json.dumps(markup.links_of(page))}


def _peer(
    live: Live, name: str, application: str, interface: str, cookies: list[object], templates: dict[str, str]
) -> Cost:
    port = processes.free_port()
    family = processes.Family(
        {**live.environment, **templates, "BENCH_DSN": live.cluster.url("maarif_app", live.database)}, live.var / "log"
    )
    try:
        child = family.start(
            "peer", ("-m", "granian", application, "--interface", interface, "--port", str(port), "--workers", "1", "--no-ws",
                     *(("--blocking-threads", "4") if interface == "wsgi" else ())),
        )  # fmt: skip
        family.wait_for("peer", f"http://127.0.0.1:{port}/healthz")
        return _measured(name, f"http://127.0.0.1:{port}/az/cabinet/", cookies, child.pid, live)
    finally:
        family.stop()


def _measured(name: str, url: str, cookies: list[object], server: int, live: Live) -> Cost:
    asked = urllib.request.Request(url, headers={"Cookie": str(cookies[0])})
    with urllib.request.urlopen(asked) as answer:
        size = len(answer.read())
    postgres = live.cluster.pid()
    assert postgres is not None
    return measure(
        name, url, [str(one) for one in cookies], server=server, postgres=postgres, seconds=SECONDS, size=size
    )


def _pgbench(live: Live) -> str:
    program = str(live.cluster.binaries / "pgbench")
    target = ["-h", str(live.cluster.socket), "-U", "maarif_admin", "postgres"]
    subprocess.run([program, "-i", "-q", *target], capture_output=True, check=True)
    postgres = live.cluster.pid()
    assert postgres is not None
    before = cpu_seconds(tree(postgres))
    text = subprocess.run(
        [program, "-S", "-M", "prepared", "-c", "8", "-T", "4", *target], capture_output=True, text=True, check=True
    ).stdout
    spent = cpu_seconds(tree(postgres)) - before
    done = re.search(r"actually processed: (\d+)", text)
    rate = re.search(r"tps = ([\d.]+)", text)
    assert done is not None
    assert rate is not None
    return f"{1000 * spent / int(done.group(1)):7.3f} CPU-ms of PostgreSQL {float(rate.group(1)):8.0f}/s"


if __name__ == "__main__":
    main()
