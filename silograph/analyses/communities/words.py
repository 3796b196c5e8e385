"""Every text of the question `communities`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.communities": {
        "en": "Which groups do people really form?",
        "fr": "Quels groupes les gens forment-ils vraiment ?",
    },
    "said.communities.none": {
        "en": "Nobody is in a group that chance would not also give: people exchange as one company.",
        "fr": "Personne n’est dans un groupe que le hasard ne donnerait pas aussi : les gens échangent comme une "
        "seule entreprise.",
    },
    "said.communities.found.one": {
        "en": "{n} community holds {share:%} of the people; the others are in no group beyond chance.",
        "fr": "{n} communauté réunit {share:%} des gens ; les autres ne sont dans aucun groupe au-delà du hasard.",
    },
    "said.communities.found.many": {
        "en": "{n} communities hold {share:%} of the people; the others are in no group beyond chance.",
        "fr": "{n} communautés réunissent {share:%} des gens ; les autres ne sont dans aucun groupe au-delà du hasard.",
    },
    "said.communities.all.one": {
        "en": "{n} community holds everybody.",
        "fr": "{n} communauté réunit tout le monde.",
    },
    "said.communities.all.many": {
        "en": "{n} communities hold everybody.",
        "fr": "{n} communautés réunissent tout le monde.",
    },
    "said.communities.unsure.one": {
        "en": "There is a group, {n} by the best count, and its border is unsure: it holds {share:%} of the people.",
        "fr": "Il y a un groupe ({n} au mieux) aux contours incertains : il réunit {share:%} des gens.",
    },
    "said.communities.unsure.many": {
        "en": "There are groups, {n} by the best count, but their borders are unsure: they hold {share:%} of the "
        "people.",
        "fr": "Il y a des groupes ({n} au mieux), aux contours incertains : ils réunissent {share:%} des gens.",
    },
    "said.communities.listed.one": {
        "en": "{said} {n} of them is too small to be shown.",
        "fr": "{said} {n} d’entre elles est trop petite pour être montrée.",
    },
    "said.communities.listed.many": {
        "en": "{said} {n} of them are too small to be shown.",
        "fr": "{said} {n} d’entre elles sont trop petites pour être montrées.",
    },
    "said.communities.some.one": {
        "en": "People form {n} community that chance would not give.",
        "fr": "Les gens forment {n} communauté que le hasard ne donnerait pas.",
    },
    "said.communities.some.many": {
        "en": "People form {n} communities that chance would not give.",
        "fr": "Les gens forment {n} communautés que le hasard ne donnerait pas.",
    },
    "said.communities.mailbox": {
        "en": "This is the log of one mailbox: it can’t tell which groups people form.",
        "fr": "C’est le journal d’une seule boîte : il ne dit pas quels groupes les gens forment.",
    },
    "communities.mailbox": {
        "en": "One person has a part in more than half of the exchange: this is the log of one mailbox. It says who "
        "writes to that person, not who writes to whom, so no groups are given.",
        "fr": "Une personne a part à plus de la moitié des échanges : c’est le journal d’une seule boîte. "
        "Il dit qui écrit à cette personne, non qui écrit à qui ; aucun groupe n’est donc donné.",
    },
    "note.communities.unanswered": {
        "en": "{share:%} of the ties are one-way mails to many that nobody answered: no group is made of them.",
        "fr": "{share:%} des liens sont des envois à de nombreuses personnes restés sans réponse : aucun groupe n’en "
        "est fait.",
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
    "note.communities.borderline": {
        "en": "A close call: {n} rewired networks do not settle whether chance gives such groups, so none are given.",
        "fr": "Cas limite : {n} réseaux recâblés ne tranchent pas si le hasard donne de tels groupes ; aucun n’est "
        "donné.",
    },
    "note.communities.alone.one": {
        "en": "{n} of {of} people has no tie that counts here and therefore no community (-1).",
        "fr": "{n} personne sur {of} n’a aucun lien qui compte ici, donc pas de communauté (-1).",
    },
    "note.communities.alone.many": {
        "en": "{n} of {of} people have no tie that counts here and therefore no community (-1).",
        "fr": "{n} personnes sur {of} n’ont aucun lien qui compte ici, donc pas de communauté (-1).",
    },
    "note.communities.few": {
        "en": "Only {n} people have ties: small networks show only very clear groups.",
        "fr": "Seules {n} personnes ont des liens : un petit réseau ne montre que des groupes très nets.",
    },
    "note.communities.unknown.one": {
        "en": "{n} person with ties has no known function; agreement leaves them out.",
        "fr": "{n} personne qui a des liens n’a pas de fonction connue ; l’accord ne la compte pas.",
    },
    "note.communities.unknown.many": {
        "en": "{n} people with ties have no known function; agreement leaves them out.",
        "fr": "{n} personnes qui ont des liens n’ont pas de fonction connue ; l’accord ne les compte pas.",
    },
    "communities.heading": {
        "en": "Communities: the groups people really form",
        "fr": "Communautés : les groupes que les gens forment vraiment",
    },
    "communities.found": {
        "en": "A community exchanges more inside than with the others. Only people and groups are listed whom the same "
        "search does not also find in networks rewired at random ({rewirings} of them); the others are in none (-1).",
        "fr": "Une communauté échange plus en son sein qu’avec les autres. Ne sont donnés que les gens et les groupes "
        "que la même recherche ne trouve pas aussi dans des réseaux recâblés au hasard (au nombre de {rewirings}) ; "
        "les autres ne sont dans aucune (-1).",
    },
    "communities.none": {
        "en": "The best groups found are no clearer than those that the same search finds in networks rewired at "
        "random ({rewirings} of them; chance gives as much in {p} of cases).",
        "fr": "Les meilleurs groupes trouvés ne sont pas plus nets que ceux que la même recherche trouve dans des "
        "réseaux recâblés au hasard (au nombre de {rewirings} ; le hasard en donne autant dans {p} des cas).",
    },
    "communities.modularity": {
        "en": "Modularity at resolution 1, as the literature gives it: {modularity}. It is high in random networks, "
        "too, and says nothing by itself.",
        "fr": "Modularité à la résolution 1, comme dans la littérature : {modularity}. Elle est élevée aussi dans des "
        "réseaux aléatoires et ne dit rien à elle seule.",
    },
    "communities.consensus": {
        "en": "Groups are a consensus of {runs} runs of the search.",
        "fr": "Les groupes sont un consensus de {runs} exécutions de la recherche.",
    },
    "communities.agreement": {
        "en": "They agree with the org chart to AMI {ami} (adjusted mutual information: 1 = the same "
        "groups, 0 = no more than chance; ARI {ari}, NMI {nmi}). People in no community count against it.",
        "fr": "Leur accord avec l’organigramme : AMI {ami} (information mutuelle ajustée : 1 = les mêmes "
        "groupes, 0 = pas plus que le hasard ; ARI {ari}, NMI {nmi}). Les gens sans communauté comptent contre lui.",
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
        "en": "Communities. A consensus of several runs of the Leiden algorithm, without looking at functions; only "
        "people and groups are kept that the same search does not also find in rewired networks.",
        "fr": "Communautés. Un consensus de plusieurs exécutions de l’algorithme de Leiden, sans regarder les "
        "fonctions ; seuls sont gardés les gens et les groupes que la même recherche ne trouve pas aussi dans des "
        "réseaux recâblés.",
    },
    "rows.communities": {
        "en": "A row per community found from the ties alone that chance would not also give.",
        "fr": "Une ligne par communauté que le hasard ne donnerait pas aussi, trouvée d’après les seuls liens.",
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
    "column.community": {"en": "community", "fr": "communauté"},
    "column.cohesion": {"en": "cohesion", "fr": "cohésion"},
    "column.cohesion.gloss": {
        "en": "share of its members’ exchange that stays inside",
        "fr": "part des échanges de ses membres qui restent en son sein",
    },
    "column.confidence": {"en": "confidence", "fr": "confiance"},
    "column.confidence.gloss": {
        "en": "how steadily repeated runs put its members together, 1 = always",
        "fr": "constance avec laquelle des exécutions répétées réunissent ses membres, 1 = toujours",
    },
}
