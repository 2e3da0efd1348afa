"""Read one document: text → extraction → resolution → choice → linking, each room doing its own part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from dragoman.errors import DataError, InputError
from dragoman.extraction.attribution import find_attributions, sources_of
from dragoman.extraction.certainty import Opinion, features
from dragoman.extraction.choice import hopeless, objection
from dragoman.extraction.claims import View, find_answers, views_of
from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import load_lexicon
from dragoman.extraction.mentions import Extracted, Extraction
from dragoman.extraction.parties import LEARNT
from dragoman.extraction.relations import StatedRelation
from dragoman.extraction.status import judge
from dragoman.extraction.status.reliability import features as status_features
from dragoman.extraction.status.reliability import probability_of
from dragoman.extraction.topics import topics_of
from dragoman.linking import Reply, link_claims, link_document, stance_of
from dragoman.models.certainty import CertaintyWeights, load_certainty
from dragoman.models.gate import load_gate
from dragoman.models.language import identifier_id, language_of
from dragoman.models.parties import load_parties
from dragoman.models.reader import load_reader
from dragoman.ontology import load_ontology
from dragoman.records import (
    Actor,
    Certainty,
    Claim,
    ClaimTarget,
    Document,
    EventMention,
    Interval,
    Issue,
    LeftOut,
    Participant,
    Place,
    Reading,
    Record,
    Relation,
    RelationKind,
    Sentence,
    Source,
    SourceKind,
    Span,
    Versions,
)
from dragoman.resolution.actors import DocumentActors, Overlay, load_knowledge, read_overlay
from dragoman.resolution.actors.memory import Seen
from dragoman.resolution.borders import land_neighbours
from dragoman.resolution.dates import TimeExpression, find_times
from dragoman.resolution.places import PlaceResolver
from dragoman.resolution.tenses import DocumentTenses
from dragoman.resolution.when import answers, frames, time_of
from dragoman.resolution.where import place_of
from dragoman.syntax import Tree
from dragoman.text import LONGEST_SENTENCE, SentenceParser, head_datelines

MIN_PROBABILITY = 0.4
_FORCE_TYPES = frozenset({"ASSAULT", "MOBILIZE"})
_BORROWED = frozenset({"FROM_LINKED_MENTION", "DURING_ANOTHER_ACT", "ANSWERS_ANOTHER_ACT", "AFTER_THE_ACT_IT_ANSWERS"})
_TOLD = (
    2.5  # from -3 to 3: what the article's view of an act keeps when it is told on another's word, as by "said that"
)
_GUESSED = frozenset({"COUNTRY_INFERRED", "PERSON_COUNTRY_INFERRED", "TITLE_COUNTRY_FROM_TEXT"})
_LONG = 8  # sentences
_PLACELESS = _GUESSED | {
    "PRONOUN",
    "SPEAKER",
    "OWNER",
    "PAIR",
    "DESCRIPTION",
    "NO_COUNTRY",
    "UNKNOWN_NAME",
    "UNKNOWN_PERSON",
}
_TOO_BARE = frozenset({"NEEDS_TWO_PARTIES", "NEEDS_PARTIES", "NO_PARTICIPANT"})
_AUDIENCES = frozenset({"reporters", "journalists", "newsmen", "correspondents", "press", "lawmakers", "conference"})
_IN_ANSWER = ("In response", "In reply", "In answer", "In reaction")
_EXPRESSING = frozenset(
    [
        "expressed",
        "express",
        "expresses",
        "announced",
        "announce",
        "announces",
        "voiced",
        "voice",
        "voices",
        "signalled",
        "signaled",
        "signals",
        "said",
        "say",
        "says",
        "stated",
        "states",
        "declared",
        "declares",
        "indicated",
        "indicates",
        "conveyed",
        "reiterated",
        "reaffirmed",
        "told",
    ]
)
_UNTOLD = frozenset({"UNKNOWN_NAME", "UNKNOWN_PERSON", "NO_COUNTRY"})
_STATELY = frozenset({"country", "capital", "metonym", "demonym", "people", "group", "org", "role"})
_FEW, _PUBLIC = 3, 0.3  # sentences that name states: at least so many, and such a part of all; by hand on own articles
_BY_ANYBODY = frozenset({"ASSAULT", "PROTEST"})  # "others set fire to the house"
_BORNE = frozenset({"ASSAULT", "COERCE"})
_SENT_OUT = frozenset({"AID", "SANCTION"})
_TERRITORIAL = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "RETREAT", "AID"})
_DYADIC = frozenset({"REJECT", "ACCUSE", "REQUEST", "CONCEDE", "SANCTION", "AGREE", "SUPPORT", "THREATEN"})

# Acts that pass judgement on another's act, and on acts of which types.
_JUDGES = {
    "ACCUSE": frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN", "REJECT", "PROTEST"}),
    "SUPPORT": frozenset({"AGREE", "AID", "CONCEDE", "COOPERATE", "RETREAT"}),
}
_NEAR = 3  # sentences over which a noun points back to an act
_ANY_ACT = frozenset({"it", "this", "that", "act", "action", "decision", "incident", "measure", "move", "step"})
_STEM = 5  # letters that the noun of an act and its verb have in common


class ReadSettings(Record, frozen=True):
    """How documents are read.

    `max_characters` refuses longer texts by name; mentions less probable than `min_probability` are left out (and listed,
    with the reason). `overlay` is the folder of the user's own tables of actors; `overlay_digest` what it must hold, where
    that is settled.
    """

    max_characters: int = 1_000_000
    min_probability: float = MIN_PROBABILITY
    overlay: str | None = None
    overlay_digest: str | None = None


Weigh = Callable[[EventMention, Opinion], float]


def by_certainty(certainty: CertaintyWeights) -> Weigh:
    """Mentions weighed by the weights of an artefact."""
    return lambda mention, opinion: certainty.probability(features(mention, opinion))


class Reader:
    """Read documents one at a time. Built once per process; the answer for a document depends on it alone."""

    def __init__(self, settings: ReadSettings | None = None, *, weigh: Weigh | None = None) -> None:
        """Open the models.

        Args:
            settings: How documents are read.
            weigh: How probable a resolved mention is; by the shipped weights if not given.
        """
        self.settings = settings or ReadSettings()
        self._parser = SentenceParser()
        self._extraction = Extraction()
        models = [load_reader().id, load_gate().id, load_parties().id, identifier_id()]
        if weigh is None:
            certainty = load_certainty()
            models.append(certainty.id)
            weigh = by_certainty(certainty)
        self._weigh = weigh
        overlay = read_overlay(self.settings.overlay)
        _require_unchanged(overlay, self.settings)
        self._knowledge = load_knowledge(overlay)
        self._places = PlaceResolver(overlay)
        self.versions = versions(self._knowledge.version, models)

    def read(self, document: Document) -> Reading:
        """All that the document reports.

        Raises:
            InputError: The text is longer than the settings allow.
        """
        if len(document.text) > self.settings.max_characters:
            raise InputError(
                f"{len(document.text):,} characters",
                where=document.origin or document.id,
                expected=f"at most {self.settings.max_characters:,}",
                remedy="Cut the text, or raise max_characters in the settings",
            )
        return self._open(document).run()

    def who(self, document: Document, spans: Sequence[Span]) -> list[tuple[Actor, ...]]:
        """Whom stretches of a document mean: one actor each, several for "both sides", none where no sentence holds the span."""
        reading = self._open(document)
        reading.run()  # the parties of its acts are what "the two countries" points back to
        return [reading.who(span) for span in spans]

    def _open(self, document: Document) -> _DocumentReading:
        document = with_language(with_dateline(document))
        sentences = self._parser([document])[0]
        return _DocumentReading(self, document, sentences, [Tree(sentence) for sentence in sentences])


class _DocumentReading:
    """The work on one document: what the rooms found, and how it comes together."""

    def __init__(self, reader: Reader, document: Document, sentences: tuple[Sentence, ...], trees: list[Tree]) -> None:
        self.reader, self.document, self.sentences, self.trees = reader, document, sentences, trees
        self.times = find_times(document.text, published=document.published, parsed=DocumentTenses(trees))
        self.places = reader._places.document(document, sentences, trees)
        self.attributions = find_attributions(sentences, trees)
        self.actors = DocumentActors(
            document,
            sentences,
            trees,
            reader._knowledge,
            place_country=self._place_country,
            places=[
                (p.sentence, p.place.country, p.span.start)
                for p in self.places
                if p.place.country is not None and p.sense == "place"
            ],
        )
        self.topics = topics_of([s.text for s in sentences])
        self._is_public = _tells_of_states(self.actors.memory.seen, len(sentences))
        self.left_out: list[LeftOut] = []
        self.replies: list[Reply] = []
        self.told: list[EventMention] = []

    def run(self) -> Reading:
        mentions: list[EventMention] = []
        relations: list[Relation] = []
        for sentence, tree in zip(self.sentences, self.trees, strict=True):
            (found,) = self.reader._extraction([(sentence, tree)], objects=self._hopeless)
            mentions.extend(self._mentions(sentence, tree, found))
            for stated in found.relations:
                relations.extend(self._relations(sentence, stated))
            self.replies.extend(self._answers(sentence, tree))
            self.replies.extend(self._replies_left_out(sentence, tree, found.left_out))
            self.left_out.extend(found.left_out)
        linked, _ = link_document(mentions)
        linked, events = link_document(self._without_repeats(self._framed(linked)))
        return Reading(
            document=self.document,
            sentences=self.sentences,
            mentions=link_claims(linked, events, self._replies()),
            events=events,
            relations=tuple(_once(relations)),
            issues=(*self._unparsed(), *self._foreign()),
            left_out=tuple(sorted(self.left_out, key=lambda item: (item.trigger, item.type or "", item.reason))),
            versions=self.reader.versions,
        )

    def who(self, span: Span) -> tuple[Actor, ...]:
        """Whom a noun phrase of the document means on the day of publication."""
        sentence = next((s for s in self.sentences if s.span.start <= span.start < s.span.end), None)
        if sentence is None:
            return ()
        text = self.document.text[span.start : span.end]
        tree = self.trees[sentence.index]
        outer = tree.head_of(span)
        head = _last_noun(sentence, span)
        if head == span and outer is not None:
            head = tree.word(outer)  # "the three", "the latter": no noun at all
        index = tree.at(head.start)
        rest = (
            [i for i in tree.conjuncts(index) if i != index and tree.token(i).end <= span.end and not _is_bare(tree, i)]
            if index is not None
            else []
        )
        found = list(
            self.actors.resolve(Participant(span=span, head=head, text=text), sentence, on=self.document.published)
        )
        for other in rest:
            one = Participant(span=tree.phrase(other), head=tree.word(other), text=tree.text(tree.phrase(other)))
            found.extend(self.actors.resolve(one, sentence, on=self.document.published))
        return tuple(found)

    def _framed(self, mentions: Sequence[EventMention]) -> list[EventMention]:
        """Acts without days of their own take them from the act that frames them, or that they answer."""
        found: list[EventMention] = []
        for mention in mentions:
            if mention.time is None or mention.time.first is None:
                time = self._borrowed(mention, mentions, found)
                if time is not None:
                    mention = msgspec.structs.replace(mention, time=time)
            found.append(mention)
        return found

    def _borrowed(
        self, mention: EventMention, mentions: Sequence[EventMention], before: Sequence[EventMention]
    ) -> Interval | None:
        tree = self.trees[mention.sentence]
        for other in mentions:
            if other.sentence != mention.sentence or other.time is None or other.time.first is None:
                continue
            if frames(tree, other.trigger, mention.trigger):
                return msgspec.structs.replace(other.time, reason="DURING_ANOTHER_ACT")
            if answers(tree, mention.trigger, other.trigger):
                return msgspec.structs.replace(other.time, reason="ANSWERS_ANOTHER_ACT")
        published = self.document.published
        if published is None or not self.sentences[mention.sentence].text.startswith(_IN_ANSWER):
            return None
        earlier = next((m.time for m in reversed(before) if m.time is not None and m.time.first is not None), None)
        if earlier is None or earlier.first is None or earlier.first > published:
            return None
        return Interval(
            first=earlier.first,
            last=published,
            granularity="day",
            edtf=f"{earlier.first}/{published}",
            anchor="text",
            reason="AFTER_THE_ACT_IT_ANSWERS",
        )

    def _without_repeats(self, mentions: Sequence[EventMention]) -> list[EventMention]:
        """Leave out nouns that only point back at an act told before ("during his visit"), and add nothing to it."""
        kept: list[EventMention] = []
        for mention in mentions:
            if mention.rule.startswith("noun:") and any(_repeats(mention, earlier) for earlier in kept):
                self._leave(mention, "MENTIONED_BEFORE")
                self._reply_of(mention)
            else:
                kept.append(mention)
        return kept

    def _leave(self, mention: EventMention, reason: str) -> None:
        self.left_out.append(
            LeftOut(
                document_id=mention.document_id,
                sentence=mention.sentence,
                trigger=mention.trigger,
                type=mention.type,
                reason=reason,
                score=mention.score if mention.probability is None else mention.probability,
            )
        )

    def _unparsed(self) -> list[Issue]:
        """Sentences too long to be read clause by clause: kept, and told of."""
        return [
            Issue(
                document_id=self.document.id,
                stage="text",
                error="SentenceTooLong",
                message=f"characters {s.span.start} to {s.span.end}: a sentence of over {LONGEST_SENTENCE} words was not coded",
                origin=self.document.origin,
            )
            for s in self.sentences
            if not s.tokens and s.language is None
        ]

    def _foreign(self) -> list[Issue]:
        """Passages in other languages: kept, marked, and told of, once a language."""
        found: dict[str, list[Span]] = {}
        for sentence in self.sentences:
            if sentence.language is not None:
                found.setdefault(sentence.language, []).append(sentence.span)
        whole = len(self.sentences) == sum(map(len, found.values()))
        return [
            Issue(
                document_id=self.document.id,
                stage="text",
                error="OtherLanguage",
                message=_foreign_words(language, spans, whole=whole and len(found) == 1),
                origin=self.document.origin,
            )
            for language, spans in sorted(found.items())
        ]

    # ------------------------------------------------------------------ mentions

    def _hopeless(self, sentence: Sentence, doers: Sequence[Participant], others: Sequence[Participant]) -> str | None:
        """Why what these might do in a sentence cannot become a record."""
        day = self.document.published
        acting, acted_upon = (
            [a for p in side for a in self.actors.resolve(p, sentence, on=day)] for side in (doers, others)
        )
        return hopeless(acting, acted_upon, topic=self.topics[sentence.index])

    def _mentions(self, sentence: Sentence, tree: Tree, found: Extracted) -> list[EventMention]:
        times = [t for t in self.times if sentence.span.start <= t.start < sentence.span.end]
        places = [(p.span, p.place) for p in self.places if p.sentence == sentence.index and p.sense != "adjective"]
        kept = []
        parts = zip(found.mentions, found.words, found.opinions, found.questions, found.reserves, strict=True)
        for mention, words, own, question, reserve in parts:
            others = frozenset(w for other in found.words if other is not words for w in other)
            resolved = self._resolve(mention, words, sentence, tree, times, places, others, reserve)
            reason = objection(resolved, topic=self.topics[sentence.index], public=self._is_public)
            if reason is None and self._is_placeless(resolved):
                reason = "NO_STATE_NAMED"
            opinion = None
            if reason is None:
                opinion = own or self.reader._extraction.opinion(question, mention.type)
            if opinion is not None:
                probability = self.reader._weigh(resolved, opinion)
                resolved = msgspec.structs.replace(resolved, probability=probability)
                if probability < self.reader.settings.min_probability:
                    reason = "BELOW_MIN_PROBABILITY"
            if reason is None:
                kept.append(resolved)
                self.told.append(resolved)
            else:
                self._leave(resolved, reason)
                self._reply_of(resolved)
        return kept

    def _is_placeless(self, mention: EventMention) -> bool:
        """Whether a long text that is not about states tells an act of nobody's country, near no name of one: a novel's, a film's."""
        if self._is_public or len(self.sentences) < _LONG:
            return False
        actors = [p.actor for p in (*mention.actors, *mention.recipients) if p.actor is not None and p.via != "implied"]
        if any(a.code is not None and a.reason not in _PLACELESS for a in actors):
            return False
        near = range(mention.sentence - 1, mention.sentence + 2)
        return not any(
            s.sentence in near and not s.generic and s.actor.code is not None and s.actor.reason not in _PLACELESS
            for s in self.actors.memory.seen
        ) and not any(p.sentence in near and p.place.country is not None for p in self.places)

    def _resolve(
        self,
        mention: EventMention,
        words: Sequence[int],
        sentence: Sentence,
        tree: Tree,
        times: Sequence[TimeExpression],
        places: Sequence[tuple[Span, Place]],
        others: frozenset[int],
        reserve: Sequence[Participant] = (),
    ) -> EventMention:
        time = time_of(mention, words, tree, times, others, published=self.document.published)
        place, place_reason = place_of(mention, words, tree, places, others)
        day = time.last or time.first or self.document.published
        country = place.country if place is not None else None
        actors = self._participants(mention.actors, sentence, day, country, mention.type)
        codes = frozenset(p.actor.code for p in actors if p.actor is not None and p.actor.code is not None)
        recipients = self._participants(mention.recipients, sentence, day, country, mention.type, apart_from=codes)
        recipients = tuple(_under_the_law_of(p, actors) for p in recipients)
        if mention.type in _FORCE_TYPES:
            actors = tuple(_in_arms(p) for p in actors)
        if mention.type == "PROTEST" and not actors:
            where = country or (self.actors.memory.country(sentence.index) if self._is_public else None)
            if where is not None:
                actors = _protesters(mention, where)
                codes = frozenset({where})
        if codes and not any(p.actor is not None and p.actor.code for p in recipients):
            recipients = self._from_reserve(reserve, sentence, day, codes) or recipients
        if codes and not _codes_of(recipients) and mention.type in _JUDGES:
            recipients = self._judged(mention, tree, codes) or recipients
        if not recipients and mention.type in _DYADIC and len(codes) == 1:
            recipients = self._other_party(actors, mention, sentence)
        if not recipients and mention.type in _TERRITORIAL and not mention.symmetric:
            recipients = _territory(place, codes)
        home = country or self.actors.memory.country(sentence.index)
        is_lost = not _codes_of(recipients)
        if self._is_public and not codes and (is_lost or mention.type in _BY_ANYBODY):
            actors = _at_home(actors, home)
        if is_lost:
            if self._is_public:
                recipients = _at_home(recipients, home)
            if (
                not recipients
                and len(codes) == 1
                and (mention.type == "CONSULT" or _of_a_state_at_war(mention, actors))
            ):
                recipients = self._other_party(actors, mention, sentence)
            if not recipients:
                there = home if mention.type in _BORNE else self.actors.memory.country(sentence.index, codes)
                recipients = _implied(mention, there, codes)
        sources = tuple(self._source(s, sentence, day) for s in self._sources(mention, actors))
        actors = tuple(_speaking(p, sources) for p in actors)
        recipients = tuple(_speaking(p, sources) for p in recipients)
        claims = self._claims(mention, sources, sentence, tree, day)
        if mention.rule.startswith("adjective:"):
            actors = _speakers(sources)
            recipients = recipients or self._other_party(actors, mention, sentence)
        if mention.rule.startswith(("verb:", "phrase:")):
            parties = [p.actor for p in (*actors, *recipients) if p.actor is not None]
            self.actors.note_pair(parties, sentence.index, mention.trigger.start)
        return msgspec.structs.replace(
            mention,
            actors=actors,
            recipients=recipients,
            time=time,
            place=place,
            sources=sources,
            claims=claims,
            factuality=_own_view(mention.factuality, claims),
            reasons=(*mention.reasons, f"place: {place_reason}", f"time: {time.reason}"),
        )

    def _participants(
        self,
        participants: Sequence[Participant],
        sentence: Sentence,
        day: date | None,
        country: str | None,
        kind: str,
        apart_from: frozenset[str] = frozenset(),
    ) -> tuple[Participant, ...]:
        found = []
        for participant in participants:
            for actor in self.actors.resolve(
                participant,
                sentence,
                on=day,
                place_country=country,
                apart_from=apart_from,
                struck=kind in _TERRITORIAL,
            ):
                found.append(msgspec.structs.replace(participant, actor=actor))
        return _without_appositions(found)

    def _from_reserve(
        self, reserve: Sequence[Participant], sentence: Sentence, day: date | None, codes: frozenset[str]
    ) -> tuple[Participant, ...]:
        """The nearest name under the act that means somebody else than its actors, or else the nearest person.

        Whom the weights of parties hold for likely need not be a name.
        """
        of_their_own: tuple[Participant, ...] = ()
        for participant in reserve:
            found = self.actors.resolve(participant, sentence, on=day)
            learnt = participant.via == LEARNT
            if not found or any(a.code is None or (a.reason in _GUESSED and not learnt) for a in found):
                continue
            named = tuple(msgspec.structs.replace(participant, actor=a) for a in found)
            if all(a.code not in codes for a in found):
                return named
            if not of_their_own and (learnt or all(a.kind == "person" for a in found)):
                of_their_own = named
        return of_their_own

    def _sources(self, mention: EventMention, actors: Sequence[Participant]) -> tuple[Source, ...]:
        """Who vouches for a mention. Hearsay without a source ("reportedly") leaves the author, and the status says the rest."""
        if any("HEARSAY" in r for r in mention.reasons):
            return (Source(kind="author"),)
        found = self._told_by(mention.trigger)
        if found[0].kind == "author" and mention.trigger_text.split()[0].lower() in _EXPRESSING and actors:
            return (Source(kind=_kind_of(actors[0]), text=actors[0].text, span=actors[0].span, cue=mention.trigger),)
        return found

    def _told_by(self, trigger: Span) -> tuple[Source, ...]:
        """The named chain behind the words; the author where there is none."""
        chain = sources_of(self.attributions, trigger)
        found = tuple(s for s in chain if s.kind == "author" or (s.span is not None and not _is_audience(s)))
        return found or (Source(kind="author"),)

    # ------------------------------------------------------------------ claims

    def _claims(
        self, mention: EventMention, sources: tuple[Source, ...], sentence: Sentence, tree: Tree, day: date | None
    ) -> tuple[Claim, ...]:
        """What each source of the sentence holds of the act; their ids come when all claims are known."""
        index = tree.at(_head_start(mention))
        if index is None:
            return ()
        clauses = Clauses(tree, load_lexicon())
        views = views_of(
            clauses,
            index,
            self.attributions,
            sentence.index,
            mention.trigger,
            sources,
            mention.status,
        )
        first, *rest = (self._claim(v, sentence, day) for v in views)
        # Calibrated is the status of the act in its own sentence, which the first view holds.
        known = status_features(clauses, index, first.status, first.factuality)
        first = msgspec.structs.replace(first, probability=probability_of(known))
        return (first, *rest)

    def _claim(
        self,
        view: View,
        sentence: Sentence,
        day: date | None,
        target: ClaimTarget = "act",
        party: Participant | None = None,
    ) -> Claim:
        sources = tuple(s if s.actor is not None else self._source(s, sentence, day) for s in view.sources)
        return Claim(
            id="",
            mention="",
            sources=sources,
            stance=stance_of(view.factuality),
            status=view.status,
            target=target,
            party=party,
            factuality=view.factuality,
            certainty=_certainty(view.factuality),
            cue=sources[-1].cue,
            evidence=(sentence.span,),
            reason=view.reason,
        )

    def _answers(self, sentence: Sentence, tree: Tree) -> list[Reply]:
        """What a sentence answers to something told before it."""
        day = self.document.published
        found = []
        for answer in find_answers(sentence, Clauses(tree, load_lexicon()), self.attributions):
            party = answer.party
            if party is not None and not answer.speaker:
                actors = self.actors.resolve(party, sentence, on=day)
                party = msgspec.structs.replace(party, actor=actors[0]) if len(actors) == 1 else party
            claim = self._claim(answer.view, sentence, day, answer.target, party)
            if answer.speaker and party is not None:
                claim = msgspec.structs.replace(
                    claim, party=msgspec.structs.replace(party, actor=claim.sources[-1].actor)
                )
            found.append(
                Reply(
                    claim=claim,
                    sentence=answer.sentence,
                    start=answer.start,
                    about=answer.about,
                    family=not answer.points_back,
                )
            )
        return found

    def _replies(self) -> list[Reply]:
        """In text order; who says that somebody was not at the meeting does not say that there was none."""
        attended = {r.sentence for r in self.replies if r.claim.reason.startswith("PRESENCE")}
        kept = (r for r in self.replies if r.claim.target != "act" or r.type is None or r.sentence not in attended)
        return sorted(kept, key=lambda r: (r.start, r.claim.target, r.about))

    def _replies_left_out(self, sentence: Sentence, tree: Tree, left_out: Sequence[LeftOut]) -> list[Reply]:
        """What is said of an act by words too bare for a record of their own ("said no talks had taken place")."""
        found = []
        for left in left_out:
            if left.type is None or left.reason not in _TOO_BARE or (index := tree.at(left.trigger.start)) is None:
                continue
            told = self._told_by(left.trigger)
            clauses = Clauses(tree, load_lexicon())
            status = judge(clauses, index).status
            for view in views_of(clauses, index, self.attributions, sentence.index, left.trigger, told, status):
                claim = self._claim(view, sentence, self.document.published)
                if claim.stance == "denies":
                    found.append(
                        Reply(
                            claim=claim,
                            sentence=sentence.index,
                            start=left.trigger.start,
                            about=tree.token(index).lemma.lower(),
                            family=True,
                            type=left.type,
                        )
                    )
        return found

    def _reply_of(self, mention: EventMention) -> None:
        """A mention that is no record of its own may still say what a source holds of an act told before."""
        told = not mention.rule.startswith("noun:")  # "regrets the attack" takes it for granted, and tells nothing new
        for claim in mention.claims:
            if claim.stance == "denies" or (told and claim.sources[-1].kind != "author"):
                self.replies.append(
                    Reply(
                        claim=claim,
                        sentence=mention.sentence,
                        start=mention.trigger.start,
                        about=mention.trigger_text,
                        family=True,
                        type=mention.type,
                    )
                )

    def _other_party(
        self, actors: Sequence[Participant], mention: EventMention, sentence: Sentence
    ) -> tuple[Participant, ...]:
        """Of the two whom the text last set side by side, the one who does not speak."""
        codes = {p.actor.code for p in actors if p.actor is not None}
        pair = self.actors.pair_before(mention.trigger.start, sentence.index)
        if not codes & {a.code for a in pair}:
            return ()
        return tuple(
            Participant(span=mention.trigger, head=mention.trigger, text=a.name, via="other_party", actor=a)
            for a in pair
            if a.code not in codes
        )

    def _judged(self, mention: EventMention, tree: Tree, codes: frozenset[str]) -> tuple[Participant, ...]:
        """Who did what is condemned or praised by a noun that points back ("condemned the attack"): the last who did such a thing.

        A noun that tells an act points to one of its type, a general one to the nearest that such words are said of.
        """
        index = tree.at(_head_start(mention))
        objects = () if index is None else tree.all(index, "dobj", "nsubjpass")
        objects = [o for o in objects if _points_back(tree, o)]
        if not objects:
            return ()
        lemma = tree.token(objects[0]).lemma.lower()
        noun = load_lexicon().nouns.get(lemma)
        earlier = next(
            (
                m
                for m in reversed(self.told)
                if mention.sentence - m.sentence <= _NEAR
                and m.type in _JUDGES[mention.type]
                and (
                    lemma in _ANY_ACT
                    or (noun is not None and noun.type == m.type)
                    or any(w.startswith(lemma[:_STEM]) for w in m.trigger_text.lower().split())
                )
                and (theirs := _codes_of(m.actors))
                and not theirs & codes
            ),
            None,
        )
        if earlier is None:
            return ()
        return tuple(
            msgspec.structs.replace(p, via="earlier_act")
            for p in earlier.actors
            if p.actor is not None and p.actor.code is not None
        )

    def _source(self, source: Source, sentence: Sentence, day: date | None) -> Source:
        if source.span is None:
            return source
        holder = next((s for s in self.sentences if s.span.start <= source.span.start < s.span.end), sentence)
        head = _last_noun(holder, source.span)
        participant = Participant(span=source.span, head=head, text=source.text or "")
        actors = self.actors.resolve(participant, holder, on=day)
        return msgspec.structs.replace(source, actor=actors[0] if len(actors) == 1 else None)

    def _place_country(self, span: Span) -> str | None:
        for mention in self.places:
            if span.start <= mention.span.start and mention.span.end <= span.end and mention.place.country:
                return mention.place.country
        return None

    # ------------------------------------------------------------------ relations

    def _relations(self, sentence: Sentence, stated: StatedRelation) -> list[Relation]:
        pairs = self._pairs(sentence, stated)
        found = []
        for number, (subject, other) in enumerate(pairs):
            found.append(
                Relation(
                    id=f"{self.document.id}#{stated.cue.start}-{stated.kind}-{number}",
                    document_id=self.document.id,
                    kind=stated.kind,
                    subject=subject,
                    object=other,
                    evidence=(sentence.span,),
                    cue=stated.cue,
                    sources=sources_of(self.attributions, stated.cue),
                    rule=f"relation:{stated.rule}",
                )
            )
        return found

    def _pairs(self, sentence: Sentence, stated: StatedRelation) -> list[tuple[Participant, Participant]]:
        day = self.document.published
        if stated.subject is None and stated.object is not None:
            others = [a for a in self.actors.resolve(stated.object, sentence, on=day) if a.country]
            beside = frozenset(c for a in others if a.country for c in land_neighbours().get(a.country, ()))
            near = self.actors.country_before(stated.object.span.start, beside)
            if near is None:
                return []
            both = Participant(span=stated.cue, head=stated.cue, text=near.name, actor=near)
            return [(both, msgspec.structs.replace(stated.object, actor=o)) for o in others]
        if stated.subject is None or stated.object is None:
            both = Participant(span=stated.cue, head=stated.cue, text="")
            actors = self.actors.pair_before(stated.cue.start, sentence.index) or self.actors.last_two(stated.cue.start)
            if len(actors) != 2 or (stated.rule == "neighbours" and not _border_each_other(*actors)):
                return []
            return [
                (
                    msgspec.structs.replace(both, text=actors[0].name, actor=actors[0]),
                    msgspec.structs.replace(both, text=actors[1].name, actor=actors[1]),
                )
            ]
        subjects = self.actors.resolve(stated.subject, sentence, on=day)
        codes = frozenset(a.code for a in subjects if a.code)
        objects = self.actors.resolve(stated.object, sentence, on=day, apart_from=codes)
        return [
            (msgspec.structs.replace(stated.subject, actor=s), msgspec.structs.replace(stated.object, actor=o))
            for s in subjects
            for o in objects
            if s.code and o.code and s.code != o.code and _can_stand(s, stated.kind) and _can_stand(o, stated.kind)
        ]


