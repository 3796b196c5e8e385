"""Every text of the question `owner`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.owner": {
        "en": "Which function should own social media, and whom to involve?",
        "fr": "Quelle fonction devrait porter les médias sociaux, et qui associer ?",
    },
    "said.owner.recommended": {
        "en": "{function} should own social media; {involve}. It is first in {share:%} of the weightings (within what "
        "matters is a tie), score {score:.1} where chance alone reaches {threshold:.1}.",
        "fr": "{function} devrait porter les médias sociaux ; {involve}. Elle est première dans {share:%} des "
        "pondérations (les écarts sans importance sont des ex æquo), note {score:.1} là où le hasard seul atteint "
        "{threshold:.1}.",
    },
    "said.owner.none": {
        "en": "No clear owner; {involve}. {function} comes first in {share:%} of the weightings (within what matters "
        "is a "
        "tie), score {score:.1} where chance alone reaches {threshold:.1}.",
        "fr": "Pas de porteur évident ; {involve}. {function} arrive première dans {share:%} des pondérations (les "
        "écarts "
        "sans importance sont des ex æquo), note {score:.1} là où le hasard seul atteint {threshold:.1}.",
    },
    "said.owner.borderline": {
        "en": "No clear owner, a borderline case; {involve}. {function} comes first in {share:%} of the weightings "
        "(within what matters is a tie), score {score:.1} where chance alone reaches {threshold:.1}: too close to what "
        "a recommendation takes to be settled.",
        "fr": "Pas de porteur évident, cas limite ; {involve}. {function} arrive première dans {share:%} des "
        "pondérations (les écarts sans importance sont des ex æquo), note {score:.1} là où le hasard seul atteint "
        "{threshold:.1} : trop près du seuil d’une recommandation pour trancher.",
    },
    "said.owner.recommended_unscored": {
        "en": "{function} should own social media; {involve}. It is first in about {share:%} of the weightings (within "
        "what matters is a tie).",
        "fr": "{function} devrait porter les médias sociaux ; {involve}. Elle est première dans environ {share:%} des "
        "pondérations (les écarts sans importance sont des ex æquo).",
    },
    "said.owner.none_unscored": {
        "en": "No clear owner; {involve}. {function} comes first in about {share:%} of the weightings (within what "
        "matters is a tie).",
        "fr": "Pas de porteur évident ; {involve}. {function} arrive première dans environ {share:%} des pondérations "
        "(les écarts sans importance sont des ex æquo).",
    },
    "said.owner.borderline_unscored": {
        "en": "No clear owner, a borderline case; {involve}. {function} comes first in about {share:%} of the "
        "weightings (within what matters is a tie): too close to what a recommendation takes to be settled.",
        "fr": "Pas de porteur évident, cas limite ; {involve}. {function} arrive première dans environ {share:%} des "
        "pondérations (les écarts sans importance sont des ex æquo) : trop près du seuil d’une recommandation pour "
        "trancher.",
    },
    "said.owner.thin": {
        "en": "No clear owner; {involve}. The evidence is thin: too little of it tells functions apart by differences "
        "that "
        "matter.",
        "fr": "Pas de porteur évident ; {involve}. Les indices sont minces : trop peu d’entre eux distinguent les "
        "fonctions "
        "par des écarts qui comptent.",
    },
    "said.owner.unnamed": {
        "en": "Of the functions large enough to be named, none is recommended; {involve}.",
        "fr": "Parmi les fonctions assez grandes pour être nommées, aucune n’est recommandée ; {involve}.",
    },
    "said.owner.involve": {
        "en": "involve {functions} in every initiative",
        "fr": "associer {functions} à chaque initiative",
    },
    "said.owner.unstable": {
        "en": "No clear owner: who comes first changes with the way ties are counted; {involve}.",
        "fr": "Pas de porteur évident : la première change avec la façon de compter les liens ; {involve}.",
    },
    "said.owner.involve_without": {
        "en": "involve {functions} in every initiative, who would link the others if what {without} passes on did not "
        "count",
        "fr": "associer {functions} à chaque initiative : c’est elle qui relierait les autres si ce que transmet "
        "{without} ne comptait pas",
    },
    "said.owner.involve_doubt": {
        "en": "to involve in every initiative, {functions} links the others most, though not beyond chance",
        "fr": "à associer à chaque initiative, {functions} relie le plus les autres, sans dépasser le hasard",
    },
    "said.owner.involve_untold": {
        "en": "whom to involve in every initiative cannot be told from these data",
        "fr": "ces données ne disent pas qui associer à chaque initiative",
    },
    "said.owner.involve_unnamed": {
        "en": "whom to involve in every initiative is not said where that is too small a function",
        "fr": "qui associer à chaque initiative n’est pas dit quand c’est une fonction trop petite",
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
    "arrangement.single_function": {"en": "one function owns it", "fr": "une fonction porte le tout"},
    "arrangement.hub": {
        "en": "a hub team of several functions",
        "fr": "une équipe centrale de plusieurs fonctions",
    },
    "arrangement.own_function": {"en": "a function of its own", "fr": "une fonction à part entière"},
    "arrangement.distributed": {"en": "spread over all employees", "fr": "répartie entre tous les salariés"},
    "because.brokerage": {
        "en": "{share:%.1} of the shortest paths between people of two other functions run through "
        "{function}, rank {rank} "
        "of {of} per head: {x:.1} times as much as through a person elsewhere (95% interval {low:.1} to {high:.1}).",
        "fr": "{share:%.1} des plus courts chemins entre personnes de deux autres fonctions passent par "
        "{function}, rang "
        "{rank} sur {of} par personne : {x:.1} fois autant que par une personne d’ailleurs (intervalle à 95 % : "
        "{low:.1} à {high:.1}).",
    },
    "because.coverage": {
        "en": "{function} exchanges in both directions, beyond noise, with {coverage:%} of the other functions.",
        "fr": "{function} échange dans les deux sens, au-delà du bruit, avec {coverage:%} des autres fonctions.",
    },
    "because.openness": {
        "en": "People of {function} exchange across its border {x:.2} times as much as is usual here (95% "
        "interval {low:.2} to {high:.2}; 1 is usual).",
        "fr": "Les personnes de {function} échangent à travers sa frontière {x:.2} fois autant qu’il est "
        "habituel ici (intervalle à 95 % : {low:.2} à {high:.2} ; 1 est habituel).",
    },
    "because.not_counted": {
        "en": "Paths through {function}, which routes onward, are not counted in these figures.",
        "fr": "Les chemins qui passent par {function}, qui transmet plus loin, ne sont pas comptés dans ces "
        "chiffres.",
    },
    "because.acceptability": {
        "en": "{function} is first in {share:%} of the weightings of the criteria, functions within what matters "
        "being tied; "
        "its score of {score:.1} exceeds what the best function reaches in 95 of 100 organisations in which all are "
        "alike "
        "({threshold:.1}).",
        "fr": "{function} est première dans {share:%} des pondérations des critères, les écarts sans importance étant "
        "des ex "
        "æquo ; sa note de {score:.1} dépasse celle qu’atteint la meilleure dans 95 organisations sur 100 où toutes se "
        "valent ({threshold:.1}).",
    },
    "because.no_clear_owner": {
        "en": "No function stands out enough to be recommended: {function} is first in {share:%} of the weightings, "
        "functions "
        "within what matters being tied, with a score of {score:.1}; where all are alike the best reaches "
        "{threshold:.1} in "
        "5 of 100 organisations.",
        "fr": "Aucune fonction ne se détache assez pour être recommandée : {function} est première dans {share:%} des "
        "pondérations, les écarts sans importance étant des ex æquo, avec une note de {score:.1} ; là où toutes se "
        "valent, "
        "la meilleure atteint {threshold:.1} dans 5 organisations sur 100.",
    },
    "because.thin.one": {
        "en": "The evidence is thin: only {known} tells functions apart by differences that matter. A recommendation "
        "takes two "
        "kinds of evidence, one of them answering, contact with the outside or posts.",
        "fr": "Les indices sont minces : seul le critère « {known} » distingue les fonctions par des écarts qui "
        "comptent. Une "
        "recommandation en demande deux, dont un sur les réponses, l’extérieur ou le réseau interne.",
    },
    "because.thin.many": {
        "en": "The evidence is thin: {known} tell functions apart by differences that matter. A recommendation takes "
        "answering, contact with the outside or posts as well.",
        "fr": "Les indices sont minces : seuls {known} distinguent les fonctions par des écarts qui comptent. Une "
        "recommandation demande aussi les réponses, l’extérieur ou le réseau interne.",
    },
    "because.thin_all.one": {
        "en": "The evidence is thin: nothing that was measured tells functions apart by differences that matter.",
        "fr": "Les indices sont minces : rien de ce qui a été mesuré ne distingue les fonctions par des écarts qui "
        "comptent.",
    },
    "because.thin_all.many": {
        "en": "The evidence is thin: nothing that was measured tells functions apart by differences that matter.",
        "fr": "Les indices sont minces : rien de ce qui a été mesuré ne distingue les fonctions par des écarts qui "
        "comptent.",
    },
    "because.gate_linking": {
        "en": "{function} links the others clearly less per head than they do, or is the largest and does not clearly "
        "link "
        "them more: it is not recommended.",
        "fr": "{function} relie nettement moins par personne que les autres, ou est la plus grande sans relier "
        "nettement "
        "plus : elle n’est pas recommandée.",
    },
    "because.gate_answers": {
        "en": "{function} answers less, or passes on more, than is usual here: it is not recommended.",
        "fr": "{function} répond moins, ou transmet plus, que d’ordinaire ici : elle n’est pas recommandée.",
    },
    "because.borderline": {
        "en": "Whether {function} has what a recommendation takes is a borderline case, which no number of draws "
        "settles: it is not recommended.",
        "fr": "Savoir si {function} atteint ce que demande une recommandation est un cas limite, qu’aucun nombre de "
        "tirages ne tranche : elle n’est pas recommandée.",
    },
    "because.unstable": {
        "en": "Counted in another way, another function comes first in {n} of {of} cases: {function} is not "
        "recommended.",
        "fr": "Comptée autrement, une autre fonction arrive première dans {n} cas sur {of} : {function} n’est pas "
        "recommandée.",
    },
    "because.silent.one": {
        "en": "What is known of {families} does not tell functions apart by differences that matter: it does not "
        "count.",
        "fr": "Ce que l’on sait du critère {families} ne distingue pas les fonctions par des écarts qui comptent : il "
        "n’entre "
        "pas en compte.",
    },
    "because.silent.many": {
        "en": "What is known of {families} does not tell functions apart by differences that matter: they do not "
        "count.",
        "fr": "Ce que l’on sait des critères {families} ne distingue pas les fonctions par des écarts qui comptent : "
        "ils "
        "n’entrent pas en compte.",
    },
    "because.flip": {
        "en": "If {family} weighed {weight:%} or more, {function} would overtake the first.",
        "fr": "Si le critère « {family} » pesait {weight:%} ou plus, {function} passerait devant la première.",
    },
    "because.flip_alone": {
        "en": "Only if nothing but {family} counted would {function} overtake the first.",
        "fr": "Il faudrait que seul compte le critère « {family} » pour que {function} passe devant la première.",
    },
    "because.within": {
        "en": "{function} gave a first reply within 24 hours to {share:%} of the questions of other functions (95% "
        "interval {share_low:%} to {share_high:%}; usual here {usual:%}).",
        "fr": "{function} a donné une première réponse dans les 24 heures à {share:%} des questions des "
        "autres fonctions "
        "(intervalle à 95 % : {share_low:%} à {share_high:%} ; habituel ici : {usual:%}).",
    },
    "because.relays": {
        "en": "It passed on {share:%} of what it was asked without answering (95% interval {share_low:%} to "
        "{share_high:%}; "
        "other functions {usual:%}).",
        "fr": "Elle a transmis sans répondre {share:%} de ce qu’on lui demandait (intervalle à 95 % : "
        "{share_low:%} à "
        "{share_high:%} ; autres fonctions : {usual:%}).",
    },
    "because.outside": {
        "en": "{share:%} of the exchange with contacts outside is with {function} (95% interval {share_low:%} to "
        "{share_high:%}); by its activity it would be {usual:%}.",
        "fr": "{share:%} des échanges avec l’extérieur passent par {function} (intervalle à 95 % : {share_low:%} à "
        "{share_high:%}) ; selon son activité ce serait {usual:%}.",
    },
    "because.practice": {
        "en": "{share:%} of the people of {function} write posts (95% interval {share_low:%} to {share_high:%}).",
        "fr": "{share:%} des personnes de {function} publient sur le réseau interne (intervalle à 95 % : "
        "{share_low:%} à "
        "{share_high:%}).",
    },
    "because.pilot": {
        "en": "Pilot with {pilot}, most present in posts today ({share:%} of its people, 95% interval "
        "{share_low:%} to "
        "{share_high:%}), and scale through {function}.",
        "fr": "Commencer par un pilote avec {pilot}, la plus présente sur le réseau interne ({share:%} de ses "
        "personnes, "
        "intervalle à 95 % : {share_low:%} à {share_high:%}), puis étendre par {function}.",
    },
    "because.owning": {
        "en": "If {function} owned social media, {share:%} of the questions would be answered within 24 hours (95% "
        "interval {share_low:%} to {share_high:%}), assuming that reply times stay as they are.",
        "fr": "Si {function} était responsable, {share:%} des questions recevraient une réponse dans les 24 heures "
        "(intervalle à 95 % : {share_low:%} à {share_high:%}), si les temps de réponse restent ce qu’ils sont.",
    },
    "because.arrangement": {
        "en": "{arrangement} would answer clearly more of them in time: {share:%} (95% interval {share_low:%} to "
        "{share_high:%}), on the same assumption.",
        "fr": "{arrangement} répondrait nettement plus souvent à temps : {share:%} (intervalle à 95 % : "
        "{share_low:%} à "
        "{share_high:%}), sous la même hypothèse.",
    },
    "because.everybody": {
        "en": "Everybody together would answer clearly more of them in time: {share:%} (95% interval "
        "{share_low:%} to "
        "{share_high:%}), on the same assumption; what it costs to coordinate them is not measured.",
        "fr": "L’ensemble du personnel répondrait nettement plus souvent à temps : {share:%} (intervalle à 95 % : "
        "{share_low:%} à {share_high:%}), sous la même hypothèse ; ce qu’il coûte de coordonner n’est pas mesuré.",
    },
    "because.suitability": {
        "en": "By your own judgement, which changes nothing above, {function} fits best: {value:.2} of 1, of {of} "
        "functions judged.",
        "fr": "Selon votre propre jugement, qui ne change rien à ce qui précède, {function} convient le mieux : "
        "{value:.2} sur 1, parmi {of} fonctions jugées.",
    },
    "because.routes": {
        "en": "{function} routes onward {share:%} of what it is asked (95% interval {share_low:%} to "
        "{share_high:%}) and "
        "is no candidate.",
        "fr": "{function} transmet plus loin {share:%} de ce qu’on lui demande (intervalle à 95 % : {share_low:%} à "
        "{share_high:%}) et n’est pas candidate.",
    },
    "because.relay_unknown": {
        "en": "Whether {function} answers what it is asked, or routes it onward, cannot be told from these data: too "
        "little of it stands in threads (reply headers, thread_id, tickets).",
        "fr": "Ces données ne permettent pas de dire si {function} répond à ce qu’on lui demande ou le transmet plus "
        "loin : trop peu en figure dans des fils (en-têtes de réponse, thread_id, tickets).",
    },
    "because.channel": {
        "en": "There are no {channel} in the data: what passes there is not seen.",
        "fr": "Les données ne contiennent pas de {channel} : ce qui y passe n’est pas vu.",
    },
    "because.no_glue": {
        "en": "No function links the others beyond chance.",
        "fr": "Aucune fonction ne relie les autres au-delà du hasard.",
    },
    "because.withheld": {
        "en": "There is a doubt that rests on too few people to be shown here.",
        "fr": "Il y a un doute qui repose sur trop peu de personnes pour être montré ici.",
    },
    "because.one_person": {
        "en": "{share:%} of the shortest paths that run through {function} pass one person or team: its role "
        "hangs on few.",
        "fr": "{share:%} des plus courts chemins qui passent par {function} passent par une seule personne ou "
        "équipe : "
        "ce rôle tient à peu de gens.",
    },
    "because.closed": {
        "en": "{function} is itself more closed than is usual here.",
        "fr": "{function} est elle-même plus fermée qu’il n’est habituel ici.",
    },
    "because.small": {
        "en": "{function} has fewer than ten active people: check that they would have the time.",
        "fr": "{function} compte moins de dix personnes actives : vérifier qu’elles en auraient le temps.",
    },
    "because.unknown": {
        "en": "The function of {share:%} of the people is unknown; the ranking may change when they are placed.",
        "fr": "La fonction de {share:%} des personnes est inconnue ; le classement peut changer une fois placées.",
    },
    "because.profile": {
        "en": "For the {audience} audience {missing} should weigh most, and could not be told in this run.",
        "fr": "Pour le public « {audience} », {missing} devrait peser le plus et n’a pu être établi ici.",
    },
    "because.word.links": {"en": "links between functions", "fr": "liens entre fonctions"},
    "because.word.standing": {"en": "standing", "fr": "assise interne"},
    "because.word.outside": {"en": "contact with the outside", "fr": "contact avec l’extérieur"},
    "because.word.answers": {"en": "answering", "fr": "capacité de réponse"},
    "because.word.practice": {"en": "practice with posts", "fr": "pratique du réseau interne"},
    "because.word.email": {"en": "e-mails", "fr": "courriels"},
    "because.word.post": {"en": "posts", "fr": "publications"},
    "because.word.handoff": {"en": "handoffs of cases", "fr": "transferts de dossiers"},
    "because.word.meeting": {"en": "meetings", "fr": "réunions"},
    "because.word.hub": {
        "en": "A hub team of several functions",
        "fr": "Une équipe réunissant plusieurs fonctions",
    },
    "because.word.own_function": {"en": "A function of its own", "fr": "Une fonction dédiée"},
    "because.word.external": {"en": "external", "fr": "externe"},
    "because.word.internal": {"en": "internal", "fr": "interne"},
    "owner.heading": {
        "en": "Owner: who should own social media",
        "fr": "Porteur : qui doit porter les médias sociaux",
    },
    "owner.lead": {
        "en": "Only what tells functions apart by differences that matter is weighed, in thousands of random ways; "
        "acceptability is the share of them in which a function comes first, ties shared. A recommendation needs two "
        "kinds "
        "of evidence, at least 50%, and a score that chance alone rarely reaches.",
        "fr": "Seul ce qui distingue les fonctions par des écarts qui comptent est pondéré, de milliers de façons "
        "tirées au "
        "hasard ; l’acceptabilité est la part d’entre elles où une fonction arrive première, les ex æquo se "
        "partageant la "
        "place. Une recommandation demande deux sortes d’indices, au moins 50 % et une note que le hasard seul atteint "
        "rarement.",
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
    "method.owner": {
        "en": "Owner. Stochastic multicriteria acceptability analysis over the families of criteria that tell "
        "functions "
        "apart, jointly with the errors of the criteria; compared with the best function where all are alike and only "
        "errors differ.",
        "fr": "Porteur. Analyse multicritère stochastique de l’acceptabilité sur les familles de critères qui "
        "distinguent "
        "les fonctions, jointe aux erreurs des critères ; comparée à la meilleure fonction là où toutes se valent et "
        "où "
        "seules les erreurs diffèrent.",
    },
    "topic.owner": {"en": "Owner", "fr": "Porteur"},
    "rows.owner": {
        "en": "A row per candidate. Who should own social media?",
        "fr": "Une ligne par candidate. Qui doit porter les médias sociaux ?",
    },
    "column.owner.function": {"en": "name of the function", "fr": "nom de la fonction"},
    "column.owner.people": {"en": "persons, not teams", "fr": "personnes, sans les équipes"},
    "column.owner.acceptability": {
        "en": "weightings and resamples in which it is first; not a probability of being right",
        "fr": "pondérations et rééchantillonnages où elle est première ; non une probabilité d’avoir raison",
    },
    "column.owner.score": {
        "en": "how far it lies above what is usual, in differences that matter, criteria weighed in the middle",
        "fr": "à quel point elle dépasse l’habituel, en écarts qui comptent, pour des poids médians",
    },
    "column.owner.suitability": {
        "en": "your own judgement (--suitability), from 0 to 1, which changes nothing else",
        "fr": "votre propre jugement (--suitability), de 0 à 1, qui ne change rien d’autre",
    },
    "column.owner.lift_steps": {
        "en": "how much it links the others, in differences that matter from what is usual; at most three",
        "fr": "combien elle relie les autres, en écarts qui comptent par rapport à l’habituel ; trois au plus",
    },
    "column.owner.coverage_steps": {
        "en": "with how many of the others it exchanges both ways, likewise",
        "fr": "avec combien des autres elle échange dans les deux sens, de même",
    },
    "column.owner.evenness_steps": {
        "en": "how evenly its outside exchange is spread, likewise",
        "fr": "régularité de ses échanges au-dehors, de même",
    },
    "column.owner.openness_steps": {
        "en": "how open its border is, likewise",
        "fr": "ouverture de sa frontière, de même",
    },
    "column.owner.answering_steps": {
        "en": "how much it answers instead of passing on, likewise",
        "fr": "combien elle répond au lieu de transmettre, de même",
    },
    "column.owner.within_24h_steps": {
        "en": "how soon it answers, likewise",
        "fr": "à quelle vitesse elle répond, de même",
    },
    "column.owner.load_steps": {
        "en": "how little each of its people receives, likewise",
        "fr": "combien peu chacune de ses personnes reçoit, de même",
    },
    "column.owner.contacts_steps": {
        "en": "exchange with the outside, likewise",
        "fr": "échanges avec l’extérieur, de même",
    },
    "column.owner.presence_steps": {
        "en": "posts among what its people write, likewise",
        "fr": "publications parmi ce que ses personnes écrivent, de même",
    },
    "column.owner.dialogue_steps": {
        "en": "posts that are answers, likewise",
        "fr": "publications qui sont des réponses, de même",
    },
    "column.owner.spread_steps": {
        "en": "how many of its people carry what it links, likewise",
        "fr": "combien de ses personnes portent ce qu’elle relie, de même",
    },
    "column.owner.leaders_steps": {
        "en": "exchange with the top levels, likewise; empty where these are few people",
        "fr": "échanges avec les plus hauts niveaux, de même ; vide si ceux-ci comptent peu de personnes",
    },
    "rows.owner_flips": {
        "en": "A row per other candidate and family of criteria. Why not Marketing?",
        "fr": "Une ligne par autre candidate et famille de critères. Pourquoi pas le Marketing ?",
    },
    "column.owner_flips.function": {"en": "the candidate", "fr": "la candidate"},
    "column.owner_flips.family": {
        "en": "links, answers, outside, practice, standing",
        "fr": "links (liens), answers (réponses), outside (extérieur), practice (pratique), "
        "standing (assise)",
    },
    "column.owner_flips.weight": {
        "en": "that the family would need for it to overtake the first; empty where no weight is enough",
        "fr": "poids qu’il faudrait à la famille pour qu’elle dépasse la première ; vide si aucun ne suffit",
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
}
