"""Drives a served page with wrk and counts what it cost: requests per second, and CPU time of the server and PostgreSQL."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
SCRIPT = """
local cookies = {{ {cookies} }}
local at = 0
request = function()
  at = (at % #cookies) + 1
  return wrk.format("GET", nil, {{ ["Cookie"] = cookies[at], ["Accept-Encoding"] = "identity" }})
end
local wrong = 0
response = function(status) if status ~= 200 then wrong = wrong + 1 end end
done = function(summary) io.write("wrong: " .. summary.errors.status + summary.errors.connect + summary.errors.timeout .. "\\n") end
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a page cost under load: CPU-ms per request (server and PostgreSQL), requests per second, latency in ms."""

    name: str
    cpu_ms: float
    server_ms: float
    postgres_ms: float
    rate: float
    p99_ms: float
    size: int

    def line(self, against: "Cost | None" = None) -> str:
        """One row of the table, with the ratio of CPU to another's."""
        ratio = f"{self.cpu_ms / against.cpu_ms:6.2f}x CPU" if against else ""
        return (
            f"{self.name:<46} {self.cpu_ms:7.2f} CPU-ms ({self.server_ms:5.2f} server + {self.postgres_ms:4.2f} PostgreSQL) "
            f"{self.rate:8.0f}/s  p99 {self.p99_ms:6.1f} ms  {self.size / 1000:5.1f} kB  {ratio}"
        )


def tree(pid: int) -> set[int]:
    """A process and all its descendants."""
    found, waiting = {pid}, [pid]
    while waiting:
        parent = waiting.pop()
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        except FileNotFoundError:
            continue
        waiting += [int(child) for child in children]
        found |= {int(child) for child in children}
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of processes, with that of their children that have ended."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(fields[place]) for place in (11, 12, 13, 14))
    return total / TICKS


def measure(
    name: str, url: str, cookies: Sequence[str], *, server: int, postgres: int, seconds: int = 8, size: int = 0
) -> Cost:
    """Loads one page for some seconds over eight kept connections; SystemExit when wrk is missing or answers are wrong."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed: apt-get install wrk")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT.format(cookies=", ".join(f'"{cookie}"' for cookie in cookies)))
        script.flush()
        command = ["wrk", "-t1", "-c8", "--latency", "-s", script.name]
        subprocess.run([*command, "-d2s", url], capture_output=True, check=True)
        before = cpu_seconds(tree(server)), cpu_seconds(tree(postgres))
        text = subprocess.run([*command, f"-d{seconds}s", url], capture_output=True, text=True, check=True).stdout
        after = cpu_seconds(tree(server)), cpu_seconds(tree(postgres))
    requests = int(_found(r"(\d+) requests in", text))
    if int(_found(r"wrong: (\d+)", text)) > 0:
        raise SystemExit(f"{name}: wrong answers\n{text}")
    spent = [1000 * (late - early) / requests for early, late in zip(before, after, strict=True)]
    return Cost(
        name=name,
        cpu_ms=sum(spent),
        server_ms=spent[0],
        postgres_ms=spent[1],
        rate=float(_found(r"Requests/sec:\s+([\d.]+)", text)),
        p99_ms=_milliseconds(_found(r"99%\s+(\S+)", text)),
        size=size,
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, text
    return match.group(1)


def _milliseconds(text: str) -> float:
    number, unit = re.match(r"([\d.]+)(\w+)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
