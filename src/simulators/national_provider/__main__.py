"""`python -m simulators.national_provider --port N --country az`: serves the provider on the loopback address."""

import argparse
import os
import signal
import sys
from pathlib import Path

from simulators.national_provider.people import PERSONAS, load
from simulators.national_provider.provider import Client, Provider
from simulators.national_provider.site import Site
from simulators.web import server

CALLBACK = "/account/national/callback/"


def main(arguments: list[str] | None = None) -> None:
    """Serves until it is told to stop."""
    given = _arguments(arguments)
    # The port must be bound before the issuer, which names it, can be known.
    bound = server(lambda request: site(request), given.port)
    issuer = f"http://127.0.0.1:{bound.server_port}"
    portals = [address.rstrip("/") for address in given.portal]
    client = Client(
        id=given.client_id,
        secret=given.client_secret,
        redirect_uris=frozenset(f"{portal}{CALLBACK}" for portal in portals),
        logout_uris=frozenset(f"{portal}/" for portal in portals),
    )
    site = Site(
        Provider(issuer, {client.id: client}, algorithm=given.algorithm), load(given.country, Path(given.personas))
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"national provider: {issuer}", flush=True)  # noqa: T201 - the address is this program's output
    try:
        bound.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        bound.server_close()


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulators.national_provider", description=__doc__)
    environment = os.environ.get
    parser.add_argument("--port", type=int, default=8010, help="port on 127.0.0.1 (0: any free one, printed)")
    parser.add_argument(
        "--country", default=environment("MAARIF_COUNTRY", "az"), help="whose people sign in: az, kg, kz"
    )
    parser.add_argument("--personas", default=str(PERSONAS), help="the file that lists them")
    parser.add_argument("--client-id", default=environment("MAARIF_NATIONAL_CLIENT_ID", "maarif"))
    parser.add_argument("--client-secret", default=environment("MAARIF_NATIONAL_CLIENT_SECRET", "demo-only-secret"))
    parser.add_argument(
        "--portal",
        action="append",
        default=[],
        help="address of a portal that people may be sent back to (repeatable)",
    )
    parser.add_argument("--algorithm", choices=["ES256", "RS256"], default="ES256", help="how id_tokens are signed")
    given = parser.parse_args(arguments)
    given.portal = given.portal or [environment("MAARIF_BASE_URL", "http://127.0.0.1:8000")]
    return given


if __name__ == "__main__":
    main()
