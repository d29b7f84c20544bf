"""Takes in users.csv together with demographics.csv, and the guardianships (in 1.1 the roles too) that users.csv states."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from maarif.kernel import identifiers
from maarif.registries.people import bulk as people
from maarif.registries.roster import belonging, digests
from maarif.registries.roster import bulk as own
from maarif.registries.roster.bundle import File
from maarif.registries.roster.checking import day, judged, rejects
from maarif.registries.roster.lanes import written
from maarif.registries.roster.loading import Shaped, counted, end_gone
from maarif.registries.roster.lookup import Lookup
from maarif.registries.roster.session import (
    Page,
    Seen,
    Session,
    ahead,
    is_bulk,
    refused_rows,
    remember,
    settle,
    taken,
    tally,
    whole_pages,
)
from maarif.support.parties.bulk import Merged
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
_NONE: Final = pl.Series([], dtype=pl.String)
_NO_HASHES: Final = pl.Series([], dtype=pl.UInt64)
_NOTHING_KNOWN: Final = Lookup(pl.DataFrame(schema={"sourcedId": pl.String, "known": pl.Int64}))


class _Numbers:
    """Finds personal numbers that an earlier row of the file has, however they are written."""

    def __init__(self) -> None:
        self._seen = Seen()

    def __call__(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rejects of `identifier_twice`."""
        numbers = rows["identifier"].str.to_uppercase()
        if not bool(numbers.drop_nulls().str.contains("^[0-9A-Z]*$").all()):
            numbers = pl.Series(
                [None if raw is None else identifiers.normalise(raw) for raw in numbers], dtype=pl.String
            )
        return rejects(rows.filter(self._seen.again(numbers)), "identifier", "identifier_twice")


