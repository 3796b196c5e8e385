"""Texts of the report that belong to no question."""

TEXTS: dict[str, dict[str, str]] = {
    "report.title": {
        "en": "Which function should own social media?",
        "fr": "Quelle fonction doit porter les médias sociaux ?",
    },
    "report.title_other": {"en": "What the messages say", "fr": "Ce que disent les messages"},
    "report.yes": {"en": "yes", "fr": "oui"},
    "report.no": {"en": "no", "fr": "non"},
    "report.made": {
        "en": "Computed by silograph {version} from {messages} messages between {people}, {period}.",
        "fr": "Calculé par silograph {version} à partir de {messages} messages entre {people}, {period}.",
    },
    "report.made_untold": {
        "en": "Computed by silograph {version} from messages between {people}, {period}.",
        "fr": "Calculé par silograph {version} à partir des messages entre {people}, {period}.",
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
    "answer.heading": {"en": "The answer", "fr": "La réponse"},
    "public.heading": {"en": "Is that a lot?", "fr": "Est-ce beaucoup ?"},
    "public.lead": {
        "en": "The same figures in public logs of e-mail in organisations, this log left out where it is one of them. "
        "A few organisations are no norm.",
        "fr": "Les mêmes chiffres dans des journaux publics de courriel d’organisations, ce journal mis à part s’il en "
        "est. Quelques organisations ne font pas une norme.",
    },
    "public.head.measure": {"en": "measure", "fr": "mesure"},
    "public.head.here": {"en": "here", "fr": "ici"},
    "public.head.least": {"en": "lowest", "fr": "le plus bas"},
    "public.head.most": {"en": "highest", "fr": "le plus haut"},
    "public.head.logs": {"en": "logs", "fr": "journaux"},
    "answer.beware": {"en": "Beware: {doubt}.", "fr": "Attention : {doubt}."},
    "answer.owner": {
        "en": "{function} should own social media: of all ways to weigh the criteria, it comes first in "
        "{share} (a share of weightings, not a probability of being right){stability}.",
        "fr": "{function} devrait porter les médias sociaux : parmi toutes les façons de pondérer les "
        "critères, elle arrive première dans {share} d’entre elles (une part de pondérations, non une "
        "probabilité d’avoir raison){stability}.",
    },
    "answer.no_owner": {
        "en": "No clear owner: {function} comes first most often, in {share} of the ways to weigh the "
        "criteria, which does not stand out enough from chance to recommend it{stability}.",
        "fr": "Pas de porteur évident : {function} arrive le plus souvent première, dans {share} des "
        "façons de pondérer les critères, ce qui ne se détache pas assez du hasard pour la "
        "recommander{stability}.",
    },
    "answer.owner_borderline": {
        "en": "No clear owner, a borderline case: {function} comes first in {share} of the ways to weigh the criteria, "
        "too close to what a recommendation takes to be settled{stability}.",
        "fr": "Pas de porteur évident, cas limite : {function} arrive première dans {share} des façons de pondérer "
        "les critères, trop près du seuil d’une recommandation pour trancher{stability}.",
    },
    "answer.owner_unnamed": {
        "en": "Of the functions large enough to be named, none is recommended as owner of social media.",
        "fr": "Parmi les fonctions assez grandes pour être nommées, aucune n’est recommandée pour porter les "
        "médias sociaux.",
    },
    "answer.owner_missing": {
        "en": "Who should own social media could not be assessed from these data.",
        "fr": "Ces données ne permettent pas de dire qui devrait porter les médias sociaux.",
    },
    "answer.involve": {
        "en": "Involve {names} in every initiative: {share} of the shortest chains of contacts between "
        "people of other functions pass through {first}, {lift:.1} times as much per head as through the others "
        "(95% interval {low:.1} to {high:.1}).",
        "fr": "Associez {names} à chaque initiative : {share} des plus courtes chaînes de contacts entre "
        "personnes d’autres fonctions passent par {first}, soit {lift:.1} fois autant par tête que par les autres "
        "(intervalle à 95 % : {low:.1} à {high:.1}).",
    },
    "answer.no_glue": {
        "en": "No function links the others beyond chance: none needs to be in every initiative for that reason.",
        "fr": "Aucune fonction ne relie les autres au-delà du hasard : aucune n’est à associer à chaque initiative "
        "pour cette raison.",
    },
    "answer.glue_missing": {
        "en": "Which function links the others could not be assessed from these data.",
        "fr": "Ces données ne permettent pas de dire quelle fonction relie les autres.",
    },
    "answer.nothing": {
        "en": "These data answer none of the questions asked.",
        "fr": "Ces données ne répondent à aucune des questions posées.",
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
        "en": "{finding} ({assessed} functions assessed). Two "
        "colleagues of one function are {walls:.1} times as likely to exchange as two of different ones (95% "
        "interval {low:.1} to {high:.1}).",
        "fr": "{finding} ({assessed} fonctions évaluées). "
        "Deux collègues d’une même fonction ont {walls:.1} fois plus de chances d’échanger que deux de fonctions "
        "différentes (intervalle à 95 % : {low:.1} à {high:.1}).",
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
    "answer.owner_unstable": {
        "en": "No clear owner: who comes first is not stable; under {n} of {of} other ways to count ties it is another "
        "function.",
        "fr": "Pas de porteur évident : la première n’est pas stable ; sous {n} des {of} autres façons de compter les "
        "liens, c’est une autre fonction.",
    },
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
    "further.heading": {"en": "Further questions", "fr": "Autres questions"},
    "further.tables": {"en": "All figures: tables/{name}.", "fr": "Tous les chiffres : tables/{name}."},
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
    "method.heading": {"en": "How it was computed", "fr": "Comment cela a été calculé"},
    "method.ties": {
        "en": "Ties. Every message is shared among its recipients; copies and reactions count less; "
        "automated messages and broadcasts do not count. The strength of a tie is the sum over the period.",
        "fr": "Liens. Chaque message est réparti entre ses destinataires ; copies et réactions comptent "
        "moins ; messages automatiques et diffusions ne comptent pas. La force d’un lien est la somme sur "
        "la période.",
    },
    "method.together": {
        "en": "p-values over functions are adjusted together (q-values), so that one in twenty of the findings "
        "is false at most on average. A figure without an interval counts or describes what these data "
        "hold (communities and how far they are the functions, items passed on, scenarios): nothing is "
        "claimed beyond that.",
        "fr": "Les valeurs p des fonctions sont ajustées ensemble (valeurs q), pour qu’en moyenne une "
        "découverte sur vingt au plus soit fausse. Un chiffre sans intervalle compte ou décrit ce que "
        "ces données contiennent (communautés et leur accord avec les fonctions, demandes transmises, "
        "scénarios) : rien n’est affirmé au-delà.",
    },
    "method.references": {"en": "References", "fr": "Références"},
    "method.parameters": {"en": "Parameters of this run", "fr": "Paramètres de ce calcul"},
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
        "en": "Glue: a function whose people carry more of what passes between the others than people elsewhere.",
        "fr": "Liant : une fonction dont les personnes portent plus de ce qui passe entre les autres que celles "
        "d’ailleurs.",
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
        "en": "95% interval: a range made so that in 95 of 100 such cases it holds what is sought; a wide one "
        "means little is known. Each question says how its own come about.",
        "fr": "Intervalle à 95 % : une étendue faite pour contenir ce que l’on cherche dans 95 cas sur 100 ; "
        "large, elle dit que l’on sait peu. Chaque question dit d’où viennent les siens.",
    },
}
