"""Takes in users.csv together with demographics.csv, then the guardianships (and in 1.1 the roles) that users.csv states."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from maarif.registries.people import bulk as people
from maarif.registries.roster import belonging, digests
from maarif.registries.roster import bulk as own
from maarif.registries.roster.bundle import File
from maarif.registries.roster.checking import day, judged, rejects
from maarif.registries.roster.loading import Shaped, counted, end_gone
from maarif.registries.roster.session import (
    Page,
    Seen,
    Session,
    ahead,
    is_bulk,
    refused_rows,
    remember,
    settle,
    whole_pages,
)
from maarif.registries.roster.types import Progress
from maarif.support.parties.operations import acting

BONDS: Final = "guardianships"
AFFILIATIONS: Final = "users_roles"
_PAGE: Final = 100_000
_TOLD: Final = {
    "sourcedId": pl.String,
    "line": pl.Int64,
    "birth": pl.Date,
    "sex": pl.String,
    "digest": pl.Int64,
    "known": pl.Int64,
}
_NOTHING_KNOWN: Final = {"sourcedId": pl.String, "known": pl.Int64}


class _Numbers:
    """Finds personal numbers that an earlier row of the file has."""

    def __init__(self) -> None:
        self._seen = Seen()

    def __call__(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rejects of `identifier_twice`."""
        again = self._seen.again(rows["identifier"].str.to_uppercase())
        return rejects(rows.filter(again), "identifier", "identifier_twice")


