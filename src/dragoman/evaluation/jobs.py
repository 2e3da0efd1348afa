"""What is measured: which file of a benchmark folder, with which task, scored how, and which figures are kept."""

from __future__ import annotations

from typing import Any, NamedTuple


class Job(NamedTuple):
    """A task over one file. `scorer` is `score.py` with its arguments, or `documents` for the scorer of whole articles.

    `figures` are the names under which figures are kept, with the path of keys in the scorer's JSON.
    """

    task: str
    file: str
    scorer: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """The name of the job in messages and caches."""
        return "-".join((self.file, *self.scorer)).replace("/", "_").replace(".", "_")


_GEO = (("overlap F1", "overlap.f1"), ("exact F1", "exact.f1"), ("within 161 km", "resolution.acc161_resolved"))
_TIMEX = (("value F1", "value_f1"), ("strict F1", "strict.f1"), ("relaxed F1", "relaxed.f1"))
_ATTRIBUTION = (
    ("linked F1", "attribution.linked.f1"), ("source overlap F1", "source.overlap.f1"),
    ("cue overlap F1", "cue.overlap.f1"), ("content overlap F1", "content.overlap.f1"),
)  # fmt: skip
_FACTUALITY = (("MAE", "mae"), ("Pearson r", "pearson"), ("macro F1", "macro_f1"))
_COREF = (("CoNLL F1", "conll_f1"), ("mentions F1", "mentions.f1"))
_GROUPS = (("pairwise F1", "pairwise.f1"), ("B-cubed F1", "b3.f1"), ("V", "v_measure"))
_NER = (("overlap F1", "overlap.f1"), ("exact F1", "exact.f1"))
_CLASSIFY = (("macro F1", "macro_f1"), ("weighted F1", "weighted_f1"), ("accuracy", "accuracy"))
_EVENTS = (
    ("trigger F1", "trigger_id.f1"),
    ("argument F1", "argument_role.f1"),
    ("argument overlap F1", "argument_role_overlap.f1"),
)
_TEMPLATES = (("type F1", "per_slot.type.f1"), ("slots F1", "slots_only.f1"), ("all F1", "micro.f1"))
_GSR = (("full F1", "full.f1"), ("country dyad F1", "dyad_country.f1"), ("event F1", "event.f1"))
_PLV = (
    ("root macro F1", "root.macro_f1"),
    ("penta macro F1", "penta.macro_f1"),
    ("binary macro F1", "binary.macro_f1"),
)
DOCUMENTS = (
    ("detect F1", "detect.f1"), ("who, whom F1", "who_whom.f1"), ("when", "when.share"), ("where", "where.share"),
    ("status", "status.accuracy"), ("source", "source.share"), ("relations F1", "relations.f1"),
    ("clean articles", "false_alarms.clean_share"),
)  # fmt: skip
"""The figures of whole articles, by the names that the benchmark's scorer gives them."""
OWN_DOCUMENTS = (
    ("detect F1", "detect.f1"), ("who, whom F1", "who_whom.f1"), ("when", "when.share"), ("where", "where.share"),
    ("status", "status.share"), ("statuses F1", "status.macro_f1"), ("planned recall", "status.planned.recall"),
    ("denied recall", "status.denied.recall"), ("source", "source.share"), ("relations F1", "relations.f1"),
    ("clean articles", "clean.share"),
)  # fmt: skip
"""The same by the names that `evaluation.documents` gives them."""


def _jobs(task: str, files: str, figures: tuple[tuple[str, str], ...], *scorer: str) -> list[Job]:
    return [Job(task, file, scorer or (task,), figures) for file in files.split()]


# Short files first, so that a run that is stopped early has shown most of the table.
JOBS: tuple[Job, ...] = (
    *_jobs("documents", "documents/seed.jsonl", DOCUMENTS),
    *_jobs("gsr", "gsr/petrarch2_gsr.jsonl gsr/spanish.jsonl", _GSR),
    *_jobs("timex", "timex/meantime.jsonl timex/tweets.jsonl timex/tbaq.jsonl timex/wikiwars.jsonl", _TIMEX),
    *_jobs("groups", "coref/meantime.jsonl coref/ecbplus_dev.jsonl coref/ecbplus_train.jsonl", _GROUPS),
    *_jobs("geoparsing", "geoparsing/trnews.jsonl geoparsing/geovirus.jsonl geoparsing/lgl.jsonl", _GEO),
    *_jobs("ner", "events/re3d_dev.jsonl events/re3d_train.jsonl events/cameo_ner_train.jsonl", _NER),
    *_jobs("classify", "events/case21_task2.jsonl events/cameo_class_train.jsonl", _CLASSIFY),
    *_jobs("plv", "plv/train.jsonl", _PLV),
    *_jobs("extraction", "html/articles.jsonl.gz", (("body F1", "body.f1"),)),
    *_jobs("extraction", "html/pages.jsonl.gz", (("segments F1", "segments.f1"), ("title", "title.accuracy"), ("date", "date.accuracy"))),
    *_jobs(
        "factuality",
        "factuality/cb_dev.jsonl factuality/meantime.jsonl factuality/rp_dev.jsonl factuality/megaveridicality_dev.jsonl "
        "factuality/uw_dev.jsonl factuality/udsih2_dev.jsonl",
        _FACTUALITY,
    ),
    *_jobs("events", "events/wikievents_dev.jsonl events/meantime_roles.jsonl events/rams_dev.jsonl", _EVENTS),
    *_jobs("templates", "events/muc4_dev.jsonl", _TEMPLATES),
    *_jobs("multilabel", "events/indiapolice.jsonl", (("macro F1", "macro_f1"), ("micro F1", "micro_f1"))),
    *_jobs("multilabel", "events/indiapolice.jsonl", (("sentence macro F1", "macro_f1"),), "multilabel", "--level", "sentence"),
    *_jobs("attribution", "attribution/polnear_dev.jsonl", _ATTRIBUTION),
    *_jobs("coref", "coref/meantime.jsonl coref/ecbplus_dev.jsonl", _COREF),
    *_jobs(
        "factuality",
        "factuality/cb_train.jsonl factuality/rp_train.jsonl factuality/megaveridicality_train.jsonl factuality/uw_train.jsonl "
        "factuality/udsih2_train.jsonl",
        _FACTUALITY,
    ),
    *_jobs("coref", "coref/ecbplus_train.jsonl", _COREF),
    *_jobs("templates", "events/muc4_train.jsonl", _TEMPLATES),
    *_jobs("attribution", "attribution/polnear_train.jsonl", _ATTRIBUTION),
)  # fmt: skip


def figure_at(result: dict[str, Any], path: str) -> float | None:
    """The number under a path of keys (`resolution.acc161_resolved`); `None` where the scorer gives none."""
    value: Any = result
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return float(value) if isinstance(value, int | float) else None
