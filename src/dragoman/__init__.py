"""Who did and said what to whom, on whose word and how surely, from news text."""

__version__ = "0.1.0"
