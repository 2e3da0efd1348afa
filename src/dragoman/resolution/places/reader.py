"""Read one sentence for place names.

The recogniser's labels are evidence, not verdicts. What it calls a place is believed unless the document shows a person of
that name; what it calls something else, or nothing, is a place when the gazetteer knows the name and the text gives a sign of
one: a preposition of place, a state after a comma, a word such as "province", or the same name elsewhere in the document.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.records import Sentence, Span
from dragoman.resolution.places.candidates import Option, options, weigh
from dragoman.resolution.places.gazetteer import Gazetteer
from dragoman.resolution.places.names import fold_name
from dragoman.resolution.places.signs import LABELS, Segment, Signs, text_of
from dragoman.resolution.places.spotted import Spotted
from dragoman.resolution.places.words import (
    AILMENTS,
    ALSO_PERSONS,
    BODY_WORDS,
    DIRECTIONS,
    FEATURES,
    MIDDLE,
    NATURE_WORDS,
    NEAR,
    NO_PLACES,
    SITE_WORDS,
    TOWN_WORDS,
    UNIT_WORDS,
)

LONGEST = 7
STRONG = 0.62  # prior of a country, a unit, an area, or a town of more than about a million people
KNOWN = 0.5  # prior of a town of about 100,000 people
FAINT = 0.3  # prior of a town of about 1,000 people
LEAST = 0.1  # prior of the smallest places, those without a count of people among them
_JOINS = frozenset(
    {
        "of",
        "de",
        "la",
        "del",
        "du",
        "da",
        "do",
        "dos",
        "das",
        "al",
        "el",
        "le",
        "les",
        "los",
        "las",
        "and",
        "the",
        "upon",
        "on",
        "sur",
        "en",
        "am",
        "an",
        "der",
        "den",
        "di",
    }
)
_STOPS = frozenset(
    {",", ".", ";", ":", '"', "'", "''", "``", "(", ")", "’", "“", "”", "-", "–", "—", "'s", "’s", "and", "or", "/"}
)
DASHES = frozenset({"-", "--", "–", "—"})


class SentenceReader:
    """Read one sentence from left to right."""

    def __init__(
        self, sentence: Sentence, number: int, segments: list[Segment], signs: Signs, gazetteer: Gazetteer
    ) -> None:
        self._sentence, self._number, self._gazetteer, self._signs = sentence, number, gazetteer, signs
        self._tokens = sentence.tokens
        self._at = {first: Segment(first, end, label) for first, end, label in segments}
        self._before: Spotted | None = None
        self._within = {n: s for s in segments for n in range(s.first, s.end)}

    def read(self) -> Iterator[Spotted]:
        """The names of the sentence, left to right, none overlapping another."""
        dateline = self._dateline()
        if dateline is not None:
            yield dateline
        at = dateline.last + 1 if dateline is not None else 0
        while at < len(self._tokens):
            found, at = self._step(at)
            yield from found
            if found and found[-1].sense == "place":
                self._before = found[-1]

    def _dateline(self) -> Spotted | None:
        """A dateline inside a paragraph: "… in crash. XENIA — Police said"."""
        if not self._tokens or not self._tokens[0].text.isupper() or len(self._tokens[0].text) < 4:
            return None
        match = self._longest(0)
        if match is None or not match.name.isupper() or match.last + 2 >= len(self._tokens):
            return None
        after = self._tokens[match.last + 1].text
        if after in DASHES or (
            after == "," and any(t.text in DASHES for t in self._tokens[match.last + 2 : match.last + 6])
        ):
            match.dateline = True
            return match
        return None

    def _coordinated(self, spotted: Spotted) -> bool:
        """Whether only "and" or "or" stands between a name and the place before it."""
        before = self._before
        if before is None or not 0 < spotted.first - before.last - 1 <= 2:
            return False
        return self._tokens[spotted.first - 1].text in ("and", "or", "&")

    def _step(self, at: int) -> tuple[list[Spotted], int]:
        segment = self._at.get(at)
        if segment is not None and segment.label in LABELS:
            return self._entity(segment)
        if not self._tokens[at].text[:1].isupper() or self._tokens[at].text == "The":
            return [], at + 1
        match = self._longest(at)
        demonym = self._demonym(at)
        if demonym is not None and (match is None or match.last <= demonym.last):
            return [demonym], demonym.last + 1
        if match is None:
            return self._unknown(at)
        match = self._with_feature(match)
        if self._ails(match.last):
            return [], match.last + 1
        if self._believed(match):
            return [match], match.last + 1
        return [], at + 1

    # -- what the recogniser calls a place

    def _entity(self, segment: Segment) -> tuple[list[Spotted], int]:
        first, end = self._trim(segment.first, segment.end)
        if first >= end or not any(t.text[:1].isupper() for t in self._tokens[first:end]):
            return [], segment.end  # "the metro": a common noun, whatever town is called so
        demonym = self._demonym(first)
        if demonym is not None and demonym.last == end - 1 and not self._options(first, end):
            return [demonym], segment.end
        longer = self._longest(first)
        if longer is not None and longer.last >= end:
            end = longer.last + 1
        if self._ails(end - 1) or _is_no_place(text_of(self._sentence, first, end)):
            return [], segment.end
        whole = self._with_feature(self._make(first, end, self._options(first, end)))
        after = max(segment.end, whole.last + 1)
        if whole.options and not whole.site:
            return ([whole] if self._not_a_person(whole) else []), after
        pieces = self._pieces(first, end)
        if pieces and self._tokens[end - 1].text.lower() in BODY_WORDS - FEATURES:
            pieces[0].inside, pieces[0].sense = whole.span, "adjective"
            return pieces[:1], after
        if pieces and not whole.site and self._leftover(first, end, pieces):
            whole.site = True
            return self._site(whole, pieces), after
        if pieces and not whole.site:
            return pieces, max(segment.end, pieces[-1].last + 1)
        if segment.label == "FAC" or whole.site:
            return self._site(whole, pieces), after
        believed = self._not_a_person(whole) and self._cued(whole)
        return ([whole] if believed else []), after

    def _trim(self, first: int, end: int) -> tuple[int, int]:
        while first < end and (
            not self._tokens[first].text[:1].isalnum() or self._tokens[first].text.lower() in ("the", "a")
        ):
            first += 1
        while first < end and self._tokens[first].text.lower() in DIRECTIONS and self._options(first + 1, end):
            if self._options(first, end):
                break
            first += 1
        while first < end and (
            self._tokens[end - 1].text in ("'s", "’s", "'", "’") or not self._tokens[end - 1].text[:1].isalnum()
        ):
            end -= 1
        while end - first > 1 and self._tokens[end - 1].text in FEATURES:
            end -= 1
        return first, end

    def _pieces(self, first: int, end: int) -> list[Spotted]:
        """The known names inside an entity that is not known as a whole: "Aleppo, Syria", "Greater Manchester area"."""
        found, at = [], first
        while at < end:
            match = self._longest(at, end) if self._tokens[at].text[:1].isupper() else None
            if match is not None and self._options_best(match) >= KNOWN:
                found.append(self._with_feature(match))
                at = match.last + 1
            else:
                at += 1
        return found

    def _leftover(self, first: int, end: int, pieces: list[Spotted]) -> bool:
        """Whether an entity has a proper name besides its known pieces, so that it is a place of its own ("Tennessee Colony")."""
        covered = {n for piece in pieces for n in range(piece.first, piece.last + 1)}
        words = [self._tokens[n].text for n in range(first, end) if n not in covered]
        return any(w[:1].isupper() and w.lower() not in FEATURES | MIDDLE | set(DIRECTIONS) for w in words)

    def _site(self, whole: Spotted, pieces: list[Spotted]) -> list[Spotted]:
        """A building, road or the like: the whole is the mention, the place in its name says where it is."""
        whole.site = True
        if pieces and pieces[0].first == whole.first:
            whole.options = pieces[0].options
        return [whole]

    # -- what it calls something else, or nothing

    def _believed(self, spotted: Spotted) -> bool:
        best = self._options_best(spotted)
        key = fold_name(spotted.name)
        segment = self._within.get(spotted.first)
        label = segment.label if segment is not None else ""
        if _is_no_place(spotted.name) and not (spotted.feature and best >= STRONG):
            return False
        if best < (LEAST if self._cued(spotted) else FAINT) or not self._not_a_person(spotted):
            return False
        if segment is not None and label == "PERSON":
            return self._person_is_place(spotted, segment, best)
        if segment is not None and label == "ORG":
            return self._part_of_body(spotted, segment, best)
        if segment is not None and label not in ("NORP", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "LANGUAGE"):
            return False
        if self._tokens[spotted.first].tag not in ("NNP", "NNPS") and not (best >= STRONG and self._known(key)):
            return False
        if self._body_follows(spotted):
            return best >= KNOWN or self._known(key)
        return best >= STRONG or self._cued(spotted) or self._known(key)

    def _person_is_place(self, spotted: Spotted, segment: Segment, best: float) -> bool:
        if spotted.first > segment.first:
            return False
        if spotted.last < segment.end - 1 and self._tokens[spotted.last + 1].text != ",":
            return False
        key = fold_name(spotted.name)
        if self._signs.persons[key]:
            return False
        return self._cued(spotted) or self._signs.places[key] > 0 or (best >= STRONG and key not in ALSO_PERSONS)

    def _part_of_body(self, spotted: Spotted, segment: Segment, best: float) -> bool:
        """A name inside that of an organisation, or taken for one."""
        key = fold_name(spotted.name)
        if spotted.first <= segment.first and spotted.last >= segment.end - 1:
            if spotted.name.isupper() and len(spotted.name) <= 5:
                return best >= STRONG
            return best >= KNOWN or self._cued(spotted) or self._known(key)
        after = self._tokens[spotted.last + 1] if spotted.last + 1 < len(self._tokens) else None
        goes_on = after is not None and after.pos == "ADP" and after.text not in ("of", "for")
        if goes_on and spotted.first <= segment.first and self._preposition(spotted.first):
            return True  # "in Arauca on New Year's Eve", taken for one name
        spotted.inside = self._span(segment.first, segment.end)
        spotted.sense = "adjective"
        start = segment.first + (self._tokens[segment.first].text.lower() == "the")
        if spotted.first > start:
            before = self._tokens[spotted.first - 1].text
            if before in ("of", "in", "at", ","):
                return best >= KNOWN or self._known(key)
            return (
                best >= STRONG
                and self._tokens[spotted.first - 1].text[:1].isupper()
                and spotted.last == segment.end - 1
            )
        return best >= KNOWN or self._known(key)

    def _body_follows(self, spotted: Spotted) -> bool:
        after = spotted.last + 1
        if after >= len(self._tokens) or not self._tokens[after].text[:1].isupper():
            return False
        end = after
        while end < len(self._tokens) and self._tokens[end].text[:1].isupper() and end - after < 4:
            end += 1
        if not any(t.text.lower() in BODY_WORDS for t in self._tokens[after:end]):
            return False
        spotted.inside, spotted.sense = self._span(spotted.first, end), "adjective"
        return True

    def _unknown(self, at: int) -> tuple[list[Spotted], int]:
        """A capitalised name that the gazetteer lacks, with a word that makes it a place: "Kharab province"."""
        end = at
        while end < len(self._tokens) and self._tokens[end].tag in ("NNP", "NNPS") and end - at < 4:
            end += 1
        segment = self._within.get(at)
        counties = self._counties(self._make(at, at + 1, ()), at + 1)
        if counties:
            spotted = self._make(at, at + 1, counties)
            spotted.feature = "county"
            return [spotted], at + 1
        before = self._feature_before(at)
        if end > at and before in TOWN_WORDS - {"capital", "community"} and self._tokens[at - 1].text == "of":
            spotted = self._make(at, end, ())
            spotted.feature = before
            return [spotted], end
        if end == at or (segment is not None and segment.label in ("PERSON", "ORG")):
            return [], at + 1
        last = self._tokens[end - 1].text.lower()
        if end - at > 1 and last in SITE_WORDS | NATURE_WORDS and self._preposition(at):
            spotted = self._make(at, end, ())
            spotted.site, spotted.feature = True, last
            return [spotted], end
        if end < len(self._tokens) and self._tokens[end].text in UNIT_WORDS - {"area", "areas", "division", "state"}:
            spotted = self._make(at, end, ())
            spotted.feature = self._tokens[end].text
            return [spotted], end
        return [], at + 1

    def _ails(self, last: int) -> bool:
        return last + 1 < len(self._tokens) and self._tokens[last + 1].text.lower() in AILMENTS

    # -- signs

    def _known(self, key: str) -> bool:
        return self._signs.places[key] > self._signs.persons[key]

    def _preposition(self, first: int) -> bool:
        before = first - 1
        while before >= 0 and self._tokens[before].text.lower() in ("the", *DIRECTIONS, *MIDDLE):
            before -= 1
        if before < 0:
            return False
        word, ahead = self._tokens[before].text.lower(), self._tokens[before - 1].text.lower() if before else ""
        if word == "of":
            return ahead in (",", "outside", "out", *DIRECTIONS)
        return word in NEAR and not (word == "to" and ahead in ("according", "thanks", "due"))

    def _cued(self, spotted: Spotted) -> bool:
        """Whether the words around say that it is a place."""
        if spotted.feature or self._preposition(spotted.first) or self._coordinated(spotted):
            return True
        after = spotted.last + 1
        if after + 1 < len(self._tokens) and self._tokens[after].text == ",":
            return self._wide(after + 1)
        return after + 1 < len(self._tokens) and self._tokens[after].text == "in" and self._wide(after + 1)

    def _wide(self, at: int) -> bool:
        """Whether a country, province or region is named at a token, an article and a direction aside."""
        while at + 1 < len(self._tokens) and self._tokens[at].text.lower() in ("the", *DIRECTIONS, *MIDDLE):
            at += 1
        best = self._longest(at) if self._tokens[at].text[:1].isupper() else None
        return best is not None and any(o.entry.layer in ("country", "admin1", "area") for o in best.options)

    def _not_a_person(self, spotted: Spotted) -> bool:
        if self._tokens[spotted.first - 1 if spotted.first else 0].text in (
            "Mr.",
            "Mrs.",
            "Ms.",
            "Mr",
            "Ms",
            "Mrs",
            "Dr.",
        ):
            return False
        if spotted.first < spotted.last:
            return True
        key = fold_name(spotted.name)
        persons, places = self._signs.persons[key], self._signs.places[key]
        if persons and key in ALSO_PERSONS:
            return self._cued(spotted)
        if not persons or self._options_best(spotted) >= 1.0:
            return True
        return (places > persons and self._options_best(spotted) >= KNOWN) or self._cued(spotted)

    # -- lookups

    def _longest(self, at: int, limit: int | None = None) -> Spotted | None:
        limit = min(len(self._tokens), at + LONGEST) if limit is None else min(limit, at + LONGEST)
        end = at
        while end < limit and self._joins(at, end):
            end += 1
        while end > at:
            last = self._tokens[end - 1].text
            if last[:1].isalnum() and not last[:1].islower() and (found := self._options(at, end)):
                return self._make(at, end, found)
            end -= 1
        return None

    def _joins(self, at: int, number: int) -> bool:
        text = self._tokens[number].text
        if number == at or text[:1].isupper() or text[:1].isdigit():
            return True
        return text in _JOINS or text in ("-", "'", "’", ".", "–")

    def _options(self, first: int, end: int) -> tuple[Option, ...]:
        if first >= end:
            return ()
        text = text_of(self._sentence, first, end)
        found = options(self._gazetteer, text)
        if len(text) <= 7 and first >= 2 and self._tokens[first - 1].text in (",", "("):
            short = weigh(self._gazetteer.abbreviation(text))
            if short:
                return short
        if len(text) <= 4 and end - first == 1 and not text.isupper() and text.endswith("."):
            return ()
        if text.isupper() and len(text.replace(".", "")) <= 3:
            found = tuple(o for o in found if o.entry.layer in ("country", "area"))
            if not found and ("." in text.rstrip(".") or len(text.replace(".", "")) == 3):
                found = weigh(self._gazetteer.abbreviation(text))
        return found

    def _options_best(self, spotted: Spotted) -> float:
        return spotted.options[0].prior if spotted.options else 0.0

    def _make(self, first: int, end: int, found: tuple[Option, ...]) -> Spotted:
        name = text_of(self._sentence, first, end)
        return Spotted(self._span(first, end), name, found, self._number, first, end - 1)

    def _span(self, first: int, end: int) -> Span:
        return Span(start=self._tokens[first].start, end=self._tokens[end - 1].end)

    def _demonym(self, at: int) -> Spotted | None:
        for end in range(min(at + 3, len(self._tokens)), at, -1):
            text = text_of(self._sentence, at, end)
            whole = text[:1].isupper() and (end == at + 1 or not any(t.text in _STOPS for t in self._tokens[at:end]))
            found = self._gazetteer.adjective(text) if whole else ()
            if found:
                spotted = self._make(at, end, tuple(Option(e, 1.0) for e in found))
                spotted.sense = "adjective"
                segment = self._within.get(at)
                if segment is not None and segment.label == "PERSON" and segment.end - segment.first > 1:
                    return None
                if segment is not None and segment.label == "ORG" and segment.end - segment.first > 1:
                    spotted.inside = self._span(segment.first, segment.end)
                return spotted
        return None

    def _with_feature(self, spotted: Spotted) -> Spotted:
        """Take in a capitalised word that belongs to the name ("Helmand River") and note a small one ("Helmand province")."""
        tokens, after = self._tokens, spotted.last + 1
        last = tokens[spotted.last].text.lower()
        if spotted.last > spotted.first and last in FEATURES:
            spotted.feature = last
            if not spotted.options and last in SITE_WORDS | NATURE_WORDS:
                spotted.site = True
            return spotted
        if after < len(tokens):
            word = tokens[after].text
            lower = word.lower()
            if word[:1].isupper() and lower in (SITE_WORDS | NATURE_WORDS) - BODY_WORDS - TOWN_WORDS - UNIT_WORDS:
                made = self._make(spotted.first, after + 1, self._options(spotted.first, after + 1))
                made.feature, made.site = lower, not made.options
                if not made.options:
                    made.options, made.site = spotted.options, True
                return made
            spotted.options = self._counties(spotted, after) or spotted.options
            owner = after + 1 < len(tokens) and tokens[after + 1].text == "of"
            if not owner and lower in TOWN_WORDS | UNIT_WORDS | {
                "border",
                "airport",
                "camp",
                "river",
                "strait",
                "island",
                "frontier",
            }:
                spotted.feature = lower
                return spotted
        spotted.feature = self._feature_before(spotted.first)
        return spotted

    def _counties(self, spotted: Spotted, after: int) -> tuple[Option, ...]:
        """The counties meant in "Walton and Oconee counties", "Walton county"."""
        at = after
        while at < len(self._tokens) and at < after + 9:
            token = self._tokens[at]
            if token.text.lower() in ("county", "counties", "parishes"):
                kind = "Parish" if token.text.lower() == "parishes" else "County"
                found = self._gazetteer.find(f"{spotted.name} {kind}")
                return weigh(tuple(n for n in found if n.entry.layer == "county" or n.entry.type == "county"))
            if token.text not in (",", "and") and not token.text[:1].isupper():
                return ()
            if at == after and token.text[:1].isupper():
                return ()
            at += 1
        return ()

    def _feature_before(self, first: int) -> str | None:
        """The word in "the town of X", "the northern village X", "City of X"."""
        before = first - 1
        if before >= 0 and self._tokens[before].text == "of":
            before -= 1
            word = self._tokens[before].text.lower() if before >= 0 else ""
            return word if word in TOWN_WORDS | UNIT_WORDS | NATURE_WORDS | {"camp", "port"} else None
        if (
            before >= 0
            and self._tokens[before].text in TOWN_WORDS
            and before
            and self._tokens[before].dep in ("compound", "nmod")
        ):
            return self._tokens[before].text
        return None


def _is_no_place(name: str) -> bool:
    """Whether a name is nearly always something else; "US" is not the word "us"."""
    return fold_name(name) in NO_PLACES and not (name.isupper() and len(name) <= 4)
