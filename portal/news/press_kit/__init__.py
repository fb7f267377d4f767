"""The press kit of a campaign: everything a newspaper, a station or a commune's loudspeaker needs, made when asked for.

Nothing is stored: `material` reads what is published now, `texts` and `sheets` put it into words and pages, `kit` lists
the files, `archive` puts them into one zip.
"""
