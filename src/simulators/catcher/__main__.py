"""`python -m simulators.catcher --smtp-port N --port N`: serves the catcher on the loopback address."""

import argparse
import os
import signal
import sys

from simulators.catcher import mail
from simulators.catcher.caught import Shelf
from simulators.catcher.site import Site
from simulators.web import server


def main(arguments: list[str] | None = None) -> None:
    """Serves until it is told to stop."""
    given = _arguments(arguments)
    shelf = Shelf()
    letters = mail.server(shelf, given.smtp_port)
    bound = server(Site(shelf, given.sms_token), given.port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    letters.start()
    print(f"catcher: http://127.0.0.1:{bound.server_port} smtp 127.0.0.1:{given.smtp_port}", flush=True)  # noqa: T201
    try:
        bound.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        bound.server_close()
        letters.stop()


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulators.catcher", description=__doc__)
    parser.add_argument("--smtp-port", type=int, default=int(os.environ.get("MAARIF_SMTP_PORT", "8025")))
    parser.add_argument("--port", type=int, default=8026, help="port of the page and of the text-message gateway")
    parser.add_argument("--sms-token", default=os.environ.get("MAARIF_SMS_TOKEN", "demo-only-token"))
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
