"""`maarif reset`: forgets the data of the demo."""

import shutil

import click

section = "Run"


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(yes: bool) -> None:
    """Forget everything under MAARIF_VAR: database, keys, files."""
    from maarif.config import databases, environment

    if not databases.is_embedded():
        raise click.ClickException("DATABASE_URL names an external database; reset touches only the embedded one.")
    if not yes:
        click.confirm(f"Delete {environment.var()} with all data?", abort=True)
    cluster = databases.embedded()
    cluster.stop()
    for folder in {cluster.root, cluster.socket, *environment.var().glob("*")}:
        if folder.name != "test":
            shutil.rmtree(folder, ignore_errors=True) if folder.is_dir() else folder.unlink(missing_ok=True)
    click.echo("The demo's data are gone; `make demo` begins anew.")
