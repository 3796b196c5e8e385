"""Texts of the report."""

TEXTS: dict[str, dict[str, str]] = {
    # report
    "report.title": {
        "en": "Which function should own social media?",
        "fr": "Quelle fonction doit porter les médias sociaux ?",
    },
    "report.made": {
        "en": "Computed by silograph {version} from {messages} messages between {people}, {period}.",
        "fr": "Calculé par silograph {version} à partir de {messages} messages entre {people}, {period}.",
    },
    "report.made_without_people": {
        "en": "Computed by silograph {version} from {messages} messages, {period}.",
        "fr": "Calculé par silograph {version} à partir de {messages} messages, {period}.",
    },
    "report.period": {"en": "{first} to {last}", "fr": "du {first} au {last}"},
    "report.no_period": {"en": "without known dates", "fr": "sans dates connues"},
    "report.contents": {"en": "In this report", "fr": "Dans ce rapport"},
    "report.read_columns": {"en": "What the columns mean", "fr": "Ce que disent les colonnes"},
    "report.between": {"en": "; ", "fr": " ; "},
    "report.no_interval": {"en": "{value} (no interval)", "fr": "{value} (sans intervalle)"},
    "report.as_table": {"en": "The same as a table", "fr": "La même chose en tableau"},
    "report.missing": {
        "en": "This was not computed; the section on doubts says why.",
        "fr": "Ceci n’a pas été calculé ; la section sur les doutes dit pourquoi.",
    },
    "report.small_note": {
        "en": "Functions with fewer than {n} people are shown together as “(small functions)”. Where that "
        "would still let a count be worked out by subtraction, the counts of the next smallest function "
        "join them.",
        "fr": "Les fonctions de moins de {n} personnes sont montrées ensemble sous « (petites fonctions) "
        "». Là où une soustraction permettrait encore de retrouver un effectif, celui de la fonction "
        "suivante par la taille les rejoint.",
    },
    "report.network": {
        "en": "The network itself, to explore: network.html",
        "fr": "Le réseau lui-même, à explorer : network.html",
    },
    "report.print": {"en": "Printing gives", "fr": "L’impression donne"},
    "report.print_page": {
        "en": "one page: the answer and the pictures behind it",
        "fr": "une page : la réponse et les figures qui la portent",
    },
    "report.print_all": {"en": "the whole report", "fr": "le rapport entier"},
    "report.one_page": {
        "en": "The evidence, the doubts and the method are in the whole report (report.html).",
        "fr": "Les preuves, les doutes et la méthode sont dans le rapport entier (report.html).",
    },
    "report.more": {
        "en": "More in the documentation:",
        "fr": "Pour en savoir plus, dans la documentation (en anglais) :",
    },
    "report.evidence": {"en": "The evidence", "fr": "Les faits"},
    # answer
    "answer.heading": {"en": "The answer", "fr": "La réponse"},
    "answer.owner": {
        "en": "{function} should own social media: of all ways to weigh the criteria, it comes first in "
        "{share} (a share of weightings, not a probability of being right){stability}.",
        "fr": "{function} devrait porter les médias sociaux : parmi toutes les façons de pondérer les "
        "critères, elle arrive première dans {share} d’entre elles (une part de pondérations, non une "
        "probabilité d’avoir raison){stability}.",
    },
    "answer.no_owner": {
        "en": "No clear owner: no function stands out from what chance gives a company of this shape.",
        "fr": "Pas de porteur évident : aucune fonction ne se détache de ce que le hasard donne à une "
        "entreprise de cette forme.",
    },
    "answer.no_owner_best": {
        "en": "No clear owner: {function} comes first most often, in {share} of the ways to weigh the "
        "criteria, which does not stand out enough from chance to recommend it{stability}.",
        "fr": "Pas de porteur évident : {function} arrive le plus souvent première, dans {share} des "
        "façons de pondérer les critères, ce qui ne se détache pas assez du hasard pour la "
        "recommander{stability}.",
    },
    "answer.owner_missing": {
        "en": "Who should own social media could not be assessed from these data.",
        "fr": "Ces données ne permettent pas de dire qui devrait porter les médias sociaux.",
    },
    "answer.involve": {
        "en": "Involve {names} in every initiative: {share} of the shortest chains of contacts between "
        "people of other functions pass through {first}, {excess} percentage points more than its size and "
        "activity lead to expect (95% interval {interval}).",
        "fr": "Associez {names} à chaque initiative : {share} des plus courtes chaînes de contacts entre "
        "personnes d’autres fonctions passent par {first}, soit {excess} points de pourcentage de plus que "
        "sa taille et son activité ne le laissent attendre (intervalle à 95 % : {interval}).",
    },
    "answer.no_glue": {
        "en": "No function links the others beyond what its size and activity lead to expect; {first} "
        "comes first, with {excess} percentage points (95% interval {interval}). If one is to be involved "
        "in every initiative it is this one, but that it comes first may be chance.",
        "fr": "Aucune fonction ne relie les autres au-delà de ce que sa taille et son activité laissent "
        "attendre ; {first} vient en tête, avec {excess} points de pourcentage (intervalle à 95 % : "
        "{interval}). S’il faut en associer une à chaque initiative, c’est elle, mais sa première place peut "
        "tenir au hasard.",
    },
    "answer.glue_missing": {
        "en": "Which function links the others could not be assessed from these data.",
        "fr": "Ces données ne permettent pas de dire quelle fonction relie les autres.",
    },
    "answer.silos.one": {
        "en": "{n} function of {assessed} is more closed than the others here, where an openness of 1 is "
        "as open as they are: {list}.",
        "fr": "{n} fonction sur {assessed} est plus fermée que les autres ici, une ouverture de 1 étant la "
        "leur : {list}.",
    },
    "answer.silos.many": {
        "en": "{n} functions of {assessed} are more closed than the others here, where an openness of 1 is "
        "as open as they are: {list}.",
        "fr": "{n} fonctions sur {assessed} sont plus fermées que les autres ici, une ouverture de 1 étant "
        "la leur : {list}.",
    },
    "answer.no_silos": {
        "en": "None of the {assessed} functions assessed is more closed than the others beyond chance; "
        "between functions in general, two colleagues of one function are {walls} times as likely to "
        "exchange as two of different ones (95% interval {interval}).",
        "fr": "Aucune des {assessed} fonctions évaluées n’est plus fermée que les autres au-delà du hasard "
        "; entre fonctions en général, deux collègues d’une même fonction ont {walls} fois plus de chances "
        "d’échanger que deux de fonctions différentes (intervalle à 95 % : {interval}).",
    },
    "answer.silos_missing": {
        "en": "Which functions are closed could not be assessed from these data.",
        "fr": "Ces données ne permettent pas de dire quelles fonctions sont fermées.",
    },
    "answer.owner_stays.one": {
        "en": "; it stays first under the only other way to count ties that applies here",
        "fr": " ; elle reste première sous la seule autre façon de compter les liens qui s’applique ici",
    },
    "answer.owner_stays.many": {
        "en": "; it stays first under all {n} other ways to count ties that apply here",
        "fr": " ; elle reste première sous les {n} autres façons de compter les liens qui s’appliquent ici",
    },
    "answer.owner_changes": {
        "en": "; this is not stable: under {n} of {of} other ways to count ties another function comes first",
        "fr": " ; et ce n’est pas stable : sous {n} des {of} autres façons de compter les liens, une autre "
        "fonction arrive première",
    },
    "answer.owner_draw": {
        "en": "; this is not stable: with fewer resamples another function comes first even under the same "
        "assumptions",
        "fr": " ; ce n’est pas stable : avec moins de rééchantillons, une autre fonction arrive première, "
        "même sous les mêmes hypothèses",
    },
    # input
    "input.heading": {"en": "Doubts: what the data cover", "fr": "Doutes : ce que couvrent les données"},
    "input.lead": {
        "en": "An answer is worth what the data cover. No text of a message was kept or analysed; those of Slack "
        "are searched for mentions only.",
        "fr": "Une réponse vaut ce que couvrent les données. Aucun texte de message n’a été gardé ni analysé ; "
        "ceux de Slack sont seulement parcourus pour y trouver les mentions.",
    },
    "input.messages": {"en": "messages", "fr": "messages"},
    "input.messages.gloss": {"en": "after duplicates were merged", "fr": "une fois les doublons réunis"},
    "input.interactions": {"en": "interactions", "fr": "interactions"},
    "input.interactions.gloss": {
        "en": "one message reaching one recipient",
        "fr": "un message qui atteint un destinataire",
    },
    "input.people": {"en": "people", "fr": "personnes"},
    "input.people.gloss": {"en": "with at least one interaction", "fr": "avec au moins une interaction"},
    "input.functions": {"en": "functions", "fr": "fonctions"},
    "input.functions.gloss": {"en": "business functions of these people", "fr": "fonctions de ces personnes"},
    "input.teams": {"en": "team queues", "fr": "files d’équipe"},
    "input.teams.gloss": {
        "en": "they count as people of their function where ties, paths and communities are counted",
        "fr": "comptées comme des personnes de leur fonction pour les liens, chemins et communautés",
    },
    "input.unknown_function_share": {"en": "without known function", "fr": "sans fonction connue"},
    "input.unknown_function_share.gloss": {
        "en": "share of these people; much of it makes every figure less sure",
        "fr": "part de ces personnes ; élevée, elle rend chaque chiffre moins sûr",
    },
    "input.channels": {"en": "channels", "fr": "canaux"},
    "input.channels.gloss": {
        "en": "messages per channel; what passes elsewhere is not seen",
        "fr": "messages par canal ; ce qui passe ailleurs n’est pas vu",
    },
    "input.period": {"en": "period", "fr": "période"},
    "input.period.gloss": {"en": "first to last dated message", "fr": "du premier au dernier message daté"},
    "input.rejected": {"en": "rejected records", "fr": "enregistrements rejetés"},
    "input.rejected.gloss": {
        "en": "could not be read; kept with reason and place",
        "fr": "illisibles ; gardés avec la raison et l’endroit",
    },
    "input.duplicates": {"en": "duplicates", "fr": "doublons"},
    "input.duplicates.gloss": {"en": "the same message found again", "fr": "le même message retrouvé"},
    "input.automated": {"en": "automated messages", "fr": "messages automatiques"},
    "input.automated.gloss": {
        "en": "auto-replies, bounces, bots; not counted in ties",
        "fr": "réponses automatiques, rejets, robots ; hors des liens",
    },
    "input.broadcasts": {"en": "broadcasts", "fr": "diffusions"},
    "input.broadcasts.gloss": {
        "en": "messages to very many people; they tie nobody to anybody",
        "fr": "messages à de très nombreuses personnes ; ils ne lient personne à personne",
    },
    "input.system": {"en": "system records", "fr": "enregistrements système"},
    "input.system.gloss": {
        "en": "joins, topic changes and the like; not messages",
        "fr": "arrivées, changements de sujet, etc. ; pas des messages",
    },
    "input.other": {"en": "other records", "fr": "autres enregistrements"},
    "input.other.gloss": {
        "en": "neither messages nor system records",
        "fr": "ni messages ni enregistrements système",
    },
    "input.self": {"en": "copies to oneself", "fr": "copies à soi-même"},
    "input.self.gloss": {"en": "dropped", "fr": "écartées"},
    # silos
    "silos.heading": {
        "en": "Silos: which functions are closed",
        "fr": "Silos : quelles fonctions sont fermées",
    },
    "silos.walls": {
        "en": "Walls between functions: two people of one function are {walls} times as likely to exchange "
        "as two of different functions, given how active they are (95% interval {interval}).",
        "fr": "Cloisons entre fonctions : deux personnes d’une même fonction ont {walls} fois plus de "
        "chances d’échanger que deux de fonctions différentes, compte tenu de leur activité (intervalle à "
        "95 % : {interval}).",
    },
    "silos.modularity": {
        "en": "Modularity of the functions, a measure of how much exchange stays inside them: "
        "{modularity:.2}; this is {z:.1} standard deviations from networks rewired at random.",
        "fr": "Modularité des fonctions, qui mesure combien les échanges y restent enfermés : "
        "{modularity:.2} ; soit à {z:.1} écarts-types de réseaux recâblés au hasard.",
    },
    "silos.chart": {
        "en": "Openness of each function; 1 = as open as the others here (logarithmic scale)",
        "fr": "Ouverture de chaque fonction ; 1 = aussi ouverte que les autres ici (échelle logarithmique)",
    },
    "silos.chart_read": {
        "en": "Left of the dashed line: more closed than the others. Filled dots: beyond chance. The bar "
        "is the 95% interval: the values that resampled data would give.",
        "fr": "À gauche du trait : plus fermée que les autres. Points pleins : au-delà du hasard. La barre "
        "est l’intervalle à 95 % : les valeurs que donneraient des données rééchantillonnées.",
    },
    "silos.heat": {
        "en": "Who exchanges more, or less, than expected",
        "fr": "Qui échange plus, ou moins, qu’attendu",
    },
    "silos.heat_read": {
        "en": "Observed exchange divided by what people’s activity and the usual walls would give. 2 is "
        "twice as much, 0.5 half as much, 0 none at all (0.0 next to none). "
        "Functions that exchange more stand together; on the diagonal, "
        "exchange inside a function.",
        "fr": "Échanges observés divisés par ce que donneraient l’activité des personnes et les cloisons "
        "habituelles. 2 : le double ; 0,5 : la moitié ; 0 : aucun (0,0 : presque aucun). "
        "Les fonctions qui échangent davantage sont voisines "
        "; sur la diagonale, les échanges au sein d’une fonction.",
    },
    "silos.heat_key": {"en": "observed / expected exchange", "fr": "échanges observés / attendus"},
    "silos.heat_describe": {
        "en": "Squares coloured by observed over expected exchange between each two of {n} functions; the "
        "table that follows has the numbers.",
        "fr": "Carrés colorés selon le rapport des échanges observés aux échanges attendus entre {n} "
        "fonctions deux à deux ; le tableau qui suit donne les chiffres.",
    },
    "silos.openness": {"en": "How open each function is", "fr": "L’ouverture de chaque fonction"},
    # glue
    "glue.heading": {
        "en": "Glue: which function links the others",
        "fr": "Liant : quelle fonction relie les autres",
    },
    "glue.lead": {
        "en": "Brokerage is the share of the shortest chains of contacts between people of two other "
        "functions that pass through a function. It grows with size and activity, so what counts is the "
        "excess: how much more passes than in random networks in which everybody keeps their number of "
        "ties and the walls between functions stay.",
        "fr": "L’intermédiation est la part des plus courtes chaînes de contacts entre personnes de deux "
        "autres fonctions qui passent par une fonction. Elle croît avec la taille et l’activité ; ce qui "
        "compte est donc l’excédent : ce qui passe en plus par rapport à des réseaux aléatoires où chacun "
        "garde son nombre de liens et où les cloisons entre fonctions demeurent.",
    },
    "glue.chart": {
        "en": "Excess brokerage, in percentage points",
        "fr": "Excédent d’intermédiation, en points de pourcentage",
    },
    "glue.chart_read": {
        "en": "Right of the dashed line: links others more than its size and activity lead to expect. "
        "Filled dots: beyond chance.",
        "fr": "À droite du trait : relie les autres plus que sa taille et son activité ne le laissent "
        "attendre. Points pleins : au-delà du hasard.",
    },
    "glue.explain.pairs": {
        "en": "Of the shortest chains between people of other functions that pass through {function}, "
        "{pairs}.",
        "fr": "Parmi les plus courtes chaînes entre personnes d’autres fonctions qui passent par "
        "{function}, {pairs}.",
    },
    "glue.explain.pair": {"en": "{share} join {a} and {b}", "fr": "{share} relient {a} et {b}"},
    "glue.explain.carrier": {
        "en": "{share} of these chains pass through {who}.",
        "fr": "{share} de ces chaînes passent par {who}.",
    },
    "glue.explain.carriers": {
        "en": "{share} of these chains pass through {who}, {next} through the next.",
        "fr": "{share} de ces chaînes passent par {who}, {next} par la suivante.",
    },
    "glue.explain.one_person": {"en": "one person of {function}", "fr": "une personne de {function}"},
    "glue.explain.one_team": {"en": "one team queue of {function}", "fr": "une file d’équipe de {function}"},
    "glue.explain.that_person": {"en": "that person", "fr": "cette personne"},
    "glue.explain.that_team": {"en": "that queue", "fr": "cette file"},
    "glue.explain.those": {"en": "the {n} who carry most", "fr": "les {n} qui en portent le plus"},
    "glue.explain.named": {"en": "{names} of {function}", "fr": "{names} de {function}"},
    "glue.explain.without": {
        "en": "Without {who}, were nobody to take over their ties, {after} of all shortest chains between "
        "people of other functions would pass through {function} (now {before}), other ways counted; "
        "{rank}.",
        "fr": "Sans {who}, et si personne ne reprenait ces liens, {after} de toutes les plus courtes "
        "chaînes entre personnes d’autres fonctions passeraient par {function} (aujourd’hui {before}), "
        "autres chemins compris ; {rank}.",
    },
    "glue.explain.rank_same": {
        "en": "its rank by excess would stay {after}",
        "fr": "son rang selon l’excédent resterait {after}",
    },
    "glue.explain.rank_falls": {
        "en": "its rank by excess would fall from {before} to {after}",
        "fr": "son rang selon l’excédent reculerait de {before} à {after}",
    },
    "glue.explain.rank_rises": {
        "en": "its rank by excess would rise from {before} to {after}",
        "fr": "son rang selon l’excédent avancerait de {before} à {after}",
    },
    "glue.explain.cut": {
        "en": "The share of pairs that no chain joins would go from {before} to {after}.",
        "fr": "La part des paires qu’aucune chaîne ne relie passerait de {before} à {after}.",
    },
    "glue.explain.nothing_left": {
        "en": "Without {who}, nothing would be left that could be measured.",
        "fr": "Sans {who}, il ne resterait rien de mesurable.",
    },
    "glue.explain.nothing": {
        "en": "No shortest chain between people of other functions passes through {function}.",
        "fr": "Aucune des plus courtes chaînes entre personnes d’autres fonctions ne passe par {function}.",
    },
    # communities
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
    "silos.teams": {
        "en": "Team queues ({n}) exchange as part of their functions; the column people does not count them.",
        "fr": "Les files d’équipe ({n}) échangent comme part de leurs fonctions ; la colonne personnes ne les "
        "compte pas.",
    },
    "communities.teams": {
        "en": "Team queues ({n}) are counted among the people of this table.",
        "fr": "Les files d’équipe ({n}) sont comptées parmi les personnes de ce tableau.",
    },
    "communities.small": {"en": "(small communities)", "fr": "(petites communautés)"},
    # owner
    "owner.heading": {
        "en": "Owner: who should own social media",
        "fr": "Porteur : qui doit porter les médias sociaux",
    },
    "owner.lead": {
        "en": "The criteria are weighed in thousands of random ways; acceptability is the share of them in "
        "which a function comes first. A recommendation needs at least 50% and a score that chance alone "
        "rarely reaches.",
        "fr": "Les critères sont pondérés de milliers de façons tirées au hasard ; l’acceptabilité est la "
        "part d’entre elles où une fonction arrive première. Une recommandation demande au moins 50 % et "
        "une note que le hasard seul atteint rarement.",
    },
    "owner.chart": {"en": "Acceptability, in %", "fr": "Acceptabilité, en %"},
    "owner.chart_read": {
        "en": "The dashed line is at 50%: a recommendation needs more, and the score.",
        "fr": "Le trait est à 50 % : une recommandation demande davantage, et la note.",
    },
    "owner.reasons": {"en": "Why", "fr": "Pourquoi"},
    "owner.flips": {
        "en": "What would put another function first",
        "fr": "Ce qui mettrait une autre fonction devant",
    },
    "owner.cautions": {"en": "When to be careful", "fr": "Quand se méfier"},
    "owner.arrangement": {"en": "Arrangement: {name}.", "fr": "Organisation : {name}."},
    "owner.arrangement.shared": {
        "en": "Arrangement: {name}, coordinated by {function}; the 24-hour test below says what that would "
        "change.",
        "fr": "Organisation : {name}, coordonnée par {function} ; l’épreuve des 24 heures ci-dessous dit "
        "ce que cela changerait.",
    },
    # further
    "further.heading": {"en": "Further questions", "fr": "Autres questions"},
    "further.tables": {"en": "All figures: tables/{name}.", "fr": "Tous les chiffres : tables/{name}."},
    "further.response": {
        "en": "How long does a question to another function wait?",
        "fr": "Combien de temps attend une question posée à une autre fonction ?",
    },
    "further.hourglass": {
        "en": "Who stands between contacts outside and functions inside?",
        "fr": "Qui se tient entre les contacts extérieurs et les fonctions internes ?",
    },
    "further.collisions": {
        "en": "Which functions serve the same contacts without talking to each other?",
        "fr": "Quelles fonctions servent les mêmes contacts sans se parler ?",
    },
    "further.table": {
        "en": "Who works on the topic but is not at the table?",
        "fr": "Qui travaille sur le sujet sans être autour de la table ?",
    },
    "further.copies": {"en": "How heavy is the load of copies?", "fr": "Quel est le poids des copies ?"},
    "further.trend": {"en": "Is it getting better?", "fr": "La situation s’améliore-t-elle ?"},
    # doubts
    "doubts.heading": {
        "en": "Doubts: when not to trust the figures",
        "fr": "Doutes : quand ne pas se fier aux chiffres",
    },
    "doubts.not_computed": {
        "en": "Not computed from these data: {topics}; the reasons follow.",
        "fr": "Non calculé à partir de ces données : {topics} ; les raisons suivent.",
    },
    "doubts.lead": {
        "en": "What may change these answers, and what was not computed.",
        "fr": "Ce qui peut changer ces réponses, et ce qui n’a pas été calculé.",
    },
    "doubts.english": {"en": "Notes of the run:", "fr": "Notes de l’exécution, en anglais :"},
    "doubts.logs": {
        "en": "Logs show who writes to whom, not what is said at the coffee machine, by phone or in "
        "meetings. They show association, never cause.",
        "fr": "Les journaux montrent qui écrit à qui, non ce qui se dit à la machine à café, au téléphone "
        "ou en réunion. Ils montrent des associations, jamais des causes.",
    },
    # method
    "method.heading": {"en": "How it was computed", "fr": "Comment cela a été calculé"},
    "method.ties": {
        "en": "Ties. Every message is shared among its recipients; copies and reactions count less; "
        "automated messages and broadcasts do not count. The strength of a tie is the sum over the period.",
        "fr": "Liens. Chaque message est réparti entre ses destinataires ; copies et réactions comptent "
        "moins ; messages automatiques et diffusions ne comptent pas. La force d’un lien est la somme sur "
        "la période.",
    },
    "method.silos": {
        "en": "Silos. A degree-corrected planted-partition model gives what each pair would exchange given "
        "how active both are; openness is the factor by which pairs across a function’s border depart from "
        "it. The E-I index is shown beside what random labels would give, never alone.",
        "fr": "Silos. Un modèle de partition corrigé des degrés donne ce que chaque paire échangerait vu "
        "l’activité des deux ; l’ouverture est le facteur dont s’en écartent les paires qui franchissent "
        "la frontière d’une fonction. L’indice E-I est montré à côté de ce que donneraient des étiquettes "
        "tirées au hasard, jamais seul.",
    },
    "method.glue": {
        "en": "Glue. Group betweenness of each function over pairs of people of two different other "
        "functions, minus its mean over random networks that keep everybody’s number of ties and the walls "
        "between functions.",
        "fr": "Liant. Centralité d’intermédiarité de chaque fonction prise comme groupe, sur les paires de "
        "personnes de deux autres fonctions, moins sa moyenne sur des réseaux aléatoires qui gardent le "
        "nombre de liens de chacun et les cloisons entre fonctions.",
    },
    "method.communities": {
        "en": "Communities. A consensus of many runs of the Leiden algorithm, without looking at "
        "functions; kept only where clearer than in rewired networks.",
        "fr": "Communautés. Un consensus de nombreuses exécutions de l’algorithme de Leiden, sans regarder "
        "les fonctions ; gardées seulement si elles sont plus nettes que dans des réseaux recâblés.",
    },
    "method.owner": {
        "en": "Owner. Stochastic multicriteria acceptability analysis over families of criteria, jointly "
        "with the resampling of ties; compared with the best function of simulated companies without any "
        "special one.",
        "fr": "Porteur. Analyse multicritère stochastique de l’acceptabilité sur des familles de critères, "
        "jointe au rééchantillonnage des liens ; comparée à la meilleure fonction d’entreprises simulées "
        "sans fonction particulière.",
    },
    "method.intervals": {
        "en": "Intervals come from resampling whole ties, since messages of one pair are not independent. "
        "p-values over functions are adjusted together (q-values), so that one in twenty of the findings "
        "is false at most on average. A figure without an interval counts or describes what these data hold "
        "(communities and how far they are the functions, items passed on, scenarios): nothing is claimed beyond that.",
        "fr": "Les intervalles viennent du rééchantillonnage de liens entiers, car les messages d’une même "
        "paire ne sont pas indépendants. Les valeurs p des fonctions sont ajustées ensemble (valeurs q), "
        "pour qu’en moyenne une découverte sur vingt au plus soit fausse. Un chiffre sans intervalle compte ou "
        "décrit ce que ces données contiennent (communautés et leur accord avec les fonctions, demandes "
        "transmises, scénarios) : rien n’est affirmé au-delà.",
    },
    "method.references": {"en": "References", "fr": "Références"},
    "method.parameters": {"en": "Parameters of this run", "fr": "Paramètres de ce calcul"},
    "method.ownership": {
        "en": "24-hour test. Curves of replies by pair of functions, in which questions answered by others "
        "and the end of the log are allowed for; simulated questions follow them under each arrangement; "
        "intervals from resampled threads.",
        "fr": "Épreuve des 24 heures. Courbes de réponse par paire de fonctions, qui tiennent compte des "
        "questions répondues par d’autres et de la fin du relevé ; des questions simulées les suivent sous "
        "chaque organisation ; intervalles par rééchantillonnage des fils.",
    },
    "method.silos2": {
        "en": "Silos 2.0. The same measure of walls in each channel over the same people and period; "
        "spaces and communities are compared with random networks that keep everybody’s activity.",
        "fr": "Silos 2.0. La même mesure des cloisons dans chaque canal, sur les mêmes personnes et la "
        "même période ; espaces et communautés sont comparés à des réseaux aléatoires qui gardent "
        "l’activité de chacun.",
    },
    "method.relay": {
        "en": "Routing onward. An item is passed on when the function’s first act on it reaches a third "
        "function new to the thread, and nobody of it writes back to who asked.",
        "fr": "Transmission. Une demande est transmise quand le premier acte de la fonction à son sujet "
        "atteint une troisième fonction nouvelle dans le fil, et que personne ne répond à qui demandait.",
    },
    "method.maturity": {
        "en": "Adoption. The share of people who write posts by function, with exact intervals; the stage "
        "follows from which functions clearly take part.",
        "fr": "Adoption. La part des personnes qui publient, par fonction, avec des intervalles exacts ; "
        "le stade découle des fonctions qui participent clairement.",
    },
    "method.whatif": {
        "en": "What if. Shortest paths are counted again without a function, or with the best of the "
        "possible new ties between functions.",
        "fr": "Et si. Les plus courts chemins sont recomptés sans une fonction, ou avec les meilleurs des "
        "nouveaux liens possibles entre fonctions.",
    },
    # column
    "column.function": {"en": "function", "fr": "fonction"},
    "column.people": {"en": "people", "fr": "personnes"},
    "column.internal": {"en": "inside", "fr": "dedans"},
    "column.internal.gloss": {
        "en": "exchange within the function (summed strength of ties)",
        "fr": "échanges au sein de la fonction (somme des forces des liens)",
    },
    "column.external": {"en": "outside", "fr": "dehors"},
    "column.external.gloss": {
        "en": "exchange with other functions",
        "fr": "échanges avec d’autres fonctions",
    },
    "column.ei": {"en": "E-I", "fr": "E-I"},
    "column.ei.gloss": {
        "en": "(outside − inside) / (outside + inside), from −1 all inside to 1 all outside; read it only "
        "against the next column",
        "fr": "(dehors − dedans) / (dehors + dedans), de −1 tout dedans à 1 tout dehors ; ne la lire que "
        "face à la colonne suivante",
    },
    "column.ei_expected": {"en": "E-I expected", "fr": "E-I attendu"},
    "column.ei_expected.gloss": {
        "en": "the same if people’s functions were shuffled",
        "fr": "le même si l’on mélangeait les fonctions des personnes",
    },
    "column.openness": {"en": "openness", "fr": "ouverture"},
    "column.openness.gloss": {
        "en": "exchange across the border relative to the other functions; 1 = as open, 0.5 = half; in "
        "brackets the 95% interval, the range that resampled data give: a wide one means little is known",
        "fr": "échanges à travers la frontière relativement aux autres fonctions ; 1 = aussi ouverte, 0,5 "
        "= moitié ; entre crochets l’intervalle à 95 %, l’étendue que donnent des données "
        "rééchantillonnées : large, il dit que l’on sait peu",
    },
    "column.q_value": {"en": "q", "fr": "q"},
    "column.q_value.gloss": {
        "en": "p-value adjusted for looking at many functions; below 0.05 is beyond chance",
        "fr": "valeur p ajustée du fait que l’on regarde plusieurs fonctions ; sous 0,05, au-delà du hasard",
    },
    "column.verdict": {"en": "verdict", "fr": "verdict"},
    "column.brokerage": {"en": "brokerage", "fr": "intermédiation"},
    "column.brokerage.gloss": {
        "en": "share of shortest chains between people of other functions that pass through it",
        "fr": "part des plus courtes chaînes entre personnes d’autres fonctions qui passent par elle",
    },
    "column.excess": {"en": "excess", "fr": "excédent"},
    "column.excess.gloss": {
        "en": "that share minus what random networks with the same activity and walls give, in percentage "
        "points, with its 95% interval",
        "fr": "cette part moins ce que donnent des réseaux aléatoires de mêmes activité et cloisons, en "
        "points de pourcentage, avec son intervalle à 95 %",
    },
    "column.rank": {"en": "rank", "fr": "rang"},
    "column.rank.gloss": {
        "en": "by excess, with its 95% interval",
        "fr": "selon l’excédent, avec son intervalle à 95 %",
    },
    "column.p_first": {"en": "first in", "fr": "première dans"},
    "column.p_first.gloss": {
        "en": "share of resamples in which it ranks first",
        "fr": "part des rééchantillons où elle est au premier rang",
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
    "column.community": {"en": "community", "fr": "communauté"},
    "column.largest_function": {"en": "largest function", "fr": "fonction la plus présente"},
    "column.purity": {"en": "purity", "fr": "pureté"},
    "column.purity.gloss": {
        "en": "share of its members who are of that function",
        "fr": "part de ses membres qui sont de cette fonction",
    },
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
    "column.acceptability": {"en": "acceptability", "fr": "acceptabilité"},
    "column.acceptability.gloss": {
        "en": "share of weightings in which it comes first",
        "fr": "part des pondérations où elle arrive première",
    },
    "column.score": {"en": "score", "fr": "note"},
    "column.score.gloss": {
        "en": "mean of the criteria under central weights, in standard deviations from an ordinary "
        "function of its size and activity",
        "fr": "moyenne des critères aux pondérations centrales, en écarts-types d’une fonction ordinaire "
        "de sa taille et de son activité",
    },
    "column.other": {"en": "with", "fr": "avec"},
    "column.observed": {"en": "observed", "fr": "observés"},
    "column.expected": {"en": "expected", "fr": "attendus"},
    "column.ratio": {"en": "ratio", "fr": "rapport"},
    "column.name": {"en": "space or community", "fr": "espace ou communauté"},
    "column.isolation": {"en": "isolation", "fr": "isolement"},
    "column.isolation.gloss": {
        "en": "how much of the exchange stays inside, against networks in which activity alone decides",
        "fr": "ce qui reste des échanges en son sein, face à des réseaux où seule l’activité décide",
    },
    "column.arrangement": {"en": "arrangement", "fr": "organisation"},
    "column.within_24h": {"en": "within 24 hours", "fr": "en 24 heures"},
    "column.within_24h.gloss": {
        "en": "share of questions answered, with its 95% interval",
        "fr": "part des questions répondues, avec son intervalle à 95 %",
    },
    "column.median_hours": {"en": "median hours", "fr": "heures (médiane)"},
    "column.median_hours.gloss": {
        "en": "half of the questions are answered by then; – where half never are",
        "fr": "la moitié des questions ont alors leur réponse ; – si la moitié ne l’ont jamais",
    },
    "column.handoffs": {"en": "passed on", "fr": "transmises"},
    "column.handoffs.gloss": {
        "en": "times a question is passed on, on average",
        "fr": "nombre moyen de transmissions par question",
    },
    "column.load": {"en": "load", "fr": "charge"},
    "column.load.gloss": {
        "en": "questions per person and week",
        "fr": "questions par personne et par semaine",
    },
    "column.pairs_cut": {"en": "pairs cut off", "fr": "paires coupées"},
    "column.pairs_cut.gloss": {
        "en": "pairs of people of other functions that no path joins any more",
        "fr": "paires de personnes d’autres fonctions que plus aucun chemin ne relie",
    },
    "column.pairs_before": {"en": "of", "fr": "sur"},
    "column.path_length_change": {"en": "longer paths", "fr": "chemins allongés"},
    "column.path_length_change.gloss": {
        "en": "steps more between the others, on average",
        "fr": "pas de plus entre les autres, en moyenne",
    },
    "column.exchange_lost_share": {"en": "exchange lost", "fr": "échanges perdus"},
    "column.exchange_lost_share.gloss": {
        "en": "share of all exchange in which the function takes part",
        "fr": "part de tous les échanges auxquels la fonction prend part",
    },
    "column.assumption": {"en": "assumption", "fr": "hypothèse"},
    "column.first_owner": {"en": "first as owner", "fr": "première comme porteur"},
    "column.first_glue": {"en": "links most", "fr": "relie le plus"},
    "column.closed": {"en": "closed functions", "fr": "fonctions fermées"},
    # verdict
    "verdict.silo": {"en": "silo: more closed", "fr": "silo : plus fermée"},
    "verdict.open": {"en": "more open", "fr": "plus ouverte"},
    "verdict.ordinary": {"en": "ordinary", "fr": "ordinaire"},
    "verdict.glue": {"en": "glue", "fr": "liant"},
    "verdict.not_assessable": {"en": "not assessed", "fr": "non évaluée"},
    "verdict.no_verdict": {"en": "no verdict", "fr": "pas de verdict"},
    "verdict.silo2": {"en": "silo 2.0", "fr": "silo 2.0"},
    "verdict.bridge_space": {"en": "bridges functions", "fr": "relie des fonctions"},
    "verdict.ahead": {"en": "ahead", "fr": "devant"},
    "verdict.behind": {"en": "behind", "fr": "derrière"},
    "verdict.between": {"en": "between", "fr": "entre les deux"},
    "verdict.no_difference": {"en": "no difference", "fr": "pas de différence"},
    # glossary
    "glossary.heading": {"en": "Words used", "fr": "Les mots employés"},
    "glossary.function": {
        "en": "Function: a business function of the company, such as human resources or sales.",
        "fr": "Fonction : une fonction de l’entreprise, comme les ressources humaines ou les ventes.",
    },
    "glossary.tie": {
        "en": "Tie: what passed between two people over the period; its strength is its weight.",
        "fr": "Lien : ce qui est passé entre deux personnes sur la période ; sa force est son poids.",
    },
    "glossary.silo": {
        "en": "Silo: a function that exchanges clearly less across its border than the other functions here.",
        "fr": "Silo : une fonction qui échange nettement moins à travers sa frontière que les autres ici.",
    },
    "glossary.glue": {
        "en": "Glue: a function that links the others beyond what its size and activity lead to expect.",
        "fr": "Liant : une fonction qui relie les autres au-delà de ce que sa taille et son activité "
        "laissent attendre.",
    },
    "glossary.silo2": {
        "en": "Silo 2.0: a space or community of posts made of one function for the most part, and isolated.",
        "fr": "Silo 2.0 : un espace ou une communauté de publications formé surtout d’une seule fonction, et isolé.",
    },
    "glossary.hourglass": {
        "en": "Hourglass: far fewer people than chance would give carry the exchange with the outside.",
        "fr": "Sablier : bien moins de personnes que ne le donnerait le hasard portent les échanges avec "
        "l’extérieur.",
    },
    "glossary.chance": {
        "en": "Beyond chance: comparable random networks show as much in fewer than one case in twenty.",
        "fr": "Au-delà du hasard : des réseaux aléatoires comparables en montrent autant dans moins d’un "
        "cas sur vingt.",
    },
    "glossary.points": {
        "en": "Percentage point: the difference between two percentages; 12% is 2 points more than 10%.",
        "fr": "Point de pourcentage : la différence entre deux pourcentages ; 12 % est 2 points de plus "
        "que 10 %.",
    },
    "glossary.deviation": {
        "en": "Standard deviation: the usual size of a random fluctuation.",
        "fr": "Écart-type : la taille habituelle d’une fluctuation aléatoire.",
    },
    "glossary.rewired": {
        "en": "Rewired network: everyone keeps their number of ties, but partners are drawn at random.",
        "fr": "Réseau recâblé : chacun garde son nombre de liens, mais les partenaires sont tirés au hasard.",
    },
    "glossary.interval": {
        "en": "95% interval: the range that resampled data give in 95 of 100 cases; a wide one means "
        "little is known.",
        "fr": "Intervalle à 95 % : l’étendue que donnent des données rééchantillonnées dans 95 cas sur 100 "
        "; large, il dit que l’on sait peu.",
    },
    # ownership
    "ownership.heading": {
        "en": "The 24-hour test: who would answer in time",
        "fr": "L’épreuve des 24 heures : qui répondrait à temps",
    },
    "ownership.lead": {
        "en": "A customer’s question is about one function. Whoever owns social media answers what it "
        "knows itself and asks the others for the rest, with the reply times found in these messages. What "
        "is assumed stands under doubts.",
        "fr": "La question d’un client porte sur une fonction. Qui porte les médias sociaux répond "
        "lui-même à ce qu’il sait et demande le reste aux autres, avec les temps de réponse trouvés dans "
        "ces messages. Ce qui est supposé figure parmi les doutes.",
    },
    "ownership.chart": {
        "en": "Questions answered within 24 hours, in %",
        "fr": "Questions répondues en 24 heures, en %",
    },
    "ownership.chart_read": {
        "en": "Filled dots: ahead of another arrangement beyond chance. Where intervals overlap much, the "
        "order may be chance. “Everybody” costs coordination that this test does not count.",
        "fr": "Points pleins : devant une autre organisation au-delà du hasard. Là où les intervalles se "
        "recouvrent largement, l’ordre peut tenir au hasard. « Tout le monde » coûte une coordination que "
        "cette épreuve ne compte pas.",
    },
    # silos2
    "silos2.heading": {
        "en": "Silos 2.0: what posts do to the walls",
        "fr": "Silos 2.0 : ce que les publications font aux cloisons",
    },
    "silos2.chart": {
        "en": "Walls by channel: how many times likelier exchange is inside a function (logarithmic scale)",
        "fr": "Cloisons par canal : combien de fois l’échange est plus probable au sein d’une fonction "
        "(échelle logarithmique)",
    },
    "silos2.chart_read": {
        "en": "Right of the dashed line: people keep to their own function. Posts are filled.",
        "fr": "À droite du trait : on reste entre soi. Les publications sont pleines.",
    },
    "silos2.none": {
        "en": "No space and no community stands out as a silo of its own or as a bridge between functions.",
        "fr": "Aucun espace ni communauté ne se détache comme silo à part ou comme pont entre fonctions.",
    },
    # relay
    "relay.heading": {
        "en": "Who routes onward what it is asked",
        "fr": "Qui transmet plus loin ce qu’on lui demande",
    },
    "relay.chart": {
        "en": "Share of what others ask that is passed on without an answer, in %",
        "fr": "Part de ce que les autres demandent, transmise sans réponse, en %",
    },
    "relay.chart_read": {
        "en": "Filled dots: clearly more than the others, and on many paths between them.",
        "fr": "Points pleins : nettement plus que les autres, et sur beaucoup de chemins entre elles.",
    },
    # maturity
    "maturity.heading": {"en": "How far posts are adopted", "fr": "Où en est l’adoption des publications"},
    "maturity.chart": {
        "en": "People of each function who write posts, in %",
        "fr": "Personnes de chaque fonction qui publient, en %",
    },
    "maturity.chart_read": {
        "en": "Filled dots: the function clearly takes part.",
        "fr": "Points pleins : la fonction participe clairement.",
    },
    # whatif
    "whatif.heading": {
        "en": "What would help, and what would hurt",
        "fr": "Ce qui aiderait, et ce qui nuirait",
    },
    "whatif.lead": {
        "en": "Worked out on the ties as they were observed: exact for them, so without an interval. "
        "It is assumed that nobody takes over the ties of those who leave.",
        "fr": "Calculé sur les liens tels qu’ils ont été observés : exact pour ceux-ci, donc sans "
        "intervalle. On suppose que personne ne reprend les liens de ceux qui partent.",
    },
    # response
    "response.chart": {
        "en": "Questions with a first reply from the function within 24 hours, in %",
        "fr": "Questions ayant reçu de la fonction une première réponse en 24 heures, en %",
    },
    "response.chart_read": {
        "en": "Bars are 95% intervals; the sentence above says which functions differ beyond chance.",
        "fr": "Les barres sont des intervalles à 95 % ; la phrase ci-dessus dit quelles fonctions "
        "diffèrent au-delà du hasard.",
    },
    # hourglass
    "hourglass.chart": {
        "en": "Paths from outside contacts to other functions that lead through each function, in %",
        "fr": "Chemins des contacts extérieurs aux autres fonctions qui passent par chaque fonction, en %",
    },
    "hourglass.chart_read": {
        "en": "Large functions carry more by their size alone.",
        "fr": "Une grande fonction en porte davantage par sa seule taille.",
    },
    # copies
    "copies.chart": {
        "en": "Mail of each function that is delivered in copy, in %",
        "fr": "Courriel de chaque fonction remis en copie, en %",
    },
    "copies.chart_read": {"en": "Bars are 95% intervals.", "fr": "Les barres sont des intervalles à 95 %."},
    # trend
    "trend.chart": {
        "en": "Walls between functions by period (logarithmic scale)",
        "fr": "Cloisons entre fonctions par période (échelle logarithmique)",
    },
    "trend.chart_read": {
        "en": "Bars are 95% intervals; the sentence above says what changed beyond noise.",
        "fr": "Les barres sont des intervalles à 95 % ; la phrase ci-dessus dit ce qui a changé au-delà du "
        "bruit.",
    },
    # sensitivity
    "sensitivity.heading": {
        "en": "What changes when assumptions change",
        "fr": "Ce qui change quand les hypothèses changent",
    },
    "sensitivity.lead": {
        "en": "One thing is changed at a time. Bold rows: the owner, the glue or the closed functions "
        "differ from the first row.",
        "fr": "Une seule chose change à la fois. Lignes en gras : le porteur, le liant ou les fonctions "
        "fermées diffèrent de la première ligne.",
    },
    "sensitivity.same_ties": {"en": "no change: the same ties", "fr": "aucun changement : mêmes liens"},
    "sensitivity.too_little_data": {"en": "too little data left", "fr": "trop peu de données"},
    "sensitivity.instead": {"en": "{now} (changes)", "fr": "{now} (change)"},
    "sensitivity.no_silo": {"en": "none", "fr": "aucune"},
    # assumption
    "assumption.as_analysed": {
        "en": "as in this report, with the effort of this table",
        "fr": "comme dans ce rapport, avec l’effort de ce tableau",
    },
    "assumption.to_only": {"en": "copies count nothing", "fr": "les copies ne comptent pas"},
    "assumption.cc_as_to": {
        "en": "a copy counts as much as an address",
        "fr": "une copie compte autant qu’un envoi direct",
    },
    "assumption.alpha_0": {
        "en": "a message counts in full for each recipient",
        "fr": "un message compte en entier pour chaque destinataire",
    },
    "assumption.alpha_0.5": {
        "en": "half-way between sharing a message and counting it in full",
        "fr": "à mi-chemin entre répartir un message et le compter en entier",
    },
    "assumption.limit_20": {
        "en": "above 20 recipients a message is a broadcast",
        "fr": "au-delà de 20 destinataires, un message est une diffusion",
    },
    "assumption.limit_100": {
        "en": "above 100 recipients a message is a broadcast",
        "fr": "au-delà de 100 destinataires, un message est une diffusion",
    },
    "assumption.without_email": {"en": "without e-mail", "fr": "sans le courriel"},
    "assumption.without_post": {"en": "without posts", "fr": "sans les publications"},
    "assumption.without_handoff": {
        "en": "without handoffs of cases",
        "fr": "sans les transferts de dossiers",
    },
    "assumption.by_strength": {
        "en": "paths by the strength of ties, not their number",
        "fr": "chemins selon la force des liens, non leur nombre",
    },
    "assumption.by_steps": {
        "en": "paths by the number of ties, not their strength",
        "fr": "chemins selon le nombre de liens, non leur force",
    },
    # topic
    "topic.silos": {"en": "Silos", "fr": "Silos"},
    "topic.communities": {"en": "Communities", "fr": "Communautés"},
    "topic.silos2": {"en": "Silos 2.0", "fr": "Silos 2.0"},
    "topic.glue": {"en": "Glue", "fr": "Liant"},
    "topic.relay": {"en": "Routing onward", "fr": "Transmission"},
    "topic.response": {"en": "Replies", "fr": "Réponses"},
    "topic.ownership": {"en": "24-hour test", "fr": "Épreuve des 24 heures"},
    "topic.hourglass": {"en": "Hourglass", "fr": "Sablier"},
    "topic.collisions": {"en": "Collisions", "fr": "Collisions"},
    "topic.table": {"en": "At the table", "fr": "Autour de la table"},
    "topic.maturity": {"en": "Adoption", "fr": "Adoption"},
    "topic.copies": {"en": "Copies", "fr": "Copies"},
    "topic.trend": {"en": "Over time", "fr": "Au fil du temps"},
    "topic.whatif": {"en": "What if", "fr": "Et si"},
    "topic.owner": {"en": "Owner", "fr": "Porteur"},
}
