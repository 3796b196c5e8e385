"""Every text of the question `ownership`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.ownership": {
        "en": "Who would answer questions from outside within 24 hours?",
        "fr": "Qui répondrait en 24 heures aux questions venues de l’extérieur ?",
    },
    "said.ownership.own_function": {"en": "A function of its own", "fr": "Une fonction à part entière"},
    "said.ownership.everybody": {"en": "Everybody", "fr": "Tout le monde"},
    "said.ownership.none": {
        "en": "No arrangement would answer clearly more questions within a day than another. Shares within 24 hours "
        "go from "
        "{least:%} ({last}) to {most:%} ({first}; 95% interval {low:%} to {high:%}).",
        "fr": "Aucune organisation ne répondrait à nettement plus de questions en un jour qu’une autre. Les parts en "
        "24 "
        "heures vont de {least:%} ({last}) à {most:%} ({first} ; intervalle à 95 % : {low:%} à {high:%}).",
    },
    "said.ownership.tied": {
        "en": "Several arrangements would answer about as many questions within a day; none stands out. Shares within "
        "24 "
        "hours go from {least:%} ({last}) to {most:%} ({first}; 95% interval {low:%} to {high:%}).",
        "fr": "Plusieurs organisations répondraient à peu près à autant de questions en un jour ; aucune ne se "
        "détache. "
        "Les parts en 24 heures vont de {least:%} ({last}) à {most:%} ({first} ; intervalle à 95 % : {low:%} à "
        "{high:%}).",
    },
    "said.ownership.not_shown": {
        "en": "The arrangement that answers most questions within 24 hours is one with a function too small to show.",
        "fr": "L’organisation qui répond au plus de questions en 24 heures compte une fonction trop petite pour être "
        "montrée.",
    },
    "said.ownership.lead": {
        "en": "{arrangement} would answer clearly more questions within a day than the others. That is {share:%} of "
        "questions within 24 hours (95% interval {low:%} to {high:%}), more than {better} of {others} other "
        "arrangements "
        "beyond chance and by ten points or more, if reply times stay as they are",
        "fr": "{arrangement} répondrait à nettement plus de questions en un jour que les autres. Cela fait {share:%} "
        "des "
        "questions en 24 heures (intervalle à 95 % : {low:%} à {high:%}), plus que {better} des {others} autres "
        "organisations au-delà du hasard et d’au moins dix points, si les temps de réponse restent ce qu’ils sont",
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
    "note.ownership.over_all": {
        "en": "whoever answers, that is more questions per person than people answer today: no arrangement has the "
        "capacity, so capacity tells none apart",
        "fr": "qui que ce soit qui réponde, cela fait plus de questions par personne que l’on n’en traite aujourd’hui "
        ": "
        "aucune organisation n’a la capacité, qui ne les distingue donc pas",
    },
    "note.ownership.replicates": {
        "en": "only {n} bootstrap replicates: intervals are coarse",
        "fr": "seulement {n} rééchantillons : les intervalles sont grossiers",
    },
    "note.ownership.borderline": {
        "en": "borderline: whether {n} of the arrangements are better or worse than another is not settled by {draws} "
        "redraws, and they count as no different",
        "fr": "cas limite : {draws} rééchantillons ne tranchent pas si {n} des organisations sont meilleures ou moins "
        "bonnes qu’une autre ; elles comptent comme équivalentes",
    },
    "note.ownership.other_pace": {
        "en": "if passing on took as long as answering, {first} would answer most within 24 hours ({share:%})",
        "fr": "si transmettre prenait autant de temps que répondre, {first} répondrait au plus de questions en 24 "
        "heures ({share:%})",
    },
    "note.ownership.other_pace_none": {
        "en": "if passing on took as long as answering, no arrangement would stand out ({least:%} to {most:%} within "
        "24 "
        "hours)",
        "fr": "si transmettre prenait autant de temps que répondre, aucune organisation ne se détacherait ({least:%} à "
        "{most:%} en 24 heures)",
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
    "method.ownership": {
        "en": "24-hour test. Curves of replies by pair of functions, in which questions answered by others "
        "and the end of the log are allowed for; simulated questions follow them under each arrangement; "
        "intervals from resampled threads.",
        "fr": "Épreuve des 24 heures. Courbes de réponse par paire de fonctions, qui tiennent compte des "
        "questions répondues par d’autres et de la fin du relevé ; des questions simulées les suivent sous "
        "chaque organisation ; intervalles par rééchantillonnage des fils.",
    },
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
    "topic.ownership": {"en": "24-hour test", "fr": "Épreuve des 24 heures"},
    "rows.ownership": {
        "en": "A row per arrangement, best first. Who would answer questions from outside within 24 hours?",
        "fr": "Une ligne par organisation, la meilleure d’abord. Qui répondrait en 24 heures aux "
        "questions de l’extérieur ?",
    },
    "column.ownership.arrangement": {
        "en": "a function, several with +, a function of its own, everybody",
        "fr": "une fonction, plusieurs avec +, une fonction à part entière, tout le monde",
    },
    "column.ownership.kind": {
        "en": "single_function, hub, own_function, everybody",
        "fr": "single_function (une fonction), hub (équipe centrale), own_function (fonction à part "
        "entière), everybody (tout le monde)",
    },
    "column.ownership.function": {"en": "of a single function", "fr": "si c’est une fonction seule"},
    "column.ownership.people": {"en": "who would answer", "fr": "qui répondrait"},
    "column.ownership.within_24h": {
        "en": "questions answered within 24 hours, if reply times stay as they are",
        "fr": "questions répondues en 24 heures, si les temps de réponse restent ce qu’ils sont",
    },
    "column.ownership.median_hours": {
        "en": "after which half are answered; infinite where fewer ever are",
        "fr": "au bout desquelles la moitié ont leur réponse ; infini si moins l’ont jamais",
    },
    "column.ownership.handoffs": {
        "en": "times a question is passed on",
        "fr": "nombre de transmissions par question",
    },
    "column.ownership.load": {
        "en": "questions per person and week that they would get",
        "fr": "questions par personne et par semaine qu’ils recevraient",
    },
    "column.ownership.handled": {
        "en": "questions per person and week that they answer today",
        "fr": "questions par personne et par semaine auxquelles ils répondent aujourd’hui",
    },
    "column.ownership.over_capacity": {
        "en": "whether the load alone exceeds what they answer today; missing where it does in every arrangement",
        "fr": "si la charge dépasse à elle seule ce à quoi ils répondent aujourd’hui ; absent si c’est le cas partout",
    },
    "column.ownership.collisions": {
        "en": "questions a week with which two functions deal while nobody fronts both",
        "fr": "questions par semaine que deux fonctions traitent sans que personne soit face au client "
        "pour les deux",
    },
    "column.ownership.better_than": {
        "en": "arrangements it beats by ten points or more, beyond their intervals",
        "fr": "organisations qu’elle bat d’au moins dix points, au-delà de leurs intervalles",
    },
    "column.ownership.worse_than": {
        "en": "arrangements that beat it by ten points or more, beyond their intervals",
        "fr": "organisations qui la battent d’au moins dix points, au-delà de leurs intervalles",
    },
    "column.ownership.p_first": {
        "en": "redraws of the data in which it answers most of all single functions; only for these",
        "fr": "rééchantillons où elle répond au plus de questions parmi les fonctions seules ; pour elles uniquement",
    },
    "column.ownership.final_answers": {
        "en": "last answers that its people gave; of several functions the fewest",
        "fr": "dernières réponses données par les siens ; de plusieurs fonctions, le plus petit nombre",
    },
    "column.ownership.waiting_hours": {
        "en": "waiting spared a week against --current-owner, at the stated number of questions",
        "fr": "attente épargnée par semaine face à --current-owner, pour le nombre de questions indiqué",
    },
    "column.ownership.verdict": {
        "en": "ahead, behind, between, unsettled (ahead, but not surely first, on few answers, or routing onward), "
        "no_difference, not_assessable",
        "fr": "ahead (devant), behind (derrière), between (entre les deux), unsettled (devant, mais sans être sûrement "
        "première, sur peu de réponses, ou en transmettant plus loin), no_difference (pas de différence), "
        "not_assessable (non évaluable)",
    },
    "rows.ownership_topics": {
        "en": "A row per arrangement and function a question is about: what becomes of it. Empty where "
        "few people stand behind the replies.",
        "fr": "Une ligne par organisation et par fonction sur laquelle porte une question : ce qu’elle "
        "devient. Vide si peu de personnes sont derrière les réponses.",
    },
    "column.ownership_topics.arrangement": {"en": "as in ownership", "fr": "comme dans ownership"},
    "column.ownership_topics.topic": {
        "en": "the function the question is about",
        "fr": "la fonction sur laquelle porte la question",
    },
    "column.ownership_topics.asked": {
        "en": "who answers or passes it on; missing where that is not one function",
        "fr": "qui y répond ou la transmet ; absent si ce n’est pas une seule fonction",
    },
    "column.ownership_topics.within_24h": {
        "en": "such questions answered within 24 hours",
        "fr": "questions de ce genre répondues en 24 heures",
    },
    "column.ownership_topics.median_hours": {
        "en": "after which half are answered; infinite where fewer ever are",
        "fr": "au bout desquelles la moitié ont leur réponse ; infini si moins l’ont jamais",
    },
    "column.ownership_topics.by_1h": {"en": "answered within 1 hour", "fr": "répondues en 1 heure"},
    "column.ownership_topics.by_2h": {"en": "answered within 2 hours", "fr": "répondues en 2 heures"},
    "column.ownership_topics.by_4h": {"en": "answered within 4 hours", "fr": "répondues en 4 heures"},
    "column.ownership_topics.by_8h": {"en": "answered within 8 hours", "fr": "répondues en 8 heures"},
    "column.ownership_topics.by_12h": {"en": "answered within 12 hours", "fr": "répondues en 12 heures"},
    "column.ownership_topics.by_24h": {"en": "answered within 24 hours", "fr": "répondues en 24 heures"},
    "column.ownership_topics.by_36h": {"en": "answered within 36 hours", "fr": "répondues en 36 heures"},
    "column.ownership_topics.by_48h": {"en": "answered within 48 hours", "fr": "répondues en 48 heures"},
    "column.arrangement": {"en": "arrangement", "fr": "organisation"},
    "column.load": {"en": "load", "fr": "charge"},
    "column.load.gloss": {
        "en": "questions per person and week",
        "fr": "questions par personne et par semaine",
    },
    "verdict.ahead": {"en": "ahead", "fr": "devant"},
    "verdict.behind": {"en": "behind", "fr": "derrière"},
}
