"""The reader: from an article's text to words, trees, mentions and attributions.

Import what you need from the modules (``dragoman.read.reader``, ``dragoman.read.split``): this file stays
empty so that splitting alone loads no network.
"""
