"""The people of `personas.toml`, put into the bundle exactly as they are written there."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from simulators.synth.courses import class_id, group_id
from simulators.synth.people import Registry
from simulators.synth.staff import diagnostic, post_rows, recruitment, sid_of_post, with_subject_names

PERSONAS: Final = Path(__file__).parents[1] / "personas.toml"
_ROLES: Final = {"teacher": "teacher", "registrar": "aide", "secretary": "aide", "officer": "aide", "auditor": "aide"}


@cache
def personas(country: str) -> tuple[dict[str, Any], ...]:
    """The cast of a country."""
    everybody = tomllib.loads(PERSONAS.read_text(encoding="utf-8"))["persona"]
    return tuple(persona for persona in everybody if persona["country"] == country)


def numbers(country: str) -> frozenset[str]:
    """Their personal numbers, which nobody else may get."""
    return frozenset(persona["personal_number"] for persona in personas(country))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Writes the cast of the registry's country."""

    registry: Registry

    def write(self) -> None:
        """Writes everybody with their studies, work and results."""
        cast = personas(self.registry.plan.country)
        parents = {
            child: [p for p in cast if child in p.get("children", ())] for p in cast for child in p.get("children", ())
        }
        for persona in cast:
            self._person(persona, parents.get(persona["sourced_id"], []))
            for study in persona.get("enrolment", ()):
                self._study(persona, study)
            for work in persona.get("employment", ()):
                self._work(persona, work)
            for result in persona.get("result", ()):
                self._result(persona, result)

    def _person(self, persona: dict[str, Any], parents: list[dict[str, Any]]) -> None:
        born: date = persona["birth_date"]
        place: dict[str, Any] = next(
            iter((*persona.get("employment", ()), *reversed(persona.get("enrolment", ())))), {}
        )
        role = _ROLES[place["title"]] if "title" in place else "student" if place else "parent"
        kinds = ["father" if parent["sex"] == "male" else "mother" for parent in parents]
        row = {
            "sid": persona["sourced_id"],
            "given": persona["given_name"],
            "family": persona["family_name"],
            "patronymic": persona["patronymic"],
            "number": persona["personal_number"],
            "birth": born.isoformat(),
            "male": persona["sex"] == "male",
            "region": persona["region"],
            "language": persona["language"],
            "email": persona["email"],
            "sms": persona["phone"],
            "role": role,
            "org": place.get("institution", ""),
            "begin": str(place.get("since", "")),
            "grades": f"{place['grade']:02}" if "grade" in place else "",
            "agentSourcedIds": ",".join(parent["sourced_id"] for parent in parents),
            "metadata.agentKinds": ",".join(kinds),
            "metadata.agentBeginDates": ",".join(born.isoformat() for _ in parents),
        }
        self.registry.write_users(pl.DataFrame([row]))

    def _study(self, persona: dict[str, Any], study: dict[str, Any]) -> None:
        plan = self.registry.plan
        institution = pl.lit(study["institution"])
        if "programme" in study:
            group = group_id(pl.lit(study["programme"]), pl.lit(study["since"].year))
        elif study["status"] == "active":
            age = plan.year - persona["birth_date"].year
            group = class_id(institution, plan.year, pl.lit(study.get("grade", min(age, 5))), pl.lit(1))
        else:
            group = pl.lit("")
        row = {
            "schoolSourcedId": study["institution"],
            "userSourcedId": persona["sourced_id"],
            "beginDate": study["since"].isoformat(),
            "endDate": str(study.get("until", "")),
            "metadata.level": str(study["level"]),
            "metadata.kind": study["kind"],
            "metadata.grade": str(study.get("grade", "")),
            "metadata.form": study["form"],
            "metadata.language": "" if "abroad" in study["institution"] else persona["language"],
            "metadata.funding": study["funding"],
            "metadata.status": study["status"],
            "metadata.programme": study.get("programme", ""),
            "metadata.graduatedOn": str(study.get("graduated_on", "")),
            "metadata.documentNumber": study.get("document_number", ""),
        }
        self.registry.write_enrolments(pl.DataFrame([row]).with_columns(group.cast(pl.String).alias("classSourcedId")))

    def _work(self, persona: dict[str, Any], work: dict[str, Any]) -> None:
        kind, subject = work["title"], work.get("subject", "")
        post = pl.DataFrame(
            [{"institution": work["institution"], "kind": f"{kind}", "subject": subject, "share": work["share"]}]
        ).with_columns(pl.format("{}-cast", sid_of_post()).alias("post"))
        self.registry.bundle.write("maarif_posts", post_rows(post, self.registry.plan.language))
        row = {
            "sourcedId": f"{persona['sourced_id']}-w",
            "postSourcedId": post["post"][0],
            "userSourcedId": persona["sourced_id"],
            "share": str(work["share"]),
            "kind": "main",
            "beginDate": work["since"].isoformat(),
        }
        self.registry.bundle.write("maarif_employments", pl.DataFrame([row]))

    def _result(self, persona: dict[str, Any], result: dict[str, Any]) -> None:
        taken: date = result["taken_on"]
        if result["kind"] == "recruitment":
            made = recruitment(
                result["subject_right"], result["subject_wrong"], result["method_right"], result["method_wrong"]
            )
        else:
            made = diagnostic(result["right"], result.get("interview"))
        years = 1 if result["kind"] == "recruitment" else 5
        row = {
            **made,
            "sourcedId": f"{persona['sourced_id']}-x-{result['kind']}",
            "userSourcedId": persona["sourced_id"],
            "round": str(taken.year),
            "subject": result["subject"],
            "takenOn": taken.isoformat(),
            "centreSourcedId": result["centre"],
            "validUntil": taken.replace(year=taken.year + years).isoformat(),
        }
        frame = with_subject_names(pl.DataFrame([row]), self.registry.plan.language)
        self.registry.bundle.write("maarif_results", frame)