def _border_each_other(one: Actor, other: Actor) -> bool:
    return other.country in land_neighbours().get(one.country or "", ())


def _can_stand(actor: Actor, kind: RelationKind) -> bool:
    """Whether a standing relation of states and bodies can be somebody's: no private person's, no mere place's."""
    if actor.kind == "place":
        return False
    if actor.kind != "person":
        return True
    return kind != "neighbour" and actor.sector not in ("CVL", "SOC", "BUS", "EDU", "JRN", "MED", None)


def with_language(document: Document) -> Document:
    """The document with the language that its text is in, whatever was told of it; in doubt as it is."""
    return msgspec.structs.replace(document, language=language_of(document.text, document.language))


def with_dateline(document: Document) -> Document:
    """The document with its day of publication from the dateline, where nobody gave one and the dateline has a whole date."""
    if document.published is not None:
        return document
    for dateline in head_datelines(document.text):
        if dateline.date is None:
            continue
        for found in find_times(document.text[dateline.date.start : dateline.date.end], published=None):
            if found.first is not None and found.first == found.last:
                return msgspec.structs.replace(document, published=found.first)
    return document


def _require_unchanged(overlay: Overlay | None, settings: ReadSettings) -> None:
    """Refuse an overlay that was edited between the start of a run and the start of one of its workers.

    Raises:
        DataError: It was.
    """
    if overlay is not None and settings.overlay_digest not in (None, overlay.digest):
        raise DataError(
            "the tables were changed while the run was going on",
            where=overlay.folder,
            expected=f"sha256 {settings.overlay_digest[:12] if settings.overlay_digest else ''}…",
            remedy="start the run again",
        )


