"""The country's dated rules of school years, of special forms of study, and of duplicates."""

from datetime import date

from maarif.kernel.rulesets import rule_set
from maarif.registries.enrolments.types import DuplicateRules, PromotionRules, SpecialStudyRules


def school_year(country: str, on: date) -> PromotionRules:
    """The school year and the stages of school in force on a day. NoRuleSet."""
    return rule_set(country, "promotion", on, PromotionRules).values


def special_study(country: str, on: date) -> SpecialStudyRules:
    """The terms of education at home and by an individual timetable in force on a day. NoRuleSet."""
    return rule_set(country, "special_study", on, SpecialStudyRules).values


def duplicates(country: str, on: date) -> DuplicateRules:
    """The terms in which duplicates of documents are issued in force on a day. NoRuleSet."""
    return rule_set(country, "duplicates", on, DuplicateRules).values
