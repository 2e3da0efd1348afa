"""The rules of the grammar, in the order in which they are tried at one place in the text."""

from dragoman.resolution.dates.context import Rule
from dragoman.resolution.dates.rules import absolute, clock, holidays, lengths, relative, vague

RULES: tuple[Rule, ...] = (
    *holidays.RULES,
    *absolute.RULES,
    *clock.RULES,
    *relative.RULES,
    *lengths.RULES,
    *vague.RULES,
)