def versions(knowledge: str, models: Sequence[str]) -> Versions:
    """What makes a row: versions of code, ontology, pipeline, knowledge base and trained artefacts."""
    from dragoman import __version__
    from dragoman.models.english import PACKAGE, VERSION

    return Versions(
        dragoman=__version__,
        ontology=load_ontology().version,
        pipeline=f"{PACKAGE}-{VERSION}",
        knowledge=knowledge,
        models=tuple(models),
    )


def _foreign_words(language: str, spans: Sequence[Span], *, whole: bool) -> str:
    if whole:
        return f"the document is in another language ({language}): it is kept, and not coded"
    places = ", ".join(f"{span.start} to {span.end}" for span in spans[:5])
    more = f" and {len(spans) - 5} more" if len(spans) > 5 else ""
    return f"characters {places}{more} are in another language ({language}): kept, and not coded"


def _repeats(mention: EventMention, earlier: EventMention) -> bool:
    """Same type and trigger family, no party that the earlier one lacks, no day of its own."""
    if mention.type != earlier.type or mention.modes != earlier.modes or mention.sentence == earlier.sentence:
        return False
    if mention.time is not None and mention.time.first is not None and mention.time.reason not in _BORROWED:
        return False
    if mention.trigger_text.lower()[:4] != earlier.trigger_text.lower()[:4]:
        return False
    codes = {p.actor.code for p in (*mention.actors, *mention.recipients) if p.actor is not None}
    known = {p.actor.code for p in (*earlier.actors, *earlier.recipients) if p.actor is not None}
    return codes <= known


