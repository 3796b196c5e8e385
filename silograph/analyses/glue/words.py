"""Every text of the question `glue`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.glue": {
        "en": "Which function links the others?",
        "fr": "Quelle fonction relie les autres ?",
    },
    "said.glue.and": {"en": "{first} {then}", "fr": "{first} {then}"},
    "said.glue.found.one": {
        "en": "{functions} links the other functions: its people carry more than people elsewhere.",
        "fr": "{functions} relie les autres fonctions : ses personnes portent plus que celles d’ailleurs.",
    },
    "said.glue.found.many": {
        "en": "{functions} link the other functions: their people carry more than people elsewhere.",
        "fr": "{functions} relient les autres fonctions : leurs personnes portent plus que celles d’ailleurs.",
    },
    "said.glue.bridge.one": {
        "en": "No function links all the others; {functions} joins some of them, not the whole.",
        "fr": "Aucune fonction ne relie toutes les autres ; {functions} en joint quelques-unes, non l’ensemble.",
    },
    "said.glue.bridge.many": {
        "en": "No function links all the others; {functions} join some of them, not the whole.",
        "fr": "Aucune fonction ne relie toutes les autres ; {functions} en joignent quelques-unes, non l’ensemble.",
    },
    "said.glue.none": {
        "en": "No function links the others beyond chance.",
        "fr": "Aucune fonction ne relie les autres au-delà du hasard.",
    },
    "said.glue.routing.one": {
        "en": "No function links the others: most passes through {functions}, which routes onward what it is asked.",
        "fr": "Aucune fonction ne relie les autres : c’est par {functions}, qui transmet ce qu’on lui demande, que "
        "l’on passe le plus.",
    },
    "said.glue.routing.many": {
        "en": "No function links the others: most passes through {functions}, which route onward what they are asked.",
        "fr": "Aucune fonction ne relie les autres : c’est par {functions}, qui transmettent ce qu’on leur demande, "
        "que l’on passe le plus.",
    },
    "said.glue.few": {
        "en": "Too few functions are large enough to tell which one links the others.",
        "fr": "Trop peu de fonctions sont assez grandes pour dire laquelle relie les autres.",
    },
    "said.glue.mailbox": {
        "en": "This log is that of one mailbox: it can’t tell which function links the others.",
        "fr": "Ce journal est celui d’une seule boîte aux lettres : il ne dit pas quelle fonction relie les autres.",
    },
    "said.glue.numbers": {
        "en": "Of what passes between other functions, a person of {function} carries {x:.1} times as much as one of "
        "the others on average (95% interval {low:.1} to {high:.1}).",
        "fr": "De ce qui passe entre les autres fonctions, une personne de {function} porte {x:.1} fois autant "
        "qu’une personne des autres en moyenne (intervalle à 95 % : {low:.1} à {high:.1}).",
    },
    "said.glue.contacts": {
        "en": "Their number of contacts explains a factor of {contacts:.1}, whom they are with one of {beyond:.1}.",
        "fr": "Leur nombre de contacts explique un facteur de {contacts:.1}, le choix de ces contacts un facteur "
        "de {beyond:.1}.",
    },
    "note.glue.small.one": {
        "en": "{n} function has fewer than {least} people: not assessable.",
        "fr": "{n} fonction compte moins de {least} personnes : non évaluable.",
    },
    "note.glue.small.many": {
        "en": "{n} functions have fewer than {least} people: not assessable.",
        "fr": "{n} fonctions comptent moins de {least} personnes : non évaluables.",
    },
    "note.glue.cut_off": {
        "en": "Not assessable (no path joins the other functions): {functions:,}.",
        "fr": "Non évaluables (aucun chemin ne joint les autres fonctions) : {functions:,}.",
    },
    "note.glue.unreachable": {
        "en": "Up to {share:%} of the pairs of {nodes} are not connected; they are left out.",
        "fr": "Jusqu’à {share:%} des paires de {nodes} ne sont pas reliées ; elles sont laissées de côté.",
    },
    "note.glue.unknown": {
        "en": "{share:%} of the nodes have no known function and are nobody's brokers.",
        "fr": "{share:%} des nœuds n’ont pas de fonction connue : ils ne relient pour le compte d’aucune.",
    },
    "note.glue.one_way": {
        "en": "No tie goes both ways: coverage cannot be read.",
        "fr": "Aucun lien ne va dans les deux sens : la couverture ne peut être lue.",
    },
    "note.glue.sampled": {
        "en": "Paths were searched from {n} of {of} {nodes}; betweenness of people is an estimate (linear "
        "scaling, made for ranking).",
        "fr": "Les chemins ont été cherchés à partir de {n} points de départ ({of} {nodes}) ; "
        "l’intermédiarité des personnes est une estimation (pondération linéaire, faite pour classer).",
    },
    "note.glue.unanswered": {
        "en": "{share:%} of the ties are one-way mails to many that nobody answered: they make no chains here.",
        "fr": "{share:%} des liens sont des envois à beaucoup, restés sans réponse : ils ne forment "
        "pas de chaînes ici.",
    },
    "note.glue.aside": {
        "en": "No function is compared with {names}: what is asked there is routed onward, and so much passes that "
        "nobody else would stand out.",
        "fr": "Aucune fonction n’est comparée à {names} : ce qu’on y demande est transmis, et il y passe tant que "
        "personne d’autre ne ressortirait.",
    },
    "note.glue.giant": {
        "en": "{function} has more than half of the people: every small function carries more per head, so look at "
        "what is beyond activity first.",
        "fr": "{function} compte plus de la moitié des personnes : toute petite fonction porte plus par tête ; "
        "regarder donc d’abord ce qui dépasse l’activité.",
    },
    "note.glue.size": {
        "en": "Who carries more per head goes with size here: {larger} come first, which may be no more than that.",
        "fr": "Porter plus par tête va ici de pair avec la taille : {larger} viennent en tête, et ce n’est "
        "peut-être rien d’autre.",
    },
    "note.glue.large": {"en": "large functions", "fr": "les grandes fonctions"},
    "note.glue.small_ones": {"en": "small functions", "fr": "les petites fonctions"},
    "note.glue.readings": {
        "en": "{function} carries most per head; with the number of contacts taken into account {other} comes first "
        "(a factor of {x:.1}).",
        "fr": "{function} porte le plus par tête ; si l’on tient compte du nombre de contacts, c’est {other} qui "
        "vient en tête (facteur {x:.1}).",
    },
    "note.glue.beyond_error": {
        "en": "Beyond activity rests on finitely many random networks: its standard error is up to {error:%}.",
        "fr": "La part au-delà de l’activité repose sur un nombre fini de réseaux aléatoires : erreur type jusqu’à "
        "{error:%}.",
    },
    "note.glue.people": {"en": "people", "fr": "personnes"},
    "note.glue.nodes": {"en": "people and teams", "fr": "personnes et équipes"},
    "note.glue.distance": {
        "en": "With distance by {by} {function} ranks first, by {other_by} {other}: the answer depends on "
        "that choice.",
        "fr": "Si la distance se mesure par {by}, {function} est première ; par {other_by}, c’est {other} : "
        "la réponse dépend de ce choix.",
    },
    "note.glue.by_number": {"en": "number of ties", "fr": "le nombre de liens"},
    "note.glue.by_strength": {"en": "strength (1 / strength)", "fr": "la force des liens (1 / force)"},
    "note.glue.unpaired.one": {
        "en": "Too many functions to keep all pairs: those joined by a function are listed for the first "
        "in rank only, not for {n} other.",
        "fr": "Trop de fonctions pour garder toutes les paires : celles que joint une fonction ne sont "
        "données que pour les premières au classement, non pour {n} autre.",
    },
    "note.glue.unpaired.many": {
        "en": "Too many functions to keep all pairs: those joined by a function are listed for the first "
        "in rank only, not for {n} others.",
        "fr": "Trop de fonctions pour garder toutes les paires : celles que joint une fonction ne sont "
        "données que pour les premières au classement, non pour {n} autres.",
    },
    "note.glue.carrier_error": {
        "en": "Shares of brokerage by person come from a sample of paths: standard error up to {error:pt.1} "
        "points.",
        "fr": "Les parts de l’intermédiation par personne viennent d’un échantillon de chemins : erreur "
        "type jusqu’à {error:pt.1} points.",
    },
    "glue.heading": {
        "en": "Glue: which function links the others",
        "fr": "Liant : quelle fonction relie les autres",
    },
    "glue.lead": {
        "en": "Brokerage is the share of the shortest chains of contacts between people of two other "
        "functions that pass through a function. It grows with size, so what counts is the lift: how many times "
        "as much a person there carries as a person elsewhere. Beyond activity is what is left of it when "
        "everybody’s number of contacts is taken into account.",
        "fr": "L’intermédiation est la part des plus courtes chaînes de contacts entre personnes de deux "
        "autres fonctions qui passent par une fonction. Elle croît avec la taille ; ce qui compte est donc ce que "
        "porte une personne de la fonction, rapporté à ce que porte une personne d’ailleurs. Au-delà de "
        "l’activité : ce qu’il en reste une fois compté le nombre de contacts de chacun.",
    },
    "glue.reach.one": {
        "en": "{n} person is enough to be in direct contact with {share:%} of the people, or be one of them.",
        "fr": "{n} personne suffit pour être en contact direct avec {share:%} des personnes, ou en être.",
    },
    "glue.reach.many": {
        "en": "{n} people together are enough to be in direct contact with {share:%} of the people, or be one of them; "
        "no fewer than {least} could be.",
        "fr": "{n} personnes ensemble suffisent pour être en contact direct avec {share:%} des personnes, ou en être ; "
        "moins de {least} n’y suffiraient pas.",
    },
    "glue.chart": {
        "en": "What a person carries, against a person elsewhere (1 = as much)",
        "fr": "Ce que porte une personne, rapporté à une personne d’ailleurs (1 = autant)",
    },
    "glue.chart_read": {
        "en": "Right of the dashed line: a person there carries more than a person elsewhere. "
        "Filled dots: beyond chance, and between nearly all the others.",
        "fr": "À droite du trait : une personne y porte plus qu’une personne d’ailleurs. "
        "Points pleins : au-delà du hasard, et entre presque toutes les autres.",
    },
    "glue.explain.pairs": {
        "en": "Of the shortest chains between people of other functions that pass through {function}, "
        "{pairs}.",
        "fr": "Parmi les plus courtes chaînes entre personnes d’autres fonctions qui passent par "
        "{function}, {pairs}.",
    },
    "glue.explain.pair": {"en": "{share:%} join {a} and {b}", "fr": "{share:%} relient {a} et {b}"},
    "glue.explain.carrier": {
        "en": "{share:%} of these chains pass through {who}.",
        "fr": "{share:%} de ces chaînes passent par {who}.",
    },
    "glue.explain.carriers": {
        "en": "{share:%} of these chains pass through {who}, {next:%} through the next.",
        "fr": "{share:%} de ces chaînes passent par {who}, {next:%} par la suivante.",
    },
    "glue.explain.one_person": {"en": "one person of {function}", "fr": "une personne de {function}"},
    "glue.explain.one_team": {"en": "one team queue of {function}", "fr": "une file d’équipe de {function}"},
    "glue.explain.that_person": {"en": "that person", "fr": "cette personne"},
    "glue.explain.that_team": {"en": "that queue", "fr": "cette file"},
    "glue.explain.those": {"en": "the {n} who carry most", "fr": "les {n} qui en portent le plus"},
    "glue.explain.named": {"en": "{names} of {function}", "fr": "{names} de {function}"},
    "glue.explain.without": {
        "en": "Without {who}, were nobody to take over their ties, {after:%.1} of all shortest chains between "
        "people of other functions would pass through {function} (now {before:%.1}), other ways counted.",
        "fr": "Sans {who}, et si personne ne reprenait ces liens, {after:%.1} de toutes les plus courtes "
        "chaînes entre personnes d’autres fonctions passeraient par {function} (aujourd’hui {before:%.1}), "
        "autres chemins compris.",
    },
    "glue.explain.rank_same": {
        "en": "Its rank per head would stay {after}.",
        "fr": "Son rang par tête resterait {after}.",
    },
    "glue.explain.rank_falls": {
        "en": "Its rank per head would fall from {before} to {after}.",
        "fr": "Son rang par tête reculerait de {before} à {after}.",
    },
    "glue.explain.rank_rises": {
        "en": "Its rank per head would rise from {before} to {after}.",
        "fr": "Son rang par tête avancerait de {before} à {after}.",
    },
    "glue.explain.cut": {
        "en": "The share of pairs that no chain joins would go from {before:%} to {after:%}.",
        "fr": "La part des paires qu’aucune chaîne ne relie passerait de {before:%} à {after:%}.",
    },
    "glue.explain.nothing_left": {
        "en": "Without {who}, nothing would be left that could be measured.",
        "fr": "Sans {who}, il ne resterait rien de mesurable.",
    },
    "glue.explain.nothing": {
        "en": "No shortest chain between people of other functions passes through {function}.",
        "fr": "Aucune des plus courtes chaînes entre personnes d’autres fonctions ne passe par {function}.",
    },
    "method.glue": {
        "en": "Glue. Group betweenness of each function over pairs of people of two different other "
        "functions, per head and against the other functions on average; tested by dealing people over "
        "functions and by leaving out groups of people. The interval comes from these groups: people are dealt to "
        "forty of them, and each is left out in turn with all its ties.",
        "fr": "Liant. Centralité d’intermédiarité de chaque fonction prise comme groupe, sur les paires de "
        "personnes de deux autres fonctions, par tête et rapportée à la moyenne des autres ; testée en "
        "redistribuant les personnes entre fonctions et en ôtant tour à tour des groupes de personnes. L’intervalle "
        "vient de ces groupes : les personnes sont réparties en quarante, et chacun est ôté à son tour avec tous "
        "ses liens.",
    },
    "rows.glue": {
        "en": "A row per function, best rank first. Which function links the others?",
        "fr": "Une ligne par fonction, la première au classement d’abord. Quelle fonction relie les autres ?",
    },
    "column.glue.function": {"en": "name of the function", "fr": "nom de la fonction"},
    "column.glue.people": {"en": "persons, not teams", "fr": "personnes, sans les équipes"},
    "column.glue.brokerage": {
        "en": "of the shortest paths between people of two different *other* functions, those that pass through it",
        "fr": "parmi les plus courts chemins entre personnes de deux *autres* fonctions, ceux qui passent par elle",
    },
    "column.glue.expected": {
        "en": "what its size alone gives: as much per head as the other functions on average",
        "fr": "ce que donne sa seule taille : autant par tête que les autres fonctions en moyenne",
    },
    "column.glue.excess": {"en": "brokerage less expected", "fr": "intermédiation moins l’attendue"},
    "column.glue.brokerage_z": {
        "en": "logarithm of the lift, in standard errors",
        "fr": "logarithme du rapport par tête, en erreurs-types",
    },
    "column.glue.p_value": {
        "en": "how often chance alone gives a lift as large: the larger of two tests",
        "fr": "à quelle fréquence le seul hasard donne un rapport aussi grand : le plus grand de deux tests",
    },
    "column.glue.q_value": {
        "en": "the p-value adjusted for the number of functions tested (Benjamini-Hochberg)",
        "fr": "la valeur p ajustée au nombre de fonctions testées (Benjamini-Hochberg)",
    },
    "column.glue.verdict": {
        "en": "`glue`, `bridge` (joins some, not the whole), `mailroom` (would be one of both, but routes onward what "
        "it is asked), `ordinary`, `not_assessable`",
        "fr": "`glue` (liant), `bridge` (en joint quelques-unes), `mailroom` (serait l’un ou l’autre, mais transmet "
        "ce qu’on lui demande), `ordinary` (ordinaire), `not_assessable` (non évaluable)",
    },
    "column.glue.lift": {
        "en": "what a person there carries, over what one of the other functions carries on average: brokerage over "
        "expected",
        "fr": "ce que porte une personne, rapporté à ce que porte en moyenne une personne des autres fonctions : "
        "intermédiation sur attendue",
    },
    "column.glue.spread": {
        "en": "pairs of other functions between whom it carries more per head than those left",
        "fr": "paires d’autres fonctions entre lesquelles elle porte plus par tête que celles qui restent",
    },
    "column.glue.beyond_activity": {
        "en": "what of the lift is not explained by its people’s number of contacts; no verdict. The interval is that "
        "of other people with as many contacts or of other contacts of these, whichever is wider; which groups cross "
        "functions is taken as known",
        "fr": "ce que le nombre de contacts de ses personnes n’explique pas du rapport par tête ; sans verdict. "
        "L’intervalle est celui d’autres personnes ayant autant de contacts ou d’autres contacts de ces personnes, le "
        "plus large des deux ; les groupes qui traversent les fonctions y sont tenus pour connus",
    },
    "column.glue.rank": {
        "en": "by lift, 1 = first; the range holds 95 % of what other people might have given",
        "fr": "par tête, 1 = première ; l’étendue contient 95 % de ce qu’auraient pu donner d’autres personnes",
    },
    "column.glue.p_first": {
        "en": "how often it would be first with other people",
        "fr": "à quelle fréquence elle serait première avec d’autres personnes",
    },
    "column.glue.coverage": {
        "en": "other functions with which it has a real exchange both ways; small ones count as one",
        "fr": "autres fonctions avec lesquelles elle a un vrai échange dans les deux sens ; les petites comptent "
        "pour une",
    },
    "column.glue.evenness": {
        "en": "whether its outside exchange is spread (1) or goes to one function (0); small ones count as one",
        "fr": "si ses échanges au-dehors sont répartis (1) ou vont à une seule fonction (0) ; les petites comptent "
        "pour une",
    },
    "column.glue.participation": {
        "en": "whether its people’s own ties are spread over functions (0 to 1); small ones count as one",
        "fr": "si les liens de ses personnes se répartissent entre fonctions (0 à 1) ; les petites comptent pour une",
    },
    "column.glue.concentration": {
        "en": "its brokerage that hangs on its most important person, in tenths",
        "fr": "part de son intermédiation qui tient à sa personne la plus importante, en dixièmes",
    },
    "column.glue.unreachable": {
        "en": "pairs of people of other functions that no path connects, in tenths",
        "fr": "paires de personnes d’autres fonctions qu’aucun chemin ne relie, en dixièmes",
    },
    "column.glue.standard_error": {
        "en": "numerical error of `brokerage`, from sampled sources; 0 up to 2,000 people",
        "fr": "erreur numérique de `brokerage`, due aux points de départ échantillonnés ; 0 jusqu’à 2 000 personnes",
    },
    "column.glue.reach_share": {
        "en": "of the fewest people found who together are within one step of half of the company, those of this "
        "function",
        "fr": "parmi les personnes, les moins nombreuses trouvées, qui ensemble sont à un pas de la moitié de "
        "l’entreprise, celles de cette fonction",
    },
    "column.glue.brought_together": {
        "en": "pairs of people of two other functions, not in touch before, whom somebody there brought into one "
        "thread",
        "fr": "paires de personnes de deux autres fonctions, sans contact auparavant, que quelqu’un de la fonction a "
        "réunies dans un même fil",
    },
    "column.glue.introduced": {
        "en": "those of them who later write to each other or meet without the function",
        "fr": "parmi elles, celles qui s’écrivent ou se voient ensuite sans la fonction",
    },
    "column.glue.two_paths": {
        "en": "pairs whom somebody there could have introduced: both their contacts, and not in touch before they were",
        "fr": "paires que quelqu’un de la fonction aurait pu présenter : tous deux ses contacts, et sans contact entre "
        "eux avant de l’être",
    },
    "column.glue.introductions": {
        "en": "introduced, of the two-paths; the interval is over people; missing with fewer than 20 pairs brought "
        "together, and where no thread is known",
        "fr": "part des paires présentées ; l’intervalle porte sur les personnes ; vide si moins de 20 paires ont été "
        "réunies ou si aucun fil n’est connu",
    },
    "column.glue.introductions_expected": {
        "en": "the same share by chance: if those it brought together went on as often as those whom the other "
        "functions did; introduced deliberately or not, some always do",
        "fr": "la même part due au hasard : si les paires réunies continuaient aussi souvent que celles réunies par "
        "les autres fonctions ; voulu ou non, il y en a toujours",
    },
    "column.introductions": {"en": "introduces", "fr": "met en relation"},
    "column.introductions_expected": {"en": "by chance", "fr": "par hasard"},
    "glue.introductions": {
        "en": "Introduces: of the pairs of people of other functions who had only somebody of the function in common, "
        "those whom that person brought into one thread and who then went on without the function. Chance also gives "
        "some: read it beside what is expected, not beside other functions.",
        "fr": "Met en relation : parmi les paires de personnes d’autres fonctions qui n’avaient en commun qu’une "
        "personne de la fonction, celles qu’elle a réunies dans un même fil et qui ont ensuite continué sans la "
        "fonction. Le hasard en donne aussi : à lire à côté de la part attendue, non des autres fonctions.",
    },
    "column.glue.status": {
        "en": "`assessed`, `not_assessable`",
        "fr": "`assessed` (évaluée), `not_assessable` (non évaluable)",
    },
    "rows.glue_pairs": {
        "en": "A row per ranked function and pair of functions that it joins.",
        "fr": "Une ligne par fonction classée et par paire de fonctions qu’elle relie.",
    },
    "column.glue_pairs.function": {"en": "the one in between", "fr": "celle qui est entre les deux"},
    "column.glue_pairs.function_a": {"en": "one of the two it joins", "fr": "l’une des deux qu’elle relie"},
    "column.glue_pairs.function_b": {"en": "the other one", "fr": "l’autre"},
    "column.glue_pairs.share": {
        "en": "of its brokerage, that between the two; adds up to 1 with what is not shown",
        "fr": "part de son intermédiation qui est entre les deux ; avec ce qui n’est pas montré, le total est 1",
    },
    "column.glue_pairs.standard_error": {
        "en": "from sampled sources; 0 up to 2,000 people",
        "fr": "due aux points de départ échantillonnés ; 0 jusqu’à 2 000 personnes",
    },
    "rows.glue_without": {
        "en": "The first function by rank: as it is, and without the one and the three people who carry most of its "
        "brokerage. Shares are in tenths, for they are those of single people.",
        "fr": "La première fonction au classement : telle quelle, puis sans la personne et les trois personnes qui "
        "portent le plus de son intermédiation. Les parts sont en dixièmes, car ce sont celles de personnes.",
    },
    "column.glue_without.function": {"en": "name of the function", "fr": "nom de la fonction"},
    "column.glue_without.removed": {"en": "persons taken out: 0, 1, 3", "fr": "personnes retirées : 0, 1, 3"},
    "column.glue_without.share": {
        "en": "of its brokerage, what these carry now",
        "fr": "part de son intermédiation qu’elles portent aujourd’hui",
    },
    "column.glue_without.brokerage": {
        "en": "as in `glue`, without them",
        "fr": "comme dans `glue`, sans elles",
    },
    "column.glue_without.expected": {
        "en": "as in `glue`, without them",
        "fr": "comme dans `glue`, sans elles",
    },
    "column.glue_without.excess": {"en": "as in `glue`, without them", "fr": "comme dans `glue`, sans elles"},
    "column.glue_without.lift": {"en": "as in `glue`, without them", "fr": "comme dans `glue`, sans elles"},
    "column.glue_without.rank": {"en": "as in `glue`, without them", "fr": "comme dans `glue`, sans elles"},
    "column.glue_without.unreachable": {
        "en": "as in `glue`, without them",
        "fr": "comme dans `glue`, sans elles",
    },
    "column.glue_without.standard_error": {
        "en": "as in `glue`, without them",
        "fr": "comme dans `glue`, sans elles",
    },
    "topic.glue": {"en": "Glue", "fr": "Liant"},
    "column.brokerage": {"en": "brokerage", "fr": "intermédiation"},
    "column.brokerage.gloss": {
        "en": "share of shortest chains between people of other functions that pass through it",
        "fr": "part des plus courtes chaînes entre personnes d’autres fonctions qui passent par elle",
    },
    "column.excess": {"en": "excess", "fr": "excédent"},
    "column.excess.gloss": {
        "en": "that share minus what its size alone gives, in percentage points, with its 95% interval",
        "fr": "cette part moins ce que donne sa seule taille, en points de pourcentage, avec son intervalle à 95 %",
    },
    "column.lift": {"en": "lift", "fr": "par tête"},
    "column.lift.gloss": {
        "en": "how many times as much of those chains a person there carries as a person elsewhere, with its 95% "
        "interval",
        "fr": "combien de fois plus de ces chaînes passent par une personne de la fonction que par une personne "
        "d’ailleurs, avec son intervalle à 95 %",
    },
    "column.beyond_activity": {"en": "beyond activity", "fr": "au-delà de l’activité"},
    "column.beyond_activity.gloss": {
        "en": "what is left of the lift once its people’s number of contacts is taken into account",
        "fr": "ce qu’il en reste une fois compté le nombre de contacts de ses personnes",
    },
    "column.rank": {"en": "rank", "fr": "rang"},
    "column.rank.gloss": {
        "en": "by lift, with its 95% interval",
        "fr": "par tête, avec son intervalle à 95 %",
    },
    "column.coverage": {"en": "coverage", "fr": "couverture"},
    "column.coverage.gloss": {
        "en": "share of the other functions with two-way exchange above noise",
        "fr": "part des autres fonctions avec échange dans les deux sens, au-delà du bruit",
    },
    "column.concentration": {"en": "concentration", "fr": "concentration"},
    "column.concentration.gloss": {
        "en": "share of its brokerage that hangs on one person",
        "fr": "part de son intermédiation qui tient à une seule personne",
    },
    "verdict.glue": {"en": "glue", "fr": "liant"},
    "verdict.mailroom": {"en": "routes onward", "fr": "transmet plus loin"},
    "verdict.bridge": {"en": "bridge", "fr": "passerelle"},
}
