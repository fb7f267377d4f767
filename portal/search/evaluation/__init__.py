"""How well the search finds: judged queries, measures, and the run of `manage.py search_eval`."""
