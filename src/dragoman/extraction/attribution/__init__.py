"""According to whom: the statements that an article hands to somebody else, and the chain of sources behind an act."""

from dragoman.extraction.attribution.chain import sources_of
from dragoman.extraction.attribution.finding import find_attributions
from dragoman.extraction.attribution.records import Attribution

__all__ = ["Attribution", "find_attributions", "sources_of"]
