"""Counts and names of groups, wherever they stand."""

TEXTS: dict[str, dict[str, str]] = {
    # counts
    "people.one": {"en": "{n} person", "fr": "{n} personne"},
    "people.many": {"en": "{n} people", "fr": "{n} personnes"},
    "functions.one": {"en": "{n} function", "fr": "{n} fonction"},
    "functions.many": {"en": "{n} functions", "fr": "{n} fonctions"},
    # names of groups that are no function of the org chart
    "group.small": {"en": "(small functions)", "fr": "(petites fonctions)"},
    "group.unknown": {"en": "(function unknown)", "fr": "(fonction inconnue)"},
}