class Users:
    """The people of one load."""

    def __init__(self, session: Session, users: File | None, demographics: File | None, roles: File | None) -> None:
        self.session = session
        self.users, self.demographics, self.roles = users, demographics, roles
        self.told = pl.DataFrame(schema=_TOLD)
        self.met: list[pl.Series] = []
        self.guardians: frozenset[str] = frozenset()
        self.bonds: list[pl.DataFrame] = []
        self.named: list[pl.Series] = []
        self.fresh: list[pl.Series] = []
        self.affiliations: list[pl.DataFrame] = []

    def load(self) -> None:
        """Takes everything in: people with their demographics first, then what binds them."""
        if self.demographics is not None:
            self.told = self._read_demographics(self.demographics)
        if self.users is not None:
            self.guardians = self._read_guardians()
            self._load_people(self.users)
            self._load_bonds(self.users)
            self._load_affiliations(self.users)
        self._load_other_demographics()

    # --- demographics ----------------------------------------------------------------------------------------------

    def _read_demographics(self, file: File) -> pl.DataFrame:
        """The good rows of demographics.csv, in few small columns."""
        parts = [pl.DataFrame(schema=_TOLD)]
        known = digests.known(self.session.source, file.name)
        checks = belonging.demographic_checks(self.session.context)
        for page in ahead(whole_pages(file, belonging.DEMOGRAPHIC_COLUMNS, known, Seen())):
            counted(self.session, file, page)
            end_gone(self.session, file, page.gone)
            good, found = judged(page.fresh, checks)
            self.session.reject(file.name, found)
            same = page.rows.filter(pl.col("digest").eq_missing(pl.col("known")))
            sex = pl.when(pl.col("sex").is_in(["male", "female"])).then("sex").otherwise(pl.lit("")).alias("sex")
            columns = ("sourcedId", "line", day("birthDate").alias("birth"), sex, "digest", "known")
            parts.append(pl.concat([good.select(columns), same.select(columns)]))
        return pl.concat(parts)

    def _settle_demographics(self, rows: pl.DataFrame) -> None:
        """Counts and remembers rows of demographics.csv that went in together with their user."""
        fresh = rows.filter(~pl.col("digest").eq_missing(pl.col("known")))
        counts = self.session.counts["demographics"]
        counts.added += fresh["known"].null_count()
        counts.changed += fresh.height - fresh["known"].null_count()
        remember(self.session, "demographics", fresh)

    def _load_other_demographics(self) -> None:
        """Rows of demographics.csv whose user was there already and the same, or is not in this bundle."""
        met = pl.concat([pl.Series([], dtype=pl.String), *self.met])
        fresh = self.told.filter(
            ~pl.col("digest").eq_missing(pl.col("known")) & ~pl.col("sourcedId").is_in(met.implode())
        )
        for rows in fresh.iter_slices(_PAGE):
            staged = rows.select(
                pl.col("line").alias("row"),
                pl.col("sourcedId").alias("sourced_id"),
                pl.col("birth").alias("birth_date"),
                "sex",
            )
            with acting(self.session.by):
                merged = people.merge_demographics(staged)
                refused = refused_rows(rows, merged.refused, {"sourced_id": "sourcedId"})
                self.session.reject("demographics", refused)
                settle(self.session, "demographics", rows, merged)

    # --- people ----------------------------------------------------------------------------------------------------

    def _read_guardians(self) -> frozenset[str]:
        """Users whom roles.csv of 1.2 calls guardians: agents of theirs are the children."""
        if self.roles is None:
            return frozenset()
        found: set[str] = set()
        nothing = pl.DataFrame(schema=_NOTHING_KNOWN)
        for page in whole_pages(self.roles, belonging.ROLE_COLUMNS, nothing, Seen()):
            found |= set(page.rows.filter(pl.col("role").is_in(belonging.GUARDIANS))["userSourcedId"].drop_nulls())
        return frozenset(found)

    def _load_people(self, file: File) -> None:
        session = self.session
        known = digests.known(session.source, file.name)
        known_bonds = digests.known(session.source, BONDS)
        columns = (*belonging.USER_COLUMNS, "enabledUser")
        for shaped in ahead(self._shaped(whole_pages(file, columns, known, Seen(), _Numbers()))):
            counted(session, file, shaped.page)
            session.reject(file.name, shaped.rejects)
            self._gather(shaped.page, known_bonds)
            with acting(session.by):
                merged = people.merge_people(shaped.staged)
                session.reject(file.name, refused_rows(shaped.rows, merged.refused, {}))
                settle(session, file.name, shaped.rows, merged)
                end_gone(session, file, shaped.page.gone)
                refused = [one.row for one in merged.refused]
                there = shaped.rows.filter(~pl.col("line").is_in(refused) & pl.col("has_demographics"))
                taken = self.told.filter(pl.col("sourcedId").is_in(there["sourcedId"].implode()))
                self._settle_demographics(taken)
            self.met.append(there["sourcedId"])

    def _with_birth(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of users.csv with what demographics.csv says of each."""
        small = self.told.select("sourcedId", "birth", "sex", has_demographics=pl.lit(True))
        joined = rows.drop("sex", "birth", strict=False).join(small, on="sourcedId", how="left", maintain_order="left")
        return joined.with_columns(pl.col("has_demographics").fill_null(False))

    def _shaped(self, pages: Iterator[Page]) -> Iterator[Shaped]:
        context = self.session.context
        checks = belonging.user_checks(context)
        for page in pages:
            rows, found = judged(self._with_birth(page.fresh), checks)
            rows, unclean = belonging.cleaned(rows)
            rows, wrong = belonging.numbered(rows, context)
            staged = belonging.shaped_people(rows, context)
            yield Shaped(page=page, rows=rows, staged=staged, rejects=pl.concat([found, unclean, wrong]))

    # --- guardianships and roles -----------------------------------------------------------------------------------

    def _gather(self, page: Page, known_bonds: pl.DataFrame) -> None:
        """Puts aside the bonds and roles that a page of users states, until everybody is in."""
        stated = belonging.bonds(self._with_birth(page.rows), self.guardians)
        self.named.append(stated["sourcedId"])
        self.fresh.append(page.fresh["sourcedId"])
        self.bonds.append(_unknown(stated, ("sourcedId", "kind", "begin", "end", "birth"), known_bonds))
        if "orgSourcedIds" in page.rows.columns and "role" in page.rows.columns:
            self.affiliations.append(belonging.affiliations(page.rows))

    def _load_bonds(self, file: File) -> None:
        """Writes guardianships, and ends those of earlier bundles that are named no more."""
        session, checks = self.session, belonging.bond_checks(self.session.context)
        known = digests.known(session.source, BONDS)
        stated = pl.concat(self.bonds) if self.bonds else pl.DataFrame()
        named = pl.concat([pl.Series([], dtype=pl.String), *self.named]).unique()
        session.counts[BONDS].read += len(named)
        if stated.height:
            stated = stated.unique("sourcedId", keep="first", maintain_order=True)
        session.counts[BONDS].unchanged += len(named) - stated.height
        for rows in stated.iter_slices(_PAGE):
            good, found = judged(rows, checks)
            self._reject_bonds(found)
            good = good.with_columns(file_line=pl.col("line")).with_columns(line=pl.int_range(pl.len(), dtype=pl.Int64))
            with acting(session.by):
                merged = people.merge_guardianships(belonging.shaped_bonds(good, session.context))
                refused = refused_rows(good, merged.refused, {})
                lines = good.select("line", "file_line")
                told = refused.join(lines, on="line").with_columns(line=pl.col("file_line")).drop("file_line")
                self._reject_bonds(told)
                settle(session, BONDS, good, merged)
            session.on_progress(Progress(file=BONDS, rows=good.height, share=1.0))
        missing = known.filter(~pl.col("sourcedId").is_in(named.implode()))
        if not is_bulk(file):
            changed = pl.concat([pl.Series([], dtype=pl.String), *self.fresh])
            ward = pl.col("sourcedId").str.split(":").list.first()
            missing = missing.filter(ward.is_in(changed.implode()))
        if missing.height:
            with acting(session.by):
                session.ended[BONDS] += people.end_guardianships(missing["sourcedId"])
                digests.forget(session.source, BONDS, missing["sourcedId"])

    def _reject_bonds(self, found: pl.DataFrame) -> None:
        """A bad guardianship is told with the line of users.csv that states it; the user's row itself is good."""
        self.session.counts[BONDS].rejected += found["sourcedId"].n_unique()
        columns = {"kind": "metadata.agentKinds", "begin": "metadata.agentBeginDates", "end": "metadata.agentEndDates"}
        self.session.tell("users", found.with_columns(pl.col("field").replace(columns | dict.fromkeys(
            ("ward", "guardian", "sourcedId"), "agentSourcedIds"))))  # fmt: skip

    def _load_affiliations(self, file: File) -> None:
        """Writes the roles of users.csv of 1.1, as if they stood in roles.csv."""
        if not self.affiliations:
            return
        session, kind = self.session, belonging.ROLE_KIND
        known = digests.known(session.source, AFFILIATIONS)
        stated = pl.concat(self.affiliations).unique("sourcedId", keep="first", maintain_order=True)
        rows = _unknown(stated, ("sourcedId", "role"), known)
        counts = session.counts[AFFILIATIONS]
        counts.read += stated.height
        counts.unchanged += stated.height - rows.height
        for part in rows.iter_slices(_PAGE):
            good, found = judged(part, kind.checks(session.context))
            session.counts[AFFILIATIONS].rejected += found["sourcedId"].n_unique()
            session.tell("users", found)
            good = good.with_columns(file_line=pl.col("line")).with_columns(line=pl.int_range(pl.len(), dtype=pl.Int64))
            with acting(session.by):
                merged = kind.merge(kind.shape(good.drop("file_line"), session.context))
                refused = refused_rows(good, merged.refused, {"person": "sourcedId", "institution": "orgSourcedId"})
                told = refused.join(good.select("line", "file_line"), on="line")
                told = told.with_columns(line=pl.col("file_line")).drop("file_line")
                counts.rejected += told["line"].n_unique()
                session.tell("users", told)
                settle(session, AFFILIATIONS, good, merged)
        missing = known.filter(~pl.col("sourcedId").is_in(stated["sourcedId"].implode()))
        if is_bulk(file) and missing.height:
            with acting(session.by):
                session.ended[AFFILIATIONS] += own.end_affiliations(missing["sourcedId"])
                digests.forget(session.source, AFFILIATIONS, missing["sourcedId"])


def _unknown(rows: pl.DataFrame, digested: tuple[str, ...], known: pl.DataFrame) -> pl.DataFrame:
    """The rows that were not taken in before just as they are, with `digest` and `known`."""
    told = rows.with_columns(digests.of(rows.select(digested))).join(
        known, on="sourcedId", how="left", maintain_order="left"
    )
    return told.filter(~pl.col("digest").eq_missing(pl.col("known")))