def _without_appositions(participants: Sequence[Participant]) -> tuple[Participant, ...]:
    """ "Iran's ally Hezbollah" is one party, though its words may have been found as two."""
    plain = {p.actor.id for p in participants if p.actor is not None and p.actor.id and p.actor.reason != "APPOSITION"}
    return tuple(
        p for p in participants if p.actor is None or p.actor.reason != "APPOSITION" or p.actor.id not in plain
    )


def _own_view(factuality: float | None, claims: Sequence[Claim]) -> float | None:
    """The article's view: of what others tell ("…, Baghdad said") never more than it has of their word."""
    if factuality is None or not claims or any(c.sources[-1].kind == "author" for c in claims):
        return factuality
    return max(-_TOLD, min(_TOLD, factuality))


def _head_start(mention: EventMention) -> int:
    """Where the word stands that reports the act: the mention's id names it."""
    return int(mention.id.rsplit("#", 1)[1].split("-", 1)[0])


def _certainty(factuality: float) -> Certainty:
    """The value on FactBank's grid (Saurí and Pustejovsky 2009) that lies nearest, with half a step around 0 as unknown."""
    size = abs(factuality)
    if size < 0.5:
        return "UU"
    positive: tuple[Certainty, Certainty, Certainty] = ("PS+", "PR+", "CT+")
    negative: tuple[Certainty, Certainty, Certainty] = ("PS-", "PR-", "CT-")
    return (positive if factuality > 0 else negative)[0 if size < 1.5 else 1 if size < 2.4 else 2]


