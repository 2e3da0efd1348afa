"""References without a day: now, recently, the future, former times."""

import re

from dragoman.resolution.dates.context import Context, Reading, Rule, rule

_ADJECTIVES = {"current", "recent", "future", "former"}


def _reference(value: str, m: re.Match[str], ctx: Context) -> Reading | None:
    word = m[0]
    if word in _ADJECTIVES and not ctx.timeml:
        return None
    day = ctx.published if value == "PRESENT_REF" else None
    return Reading(
        value=value,
        reason="VAGUE",
        first=day,
        last=day,
        edtf=day.isoformat() if day else None,
        anchor="published" if day else None,
    )


def _present(m: re.Match[str], ctx: Context) -> Reading | None:
    if m[0] == "present" and not re.search(r"\bat\s$", ctx.before(m, 5)):
        return None
    return _reference("PRESENT_REF", m, ctx)


def _past(m: re.Match[str], ctx: Context) -> Reading | None:
    if m[0] == "the past" and not re.match(
        r"\s*[.,;:!?)\"”’—]|\s+(?:and|but|or|is|was|that|when|as|by|it|he|she|they)\b|\s*$", ctx.after(m, 8)
    ):
        return None
    if m[0] == "former":
        return None
    return _reference("PAST_REF", m, ctx)


def _future(m: re.Match[str], ctx: Context) -> Reading | None:
    if m[0].startswith("futures"):
        return None
    if m[0] == "future" and re.search(
        r"\b(?:his|her|its|their|our|my|a|no|bright|political|['’]s)\s$", ctx.before(m, 12)
    ):
        return None
    return _reference("FUTURE_REF", m, ctx)


RULES: tuple[Rule, ...] = (
    rule(
        "present",
        r"(?:right now|just now|now|currently|nowadays|these days|at (?:the )?present(?: time)?|at the moment"
        r"|at this (?:time|moment|point)|the present(?: time| day)?|present-day|this (?:very |crucial )?moment"
        r"|current)(?![a-z-])",
        _present,
    ),
    rule(
        "past",
        r"(?:(?:more |most |only |just |as )?recently|lately|recent|the (?:recent |distant )?past|former times"
        r"|in former times|long ago|in recent times|recent times|some time ago|a while ago|olden times)(?![a-z-])",
        _past,
    ),
    rule(
        "future",
        r"(?:(?:the )?(?:near |foreseeable |not-too-distant |distant |immediate )?future|the (?:near|short|long"
        r"|medium) term|some day|someday|one of these days|a later (?:date|time))(?![a-z-])",
        _future,
    ),
)
