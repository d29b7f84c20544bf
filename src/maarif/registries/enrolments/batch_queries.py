"""Reads of promotions: where one stands, and what it could not take back."""

from collections import Counter

from django.db.models import Count, Q

from maarif.registries.enrolments.batches import Promotion, PromotionChunk, PromotionStep
from maarif.registries.enrolments.types import BatchStatus, KeptStep, Promoted, PromotionCard


def promotion(number: int) -> PromotionCard | None:
    """One promotion as it stands, or None."""
    row = Promotion.objects.filter(pk=number).first()
    return None if row is None else _card(row)


def promotions(country: str) -> tuple[PromotionCard, ...]:
    """The promotions of a country, the newest first."""
    return tuple(_card(row) for row in Promotion.objects.filter(country=country).order_by("-pk"))


def kept_steps(number: int, *, after: int = 0, limit: int = 100) -> tuple[KeptStep, ...]:
    """What a promotion that was taken back left as it is, since it has changed meanwhile; a page by number of the enrolment."""
    rows = PromotionStep.objects.filter(promotion=number, stays=True, enrolment__gt=after).select_related("enrolment")
    return tuple(
        KeptStep(
            enrolment=row.enrolment_id,
            person=row.enrolment.person_id,
            institution=row.enrolment.institution_id,
            action=Promoted(row.action),
            opened=row.opened_id,
        )
        for row in rows.order_by("enrolment")[:limit]
    )


def _card(row: Promotion) -> PromotionCard:
    chunks = PromotionChunk.objects.filter(promotion=row)
    many = chunks.aggregate(
        all=Count("pk"), done=Count("pk", filter=~Q(done_at=None)), back=Count("pk", filter=~Q(reversed_at=None))
    )
    counts: Counter[str] = Counter()
    for one in chunks.exclude(done_at=None).values_list("counts", flat=True):
        counts.update(one)
    return PromotionCard(
        id=row.pk,
        country=row.country,
        year=row.year,
        ends=row.ends,
        starts=row.starts,
        rule_set=row.rule_set,
        status=BatchStatus(row.status),
        institutions=many["all"],
        done=many["done"],
        reversed=many["back"],
        counts=dict(sorted(counts.items())),
        stays=PromotionStep.objects.filter(promotion=row, stays=True).count(),
    )