def _is_audience(source: Source) -> bool:
    """ "told reporters": whom somebody speaks to is no medium that carries it."""
    words = (source.text or "").lower().split()
    return source.kind == "media" and bool(words) and words[-1] in _AUDIENCES


def _speaking(participant: Participant, sources: Sequence[Source]) -> Participant:
    """ "We ask …": the speaker, where the text says who speaks."""
    actor = participant.actor
    if actor is None or actor.reason != "SPEAKER" or not sources or sources[-1].actor is None:
        return participant
    return msgspec.structs.replace(participant, actor=msgspec.structs.replace(sources[-1].actor, reason="SPEAKER"))


def _speakers(sources: Sequence[Source]) -> tuple[Participant, ...]:
    """The innermost source as the one who acts, for acts of calling something so."""
    source = sources[-1] if sources else None
    if source is None or source.span is None:
        return ()
    return (Participant(span=source.span, head=source.span, text=source.text or "", via="speaker", actor=source.actor),)


def _kind_of(participant: Participant) -> SourceKind:
    """Named for a person with a name, official for a body, anonymous for officials and the like."""
    actor = participant.actor
    if actor is not None and (actor.kind == "person" or (actor.id or "").startswith("person:")):
        return "named"
    if actor is not None and actor.kind == "media":
        return "media"
    return "official"


