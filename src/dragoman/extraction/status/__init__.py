"""Whether an act happened, is planned, is only possible, or is denied: in the author's eyes and in the source's."""

from dragoman.extraction.status.judgement import factuality, judge, judge_by
from dragoman.extraction.status.occurrence import occurrence
from dragoman.extraction.status.records import Judgement, Kind, Light, Mood
from dragoman.extraction.status.views import view

__all__ = ["Judgement", "Kind", "Light", "Mood", "factuality", "judge", "judge_by", "occurrence", "view"]
