"""What is said of figures beside those of public logs."""

TEXTS: dict[str, dict[str, str]] = {
    "public.walls.more": {
        "en": "Such walls are thicker than in all {n} public e-mail logs compared ({least:.1} to {most:.1}).",
        "fr": "Ces murs sont plus épais que dans les {n} journaux de courriel publics comparés ({least:.1} à "
        "{most:.1}).",
    },
    "public.walls.less": {
        "en": "Such walls are thinner than in all {n} public e-mail logs compared ({least:.1} to {most:.1}).",
        "fr": "Ces murs sont plus minces que dans les {n} journaux de courriel publics comparés ({least:.1} à "
        "{most:.1}).",
    },
    "public.modularity.more": {
        "en": "Modularity at resolution 1 is higher than in all {n} public e-mail logs compared ({least:.2} to "
        "{most:.2}).",
        "fr": "La modularité à la résolution 1 est plus élevée que dans les {n} journaux de courriel publics "
        "comparés ({least:.2} à {most:.2}).",
    },
    "public.modularity.less": {
        "en": "Modularity at resolution 1 is lower than in all {n} public e-mail logs compared ({least:.2} to "
        "{most:.2}).",
        "fr": "La modularité à la résolution 1 est plus faible que dans les {n} journaux de courriel publics "
        "comparés ({least:.2} à {most:.2}).",
    },
    "public.cc_share.more": {
        "en": "That is more copying than in all {n} public e-mail logs compared ({least:%} to {most:%}).",
        "fr": "C’est plus de copies que dans les {n} journaux de courriel publics comparés ({least:%} à {most:%}).",
    },
    "public.cc_share.less": {
        "en": "That is less copying than in all {n} public e-mail logs compared ({least:%} to {most:%}).",
        "fr": "C’est moins de copies que dans les {n} journaux de courriel publics comparés ({least:%} à {most:%}).",
    },
    "public.walls": {"en": "walls between functions", "fr": "murs entre fonctions"},
    "public.modularity": {"en": "modularity at resolution 1", "fr": "modularité à la résolution 1"},
    "public.stability": {
        "en": "communities of a month that are those of the month before (AMI)",
        "fr": "communautés d’un mois qui sont celles du mois précédent (AMI)",
    },
    "public.lift": {
        "en": "what a person of the first function carries, against one elsewhere",
        "fr": "ce que porte une personne de la première fonction, par rapport à une autre",
    },
    "public.cc_share": {"en": "share of mail in copy", "fr": "part du courriel en copie"},
}