def _in_arms(participant: Participant) -> Participant:
    """A state that strikes or deploys does so by its armed forces."""
    actor = participant.actor
    if actor is None or actor.kind not in ("country", "capital", "demonym") or actor.sector not in ("GOV", None):
        return participant
    return msgspec.structs.replace(
        participant, actor=msgspec.structs.replace(actor, sector="MIL", id=f"{actor.code}-MIL")
    )


def _unwritten(mention: EventMention, actor: Actor) -> Participant:
    """A party that has no words of its own in the text: it stands where the act is told."""
    span = mention.trigger
    return Participant(span=span, head=span, text=mention.trigger_text, via="implied", actor=actor)


def _protesters(mention: EventMention, country: str) -> tuple[Participant, ...]:
    """A protest is held by protesters, though the text names none: those of the place."""
    actor = Actor(
        name="protesters",
        id=f"{country}-CVL",
        code=country,
        country=country,
        sector="CVL",
        kind="role",
        score=0.4,
        reason="IMPLIED",
    )
    return (_unwritten(mention, actor),)


def _of_a_state_at_war(mention: EventMention, actors: Sequence[Participant]) -> bool:
    """Whether armed forces or a state strike: whom, the two whom the text sets side by side tell, not where it plays."""
    return mention.type == "ASSAULT" and any(
        p.actor is not None and (p.actor.sector == "MIL" or p.actor.kind in ("country", "capital")) for p in actors
    )


