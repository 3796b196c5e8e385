"""Every text of the question `communities`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.communities": {
        "en": "Which groups do people really form?",
        "fr": "Quels groupes les gens forment-ils vraiment ?",
    },
    "said.communities.none": {
        "en": "No community structure: modularity {modularity:.2}, where chance with the same number of "
        "ties per person gives {expected:.2} ({z:.1} standard deviations beyond it, {needed:.1} needed).",
        "fr": "Pas de structure en communautés : modularité {modularity:.2}, là où le hasard, à nombre "
        "égal de liens par personne, donne {expected:.2} ({z:.1} écarts-types au-delà ; il en faudrait "
        "{needed:.1}).",
    },
    "said.communities.found.one": {
        "en": "People form {n} community (modularity {modularity:.2}, chance {expected:.2}).",
        "fr": "Les gens forment {n} communauté (modularité {modularity:.2}, hasard {expected:.2}).",
    },
    "said.communities.found.many": {
        "en": "People form {n} communities (modularity {modularity:.2}, chance {expected:.2}).",
        "fr": "Les gens forment {n} communautés (modularité {modularity:.2}, hasard {expected:.2}).",
    },
    "said.communities.agree.one": {
        "en": "People form {n} community (modularity {modularity:.2}, chance {expected:.2}); it agrees "
        "with the functions to AMI {ami:.2} (1 = the same).",
        "fr": "Les gens forment {n} communauté (modularité {modularity:.2}, hasard {expected:.2}) ; accord "
        "avec les fonctions : AMI {ami:.2} (1 = les mêmes).",
    },
    "said.communities.agree.many": {
        "en": "People form {n} communities (modularity {modularity:.2}, chance {expected:.2}); they agree "
        "with the functions to AMI {ami:.2} (1 = the same).",
        "fr": "Les gens forment {n} communautés (modularité {modularity:.2}, hasard {expected:.2}) ; "
        "accord avec les fonctions : AMI {ami:.2} (1 = les mêmes).",
    },
    "note.communities.none": {
        "en": "Groups are no clearer than in networks rewired at random, so none are reported.",
        "fr": "Les groupes ne sont pas plus nets que dans des réseaux recâblés au hasard : aucun n’est "
        "donné.",
    },
    "note.communities.unstable": {
        "en": "Single runs agree with the reported communities only to AMI {ami:.2}: read the confidence "
        "of each person, not the borders.",
        "fr": "Les exécutions isolées ne s’accordent avec les communautés données qu’à AMI {ami:.2} : lire "
        "la confiance de chaque personne, non les frontières.",
    },
    "note.communities.alone.one": {
        "en": "{n} of {of} people has no tie and no community (-1).",
        "fr": "{n} personne sur {of} n’a ni lien ni communauté (-1).",
    },
    "note.communities.alone.many": {
        "en": "{n} of {of} people have no tie and no community (-1).",
        "fr": "{n} personnes sur {of} n’ont ni lien ni communauté (-1).",
    },
    "note.communities.few": {
        "en": "Only {n} people have ties: small networks show only very clear groups.",
        "fr": "Seules {n} personnes ont des liens : un petit réseau ne montre que des groupes très nets.",
    },
    "note.communities.unknown.one": {
        "en": "{n} person in communities has no known function; agreement leaves them out.",
        "fr": "{n} personne des communautés n’a pas de fonction connue ; l’accord ne la compte pas.",
    },
    "note.communities.unknown.many": {
        "en": "{n} people in communities have no known function; agreement leaves them out.",
        "fr": "{n} personnes des communautés n’ont pas de fonction connue ; l’accord ne les compte pas.",
    },
    "communities.heading": {
        "en": "Communities: the groups people really form",
        "fr": "Communautés : les groupes que les gens forment vraiment",
    },
    "communities.found.one": {
        "en": "People form {n} community: a group that exchanges more inside than across (modularity "
        "{modularity}; random networks reach {expected}).",
        "fr": "Les gens forment {n} communauté : un groupe qui échange plus en son sein qu’avec les autres "
        "(modularité {modularity} ; des réseaux aléatoires atteignent {expected}).",
    },
    "communities.found.many": {
        "en": "People form {n} communities: groups that exchange more inside than across (modularity "
        "{modularity}; random networks reach {expected}).",
        "fr": "Les gens forment {n} communautés : des groupes qui échangent plus en leur sein qu’entre eux "
        "(modularité {modularity} ; des réseaux aléatoires atteignent {expected}).",
    },
    "communities.none": {
        "en": "No community structure: the groups found (modularity {modularity}) are no clearer than in "
        "random networks ({expected}).",
        "fr": "Pas de structure en communautés : les groupes trouvés (modularité {modularity}) ne sont pas "
        "plus nets que dans des réseaux aléatoires ({expected}).",
    },
    "communities.agreement": {
        "en": "They agree with the org chart to AMI {ami} (adjusted mutual information: 1 = the same "
        "groups, 0 = no more than chance; ARI {ari}, NMI {nmi}).",
        "fr": "Leur accord avec l’organigramme : AMI {ami} (information mutuelle ajustée : 1 = les mêmes "
        "groupes, 0 = pas plus que le hasard ; ARI {ari}, NMI {nmi}).",
    },
    "communities.elsewhere.one": {
        "en": "{n} person sits in a community that is mostly another function’s: a natural bridge, or a "
        "sign that work does not follow the org chart.",
        "fr": "{n} personne se trouve dans une communauté formée surtout d’une autre fonction : un pont "
        "naturel, ou le signe que le travail ne suit pas l’organigramme.",
    },
    "communities.elsewhere.many": {
        "en": "{n} people sit in a community that is mostly another function’s: natural bridges, or a sign "
        "that work does not follow the org chart.",
        "fr": "{n} personnes se trouvent dans une communauté formée surtout d’une autre fonction : des "
        "ponts naturels, ou le signe que le travail ne suit pas l’organigramme.",
    },
    "communities.teams": {
        "en": "Team queues ({n}) are counted among the people of this table.",
        "fr": "Les files d’équipe ({n}) sont comptées parmi les personnes de ce tableau.",
    },
    "communities.small": {"en": "(small communities)", "fr": "(petites communautés)"},
    "method.communities": {
        "en": "Communities. A consensus of many runs of the Leiden algorithm, without looking at "
        "functions; kept only where clearer than in rewired networks.",
        "fr": "Communautés. Un consensus de nombreuses exécutions de l’algorithme de Leiden, sans regarder "
        "les fonctions ; gardées seulement si elles sont plus nettes que dans des réseaux recâblés.",
    },
    "rows.communities": {
        "en": "A row per community found from the ties alone.",
        "fr": "Une ligne par communauté, trouvée d’après les seuls liens.",
    },
    "column.communities.community": {
        "en": "number of the community, 0 is the largest; small ones together in `(small communities)`",
        "fr": "numéro de la communauté, 0 est la plus grande ; les petites réunies sous `(small communities)`",
    },
    "column.communities.people": {"en": "members", "fr": "membres"},
    "column.communities.largest_function": {
        "en": "the function most members are of",
        "fr": "la fonction dont sont la plupart des membres",
    },
    "column.communities.purity": {
        "en": "members who are of it, among members of known function; empty where a few people are of it, of "
        "others, or of it and elsewhere",
        "fr": "membres qui en sont, parmi ceux de fonction connue ; vide si quelques personnes seulement en sont, sont "
        "d’autres fonctions, ou en sont mais ailleurs",
    },
    "column.communities.cohesion": {
        "en": "members’ strength that stays inside the community; empty where it, or the rest, is that of a few people",
        "fr": "part des échanges des membres qui reste dans la communauté ; vide si elle, ou le reste, tient à "
        "quelques personnes",
    },
    "column.communities.confidence": {
        "en": "how often single runs of the search put its members together, on average",
        "fr": "à quelle fréquence, en moyenne, les exécutions isolées réunissent ses membres",
    },
    "topic.communities": {"en": "Communities", "fr": "Communautés"},
}
