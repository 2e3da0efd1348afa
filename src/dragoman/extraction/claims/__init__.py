"""What every source holds of an act: claims in the sentence that reports it, and answers to it in other sentences."""

from dragoman.extraction.claims.answers import find_answers
from dragoman.extraction.claims.records import Answer, View
from dragoman.extraction.claims.views import views_of

__all__ = ["Answer", "View", "find_answers", "views_of"]
