"""T-SEND: under failing providers and killed workers each text message is taken once, each letter at least once under one Message-ID.

Two mail servers and two gateways, in processes of their own, fail by seeded chance (busy, errors, cut lines, replies that come late or never)
while real workers carry letters and text messages out and are killed with -9 at random instants. Two faults are planted: a
worker that goes to the other gateway after a lost reply, and one that names each attempt anew. Run in full: `python -m tests.proofs.notices 1.0`.
"""

import tests.conftest  # noqa: F401, isort: skip - starts Django before models are imported, when this runs by itself

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final
from unittest import mock
from urllib.parse import quote
from uuid import uuid4

from django.db import connection

from maarif.support.notices import operations
from maarif.support.notices.models import Circuit, Delivery
from tests.providers import Provider, addresses, provider

FULL: Final = 1500
FULL_KILLS: Final = 25
LEAST, LEAST_KILLS, PLANTED = 40, 2, 40
WORKERS: Final = 2
RATE: Final = "0.35"
LONGEST_SECONDS: Final = 1200
PROJECT = Path(__file__).resolve().parents[2]
HASTE: Final = {
    "MAARIF_NOTICES_TIMEOUT": "1",
    "MAARIF_NOTICES_WAITS": " ".join(["0.2", "0.5", *["1"] * 200]),
    "MAARIF_CIRCUIT_FAILURES": "4",
    "MAARIF_CIRCUIT_SECONDS": "1",
    "MAARIF_SMS_QUIET": "",
}


# --- inside a worker's process ----------------------------------------------------------------------------------


def work(scene: str) -> None:
    """A worker as it is, or with a planted fault; it is quick to notice that another is dead."""
    from maarif.config import jobs

    jobs.HEARTBEAT_SECONDS, jobs.SILENCE_SECONDS = 1, 3  # type: ignore[misc]
    from maarif.config import worker

    with ExitStack() as planted:
        for fault in faults(scene):
            planted.enter_context(fault)
        worker.run(concurrency=8)


def faults(scene: str) -> Sequence[Any]:
    """What is planted in a scene."""
    from maarif.support.notices import carrying
    from maarif.support.notices.carriers import sms, ways
    from maarif.support.notices.types import DeliveryChannel

    def elsewhere(row: Delivery) -> list[Any]:
        every = ways.ways(DeliveryChannel(row.channel))
        return sorted(every, key=lambda way: way.name == row.carrier)

    given = sms.hand_over

    def anew(gateway: Any, *, key: str, **rest: Any) -> Any:
        return given(gateway, key=str(uuid4()), **rest)

    return {
        "elsewhere": [mock.patch.object(carrying, "choices", elsewhere)],
        "anew": [
            mock.patch.object(sms, "hand_over", anew),
            mock.patch.object(ways, "message_id", side_effect=lambda row: f"<{uuid4()}@example.com>"),
        ],
    }.get(scene, [])


# --- outside ----------------------------------------------------------------------------------------------------


