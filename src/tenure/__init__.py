"""Tenure lengthens the time clients stay and raises what they are worth."""

__version__ = "0.1.0"