class Users:
    """The people of one load."""

    def __init__(self, session: Session, users: File | None, demographics: File | None, roles: File | None) -> None:
        self.session = session
        self.users, self.demographics, self.roles = users, demographics, roles
        self.told = Lookup(pl.DataFrame(schema=_TOLD))
        self.met: list[pl.Series] = []
        self.guardians: frozenset[str] = frozenset()

    def load_people(self) -> None:
        """Takes the people in, with their demographics."""
        if self.demographics is not None:
            self.told = Lookup(self._read_demographics(self.demographics))
        if self.users is not None:
            self._load_people(self.users)
        self._load_other_demographics()

    def load_bonds(self) -> None:
        """Takes in what binds the people, who are all there: guardianships, and the roles where users.csv states them."""
        if self.users is not None:
            self.guardians = self._read_guardians()
            self._load_bonds(self.users)

    # --- demographics ----------------------------------------------------------------------------------------------

    def _read_demographics(self, file: File) -> pl.DataFrame:
        """The good rows of demographics.csv, in few small columns."""
        parts = [pl.DataFrame(schema=_TOLD)]
        known = Lookup(digests.known(self.session.source, file.name))
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

    def _told_of(self, people: pl.DataFrame) -> pl.DataFrame:
        """The new rows of demographics.csv about these rows of users.csv."""
        return self.told.of(people["sourcedId"]).filter(~pl.col("digest").eq_missing(pl.col("known")))

    def _tally_demographics(self, fresh: pl.DataFrame) -> None:
        """Counts rows of demographics.csv that went in together with their user."""
        counts = self.session.counts["demographics"]
        counts.added += fresh["known"].null_count()
        counts.changed += fresh.height - fresh["known"].null_count()

    def _load_other_demographics(self) -> None:
        """Rows of demographics.csv whose user was there already and the same, or is not in this bundle."""
        met = pl.concat([_NO_HASHES, *self.met])
        fresh = self.told.rows.filter(
            ~pl.col("digest").eq_missing(pl.col("known")) & ~pl.col("sourcedId").hash(7).is_in(met.implode())
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
        for page in whole_pages(self.roles, belonging.ROLE_COLUMNS, _NOTHING_KNOWN, Seen()):
            found |= set(page.rows.filter(pl.col("role").is_in(belonging.GUARDIANS))["userSourcedId"].drop_nulls())
        return frozenset(found)

    def _load_people(self, file: File) -> None:
        session = self.session
        known = Lookup(digests.known(session.source, file.name))
        columns = (*belonging.USER_COLUMNS, "enabledUser")
        pages = ahead(self._shaped(whole_pages(file, columns, known, Seen(), _Numbers())))
        for shaped, merged in written(pages, self._written, apart=known.rows.is_empty()):
            counted(session, file, shaped.page)
            session.reject(file.name, shaped.rejects)
            session.reject(file.name, refused_rows(shaped.rows, merged.refused, {}))
            tally(session, file.name, shaped.rows, merged)
            end_gone(session, file, shaped.page.gone)
            there = taken(shaped.rows, merged).filter("has_demographics")
            self._tally_demographics(self._told_of(there))
            self.met.append(there["sourcedId"].hash(7))

    def _written(self, shaped: Shaped) -> Merged:
        """Writes a page of people, and remembers the rows of both files that are in; numbers of new people cannot meet."""
        session = self.session
        with acting(session.by):
            merged = people.merge_people(shaped.staged)
            there = taken(shaped.rows, merged)
            remember(session, "users", there)
            remember(session, "demographics", self._told_of(there.filter("has_demographics")))
        return merged

    def _with_birth(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of users.csv with what demographics.csv says of each."""
        small = self.told.of(rows["sourcedId"]).select("sourcedId", "birth", "sex", has_demographics=pl.lit(True))
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

    def _load_bonds(self, file: File) -> None:
        """Reads the file once more, now that everybody is in: guardianships, and in 1.1 the roles; nothing is kept in memory."""
        session = self.session
        known = {name: Lookup(digests.known(session.source, name)) for name in (BONDS, AFFILIATIONS)}
        seen = {name: Seen() for name in known}
        changed: list[pl.Series] = []
        for page in ahead(whole_pages(file, (*belonging.USER_COLUMNS, "enabledUser"), _NOTHING_KNOWN, Seen())):
            stated = belonging.bonds(self._with_birth(page.rows), self.guardians)
            self._bonds_of(_first(stated, seen[BONDS]), known[BONDS])
            if {"orgSourcedIds", "role"} <= set(page.rows.columns):
                roles = belonging.affiliations(page.rows)
                self._affiliations_of(_first(roles, seen[AFFILIATIONS]), known[AFFILIATIONS])
            if not is_bulk(file):
                changed.append(page.rows["sourcedId"])
        for name, end in ((BONDS, people.end_guardianships), (AFFILIATIONS, own.end_affiliations)):
            missing = seen[name].lacks(known[name].rows["sourcedId"])
            if not is_bulk(file):
                owner = missing.str.split(":" if name == BONDS else "@").list.first()
                missing = missing.filter(owner.is_in(pl.concat([_NONE, *changed]).implode()))
            if len(missing):
                with acting(session.by):
                    session.ended[name] += end(missing)
                    digests.forget(session.source, name, missing)

    def _bonds_of(self, stated: pl.DataFrame, known: Lookup) -> None:
        """Writes the guardianships that one page of users states."""
        session = self.session
        rows = _unknown(stated, ("sourcedId", "kind", "begin", "end", "birth"), known)
        session.counts[BONDS].read += stated.height
        session.counts[BONDS].unchanged += stated.height - rows.height
        good, found = judged(rows, belonging.bond_checks(session.context))
        self._reject_bonds(found)
        numbered = _numbered(good)
        with acting(session.by):
            merged = people.merge_guardianships(belonging.shaped_bonds(good, session.context))
            self._reject_bonds(_in_file(refused_rows(numbered, merged.refused, {}), numbered))
            settle(session, BONDS, numbered, merged)
        session.progress(BONDS, 1.0)

    def _reject_bonds(self, found: pl.DataFrame) -> None:
        """A bad guardianship is told with the line of users.csv that states it; the user's row itself is good."""
        self.session.counts[BONDS].rejected += found["sourcedId"].n_unique()
        columns = {"kind": "metadata.agentKinds", "begin": "metadata.agentBeginDates", "end": "metadata.agentEndDates"}
        self.session.tell("users", found.with_columns(pl.col("field").replace(columns | dict.fromkeys(
            ("ward", "guardian", "sourcedId"), "agentSourcedIds"))))  # fmt: skip

    def _affiliations_of(self, stated: pl.DataFrame, known: Lookup) -> None:
        """Writes the roles that one page of users of 1.1 states, as if they stood in roles.csv."""
        session, kind = self.session, belonging.ROLE_KIND
        rows = _unknown(stated, ("sourcedId", "role"), known)
        counts = session.counts[AFFILIATIONS]
        counts.read += stated.height
        counts.unchanged += stated.height - rows.height
        good, found = judged(rows, kind.checks(session.context))
        counts.rejected += found["sourcedId"].n_unique()
        session.tell("users", found)
        numbered = _numbered(good)
        with acting(session.by):
            merged = kind.merge(kind.shape(numbered.drop("file_line"), session.context))
            fields = {"person": "sourcedId", "institution": "orgSourcedId"}
            told = _in_file(refused_rows(numbered, merged.refused, fields), numbered)
            counts.rejected += told["sourcedId"].n_unique()
            session.tell("users", told)
            settle(session, AFFILIATIONS, numbered, merged)


def _first(rows: pl.DataFrame, seen: Seen) -> pl.DataFrame:
    """Rows whose sourcedId did not come by before."""
    return rows.filter(~seen.again(rows["sourcedId"]))


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of which several may stand in one line of the file: numbered through, the line kept aside."""
    return rows.with_columns(file_line=pl.col("line")).with_columns(line=pl.int_range(pl.len(), dtype=pl.Int64))


def _in_file(found: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """Rejects of numbered rows with the line of the file again."""
    lines = numbered.select("line", "file_line")
    return found.join(lines, on="line").with_columns(line=pl.col("file_line")).drop("file_line")


def _unknown(rows: pl.DataFrame, digested: tuple[str, ...], known: Lookup) -> pl.DataFrame:
    """The rows that were not taken in before just as they are, with `digest` and `known`."""
    told = known.beside(rows.with_columns(digests.of(rows.select(digested))))
    return told.filter(~pl.col("digest").eq_missing(pl.col("known")))
