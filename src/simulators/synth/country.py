"""Writes a whole country: places, courses, families, students, staff and the cast, each from a stream of its own."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from simulators.synth import cast, courses, families, places, plan, staff, students
from simulators.synth.bundle import Bundle
from simulators.synth.dirt import DirtyBundle
from simulators.synth.numbers import Numbers
from simulators.synth.people import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many rows went into each file, and which mistakes were planted."""

    counts: dict[str, int]
    planted: dict[str, int]


def write_country(
    country: str, folder: Path, *, scale: float, seed: int, on: date = plan.REFERENCE_DAY, dirt: float = 0.0
) -> Written:
    """Writes the bundle of a country into a folder; the same arguments give the same bytes."""
    the_plan = plan.plan_of(country, scale=scale, seed=seed, on=on)
    bundle = DirtyBundle(folder, rate=dirt, seed=seed) if dirt else Bundle(folder)
    with bundle:
        numbers = Numbers(the_plan.number_kind, cast.numbers(country))
        registry = Registry(plan=the_plan, bundle=bundle, numbers=numbers)
        _write(registry, [np.random.default_rng([seed, stream]) for stream in range(5)])
    bundle.write_manifest(country)
    planted = dict(bundle.planted) if isinstance(bundle, DirtyBundle) else {}
    return Written(counts=dict(bundle.counts), planted=planted)


def _write(registry: Registry, streams: list[np.random.Generator]) -> None:
    """The passes, each with its own random stream, so that a change in one leaves the others' people as they were."""
    for_places, for_shape, for_families, for_students, for_staff = streams
    the_plan, bundle = registry.plan, registry.bundle
    there = places.build(the_plan, bundle, for_places)
    taught = courses.build(the_plan, there, bundle)
    cast.Cast(registry=registry).write()
    shape = families.shape(the_plan, for_shape)
    families.Families(registry, there, taught).write(shape, for_families)
    after_school = students.Students(registry, taught)
    for cohort in students.cohorts(the_plan, shape.after_nine):
        after_school.write(cohort, for_students)
    at_work = staff.Staff(registry, there, taught, after_school)
    for workplace in staff.workplaces(the_plan, there):
        at_work.write(workplace, for_staff)
