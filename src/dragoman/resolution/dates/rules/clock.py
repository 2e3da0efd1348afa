"""Times of day: 10:30 a.m. GMT, 1400 hours, noon, midnight."""

import re

import msgspec

from dragoman.resolution.dates import periods
from dragoman.resolution.dates.context import Context, Reading, Rule, rule
from dragoman.resolution.dates.numerals import parse_count

_ZONES = {"gmt": "Z", "utc": "Z"}


def clock_reading(ctx: Context, hour: int, minute: int, zone: str | None, modifier: str | None) -> Reading | None:
    """A clock time on the text's last day where that is near, else on the publication day."""
    if hour > 24 or minute > 59:
        return None
    clock = f"T{hour:02d}:{minute:02d}{_ZONES.get(zone or '', '')}"
    near = ctx.last is not None and ctx.last.granularity == "day"
    day = ctx.last.first if ctx.last and near else ctx.published
    if day is None:
        return Reading(value=f"XXXX-XX-XX{clock}", reason="NO_PUBLICATION_DATE", timex_type="TIME", modifier=modifier)
    return Reading(
        value=day.isoformat() + clock,
        reason="TEXT_ANCHOR" if near else "PUBLICATION_DAY",
        timex_type="TIME",
        modifier=modifier,
        first=day,
        last=day,
        granularity="time",
        edtf=periods.day(day).edtf,
        anchor="text" if near else "published",
    )


def _clock(m: re.Match[str], ctx: Context) -> Reading | None:
    hour, minute = int(m["h"]), int(m["min"] or 0)
    half = (m["half"] or "").replace(".", "").replace(" ", "")
    zone = m["zone"]
    if not half and not (
        m["min"]
        and (zone or re.search(r"\b(?:at|by|until|till|from|around|about|before|after|since)\s$", ctx.before(m, 8)))
    ):
        return None
    if re.match(r"[:.]\d", ctx.after(m, 2)):
        return None
    if half in ("am", "pm") and not 1 <= hour <= 12:
        return None
    if half == "pm" and hour < 12:
        hour += 12
    if half in ("am", "midnight") and hour == 12:
        hour = 0
    return clock_reading(
        ctx, hour, minute, zone, "APPROX" if m["approx"] or ctx.before(m, 6).endswith("about ") else None
    )


def _military(m: re.Match[str], ctx: Context) -> Reading | None:
    return clock_reading(ctx, int(m["h"]), int(m["min"]), m["zone"], None)


def _noon(m: re.Match[str], ctx: Context) -> Reading | None:
    word = m["word"]
    if word == "midnight" and re.match(r"\s+(?:oil|express|blue)\b", ctx.after(m, 10)):
        return None
    return clock_reading(ctx, 0 if word == "midnight" else 12, 0, m["zone"], None)


_PARTS = {"dawn": "MO", "daybreak": "MO", "sunrise": "MO", "dusk": "EV", "sunset": "EV", "nightfall": "EV"}


def _twilight(m: re.Match[str], ctx: Context) -> Reading | None:
    """Dawn and dusk of a day named right after it; by themselves they name none."""
    reading = clock_reading(ctx, 0, 0, None, None)
    if reading is None:
        return None
    return msgspec.structs.replace(reading, value=f"{reading.value.split('T')[0]}T{_PARTS[m['word']]}")


def _oclock(m: re.Match[str], ctx: Context) -> Reading | None:
    hour = parse_count(m["h"])
    return None if hour is None else clock_reading(ctx, int(hour), 0, None, None)


RULES: tuple[Rule, ...] = (
    rule(
        "clock",
        r"{APPROX}(?P<h>[01]?\d|2[0-4])(?=:[0-5]| ?[apnm]|\.[0-5]\d ?[ap])(?:[:.](?P<min>[0-5]\d)(?::[0-5]\d)?)?"
        r"(?: ?(?P<half>a\.? ?m\.?|p\.? ?m\.?|noon|midnight)(?![a-z])| ?hrs)?"
        r"(?:,? \(?(?P<zone>{ZONE})\)?)?",
        _clock,
    ),
    rule(
        "military",
        r"(?P<h>[01]\d|2[0-3]):?(?P<min>[0-5]\d) ?(?P<zone>gmt|utc|local time|hours|hrs)(?![a-z])",
        _military,
    ),
    rule("oclock", r"(?P<h>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d\d?) o['’]clock", _oclock),
    rule(
        "twilight",
        r"(?P<word>dawn|daybreak|sunrise|dusk|sunset|nightfall)(?= (?:on )?(?:{WEEKDAY}|today|yesterday|tomorrow"
        r"|\d\d? {MONTH}|{MONTH} \d))",
        _twilight,
    ),
    rule("noon", r"(?P<word>noon|midday|midnight)(?: (?P<zone>{ZONE}))?(?![a-z-])", _noon),
)
