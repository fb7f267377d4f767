"""Vietnamese text: Unicode, syllables, tones, tokens, keys, slugs and legacy encodings.

Pure Python without Django, so that both search engines, the importers and the
command line share one analysis and it can be tested on its own.
"""
