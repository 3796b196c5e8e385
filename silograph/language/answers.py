"""What the analyses answer (`said.`) and when not to trust it (`note.`); numbers are written as `Words.shown` says."""

TEXTS: dict[str, dict[str, str]] = {
    # silos
    "said.silos.no_walls": {
        "en": "Walls cannot be computed: ties inside functions, or between them, are missing.",
        "fr": "Les cloisons ne peuvent pas être calculées : il manque des liens au sein des fonctions, ou "
        "entre elles.",
    },
    "said.silos.walls": {
        "en": "Two people of one function are {walls:.1} times as likely to exchange as two of different "
        "ones (95% interval {low:.1} to {high:.1}), given how active they are",
        "fr": "Deux personnes d’une même fonction ont {walls:.1} fois plus de chances d’échanger que deux "
        "de fonctions différentes (intervalle à 95 % : {low:.1} à {high:.1}), compte tenu de leur activité",
    },
    "said.silos.none_assessed": {
        "en": "{walls}; no function can be called a silo or open here.",
        "fr": "{walls} ; aucune fonction ne peut être dite silo ou ouverte ici.",
    },
    "said.silos.none": {
        "en": "{walls}; none of {assessed} functions is more closed than the others beyond chance.",
        "fr": "{walls} ; aucune des {assessed} fonctions n’est plus fermée que les autres au-delà du hasard.",
    },
    "said.silos.found.one": {
        "en": "{walls}; {n} of {assessed} functions is more closed than the others: {silos}.",
        "fr": "{walls} ; {n} fonction sur {assessed} est plus fermée que les autres : {silos}.",
    },
    "said.silos.found.many": {
        "en": "{walls}; {n} of {assessed} functions are more closed than the others: {silos}.",
        "fr": "{walls} ; {n} fonctions sur {assessed} sont plus fermées que les autres : {silos}.",
    },
    "said.silos.one": {
        "en": "{function} (openness {openness:.2}, 95% interval {low:.2} to {high:.2})",
        "fr": "{function} (ouverture {openness:.2}, intervalle à 95 % : {low:.2} à {high:.2})",
    },
    "note.silos.few_simulations": {
        "en": "{n} simulated networks cannot show a small p-value, so verdicts are rarely possible; ask "
        "for {least} or more.",
        "fr": "{n} réseaux simulés ne peuvent pas montrer une petite valeur p : un verdict est rarement "
        "possible ; en demander {least} ou plus.",
    },
    "note.silos.few_functions.one": {
        "en": "{n} function can be assessed; below {least} there is no usual to compare with, so no verdict.",
        "fr": "{n} fonction peut être évaluée ; en dessous de {least}, il n’y a pas d’habituel auquel "
        "comparer, donc pas de verdict.",
    },
    "note.silos.few_functions.many": {
        "en": "{n} functions can be assessed; below {least} there is no usual to compare with, so no "
        "verdict.",
        "fr": "{n} fonctions peuvent être évaluées ; en dessous de {least}, il n’y a pas d’habituel auquel "
        "comparer, donc pas de verdict.",
    },
    "note.silos.no_usual.one": {
        "en": "More functions differ clearly than the one that could be measured apart, so what is usual here is "
        "itself unusual: an ordinary function can look closed or open. Read the figures as a ranking.",
        "fr": "Plus de fonctions diffèrent nettement que la seule qui a pu être mesurée à part : l’habituel est "
        "ici inhabituel, et une fonction ordinaire peut paraître fermée ou ouverte. Lire les chiffres comme un "
        "classement.",
    },
    "note.silos.no_usual.many": {
        "en": "More functions differ clearly than the {n} that could be measured apart, so what is usual here is "
        "itself unusual: an ordinary function can look closed or open. Read the figures as a ranking.",
        "fr": "Plus de fonctions diffèrent nettement que les {n} qui ont pu être mesurées à part : l’habituel est "
        "ici inhabituel, et une fonction ordinaire peut paraître fermée ou ouverte. Lire les chiffres comme un "
        "classement.",
    },
    "note.silos.unknown": {
        "en": "{share:%} of the people have no known function; they and their ties are left out.",
        "fr": "{share:%} des personnes n’ont pas de fonction connue ; elles et leurs liens sont laissés de "
        "côté.",
    },
    "note.silos.small.one": {
        "en": "{n} of {of} functions is too small, or has too few ties, to be assessed.",
        "fr": "{n} fonction sur {of} est trop petite, ou a trop peu de liens, pour être évaluée.",
    },
    "note.silos.small.many": {
        "en": "{n} of {of} functions are too small, or have too few ties, to be assessed.",
        "fr": "{n} fonctions sur {of} sont trop petites, ou ont trop peu de liens, pour être évaluées.",
    },
    "note.silos.shaky": {
        "en": "So few ties that resamples lose all inside or all across: {functions:,}.",
        "fr": "Si peu de liens que les rééchantillons perdent tous ceux du dedans ou tous ceux du dehors : "
        "{functions:,}.",
    },
    "note.silos.size": {
        "en": "Openness goes with size here (rank correlation {correlation:+.2}): a large function looks "
        "open where people work in small teams; read verdicts on the largest and smallest functions with "
        "care.",
        "fr": "L’ouverture va de pair avec la taille ici (corrélation des rangs {correlation:+.2}) : une "
        "grande fonction paraît ouverte là où l’on travaille en petites équipes ; lire avec prudence les "
        "verdicts sur les plus grandes et les plus petites.",
    },
    # communities
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
    # silos2
    "said.silos2.whole": {"en": "{layer}; {judged}.", "fr": "{layer} ; {judged}."},
    "said.silos2.judged": {
        "en": "{silos} of {n} spaces and communities are silos (one function, and isolated), {bridges} mix "
        "functions more than is usual",
        "fr": "sur {n} espaces et communautés, {silos} sont des silos (une seule fonction, et isolés), "
        "{bridges} mêlent les fonctions plus que d’habitude",
    },
    "said.silos2.none_assessed": {
        "en": "no space or community can be assessed",
        "fr": "aucun espace ni communauté ne peut être évalué",
    },
    "said.silos2.too_few": {
        "en": "Too few posts between people of known functions to compare their walls with those of e-mail",
        "fr": "Trop peu de publications entre personnes de fonctions connues pour comparer leurs cloisons "
        "à celles du courriel",
    },
    "said.silos2.walls": {"en": "walls of {walls:.1}", "fr": "cloisons de {walls:.1}"},
    "said.silos2.walls_mail": {
        "en": "walls of {posts:.1}, against {mail:.1} in e-mail (ratio {ratio:.2}, 95% interval {low:.2} "
        "to {high:.2})",
        "fr": "cloisons de {posts:.1}, contre {mail:.1} dans le courriel (rapport {ratio:.2}, intervalle à "
        "95 % : {low:.2} à {high:.2})",
    },
    "said.silos2.repeats_walls": {
        "en": "Posts repeat the walls between functions: {walls}",
        "fr": "Les publications répètent les cloisons entre fonctions : {walls}",
    },
    "said.silos2.opens_walls": {
        "en": "Posts open the walls between functions: {walls}",
        "fr": "Les publications ouvrent les cloisons entre fonctions : {walls}",
    },
    "said.silos2.new_walls": {
        "en": "Posts build new walls: people of different functions exchange {circles:.1} times as often "
        "within circles of posters as across them (95% interval {low:.1} to {high:.1})",
        "fr": "Les publications créent de nouvelles cloisons : des personnes de fonctions différentes "
        "échangent {circles:.1} fois plus au sein des cercles de ceux qui publient que d’un cercle à "
        "l’autre (intervalle à 95 % : {low:.1} à {high:.1})",
    },
    "said.silos2.too_little_data": {
        "en": "The data do not settle what posts do to the walls between functions: {walls}",
        "fr": "Les données ne tranchent pas ce que les publications font aux cloisons entre fonctions : "
        "{walls}",
    },
    "said.silos2.nothing": {
        "en": "There are no walls between functions to repeat or to open: {walls}",
        "fr": "Il n’y a pas de cloisons entre fonctions à répéter ou à ouvrir : {walls}",
    },
    "note.silos2.no_functions": {
        "en": "No function is known: purity cannot be told, and no verdict given; give an org chart.",
        "fr": "Aucune fonction n’est connue : la pureté ne peut être dite, ni un verdict donné ; fournir "
        "un organigramme.",
    },
    "note.silos2.no_mail": {
        "en": "No e-mail: whether posts repeat or open the walls cannot be told.",
        "fr": "Pas de courriel : on ne peut dire si les publications répètent ou ouvrent les cloisons.",
    },
    "note.silos2.no_spaces": {
        "en": "No post names its space: only communities are looked at.",
        "fr": "Aucune publication ne nomme son espace : seules les communautés sont regardées.",
    },
    "note.silos2.not_given": {
        "en": "Communities of the posts were not given: only spaces are looked at.",
        "fr": "Les communautés des publications n’ont pas été fournies : seuls les espaces sont regardés.",
    },
    "note.silos2.no_communities": {
        "en": "The posts show no communities beyond chance.",
        "fr": "Les publications ne montrent pas de communautés au-delà du hasard.",
    },
    "note.silos2.small.one": {
        "en": "{n} space has too few people to be named or assessed.",
        "fr": "{n} espace compte trop peu de personnes pour être nommé ou évalué.",
    },
    "note.silos2.small.many": {
        "en": "{n} spaces have too few people to be named or assessed.",
        "fr": "{n} espaces comptent trop peu de personnes pour être nommés ou évalués.",
    },
    # glue
    "said.glue.found": {
        "en": "{function} connects the other functions most: {numbers}.",
        "fr": "{function} relie le plus les autres fonctions : {numbers}.",
    },
    "said.glue.none": {
        "en": "No function connects the others beyond chance; the highest is {function}: {numbers}.",
        "fr": "Aucune fonction ne relie les autres au-delà du hasard ; la première est {function} : "
        "{numbers}.",
    },
    "said.glue.numbers": {
        "en": "{brokerage:%.1} of the shortest paths between people of other functions pass through it, "
        "{expected:%.1} would by its size and activity (difference {excess:+pt.1} points, 95% interval "
        "{low:+pt.1} to {high:+pt.1}; first in {first:%} of resamples)",
        "fr": "{brokerage:%.1} des plus courts chemins entre personnes d’autres fonctions passent par "
        "elle, contre {expected:%.1} selon sa taille et son activité (écart {excess:+pt.1} points, "
        "intervalle à 95 % : {low:+pt.1} à {high:+pt.1} ; première dans {first:%} des rééchantillons)",
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
    # relay
    "said.relay.overall": {
        "en": "{relayed} of {total} questions and cases between functions are passed on unanswered",
        "fr": "{relayed} des {total} questions et dossiers entre fonctions sont transmis sans réponse",
    },
    "said.relay.none_assessed": {
        "en": "{overall}; no function can be assessed.",
        "fr": "{overall} ; aucune fonction ne peut être évaluée.",
    },
    "said.relay.none.one": {
        "en": "{overall}; the only function that can be assessed ({n}) does not stand out in passing on.",
        "fr": "{overall} ; la seule fonction qui puisse être évaluée ({n}) ne transmet pas nettement plus que les "
        "autres.",
    },
    "said.relay.none.many": {
        "en": "{overall}; of {n} functions, none that lies on many paths stands out in passing on.",
        "fr": "{overall} ; sur {n} fonctions, aucune de celles qui sont sur beaucoup de chemins ne "
        "transmet nettement plus que les autres.",
    },
    "said.relay.found": {
        "en": "{mailrooms}; over all functions {overall}.",
        "fr": "{mailrooms} ; toutes fonctions réunies, {overall}.",
    },
    "said.relay.found_alone": {
        "en": "{mailrooms}; over all functions {overall}; no other function links the others beyond chance.",
        "fr": "{mailrooms} ; toutes fonctions réunies, {overall} ; aucune autre fonction ne relie les "
        "autres au-delà du hasard.",
    },
    "said.relay.routes": {
        "en": "{function} routes onward {share:%} of what it gets (95% interval {low:%} to {high:%})",
        "fr": "{function} transmet plus loin {share:%} de ce qu’elle reçoit (intervalle à 95 % : {low:%} à "
        "{high:%})",
    },
    "note.relay.no_threads": {
        "en": "Nothing is known of {channels}: no message there says what it answers. To have it counted, "
        "give messages that say what they belong to: In-Reply-To or References headers of e-mail, "
        "thread_id or parent_id in tables, cases of tickets.",
        "fr": "Rien n’est su de ce canal : {channels}. Aucun message n’y dit à quoi il répond. Pour le "
        "compter, fournir des messages qui disent à quoi ils appartiennent : en-têtes In-Reply-To ou "
        "References du courriel, thread_id ou parent_id des tables, dossiers des tickets.",
    },
    "note.relay.young.one": {
        "en": "{n} item came too close to the end of the record to know what becomes of it.",
        "fr": "{n} demande est trop proche de la fin du relevé pour savoir ce qu’elle devient.",
    },
    "note.relay.young.many": {
        "en": "{n} items came too close to the end of the record to know what becomes of them.",
        "fr": "{n} demandes sont trop proches de la fin du relevé pour savoir ce qu’elles deviennent.",
    },
    "note.relay.untimed.one": {
        "en": "{n} message without a time cannot be put in order and is left out.",
        "fr": "{n} message sans heure ne peut être mis en ordre et est laissé de côté.",
    },
    "note.relay.untimed.many": {
        "en": "{n} messages without a time cannot be put in order and are left out.",
        "fr": "{n} messages sans heure ne peuvent être mis en ordre et sont laissés de côté.",
    },
    "note.relay.alone.one": {
        "en": "{n} message belongs to no thread; what becomes of it is not seen.",
        "fr": "{n} message n’appartient à aucun fil ; on ne voit pas ce qu’il devient.",
    },
    "note.relay.alone.many": {
        "en": "{n} messages belong to no thread; what becomes of them is not seen.",
        "fr": "{n} messages n’appartiennent à aucun fil ; on ne voit pas ce qu’ils deviennent.",
    },
    "note.relay.unsaid.one": {
        "en": "Of {n} case the export does not say whether it is done: it counts as resolved by the last "
        "to have it.",
        "fr": "De {n} dossier, l’export ne dit pas s’il est clos : il compte comme résolu par le dernier à "
        "l’avoir eu.",
    },
    "note.relay.unsaid.many": {
        "en": "Of {n} cases the export does not say whether they are done: they count as resolved by the "
        "last to have them.",
        "fr": "De {n} dossiers, l’export ne dit pas s’ils sont clos : ils comptent comme résolus par le "
        "dernier à les avoir eus.",
    },
    "note.relay.posts": {
        "en": "On the internal network only answers inside a thread are seen: what is ignored there is overstated.",
        "fr": "Sur le réseau interne, seules les réponses dans un fil sont vues : ce qui est ignoré y "
        "est surestimé.",
    },
    "note.relay.not_assessed.one": {
        "en": "{n} of {of} functions is too small, asked too little or without brokerage to be assessed.",
        "fr": "{n} fonction sur {of} est trop petite, trop peu sollicitée ou sans intermédiation pour être "
        "évaluée.",
    },
    "note.relay.not_assessed.many": {
        "en": "{n} of {of} functions are too small, asked too little or without brokerage to be assessed.",
        "fr": "{n} fonctions sur {of} sont trop petites, trop peu sollicitées ou sans intermédiation pour "
        "être évaluées.",
    },
    "note.relay.mostly_answers": {
        "en": "{function} routes onward more than the others do, but answers most of what it gets itself.",
        "fr": "{function} transmet plus loin davantage que les autres, mais répond elle-même à la plupart "
        "de ce qu’elle reçoit.",
    },
    # response
    "said.response.nothing": {
        "en": "No function asked another one anything.",
        "fr": "Aucune fonction n’a posé de question à une autre.",
    },
    "said.response.start": {
        "en": "Of {asked} questions to another function, {share:%} (95% interval {low:%} to {high:%}) had "
        "a first reply from it within {hours:g} hours; {never} had none from it in the log",
        "fr": "Sur {asked} questions à une autre fonction, {share:%} (intervalle à 95 % : {low:%} à "
        "{high:%}) ont eu d’elle une première réponse en moins de {hours:g} heures ; {never} n’en ont eu "
        "aucune dans le relevé",
    },
    "said.response.too_little": {
        "en": "{start}; too little is known of any function to compare it with the others.",
        "fr": "{start} ; on en sait trop peu sur chaque fonction pour la comparer aux autres.",
    },
    "said.response.none": {
        "en": "{start}; no function is slower or faster than the others beyond chance.",
        "fr": "{start} ; aucune fonction n’est plus lente ou plus rapide que les autres au-delà du hasard.",
    },
    "said.response.found": {"en": "{start}; {told:,}.", "fr": "{start} ; {told:,}."},
    "said.response.slower": {
        "en": "{function} slower ({share:%}, 95% interval {low:%} to {high:%}, others {usual:%})",
        "fr": "{function} plus lente ({share:%}, intervalle à 95 % : {low:%} à {high:%}, les autres "
        "{usual:%})",
    },
    "said.response.faster": {
        "en": "{function} faster ({share:%}, 95% interval {low:%} to {high:%}, others {usual:%})",
        "fr": "{function} plus rapide ({share:%}, intervalle à 95 % : {low:%} à {high:%}, les autres "
        "{usual:%})",
    },
    "note.response.news": {
        "en": "Whatever opens a thread counts as a question, also news that ask nothing: compare functions.",
        "fr": "Tout ce qui ouvre un fil compte comme une question, même une nouvelle qui ne demande rien : "
        "comparer les fonctions entre elles.",
    },
    "note.response.left_out": {"en": "Left out: {reasons:;}.", "fr": "Laissés de côté : {reasons:;}."},
    "note.response.counted": {"en": "{n} {reason}", "fr": "{n} {reason}"},
    "note.response.no_threads": {
        "en": "messages where the export does not say what answers what",
        "fr": "messages dont l’export ne dit pas à quoi ils répondent",
    },
    "note.response.automatic": {
        "en": "threads opened automatically or by a broadcast",
        "fr": "fils ouverts automatiquement ou par une diffusion",
    },
    "note.response.orphan": {
        "en": "threads whose opening is not in the log",
        "fr": "fils dont l’ouverture n’est pas dans le relevé",
    },
    "note.response.unknown_asker": {
        "en": "threads opened by somebody whose function is not known, or from outside",
        "fr": "fils ouverts par quelqu’un dont la fonction n’est pas connue, ou de l’extérieur",
    },
    "note.response.coarse": {
        "en": "threads with a time too coarse to time a reply",
        "fr": "fils dont l’heure est trop grossière pour mesurer une réponse",
    },
    "note.response.to_nobody": {
        "en": "threads addressed to no function",
        "fr": "fils adressés à aucune fonction",
    },
    "note.response.recent": {
        "en": "{n} of {of} questions are too near the end of the log to know their final answer.",
        "fr": "{n} questions sur {of} sont trop proches de la fin du relevé pour connaître leur dernière "
        "réponse.",
    },
    "note.response.unclosed": {
        "en": "{n} cases do not say whether they were closed: only handing back counts as an answer.",
        "fr": "{n} dossiers ne disent pas s’ils ont été clos : seul un renvoi compte comme réponse.",
    },
    "note.response.aside": {
        "en": "So different that the others are compared without: {functions:,}.",
        "fr": "Si différentes que les autres sont comparées sans elles : {functions:,}.",
    },
    "note.response.few": {
        "en": "Too few people or teams asked for a verdict: {functions:,}.",
        "fr": "Trop peu de personnes ou d’équipes sollicitées pour un verdict : {functions:,}.",
    },
    # ownership
    "said.ownership.own_function": {"en": "A function of its own", "fr": "Une fonction à part entière"},
    "said.ownership.everybody": {"en": "Everybody", "fr": "Tout le monde"},
    "said.ownership.none": {
        "en": "No arrangement answers more questions within 24 hours than another beyond chance: from "
        "{least:%} ({last}) to {most:%} ({first}; 95% interval {low:%} to {high:%}).",
        "fr": "Aucune organisation ne répond à plus de questions en 24 heures qu’une autre au-delà du "
        "hasard : de {least:%} ({last}) à {most:%} ({first} ; intervalle à 95 % : {low:%} à {high:%}).",
    },
    "said.ownership.lead": {
        "en": "{arrangement} would answer {share:%} of questions within 24 hours (95% interval {low:%} to "
        "{high:%}), more than {better} of {others} other arrangements beyond chance, if reply times stay "
        "as they are",
        "fr": "{arrangement} répondrait à {share:%} des questions en 24 heures (intervalle à 95 % : "
        "{low:%} à {high:%}), plus que {better} des {others} autres organisations au-delà du hasard, si "
        "les temps de réponse restent ce qu’ils sont",
    },
    "said.ownership.found": {"en": "{lead}.", "fr": "{lead}."},
    "said.ownership.against": {
        "en": "{lead}; against {current} today, {hours:+} hours of waiting spared a week ({low:+} to "
        "{high:+}), assuming {questions:g} questions a week and counting at most a week for each.",
        "fr": "{lead} ; face à {current} aujourd’hui, {hours:+} heures d’attente épargnées par semaine "
        "({low:+} à {high:+}), en supposant {questions:g} questions par semaine et en comptant au plus une "
        "semaine pour chacune.",
    },
    "note.ownership.uniform": {
        "en": "assumed: every function gets as many questions as another",
        "fr": "supposé : chaque fonction reçoit autant de questions qu’une autre",
    },
    "note.ownership.observed": {
        "en": "assumed: questions are about functions as the outside questions in the log are",
        "fr": "supposé : les questions portent sur les fonctions comme celles venues de l’extérieur dans "
        "le relevé",
    },
    "note.ownership.given": {
        "en": "assumed: questions are about functions in the shares given",
        "fr": "supposé : les questions portent sur les fonctions dans les parts indiquées",
    },
    "note.ownership.week_given": {
        "en": "given: {n:g} questions from outside a week",
        "fr": "indiqué : {n:g} questions de l’extérieur par semaine",
    },
    "note.ownership.week_observed": {
        "en": "observed: {n:g} questions from outside a week",
        "fr": "observé : {n:g} questions de l’extérieur par semaine",
    },
    "note.ownership.week_assumed": {
        "en": "assumed: {n:g} questions from outside a week",
        "fr": "supposé : {n:g} questions de l’extérieur par semaine",
    },
    "note.ownership.at_once": {
        "en": "assumed: passing a question on takes no time: the customer waits as long as the owner waits "
        "for the reply",
        "fr": "supposé : transmettre une question ne prend pas de temps : le client attend aussi longtemps "
        "que le porteur attend la réponse",
    },
    "note.ownership.own_pace": {
        "en": "assumed: passing a question on takes a function as long as answering one of its own",
        "fr": "supposé : transmettre une question prend à une fonction autant de temps que de répondre à "
        "l’une des siennes",
    },
    "note.ownership.staff": {
        "en": "assumed: a function of its own has {n} people and is answered as the others are on average",
        "fr": "supposé : une fonction à part entière compte {n} personnes et reçoit ses réponses comme les "
        "autres en moyenne",
    },
    "note.ownership.triage": {
        "en": "assumed: where everybody answers, {share:%} of questions land with the wrong function first",
        "fr": "supposé : si tout le monde répond, {share:%} des questions arrivent d’abord à la mauvaise "
        "fonction",
    },
    "note.ownership.times": {
        "en": "assumed: reply times stay as they are; more questions are not answered faster, nor (below "
        "capacity) slower",
        "fr": "supposé : les temps de réponse restent ce qu’ils sont ; davantage de questions ne sont ni "
        "plus vite répondues ni, sous la capacité, plus lentement",
    },
    "note.ownership.small.one": {
        "en": "{n} function is too small to be judged as owner; questions about it count",
        "fr": "{n} fonction est trop petite pour être jugée comme porteur ; les questions à son sujet "
        "comptent",
    },
    "note.ownership.small.many": {
        "en": "{n} functions are too small to be judged as owners; questions about them count",
        "fr": "{n} fonctions sont trop petites pour être jugées comme porteurs ; les questions à leur "
        "sujet comptent",
    },
    "note.ownership.unasked.one": {
        "en": "{n} function is never asked anything in this log: no question is about it",
        "fr": "{n} fonction n’est jamais sollicitée dans ce relevé : aucune question ne porte sur elle",
    },
    "note.ownership.unasked.many": {
        "en": "{n} functions are never asked anything in this log: no question is about them",
        "fr": "{n} fonctions ne sont jamais sollicitées dans ce relevé : aucune question ne porte sur elles",
    },
    "note.ownership.anyone": {
        "en": "too few questions from outside contacts in the log: functions' replies to each other stand "
        "for them",
        "fr": "trop peu de questions de contacts extérieurs dans le relevé : les réponses des fonctions "
        "entre elles en tiennent lieu",
    },
    "note.ownership.lent.one": {
        "en": "{n} function had few questions from outside contacts: the average of all counts for {worth} questions",
        "fr": "{n} fonction a reçu peu de questions de contacts extérieurs : la moyenne de toutes compte "
        "pour {worth} questions",
    },
    "note.ownership.lent.many": {
        "en": "{n} functions had few questions from outside contacts: the average of all counts for {worth} questions",
        "fr": "{n} fonctions ont reçu peu de questions de contacts extérieurs : la moyenne de toutes "
        "compte pour {worth} questions",
    },
    "note.ownership.borrowed": {
        "en": "pairs of functions rest to {share:%} on how soon the one is answered, and the other "
        "answers, in general: what is special between two of them is understated",
        "fr": "les paires de fonctions reposent à {share:%} sur le délai dans lequel, en général, l’une "
        "reçoit ses réponses et l’autre répond : ce que deux d’entre elles ont de particulier est "
        "sous-estimé",
    },
    "note.ownership.no_hubs": {
        "en": "no hub teams: they are chosen on one half of the period and scored on the other",
        "fr": "pas d’équipes centrales : elles sont choisies sur une moitié de la période et notées sur "
        "l’autre",
    },
    "note.ownership.too_few_for_hubs": {
        "en": "no hub teams: a hub of two needs at least three functions that can be judged",
        "fr": "pas d’équipes centrales : une équipe de deux demande au moins trois fonctions qui puissent "
        "être jugées",
    },
    "note.ownership.over.one": {
        "en": "{n} arrangement would add more questions per person than its people answer today "
        "(over_capacity)",
        "fr": "{n} organisation ajouterait plus de questions par personne que les siennes n’en traitent "
        "aujourd’hui (over_capacity)",
    },
    "note.ownership.over.many": {
        "en": "{n} arrangements would add more questions per person than their people answer today "
        "(over_capacity)",
        "fr": "{n} organisations ajouteraient plus de questions par personne que les leurs n’en traitent "
        "aujourd’hui (over_capacity)",
    },
    "note.ownership.replicates": {
        "en": "only {n} bootstrap replicates: intervals are coarse",
        "fr": "seulement {n} rééchantillons : les intervalles sont grossiers",
    },
    "note.ownership.other_pace": {
        "en": "if passing on took as long as answering, {first} would answer most within 24 hours "
        "({share:%}), {single} most of the single functions ({single_share:%})",
        "fr": "si transmettre prenait autant de temps que répondre, {first} répondrait au plus de "
        "questions en 24 heures ({share:%}) ; parmi les fonctions seules, ce serait {single} "
        "({single_share:%})",
    },
    "note.ownership.direct": {
        "en": "check: of {n} direct questions from outside in the log {share:%} had their last answer "
        "within 24 hours ({low:%} to {high:%}); the model says {model:%}",
        "fr": "contrôle : sur {n} questions directes de l’extérieur dans le relevé, {share:%} ont eu leur "
        "dernière réponse en 24 heures ({low:%} à {high:%}) ; le modèle dit {model:%}",
    },
    "note.ownership.detoured": {
        "en": "check: of {n} detoured questions from outside in the log {share:%} had their last answer "
        "within 24 hours ({low:%} to {high:%}); the model says {model:%}, {slower:%} if passing on took as "
        "long as answering",
        "fr": "contrôle : sur {n} questions de l’extérieur passées par un détour dans le relevé, {share:%} "
        "ont eu leur dernière réponse en 24 heures ({low:%} à {high:%}) ; le modèle dit {model:%}, "
        "{slower:%} si transmettre prenait autant de temps que répondre",
    },
    # hourglass
    "said.hourglass.too_few": {
        "en": "Too few contacts outside, or people inside, to say who stands between.",
        "fr": "Trop peu de contacts à l’extérieur, ou de personnes à l’intérieur, pour dire qui se tient "
        "entre les deux.",
    },
    "said.hourglass.waist.one": {
        "en": "{n} of {inside} carries {carried:%} of the exchange with {contacts} contacts "
        "outside; if contacts fell to people by how active they are, it would take {expected} ({low} to "
        "{high})",
        "fr": "{n} des {inside} porte {carried:%} des échanges avec {contacts} contacts "
        "extérieurs ; si les contacts allaient à chacun selon son activité, il en faudrait {expected} "
        "({low} à {high})",
    },
    "said.hourglass.waist.many": {
        "en": "{n} of {inside} carry {carried:%} of the exchange with {contacts} contacts outside; "
        "if contacts fell to people by how active they are, it would take {expected} ({low} to {high})",
        "fr": "{n} des {inside} portent {carried:%} des échanges avec {contacts} contacts "
        "extérieurs ; si les contacts allaient à chacun selon son activité, il en faudrait {expected} "
        "({low} à {high})",
    },
    "said.hourglass.people": {"en": "{n} people", "fr": "{n} personnes"},
    "said.hourglass.with_teams": {"en": "{n} people and teams", "fr": "{n} personnes et équipes"},
    "said.hourglass.none": {
        "en": "{waist}; no hourglass beyond chance.",
        "fr": "{waist} ; pas de sablier au-delà du hasard.",
    },
    "said.hourglass.found": {
        "en": "{waist}: an hourglass. Most paths from contacts to other functions, {share:%} (95% interval "
        "{low:%} to {high:%}), lead through {function}.",
        "fr": "{waist} : c’est un sablier. C’est par {function} que passent le plus de chemins des "
        "contacts aux autres fonctions : {share:%} (intervalle à 95 % : {low:%} à {high:%}).",
    },
    "note.shared_addresses.one": {
        "en": "{n} outside address stands for a role or a machine (info@, no-reply@ ...); it is no contact "
        "here.",
        "fr": "{n} adresse extérieure désigne un rôle ou une machine (info@, no-reply@…) ; ce n’est pas un "
        "contact ici.",
    },
    "note.shared_addresses.many": {
        "en": "{n} outside addresses stand for a role or a machine (info@, no-reply@ ...); they are no "
        "contacts here.",
        "fr": "{n} adresses extérieures désignent un rôle ou une machine (info@, no-reply@…) ; ce ne sont "
        "pas des contacts ici.",
    },
    "note.hourglass.unknown": {
        "en": "{share:%} of the exchange with the outside is by people of unknown function.",
        "fr": "{share:%} des échanges avec l’extérieur sont le fait de personnes de fonction inconnue.",
    },
    "note.hourglass.quiet": {
        "en": "{share:%} of the ties to contacts belong to people without any exchange inside: where "
        "mailboxes are missing, the waist looks narrower than it is.",
        "fr": "{share:%} des liens avec les contacts sont ceux de personnes sans aucun échange interne : "
        "là où des boîtes manquent, la taille du sablier paraît plus fine qu’elle n’est.",
    },
    "note.hourglass.unreached": {
        "en": "{share:%} of the pairs of contact and person are not connected at all.",
        "fr": "{share:%} des paires contact-personne ne sont pas reliées du tout.",
    },
    "note.hourglass.sampled": {
        "en": "Paths are from a random sample of {n} contacts.",
        "fr": "Les chemins partent d’un échantillon aléatoire de {n} contacts.",
    },
    # collisions
    "said.collisions.nothing": {
        "en": "No contact outside was written to by two functions within {days:g} days.",
        "fr": "Aucun contact extérieur n’a reçu de messages de deux fonctions en {days:g} jours.",
    },
    "said.collisions.start": {
        "en": "When two functions wrote to the same outside contact within {days:g} days, they had not "
        "exchanged anything about it in {share:%} of {meetings} cases (95% interval {low:%} to {high:%})",
        "fr": "Quand deux fonctions ont écrit au même contact extérieur en {days:g} jours, elles n’avaient "
        "rien échangé à ce sujet dans {share:%} de {meetings} cas (intervalle à 95 % : {low:%} à {high:%})",
    },
    "said.collisions.too_few": {
        "en": "{start}; too few pairs of functions met there to say which is usual.",
        "fr": "{start} ; trop peu de paires de fonctions s’y sont croisées pour dire ce qui est habituel.",
    },
    "said.collisions.found": {
        "en": "{start}; more often than usual: {pairs:,}.",
        "fr": "{start} ; plus souvent que d’habitude : {pairs:,}.",
    },
    "said.collisions.pair": {
        "en": "{a} and {b} ({share:%}, 95% interval {low:%} to {high:%}, usual {usual:%})",
        "fr": "{a} et {b} ({share:%}, intervalle à 95 % : {low:%} à {high:%}, habituel {usual:%})",
    },
    "said.collisions.none.one": {
        "en": "{start}; the {n} pair of functions that can be judged, no more often than usual here.",
        "fr": "{start} ; {n} seule paire de fonctions peut être jugée, pas plus souvent qu’il n’est habituel "
        "ici.",
    },
    "said.collisions.none.many": {
        "en": "{start}; none of {n} pairs of functions more often than usual here.",
        "fr": "{start} ; aucune des {n} paires de fonctions plus souvent qu’il n’est habituel ici.",
    },
    "note.collisions.phone": {
        "en": "What was said by telephone or face to face is not seen: a collision here may have been "
        "agreed there.",
        "fr": "Ce qui s’est dit au téléphone ou de vive voix n’est pas vu : une collision ici a pu être "
        "convenue là.",
    },
    "note.collisions.untimed": {
        "en": "{n} messages to contacts have no time and are left out.",
        "fr": "{n} messages à des contacts n’ont pas d’heure et sont laissés de côté.",
    },
    "note.collisions.unknown": {
        "en": "{share:%} of the messages to contacts come from people of unknown function and are left out.",
        "fr": "{share:%} des messages à des contacts viennent de personnes de fonction inconnue et sont "
        "laissés de côté.",
    },
    "note.collisions.not_assessed.one": {
        "en": "{n} of {of} pairs has too few contacts, or a function too small, to be judged.",
        "fr": "{n} paire sur {of} a trop peu de contacts, ou une fonction trop petite, pour être jugée.",
    },
    "note.collisions.not_assessed.many": {
        "en": "{n} of {of} pairs have too few contacts, or a function too small, to be judged.",
        "fr": "{n} paires sur {of} ont trop peu de contacts, ou une fonction trop petite, pour être jugées.",
    },
    "note.collisions.few_pairs": {
        "en": "With fewer than {n} other pairs nothing is usual, so no verdict.",
        "fr": "Avec moins de {n} autres paires, rien n’est habituel : pas de verdict.",
    },
    # table
    "said.table.whole": {"en": "{said}.", "fr": "{said}."},
    "said.table.with_glue": {
        "en": "{said}; {function}, which links the others most, has {n} of the seats.",
        "fr": "{said} ; {function}, qui relie le plus les autres, occupe {n} des sièges.",
    },
    "said.table.without_glue": {
        "en": "{said}; {function}, which links the others most, has none of the seats.",
        "fr": "{said} ; {function}, qui relie le plus les autres, n’occupe aucun des sièges.",
    },
    "said.table.absent": {
        "en": "Active on the topic but not at the table: {functions:,}",
        "fr": "Actives sur le sujet mais absentes de la table : {functions:,}",
    },
    "said.table.one": {
        "en": "{function} ({taken} of {seats} seats, where its activity on the topic would give "
        "{expected:.1}; q {q:p})",
        "fr": "{function} ({taken} des {seats} sièges, là où son activité sur le sujet en donnerait "
        "{expected:.1} ; q {q:p})",
    },
    "said.table.none": {
        "en": "None of {judged} functions is missing from the {seats} seats at the table, given how active "
        "they are on the topic",
        "fr": "Aucune des {judged} fonctions ne manque parmi les {seats} sièges à la table, compte tenu de "
        "leur activité sur le sujet",
    },
    "note.table.seats": {
        "en": "Seats are what the log shows: who sits in meetings without a message is not seen.",
        "fr": "Les sièges sont ceux que montre le relevé : qui siège en réunion sans message n’est pas vu.",
    },
    "note.table.unknown": {
        "en": "{share:%} of the people on the topic or at the table have no known function.",
        "fr": "{share:%} des personnes actives sur le sujet ou à la table n’ont pas de fonction connue.",
    },
    "note.table.no_subjects": {
        "en": "The log has no subjects: only spaces were searched (--subjects keeps them).",
        "fr": "Le relevé n’a pas d’objets de messages : seuls les espaces ont été cherchés (--subjects les "
        "garde).",
    },
    "note.table.everybody": {
        "en": "Everybody active on the topic is at the table.",
        "fr": "Tous ceux qui sont actifs sur le sujet sont à la table.",
    },
    "note.table.few.one": {
        "en": "{n} seat is few: hardly any absence can be told from chance.",
        "fr": "{n} siège, c’est peu : presque aucune absence ne peut être distinguée du hasard.",
    },
    "note.table.few.many": {
        "en": "{n} seats are few: hardly any absence can be told from chance.",
        "fr": "{n} sièges, c’est peu : presque aucune absence ne peut être distinguée du hasard.",
    },
    # maturity
    "said.maturity.clear": {
        "en": "{share:%} of the people write posts (95% interval {low:%} to {high:%}); {part} of "
        "{assessed} functions clearly take part: stage {stage}.",
        "fr": "{share:%} des personnes publient (intervalle à 95 % : {low:%} à {high:%}) ; {part} "
        "fonctions sur {assessed} participent clairement : stade {stage}.",
    },
    "said.maturity.unclear": {
        "en": "{share:%} of the people write posts (95% interval {low:%} to {high:%}); {part} of "
        "{assessed} functions clearly take part; the stage is unclear, most likely {stage}.",
        "fr": "{share:%} des personnes publient (intervalle à 95 % : {low:%} à {high:%}) ; {part} "
        "fonctions sur {assessed} participent clairement ; le stade n’est pas établi, le plus probable : "
        "{stage}.",
    },
    "said.maturity.none": {"en": "none", "fr": "aucun"},
    "said.maturity.pilot": {"en": "pilot", "fr": "pilote"},
    "said.maturity.customer_facing": {"en": "customer facing", "fr": "au contact des clients"},
    "said.maturity.transversal": {"en": "transversal", "fr": "transversal"},
    "note.maturity.nobody_silent": {
        "en": "Nobody is known who appears in no message: with a people file of everybody, participation "
        "would be lower.",
        "fr": "Personne n’est connu qui n’apparaisse dans aucun message : avec un fichier de tout le "
        "personnel, la participation serait plus basse.",
    },
    "note.maturity.unknown": {
        "en": "{share:%} of the people have no known function; they count in the organisation's figures "
        "only.",
        "fr": "{share:%} des personnes n’ont pas de fonction connue ; elles ne comptent que dans les "
        "chiffres de l’organisation.",
    },
    "note.maturity.no_replies": {
        "en": "The export has no replies: dialogue and unanswered mentions cannot be told.",
        "fr": "L’export n’a pas de réponses : ni le dialogue ni les mentions sans réponse ne peuvent être "
        "dits.",
    },
    "note.maturity.by_names": {
        "en": "Which functions face customers is guessed from their names; in Python, "
        "sg.maturity(customer_facing=...) takes them as given.",
        "fr": "Les fonctions au contact des clients sont devinées d’après leurs noms ; en Python, "
        "sg.maturity(customer_facing=...) les prend telles qu’on les donne.",
    },
    "note.maturity.no_customer_facing": {
        "en": "No function is known to face customers, so the stage customer_facing cannot be found.",
        "fr": "Aucune fonction n’est connue comme étant au contact des clients : ce stade ne peut être "
        "trouvé.",
    },
    "note.maturity.no_titles": {
        "en": "No titles: short-term staff cannot be told.",
        "fr": "Pas d’intitulés de poste : le personnel temporaire ne peut être reconnu.",
    },
    "note.maturity.no_levels": {
        "en": "No levels: leaders cannot be told.",
        "fr": "Pas de niveaux hiérarchiques : les dirigeants ne peuvent être reconnus.",
    },
    "note.maturity.no_people": {
        "en": "No people file: everybody known wrote or received something.",
        "fr": "Pas de fichier du personnel : chaque personne connue a écrit ou reçu quelque chose.",
    },
    # copies
    "said.copies.no_cc": {
        "en": "The export does not say who was in copy; {threads}.",
        "fr": "L’export ne dit pas qui était en copie ; {threads}.",
    },
    "said.copies.load": {
        "en": "{share:%} of all mail is delivered in copy (95% interval {low:%} to {high:%}), {copies:.1} "
        "copies per person and week; {threads}.",
        "fr": "{share:%} du courriel est remis en copie (intervalle à 95 % : {low:%} à {high:%}), soit "
        "{copies:.1} copies par personne et par semaine ; {threads}.",
    },
    "said.copies.whom": {
        "en": "{people} people of {functions} functions",
        "fr": "{people} personnes d’au moins {functions} fonctions",
    },
    "said.copies.whom_anywhere": {"en": "{people} people", "fr": "{people} personnes"},
    "said.copies.found.one": {
        "en": "{n} thread reached {whom} or more, all along, and went back and forth {rounds} times or more: "
        "{deliveries} deliveries where a shared space would have needed {messages} posts",
        "fr": "{n} fil a touché au moins {whom}, de bout en bout, en au moins {rounds} allers-retours : "
        "{deliveries} remises là où un espace partagé n’aurait demandé que {messages} publications",
    },
    "said.copies.found.many": {
        "en": "{n} threads reached {whom} or more, all along, and went back and forth {rounds} times or more: "
        "{deliveries} deliveries where a shared space would have needed {messages} posts",
        "fr": "{n} fils ont touché au moins {whom}, de bout en bout, en au moins {rounds} allers-retours : "
        "{deliveries} remises là où un espace partagé n’aurait demandé que {messages} publications",
    },
    "said.copies.none": {
        "en": "no thread reached {whom} and went back and forth {rounds} times",
        "fr": "aucun fil n’a touché {whom} en {rounds} allers-retours",
    },
    "note.copies.no_cc": {
        "en": "The export has no Cc field: everybody counts as addressed, and copies cannot be told.",
        "fr": "L’export n’a pas de champ Cc : chacun compte comme destinataire, et les copies ne peuvent "
        "être reconnues.",
    },
    "note.copies.no_threads": {
        "en": "The mail names no threads (Message-ID and References are missing): threads cannot be judged.",
        "fr": "Le courriel ne nomme pas de fils (Message-ID et References manquent) : les fils ne peuvent "
        "être jugés.",
    },
    "note.copies.no_functions": {
        "en": "No function is known: threads are judged without them.",
        "fr": "Aucune fonction n’est connue : les fils sont jugés sans elles.",
    },
    "note.copies.on_list.one": {
        "en": "{n} more thread meets the rule but goes through a mailing list, which is a shared space.",
        "fr": "{n} fil de plus remplit la règle mais passe par une liste de diffusion, qui est un espace "
        "partagé.",
    },
    "note.copies.on_list.many": {
        "en": "{n} more threads meet the rule but go through a mailing list, which is a shared space.",
        "fr": "{n} fils de plus remplissent la règle mais passent par une liste de diffusion, qui est un "
        "espace partagé.",
    },
    "note.copies.untimed": {
        "en": "No mail has a time: copies per week cannot be told.",
        "fr": "Aucun courriel n’a d’heure : les copies par semaine ne peuvent être dites.",
    },
    # trend
    "said.trend.none": {
        "en": "No figure changed beyond noise over {windows}.",
        "fr": "Aucun chiffre n’a changé au-delà du bruit en {windows}.",
    },
    "said.trend.found.one": {
        "en": "{n} change beyond noise over {windows}: {changes:;}.",
        "fr": "{n} changement au-delà du bruit en {windows} : {changes:;}.",
    },
    "said.trend.found.many": {
        "en": "{n} changes beyond noise over {windows}: {changes:;}.",
        "fr": "{n} changements au-delà du bruit en {windows} : {changes:;}.",
    },
    "said.trend.more.one": {"en": "{n} further change", "fr": "{n} autre changement"},
    "said.trend.more.many": {"en": "{n} further changes", "fr": "{n} autres changements"},
    "said.trend.week.one": {"en": "{n} week", "fr": "{n} semaine"},
    "said.trend.week.many": {"en": "{n} weeks", "fr": "{n} semaines"},
    "said.trend.month.one": {"en": "{n} month", "fr": "{n} mois"},
    "said.trend.month.many": {"en": "{n} months", "fr": "{n} mois"},
    "said.trend.quarter.one": {"en": "{n} quarter", "fr": "{n} trimestre"},
    "said.trend.quarter.many": {"en": "{n} quarters", "fr": "{n} trimestres"},
    "said.trend.year.one": {"en": "{n} year", "fr": "{n} année"},
    "said.trend.year.many": {"en": "{n} years", "fr": "{n} années"},
    "said.trend.walls": {"en": "walls", "fr": "cloisons"},
    "said.trend.modularity": {"en": "modularity of functions", "fr": "modularité des fonctions"},
    "said.trend.cross_share": {
        "en": "share of exchange between functions",
        "fr": "part des échanges entre fonctions",
    },
    "said.trend.continuity": {
        "en": "exchange inside the functions people were in before",
        "fr": "échanges au sein des fonctions où les gens étaient auparavant",
    },
    "said.trend.openness": {"en": "openness of {function}", "fr": "ouverture de {function}"},
    "said.trend.up_factor": {
        "en": "{what} up from {window} by a factor of {change:.2} (q {q:p})",
        "fr": "{what} en hausse dès {window} d’un facteur {change:.2} (q {q:p})",
    },
    "said.trend.down_factor": {
        "en": "{what} down from {window} by a factor of {change:.2} (q {q:p})",
        "fr": "{what} en baisse dès {window} d’un facteur {change:.2} (q {q:p})",
    },
    "said.trend.up": {
        "en": "{what} up from {window} by {change:+.2} (q {q:p})",
        "fr": "{what} en hausse dès {window} de {change:+.2} (q {q:p})",
    },
    "said.trend.down": {
        "en": "{what} down from {window} by {change:+.2} (q {q:p})",
        "fr": "{what} en baisse dès {window} de {change:+.2} (q {q:p})",
    },
    "note.trend.marks": {
        "en": "A mark says that something differs beyond noise, not why; the first and last window may be "
        "incomplete.",
        "fr": "Une marque dit que quelque chose diffère au-delà du bruit, non pourquoi ; la première et la "
        "dernière période peuvent être incomplètes.",
    },
    "note.trend.busy": {
        "en": "Modularity, cross share and continuity also move when functions become busier; walls and "
        "openness do not.",
        "fr": "La modularité, la part des échanges entre fonctions et la continuité bougent aussi quand "
        "des fonctions deviennent plus actives ; les cloisons et l’ouverture, non.",
    },
    "note.trend.poor": {
        "en": "{poor} of {windows} have fewer than {least} ties and are left out.",
        "fr": "Trop peu de liens (moins de {least}) pour {poor} sur {windows} : ces périodes sont laissées "
        "de côté.",
    },
    "note.trend.untimed.one": {
        "en": "{n} message without a time is left out.",
        "fr": "{n} message sans heure est laissé de côté.",
    },
    "note.trend.untimed.many": {
        "en": "{n} messages without a time are left out.",
        "fr": "{n} messages sans heure sont laissés de côté.",
    },
    # whatif
    "said.whatif.whole": {"en": "{parts:;}.", "fr": "{parts:;}."},
    "said.whatif.compared.one": {
        "en": "{n} scenario compared with the network as observed.",
        "fr": "{n} scénario comparé au réseau tel qu’il est observé.",
    },
    "said.whatif.compared.many": {
        "en": "{n} scenarios compared with the network as observed.",
        "fr": "{n} scénarios comparés au réseau tel qu’il est observé.",
    },
    "said.whatif.without": {
        "en": "Without {function}, {cut} of {pairs} pairs of people of other functions lose every path, "
        "the most of all functions",
        "fr": "Sans {function}, {cut} des {pairs} paires de personnes d’autres fonctions perdent tout "
        "chemin, le plus de toutes les fonctions",
    },
    "said.whatif.without_longer": {
        "en": "Without {function}, {cut} of {pairs} pairs of people of other functions lose every path, "
        "the most of all functions, and the others' paths are {longer:.3} steps longer on average (now "
        "{before:.2})",
        "fr": "Sans {function}, {cut} des {pairs} paires de personnes d’autres fonctions perdent tout "
        "chemin, le plus de toutes les fonctions, et les chemins des autres s’allongent de {longer:.3} pas "
        "en moyenne (aujourd’hui {before:.2})",
    },
    "said.whatif.ties.one": {
        "en": "{n} more tie between functions, chosen best ({ends:,}), would {gains}",
        "fr": "{n} lien de plus entre fonctions, choisi au mieux ({ends:,}), pourrait {gains}",
    },
    "said.whatif.ties.many": {
        "en": "{n} more ties between functions, chosen best ({ends:,}), would {gains}",
        "fr": "{n} liens de plus entre fonctions, choisis au mieux ({ends:,}), pourraient {gains}",
    },
    "said.whatif.ends.one": {"en": "{a} and {b}", "fr": "{a} et {b}"},
    "said.whatif.ends.many": {"en": "{n} times {a} and {b}", "fr": "{n} fois {a} et {b}"},
    "said.whatif.join": {
        "en": "join {pairs} pairs that have no path",
        "fr": "relier {pairs} paires qui n’ont pas de chemin",
    },
    "said.whatif.shorten": {
        "en": "shorten paths by {steps:.3} steps on average",
        "fr": "raccourcir les chemins de {steps:.3} pas en moyenne",
    },
    "said.whatif.nobody_cut": {
        "en": "Without any single function, no two people of others would lose every path; at most, "
        "without {function}, paths between them are {longer:.3} steps longer on average (now {before:.2})",
        "fr": "Sans l’une quelconque des fonctions, aucune paire de personnes des autres ne perdrait tout "
        "chemin ; au plus, sans {function}, leurs chemins s’allongent de {longer:.3} pas en moyenne "
        "(aujourd’hui {before:.2})",
    },
    "said.whatif.nothing_gained.one": {
        "en": "{n} more tie between functions, chosen best, would change next to nothing",
        "fr": "{n} lien de plus entre fonctions, choisi au mieux, ne changerait presque rien",
    },
    "said.whatif.nothing_gained.many": {
        "en": "{n} more ties between functions, chosen best, would change next to nothing",
        "fr": "{n} liens de plus entre fonctions, choisis au mieux, ne changeraient presque rien",
    },
    "note.whatif.nobody": {
        "en": "Nobody takes over the ties of those who leave: this says what runs through a function "
        "today, no more.",
        "fr": "Personne ne reprend les liens de ceux qui partent : cela dit ce qui passe aujourd’hui par "
        "une fonction, rien de plus.",
    },
    "note.whatif.size": {
        "en": "A larger function cuts more: the glue says which connects more than its size explains.",
        "fr": "Une fonction plus grande coupe davantage : le liant dit laquelle relie plus que sa taille ne "
        "l’explique.",
    },
    "note.whatif.liaisons": {
        "en": "Liaisons: the best found of {n} new ties; the gain supposes that the two would go on "
        "exchanging, and that others would pass through them.",
        "fr": "Liaisons : les meilleures parmi {n} nouveaux liens ; le gain suppose que les deux "
        "continuent d’échanger, et que d’autres passent par elles.",
    },
    "note.whatif.small.one": {
        "en": "{n} small function is neither removed singly nor given liaisons.",
        "fr": "{n} petite fonction n’est ni retirée seule ni dotée de liaisons.",
    },
    "note.whatif.small.many": {
        "en": "{n} small functions are neither removed singly nor given liaisons.",
        "fr": "{n} petites fonctions ne sont ni retirées seules ni dotées de liaisons.",
    },
    "note.whatif.sampled": {
        "en": "Paths were searched from a random sample of people; *_error are standard errors.",
        "fr": "Les chemins ont été cherchés à partir d’un échantillon aléatoire de personnes ; *_error "
        "sont des erreurs types.",
    },
    # owner
    "said.owner.recommended": {
        "en": "{function} should own social media: first in {share:%} of the weightings, score {score:.1} "
        "where chance alone reaches {threshold:.1}; {involve}.",
        "fr": "{function} devrait porter les médias sociaux : première dans {share:%} des pondérations, "
        "note {score:.1} là où le hasard seul atteint {threshold:.1} ; {involve}.",
    },
    "said.owner.none": {
        "en": "No clear owner: {function} comes first in {share:%} of the weightings, score {score:.1} "
        "where chance alone reaches {threshold:.1}; {involve}.",
        "fr": "Pas de porteur évident : {function} arrive première dans {share:%} des pondérations, note "
        "{score:.1} là où le hasard seul atteint {threshold:.1} ; {involve}.",
    },
    "said.owner.involve": {
        "en": "involve {functions} in every initiative",
        "fr": "associer {functions} à chaque initiative",
    },
    "said.owner.involve_doubt": {
        "en": "to involve somebody in every initiative, {functions} links the others most, though not "
        "beyond chance",
        "fr": "pour associer une fonction à chaque initiative, c’est {functions} qui relie le plus les "
        "autres, sans aller au-delà du hasard",
    },
    "note.owner.acceptability": {
        "en": "Acceptability is a share of weightings, not a probability of being right.",
        "fr": "L’acceptabilité est une part des pondérations, non une probabilité d’avoir raison.",
    },
    "note.owner.not_candidates.one": {
        "en": "{n} of {of} functions judged for suitability is no candidate (unknown, too small, or not "
        "assessable): what was judged of it is not shown.",
        "fr": "{n} fonction sur {of} jugées pour leur aptitude n’est pas candidate (inconnue, trop petite "
        "ou non évaluable) : ce qui en a été jugé n’est pas montré.",
    },
    "note.owner.not_candidates.many": {
        "en": "{n} of {of} functions judged for suitability are no candidates (unknown, too small, or not "
        "assessable): what was judged of them is not shown.",
        "fr": "{n} fonctions sur {of} jugées pour leur aptitude ne sont pas candidates (inconnues, trop "
        "petites ou non évaluables) : ce qui en a été jugé n’est pas montré.",
    },
    # sensitivity
    "said.sensitivity.whole": {"en": "{parts:;}.", "fr": "{parts:;}."},
    "said.sensitivity.stable.one": {
        "en": "{function} stays first among the candidates under the only other assumption that applies here",
        "fr": "{function} reste première des candidates sous la seule autre hypothèse qui s’applique ici",
    },
    "said.sensitivity.stable.many": {
        "en": "{function} stays first among the candidates under all {n} other assumptions that apply here",
        "fr": "{function} reste première des candidates sous les {n} autres hypothèses qui s’appliquent ici",
    },
    "said.sensitivity.unstable": {
        "en": "The winner is not stable: under {n} of {of} other assumptions that apply here "
        "another function than {function} comes first",
        "fr": "Le résultat n’est pas stable : sous {n} des {of} autres hypothèses qui s’appliquent ici, "
        "une autre fonction que {function} arrive première",
    },
    "said.sensitivity.draw": {
        "en": "The winner is not stable: with fewer resamples {first} comes first instead of {function}, "
        "even under the same assumptions",
        "fr": "Le résultat n’est pas stable : avec moins de rééchantillons, {first} arrive première au "
        "lieu de {function}, même sous les mêmes hypothèses",
    },
    "said.sensitivity.none.one": {
        "en": "There is no winner that could be stable or not; {first}, which comes first among the "
        "candidates without standing out, does so under the only other assumption that applies here",
        "fr": "Il n’y a pas de gagnante qui puisse être stable ou non ; {first}, première des candidates "
        "sans se détacher, l’est sous la seule autre hypothèse qui s’applique ici",
    },
    "said.sensitivity.none.many": {
        "en": "There is no winner that could be stable or not; {first}, which comes first among the "
        "candidates without standing out, does so under all {n} other assumptions that apply here",
        "fr": "Il n’y a pas de gagnante qui puisse être stable ou non ; {first}, première des candidates "
        "sans se détacher, l’est sous les {n} autres hypothèses qui s’appliquent ici",
    },
    "said.sensitivity.none_draw": {
        "en": "There is no winner, and who comes first without standing out hangs on the draw: {function} "
        "in the run, {first} with fewer resamples",
        "fr": "Il n’y a pas de gagnante, et la première, qui ne se détache pas, dépend du tirage : "
        "{function} dans l’analyse, {first} avec moins de rééchantillons",
    },
    "said.sensitivity.glue": {
        "en": "the function that links the others most stays the same",
        "fr": "la fonction qui relie le plus les autres reste la même",
    },
    "said.sensitivity.glue_changes": {
        "en": "another function links the others most under {n} of {of} other assumptions",
        "fr": "une autre fonction relie le plus les autres sous {n} des {of} autres hypothèses",
    },
    "said.sensitivity.silos": {
        "en": "no verdict on closed functions changes",
        "fr": "aucun verdict sur les fonctions fermées ne change",
    },
    "said.sensitivity.silos_changes": {
        "en": "the closed functions differ under {n} of {of} other assumptions",
        "fr": "les fonctions fermées diffèrent sous {n} des {of} autres hypothèses",
    },
    "said.sensitivity.none_other.many": {
        "en": "There is no winner, and who comes first without standing out is not stable: another "
        "function than {first} under {n} of {of} other assumptions that apply here",
        "fr": "Il n’y a pas de gagnante, et la première, qui ne se détache pas, n’est pas stable : une "
        "autre fonction que {first} sous {n} des {of} autres hypothèses qui s’appliquent ici",
    },
    "said.sensitivity.none_other.one": {
        "en": "There is no winner, and who comes first without standing out is not stable: another "
        "function than {first} under {n} of {of} other assumptions that apply here",
        "fr": "Il n’y a pas de gagnante, et la première, qui ne se détache pas, n’est pas stable : une "
        "autre fonction que {first} sous {n} des {of} autres hypothèses qui s’appliquent ici",
    },
    "note.sensitivity.effort": {
        "en": "Each row rests on {replicates} resamples of ties (the run: {full}), {networks} random "
        "networks for the glue and {simulations} for the owner: compare rows with the first one, and "
        "shares only roughly. Silos are tested anew with {tests} resamples where openness looks different.",
        "fr": "Chaque ligne repose sur {replicates} rééchantillons des liens (l’analyse : {full}), "
        "{networks} réseaux aléatoires pour le liant et {simulations} pour le porteur : comparer les "
        "lignes à la première, et les parts en gros seulement. Les silos sont testés à nouveau, avec "
        "{tests} rééchantillons, là où l’ouverture paraît différente.",
    },
    # run
    "note.run.no_email": {
        "en": "no email data: what passes there is not seen",
        "fr": "pas de courriel dans les données : ce qui y passe n’est pas vu",
    },
    "note.run.no_post": {
        "en": "no post data: what passes there is not seen",
        "fr": "pas de publications dans les données : ce qui y passe n’est pas vu",
    },
    "note.run.no_handoff": {
        "en": "no handoff data: what passes there is not seen",
        "fr": "pas de transferts de dossiers dans les données : ce qui y passe n’est pas vu",
    },
    "note.run.rejected": {
        "en": "{n} of {of} records could not be used (see info for which, and why)",
        "fr": "{n} enregistrements sur {of} n’ont pu être utilisés (silograph info dit lesquels et pourquoi)",
    },
    "note.run.no_functions": {"en": "no functions known: {why}", "fr": "aucune fonction connue : {why}"},
    "note.run.no_chart": {
        "en": "no org chart; give one with --people",
        "fr": "pas d’organigramme ; en fournir un avec --people",
    },
    "note.run.other_people": {
        "en": "nobody in the people file is in the messages; is it the right file, with the same ids or "
        "addresses?",
        "fr": "personne du fichier du personnel n’est dans les messages ; est-ce le bon fichier, avec les "
        "mêmes identifiants ou adresses ?",
    },
    "note.run.chart_without": {
        "en": "the people file gives none of the {n} people it shares with the messages a function",
        "fr": "le fichier du personnel ne donne de fonction à aucune des {n} personnes qu’il a en commun "
        "avec les messages",
    },
    "note.run.no_time": {
        "en": "no message has a time: nothing can be said about when",
        "fr": "aucun message n’a d’heure : rien ne peut être dit du moment",
    },
    "note.run.suggestions": {
        "en": "{n} addresses carry the name of a known person; confirm them as aliases (see info)",
        "fr": "{n} adresses portent le nom d’une personne connue ; les confirmer comme alias (voir "
        "silograph info)",
    },
    "note.run.suitability": {
        "en": "the suitability file judges what is no function here: {names}",
        "fr": "le fichier d’aptitude juge ce qui n’est pas une fonction ici : {names}",
    },
    "note.run.not_asked": {"en": "not asked for (--only): {topics}", "fr": "non demandé (--only) : {topics}"},
    "note.run.needs": {
        "en": "{topic}: needs {needed}, which the data cannot answer",
        "fr": "{topic} : suppose {needed}, que les données ne permettent pas",
    },
    "note.run.failed": {"en": "{topic}: {why}", "fr": "{topic} : {why}"},
    "note.run.mend": {"en": "{what}; {mend}", "fr": "{what} ; {mend}"},
    # demo
    "said.demo.company": {
        "en": "An invented company: {people} people in {functions} functions, {messages} messages.",
        "fr": "Une entreprise inventée : {people} personnes dans {functions} fonctions, {messages} messages.",
    },
    "said.demo.found": {"en": "found", "fr": "trouvé"},
    "said.demo.planted": {"en": "planted", "fr": "caché"},
    "said.demo.none": {"en": "none", "fr": "aucune"},
    "said.demo.silos": {"en": "closed functions", "fr": "fermées"},
    "said.demo.glue": {"en": "the glue", "fr": "le liant"},
    "said.demo.mailrooms": {"en": "routing onward", "fr": "transmettent"},
    "said.demo.table": {"en": "not at the table", "fr": "hors de la table"},
    "said.demo.owner": {"en": "the owner", "fr": "le porteur"},
    "said.demo.open": {
        "en": "Open {report} and {network} in a browser.",
        "fr": "Ouvrez {report} et {network} dans un navigateur.",
    },
    "said.note": {"en": "note: {said}", "fr": "note : {said}"},
    "said.wrote": {"en": "wrote {report} and {network}", "fr": "écrit : {report} et {network}"},
}