def _implied(mention: EventMention, country: str | None, codes: frozenset[str]) -> tuple[Participant, ...]:
    """Somebody bore the force or got the aid, though the text names nobody: whoever is there.

    Force falls upon one's own people too; aid and sanctions are told where they come from elsewhere.
    """
    if country is None or mention.symmetric or not (mention.type in _BORNE or (mention.type in _SENT_OUT and codes)):
        return ()
    actor = Actor(name="unnamed", id=country, code=country, country=country, kind="people", score=0.3, reason="IMPLIED")
    return (_unwritten(mention, actor),)


def _tells_of_states(seen: Sequence[Seen], sentences: int) -> bool:
    """Whether a document names states, their organs or their people in a good part of its sentences."""
    told = {s.sentence for s in seen if not s.generic and s.actor.code is not None and s.actor.kind in _STATELY}
    return len(told) >= _FEW and len(told) >= _PUBLIC * sentences


def _under_the_law_of(party: Participant, actors: Sequence[Participant]) -> Participant:
    """Whoever the police or a court deals with is of their country, where only a guess says otherwise ("Gardai arrested a man")."""
    actor = party.actor
    if actor is None or actor.reason != "COUNTRY_INFERRED" or actor.sector not in ("CVL", "CRM", "UNK", None):
        return party
    lawful = {p.actor.country for p in actors if p.actor is not None and p.actor.sector in ("COP", "JUD")}
    here = next(iter(lawful)) if len(lawful) == 1 else None
    if here is None or here == actor.country:
        return party
    identity = f"{here}-{actor.sector}" if actor.sector else None
    return msgspec.structs.replace(party, actor=msgspec.structs.replace(actor, id=identity, code=here, country=here))


