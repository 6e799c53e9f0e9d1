"""The reader: from an article's text to words, trees, mentions and attributions.

Import what you need from the modules (``dragoman.reading.reader``, ``dragoman.reading.split``): this file
stays empty so that splitting alone loads no network.
"""
