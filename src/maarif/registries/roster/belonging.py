"""Files that say who there is and where everybody belongs: users, demographics and roles."""

from typing import Final

import polars as pl

from maarif.kernel import clock, countries, names
from maarif.kernel.names import UncleanText
from maarif.kernel.text import LANGUAGES
from maarif.registries.people import bulk as people
from maarif.registries.people.types import GuardianshipKind
from maarif.registries.roster import bulk as own
from maarif.registries.roster.checking import (
    REJECTS,
    Check,
    dates,
    day,
    judged,
    one_of,
    ordered,
    rejects,
    required,
    rest_of,
    text,
)
from maarif.registries.roster.offer import Context, Kind

USER_COLUMNS: Final = (
    *("sourcedId", "givenName", "familyName", "middleName", "identifier", "agentSourcedIds", "password"),
    *("metadata.citizenship", "metadata.region", "metadata.language", "metadata.deathDate"),
    *("metadata.agentKinds", "metadata.agentBeginDates", "metadata.agentEndDates"),
)
_SAID_ELSEWHERE: Final = ("role", "orgSourcedIds", "primaryOrgSourcedId")
DEMOGRAPHIC_COLUMNS: Final = ("sourcedId", "birthDate", "sex")
ROLE_COLUMNS: Final = ("sourcedId", "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId")
ROLES: Final = (
    *("student", "teacher", "parent", "guardian", "relative", "aide", "administrator", "proctor", "principal"),
    *("counselor", "districtAdministrator", "siteAdministrator", "systemAdministrator"),
)
GUARDIANS: Final = ("parent", "guardian", "relative")
_NAME_COLUMNS: Final = ("familyName", "givenName", "middleName")


def user_checks(context: Context) -> list[Check]:
    """What each row of users.csv must keep to by itself."""
    region = pl.col("metadata.region")
    return [
        *required("sourcedId", "givenName", "familyName"),
        one_of("enabledUser", ["true", "false", "TRUE", "FALSE", "True", "False", "1", "0"]),
        one_of("metadata.language", LANGUAGES),
        Check(field="metadata.region", rule="region", bad=region.is_not_null() & ~region.is_in(list(context.regions))),
        Check(
            field="metadata.citizenship",
            rule="country",
            bad=~pl.col("metadata.citizenship").str.contains("^[A-Za-z]{2}$"),
        ),
        *dates("metadata.deathDate"),
    ]