def _at_home(participants: tuple[Participant, ...], country: str | None) -> tuple[Participant, ...]:
    """Parties whom nothing tells the country of, by the country that the text around speaks of most."""
    return tuple(
        msgspec.structs.replace(
            p,
            actor=msgspec.structs.replace(p.actor, code=country, country=country, score=0.3, reason="COUNTRY_INFERRED"),
        )
        if country is not None and p.actor is not None and p.actor.code is None and p.actor.reason in _UNTOLD
        else p
        for p in participants
    )


def _territory(place: Place | None, codes: frozenset[str]) -> tuple[Participant, ...]:
    """Force used on another state's territory is used upon that state, though the text names no victim."""
    if place is None or place.country is None or place.country in codes or place.span is None or not codes:
        return ()
    actor = Actor(
        name=place.name,
        id=place.country,
        code=place.country,
        country=place.country,
        kind="territory",
        score=0.5,
        reason="TERRITORY",
    )
    return (Participant(span=place.span, head=place.span, text=place.name, via="territory", actor=actor),)


def _is_bare(tree: Tree, index: int) -> bool:
    """ "a member of the party and chief financier": a noun without an article of its own is the same person."""
    return tree.token(index).tag == "NN" and tree.first(index, "det", "poss", "nummod") is None


def _last_noun(sentence: Sentence, span: Span) -> Span:
    """The head word of a source: its noun whose governor lies outside the span, else its last noun."""
    inside = [(i, t) for i, t in enumerate(sentence.tokens) if t.start >= span.start and t.end <= span.end]
    numbers = {i for i, _ in inside}
    for _, token in inside:
        if token.pos in ("NOUN", "PROPN", "PRON") and token.head not in numbers:
            return Span(start=token.start, end=token.end)
    nouns = [t for _, t in inside if t.pos in ("NOUN", "PROPN", "PRON")]
    return Span(start=nouns[-1].start, end=nouns[-1].end) if nouns else span


def _once(relations: Sequence[Relation]) -> list[Relation]:
    """Relations without repetition within one sentence."""
    seen: set[tuple[object, ...]] = set()
    found = []
    symmetric = {"foe", "ally", "neighbour"}
    for relation in relations:
        subject = relation.subject.actor.code if relation.subject.actor else None
        other = relation.object.actor.code if relation.object.actor else None
        pair: object = frozenset((subject, other)) if relation.kind in symmetric else (subject, other)
        key = (relation.kind, pair, relation.evidence)
        if key not in seen:
            seen.add(key)
            found.append(relation)
    return found


def _points_back(tree: Tree, index: int) -> bool:
    """ "the attack", "this move", "it": something told before, with nobody named beside it."""
    token = tree.token(index)
    if token.text.lower() in ("it", "this", "that", "these"):
        return True
    if token.pos != "NOUN" or any(tree.token(i).pos == "PROPN" or tree.token(i).entity for i in tree.subtree(index)):
        return False
    return any(tree.token(d).text.lower() in ("the", "this", "that", "these", "those") for d in tree.all(index, "det"))


def _codes_of(participants: Sequence[Participant]) -> frozenset[str]:
    return frozenset(p.actor.code for p in participants if p.actor is not None and p.actor.code is not None)
