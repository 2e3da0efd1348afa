"""Why something was not taken as an event, in words for people. The codes are told in `docs/reference/errors.md`."""

from __future__ import annotations

from typing import Final

_WORDS: Final = {
    "NO_KNOWN_ACTOR": "no party to it is known",
    "UNKNOWN_ACTOR": "somebody acts, but who that is cannot be told",
    "NO_ACTOR": "nobody acts, and this type needs an actor",
    "NO_PARTICIPANT": "the sentence names neither actor nor recipient",
    "NEEDS_TWO_PARTIES": "a meeting or talks of only one",
    "NEEDS_RECIPIENT": "cooperation of one with nobody",
    "NEEDS_PARTIES": "a noun that reports an act only with its parties named",
    "NEEDS_BOTH_PARTIES": "a noun that reports an act only with both its parties named",
    "WEAK_WITHOUT_PARTIES": "a weak verb without the parties that would make it an act",
    "NO_STATE_NAMED": "no country is named anywhere near it",
    "PRIVATE_MATTER": "only private persons or firms take part",
    "PRIVATE_VISIT": "only private persons or firms take part",
    "TOPIC": "the passage is about something else than politics",
    "CONTENT_OF_SPEECH_ACT": "it is what somebody demands, promises, refuses or threatens",
    "NOT_REPORTED_AS_DONE": "the text does not tell it as done, planned or denied",
    "CONDITION": "it stands under a condition and is not asserted",
    "BACKGROUND_PARTICIPLE": "it is told in passing",
    "FIGURE_OF_SPEECH": "a figure of speech",
    "AMBIGUOUS_STRIKE": "neither workers nor weapons tell what kind of strike it is",
    "NOT_MILITARY": "an exercise or deployment of something else than forces",
    "MENTIONED_BEFORE": "it only points back to what was told before",
    "SAME_AS_ANOTHER": "the same act was found by another road",
    "BELOW_MIN_PROBABILITY": "it is less probable than was asked for",
    "READER": "the reader of unknown verbs was not sure enough",
    "READER_VETO": "the reader is sure that it reports no act",
}


def left_out_words(reason: str) -> str:
    """A reason in words; one that has none is told as it stands.

    `READER:AID:0.42` tells what the reader of unknown verbs held most probable, and how probable; `NONE` is no act.
    """
    code, _, more = reason.partition(":")
    held, _, probability = more.partition(":")
    if code == "READER" and probability:
        best = "no act" if held == "NONE" else held
        return f"{_WORDS[code]}: {best}, {float(probability):.0%}"
    words = _WORDS.get(code, code.replace("_", " ").lower())
    return (
        f"{words} ({more.replace('_', ' ').lower()})" if more and code in ("TOPIC", "NOT_REPORTED_AS_DONE") else words
    )