class Crew:
    """The workers of a scene, some of whom are killed and replaced."""

    def __init__(self, scene: str, environment: dict[str, str], log: Path) -> None:
        self.scene, self.environment, self.log = scene, environment, log.open("ab")
        self.hands = [self._hire() for _ in range(WORKERS)]

    def _hire(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.notices", "work", self.scene],
            cwd=PROJECT,
            env={**os.environ, **self.environment},
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def kill(self, place: int) -> None:
        """Kills one without a word, and hires another."""
        os.killpg(self.hands[place].pid, signal.SIGKILL)
        self.hands[place].wait()
        self.hands[place] = self._hire()

    def dismiss(self) -> None:
        """Ends them all."""
        for hand in self.hands:
            if hand.poll() is None:
                os.killpg(hand.pid, signal.SIGKILL)
            hand.wait()
        self.log.close()


def play(scene: str, count: int, kills: int, seed: int, folder: Path) -> dict[str, int]:
    """Sends so many letters and text messages through failing providers and killed workers, and counts what arrived."""
    _empty()
    for place in range(count):
        operations.send_letter(address=f"reader{place}@example.com", language="az", subject="Salam", body="Mətn")
        operations.send_sms(phone=f"+99450{place:07}", language="az", text="Salam")
    with ExitStack() as stack:
        providers = [
            stack.enter_context(provider(folder / f"{scene}{place}", "--rate", RATE, "--seed", str(seed + place)))
            for place in range(2)
        ]
        environment = {**addresses(providers), **HASTE, "DATABASE_URL": _database()}
        crew = Crew(scene, environment, folder / f"{scene}.log")
        stack.callback(crew.dismiss)
        _until_over(crew, count, kills, random.Random(seed), folder / f"{scene}.log")
        return {"kills": kills, **_counted(providers, count)}


def _until_over(crew: Crew, count: int, kills: int, dice: random.Random, log: Path) -> None:
    """Kills at instants spread over the work, each after some more has been sent."""
    until = time.monotonic() + LONGEST_SECONDS
    marks = sorted(dice.randrange(1, 2 * count * 9 // 10) for _ in range(kills))
    while (waiting := Delivery.objects.filter(status="waiting").count()) or marks:
        assert time.monotonic() < until, f"{waiting} still wait: {log.read_text()[-2000:]}"
        if marks and 2 * count - waiting >= marks[0]:
            marks.pop(0)
            crew.kill(dice.randrange(WORKERS))
        time.sleep(0.05)


def _counted(providers: Sequence[Provider], count: int) -> dict[str, int]:
    """What the providers took, against what they should have taken; a message is known by its recipient."""
    texts = Counter(one["to"] for each in providers for one in each.taken("sms"))
    letters: dict[str, list[str]] = defaultdict(list)
    for each in providers:
        for one in each.taken("mail"):
            letters[one["to"]].append(one["name"])
    rows = Delivery.objects.values_list("status", "attempts")
    return {
        "text_messages": count,
        "texts_lost": sum(not texts[f"+99450{place:07}"] for place in range(count)),
        "texts_doubled": sum(times > 1 for times in texts.values()),
        "letters": count,
        "letters_lost": sum(not letters[f"reader{place}@example.com"] for place in range(count)),
        "letters_twice": sum(len(names) > 1 for names in letters.values()),
        "letters_of_several_names": sum(len(set(names)) > 1 for names in letters.values()),
        "not_sent": sum(status != "sent" for status, _ in rows),
        "attempts": sum(attempts for _, attempts in rows),
    }


def _empty() -> None:
    Delivery.objects.all().delete()
    Circuit.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def _database() -> str:
    given = connection.settings_dict
    host = given["HOST"] or given["OPTIONS"].get("host", "")
    secret = f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else ""
    if host.startswith("/"):
        return f"postgresql://{given['USER']}{secret}@/{given['NAME']}?host={host}"
    return f"postgresql://{given['USER']}{secret}@{host}:{given['PORT'] or 5432}/{given['NAME']}"


def prove(count: int, kills: int, seed: int = 20261126) -> dict[str, int]:
    """Nothing lost, no text message doubled, one name per letter; both planted faults caught; else AssertionError."""
    with tempfile.TemporaryDirectory(prefix="maarif-notices-") as name:
        folder = Path(name)
        held = play("true", count, kills, seed, folder)
        for broken in ("texts_lost", "texts_doubled", "letters_lost", "letters_of_several_names", "not_sent"):
            assert held[broken] == 0, held
        elsewhere = play("elsewhere", PLANTED, 0, seed + 10, folder)
        assert elsewhere["texts_doubled"] > 0, f"going elsewhere after a lost reply was not told apart: {elsewhere}"
        anew = play("anew", PLANTED, 0, seed + 20, folder)
        assert anew["texts_doubled"] > 0, f"a new key for each attempt was not told apart: {anew}"
        assert anew["letters_of_several_names"] > 0, f"a new name for each attempt was not told apart: {anew}"
        _empty()
    return {
        **held,
        "planted_elsewhere_doubled": elsewhere["texts_doubled"],
        "planted_anew_doubled": anew["texts_doubled"],
        "planted_anew_names": anew["letters_of_several_names"],
    }


def main(share: float) -> None:
    """Runs in a database of its own."""
    from tests.proofs.databases import own_database

    with own_database("test_proof_notices"):
        print(json.dumps(prove(max(LEAST, round(FULL * share)), max(LEAST_KILLS, round(FULL_KILLS * share)))))


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work(sys.argv[2])
    else:
        main(float(sys.argv[1]))
