"""When a question is asked: a few typed operators over earlier answers, plain data that a browser can read too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class Condition(Protocol):
    """Something that holds or does not hold for the answers given so far."""

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether the question is to be asked."""
        ...

    @property
    def fields(self) -> frozenset[str]:
        """The codes of the questions that it looks at."""
        ...


@dataclass(frozen=True, slots=True)
class Equals:
    """The answer to `field` is exactly `value`."""

    field: str
    value: object

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether the answer is there and equal."""
        return self.field in answers and answers[self.field] == self.value

    @property
    def fields(self) -> frozenset[str]:
        """The one field."""
        return frozenset({self.field})


@dataclass(frozen=True, slots=True)
class OneOf:
    """The answer to `field` is one of `values`."""

    field: str
    values: tuple[object, ...]

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether the answer is there and among the values."""
        return self.field in answers and answers[self.field] in self.values

    @property
    def fields(self) -> frozenset[str]:
        """The one field."""
        return frozenset({self.field})


@dataclass(frozen=True, slots=True)
class Not:
    """The other condition does not hold."""

    condition: Condition

    def holds(self, answers: Mapping[str, object]) -> bool:
        """The opposite."""
        return not self.condition.holds(answers)

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the other condition."""
        return self.condition.fields


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every condition holds."""

    conditions: tuple[Condition, ...]

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether all hold."""
        return all(condition.holds(answers) for condition in self.conditions)

    @property
    def fields(self) -> frozenset[str]:
        """The fields of all."""
        return frozenset().union(*(condition.fields for condition in self.conditions))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one condition holds."""

    conditions: tuple[Condition, ...]

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether one holds."""
        return any(condition.holds(answers) for condition in self.conditions)

    @property
    def fields(self) -> frozenset[str]:
        """The fields of all."""
        return frozenset().union(*(condition.fields for condition in self.conditions))