def cleaned(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Names as registers keep them; rows whose name holds what no register keeps are rejects."""
    found = [pl.DataFrame(schema=REJECTS)]
    for column in _NAME_COLUMNS:
        mapping = {name: _clean(name) for name in rows[column].drop_nulls().unique()}
        bad = [name for name, made in mapping.items() if made is None]
        if bad:
            found.append(rejects(rows.filter(pl.col(column).is_in(bad)), column, "unclean"))
            rows = rows.filter(~pl.col(column).is_in(bad).fill_null(False))
        different = {name: made for name, made in mapping.items() if made is not None and made != name}
        if different:
            rows = rows.with_columns(pl.col(column).replace(different))
    return rows, pl.concat(found)


def _clean(name: str) -> str | None:
    try:
        return names.clean(name) or None
    except UncleanText:
        return None


def numbered(rows: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows with their personal number checked against the rule of the country and what demographics.csv says."""
    told = people.checked(rows["identifier"], context.country)
    rows = rows.with_columns(told["number"], told["reason"], told["number_birth"], told["number_sex"])
    other_sex = (pl.col("sex") != "") & (pl.col("sex") != pl.col("number_sex"))
    return judged(
        rows,
        [
            Check(field="identifier", rule="identifier", bad=pl.col("reason").is_not_null()),
            Check(field="identifier", rule="identifier_birth_date", bad=pl.col("birth") != pl.col("number_birth")),
            Check(field="identifier", rule="identifier_sex", bad=other_sex),
        ],
    )


def shaped_people(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Rows of the register from checked rows of users.csv with their demographics (`birth`, `sex`, `has_demographics`)."""
    on_hand = rows.with_columns(
        family_name=text("familyName"), given_name=text("givenName"), patronymic=text("middleName")
    )
    kept = people.named(on_hand, context.country)
    enabled = pl.col("enabledUser").str.to_lowercase().is_in(["false", "0"])
    told = kept.with_columns(enabledUser=pl.when(enabled).then(pl.lit("false")))
    numbers = people.sealed(rows["number"], context.country)
    ours = ("number", "reason", "number_birth", "number_sex", "birth", "sex", "has_demographics", "demographics")
    made = ("family_name", "given_name", "patronymic", "sort_key", "search_key")
    shaped = kept.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        pl.lit(context.country).alias("country"),
        *made,
        day("metadata.deathDate").alias("death_date"),
        text("metadata.citizenship").str.to_lowercase().alias("citizenship"),
        text("metadata.region").alias("region_code"),
        text("metadata.language").alias("language"),
        pl.col("birth").alias("birth_date"),
        text("sex"),
        pl.col("has_demographics"),
    )
    left = rest_of(told, (*USER_COLUMNS, *_SAID_ELSEWHERE, *ours, *made))
    metadata = told.select("line", left.alias("metadata")).drop("line")
    return pl.concat([shaped, numbers.drop("number"), metadata], how="horizontal")


def demographic_checks(context: Context) -> list[Check]:
    """What each row of demographics.csv must keep to."""
    today = clock.today(countries.country(context.country).time_zone)
    return [
        *required("sourcedId"),
        *dates("birthDate"),
        Check(field="birthDate", rule="future", bad=day("birthDate") > pl.lit(today)),
        one_of("sex", ["male", "female", "unspecified", "other"]),
    ]


def bonds(rows: pl.DataFrame, guardians: frozenset[str]) -> pl.DataFrame:
    """Guardianships that rows of users.csv name: `ward`, `guardian`, `kind`, `begins`, `ends`, with their line.

    Agents of a pupil stand for the pupil; agents of somebody whose role is a guardian's are the wards.
    """
    lists = {"agent": "agentSourcedIds", "kind": "metadata.agentKinds", "begin": "metadata.agentBeginDates"}
    lists["end"] = "metadata.agentEndDates"
    there = rows.filter(pl.col("agentSourcedIds").is_not_null())
    split = there.select(
        "line", "sourcedId", "birth", **{key: text(column).str.split(",") for key, column in lists.items()}
    )
    count = pl.col("agent").list.len()
    even = [pl.col(key).list.gather(pl.int_ranges(0, count), null_on_oob=True) for key in ("kind", "begin", "end")]
    each = split.with_columns(even).explode("agent", "kind", "begin", "end")
    trimmed = each.with_columns(pl.col("agent", "kind", "begin", "end").str.strip_chars()).filter(pl.col("agent") != "")
    turned = pl.col("sourcedId").is_in(list(guardians))
    if "role" in rows.columns:
        roles = rows.select("line", pl.col("role").is_in(GUARDIANS).fill_null(False).alias("turned"))
        trimmed = trimmed.join(roles, on="line", how="left")
        turned = turned | pl.col("turned")
    directed = trimmed.with_columns(
        ward=pl.when(turned).then("agent").otherwise("sourcedId"),
        guardian=pl.when(turned).then("sourcedId").otherwise("agent"),
        birth=pl.when(~turned).then("birth"),
    )
    return directed.with_columns(pl.format("{}:{}", "ward", "guardian").alias("sourcedId")).unique(
        "sourcedId", keep="first", maintain_order=True
    )


def bond_checks(_: Context) -> list[Check]:
    """What each guardianship must keep to; dates were texts in a list."""
    kinds = [kind.value for kind in GuardianshipKind]
    return [
        Check(field="kind", rule="vocabulary", bad=(pl.col("kind") != "") & ~pl.col("kind").is_in(kinds)),
        Check(field="begin", rule="date", bad=(pl.col("begin") != "") & day("begin").is_null()),
        Check(field="end", rule="date", bad=(pl.col("end") != "") & day("end").is_null()),
        ordered("begin", "end"),
    ]


def shaped_bonds(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Rows of the register; a bond without a first day begins with the child's birth, or today where that is not known."""
    today = clock.today(countries.country(context.country).time_zone)
    return rows.select(
        pl.int_range(pl.len()).alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        pl.when(text("kind") == "").then(pl.lit("guardian")).otherwise("kind").alias("kind"),
        pl.coalesce(day("begin"), "birth", pl.lit(today)).alias("begins"),
        day("end").alias("ends"),
        "ward",
        "guardian",
    )


# --- roles, and the roles of users.csv in 1.1 ----------------------------------------------------------------------


def _role_checks(_: Context) -> list[Check]:
    return [
        *required("sourcedId", "userSourcedId", "role", "orgSourcedId"),
        one_of("role", ROLES),
        one_of("roleType", ["primary", "secondary"]),
        *dates("beginDate", "endDate"),
        ordered("beginDate", "endDate"),
    ]


def _roles(rows: pl.DataFrame, _: Context) -> pl.DataFrame:
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        "role",
        (text("roleType") != "secondary").alias("is_primary"),
        day("beginDate").alias("begins"),
        day("endDate").alias("ends"),
        rest_of(rows, ROLE_COLUMNS).alias("metadata"),
        pl.col("userSourcedId").alias("person"),
        pl.col("orgSourcedId").alias("institution"),
    )


def affiliations(rows: pl.DataFrame) -> pl.DataFrame:
    """The roles that users.csv of 1.1 states in `role` and `orgSourcedIds`, as rows of roles.csv."""
    each = rows.filter(pl.col("orgSourcedIds").is_not_null() & pl.col("role").is_not_null()).select(
        "line",
        pl.col("sourcedId").alias("userSourcedId"),
        "role",
        pl.col("orgSourcedIds").str.split(",").alias("orgSourcedId"),
    )
    flat = each.explode("orgSourcedId").with_columns(pl.col("orgSourcedId").str.strip_chars())
    return flat.filter(pl.col("orgSourcedId") != "").with_columns(
        pl.format("{}@{}", "userSourcedId", "orgSourcedId").alias("sourcedId"),
        *(pl.lit(None, pl.String).alias(column) for column in ("roleType", "beginDate", "endDate")),
    )


ROLE_KIND: Final = Kind(
    columns=ROLE_COLUMNS,
    checks=_role_checks,
    shape=_roles,
    merge=own.merge_affiliations,
    fields={"person": "userSourcedId", "institution": "orgSourcedId"},
)
