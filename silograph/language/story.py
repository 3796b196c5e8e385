"""What the guided tour of the workshop page says, and the texts of its screens.

Numbers are written as `Words.shown` says. "Likely" stands for 95 % intervals; `story.note` says so on the page.
"""

_MONTHS = (
    ("January", "janvier"), ("February", "février"), ("March", "mars"), ("April", "avril"), ("May", "mai"),
    ("June", "juin"), ("July", "juillet"), ("August", "août"), ("September", "septembre"), ("October", "octobre"),
    ("November", "novembre"), ("December", "décembre"),
)  # fmt: skip

TEXTS: dict[str, dict[str, str]] = {
    "story.too_small": {
        "en": "a function too small to be named",
        "fr": "une fonction trop petite pour être nommée",
    },
    "story.note": {
        "en": "“Likely 2 to 4”: in 95 of 100 redraws of the data the figure lies between 2 and 4.",
        "fr": "« Sans doute 2 à 4 » : dans 95 tirages sur 100 refaits à partir des données, le chiffre se "
        "situe entre 2 et 4.",
    },
    "story.often": {
        "en": "in {share:%} of cases",
        "fr": "dans {share:%} des cas",
    },
    "story.often.hardly": {
        "en": "in hardly any case",
        "fr": "dans presque aucun cas",
    },
    "story.often.nearly": {
        "en": "in practically every case",
        "fr": "dans presque tous les cas",
    },
    # the answer in one sentence
    "story.answer": {"en": "{glue}; {silos}.", "fr": "{glue} ; {silos}."},
    "story.answer.alone": {"en": "{part}.", "fr": "{part}."},
    "story.answer.glue.one": {
        "en": "{names} links the others best",
        "fr": "{names} relie le mieux les autres",
    },
    "story.answer.glue.many": {
        "en": "{names} link the others best",
        "fr": "{names} relient le mieux les autres",
    },
    "story.answer.glue.most": {
        "en": "{n} functions link the others best, {name} the most",
        "fr": "{n} fonctions relient le mieux les autres, {name} le plus",
    },
    "story.answer.glue.none": {
        "en": "no function clearly links the others",
        "fr": "aucune fonction ne relie nettement les autres",
    },
    "story.answer.silos.one": {"en": "{names} is closed", "fr": "{names} est fermée"},
    "story.answer.silos.many": {"en": "{names} are closed", "fr": "{names} sont fermées"},
    "story.answer.silos.most": {
        "en": "{n} functions are closed, {name} the most",
        "fr": "{n} fonctions sont fermées, {name} le plus",
    },
    "story.answer.silos.none": {
        "en": "none is clearly closed",
        "fr": "aucune n’est nettement fermée",
    },
    "story.answer.silos.no_function": {
        "en": "no function is clearly closed",
        "fr": "aucune fonction n’est nettement fermée",
    },
    "story.answer.nothing": {
        "en": "these data are too few to say which function links the others or is closed.",
        "fr": "ces données sont trop peu nombreuses pour dire quelle fonction relie les autres ou est "
        "fermée.",
    },
    # the question
    "story.question.title": {
        "en": "Which function should own social media?",
        "fr": "À quelle fonction confier les médias sociaux ?",
    },
    "story.question.turf": {
        "en": "Often habit decides, or whoever asks first. Here the messages are asked: who exchanges with "
        "whom, and who answers?",
        "fr": "Souvent l’habitude tranche, ou la première à demander. Ici on interroge les messages : qui "
        "échange avec qui, et qui répond ?",
    },
    "story.question.guess": {
        "en": "Before we look: which function, do you think, links the others best?",
        "fr": "Avant de regarder : selon vous, quelle fonction relie le mieux les autres ?",
    },
    # the map
    "story.map.title": {"en": "The map", "fr": "La carte"},
    "story.map.bubble": {
        "en": "Each bubble is a function: the larger, the more people. Each line is exchange between two "
        "functions: the thicker, the more messages.",
        "fr": "Chaque bulle est une fonction : plus elle est grande, plus elle compte de personnes. Chaque "
        "trait est un échange entre deux fonctions : plus il est épais, plus il y a de messages.",
    },
    "story.map.bubble.teams": {
        "en": "Each bubble is a function: the larger, the more teams. Each line is exchange between two "
        "functions: the thicker, the more messages or handoffs.",
        "fr": "Chaque bulle est une fonction : plus elle est grande, plus elle compte d’équipes. Chaque "
        "trait est un échange entre deux fonctions : plus il est épais, plus il y a de messages ou de transferts.",
    },
    "story.map.near": {
        "en": "Functions stand close together when they exchange more than their activity alone would lead "
        "to expect.",
        "fr": "Deux fonctions sont proches quand elles échangent plus que leur seule activité ne le "
        "laisserait attendre.",
    },
    "story.map.size": {
        "en": "Here {people} people of {functions} functions exchange.",
        "fr": "Ici, {people} personnes de {functions} fonctions échangent.",
    },
    # the silos
    "story.silos.title.one": {"en": "{names} is closed", "fr": "{names} est fermée"},
    "story.silos.title.many": {"en": "{names} are closed", "fr": "{names} sont fermées"},
    "story.silos.title.most": {"en": "{n} functions are closed", "fr": "{n} fonctions sont fermées"},
    "story.silos.title.none": {
        "en": "No function is clearly closed",
        "fr": "Aucune fonction n’est nettement fermée",
    },
    "story.silos.walls": {
        "en": "Two people of one function exchange {walls:.1} times as much as two equally active people "
        "of different functions (likely {low:.1} to {high:.1}).",
        "fr": "Deux personnes d’une même fonction échangent {walls:.1} fois plus que deux personnes aussi "
        "actives de fonctions différentes (sans doute {low:.1} à {high:.1}).",
    },
    "story.silos.one": {
        "en": "{function}: {x:%} of the exchange across its border that is usual here for people as active "
        "(likely {low:%} to {high:%}).",
        "fr": "{function} : {x:%} des échanges au-delà de sa frontière qui sont habituels ici pour des "
        "personnes aussi actives (sans doute {low:%} à {high:%}).",
    },
    "story.silos.others": {
        "en": "Also clearly more closed than is usual here: {names}.",
        "fr": "Également nettement plus fermées qu’il n’est habituel ici : {names}.",
    },
    "story.silos.none": {
        "en": "None of the {n} functions that could be compared is clearly more closed than the others.",
        "fr": "Aucune des {n} fonctions comparables n’est nettement plus fermée que les autres.",
    },
    # the walls in posts
    "story.posts.title.repeats_walls": {
        "en": "Posts follow the same walls",
        "fr": "Les publications suivent les mêmes cloisons",
    },
    "story.posts.title.new_walls": {
        "en": "Posts build walls of their own",
        "fr": "Les publications créent leurs propres cloisons",
    },
    "story.posts.title.opens_walls": {
        "en": "Posts open the walls",
        "fr": "Les publications ouvrent les cloisons",
    },
    "story.posts.walls": {
        "en": "On the internal network two people of one function exchange {posts:.1} times as much as two "
        "of different functions; in e-mail, {mail:.1} times.",
        "fr": "Sur le réseau interne, deux personnes d’une même fonction échangent {posts:.1} fois plus "
        "que deux de fonctions différentes ; par courriel, {mail:.1} fois.",
    },
    "story.posts.circles": {
        "en": "On the internal network people form circles: within a circle two people of different "
        "functions exchange {walls:.1} times as much as across circles.",
        "fr": "Sur le réseau interne se forment des cercles : au sein d’un cercle, deux personnes de "
        "fonctions différentes échangent {walls:.1} fois plus que d’un cercle à l’autre.",
    },
    "story.posts.repeats_walls": {
        "en": "The social network repeats the walls that were there before.",
        "fr": "Le réseau social répète les cloisons qui existaient déjà.",
    },
    "story.posts.new_walls": {
        "en": "The social network adds walls to those that were there before.",
        "fr": "Le réseau social ajoute des cloisons à celles qui existaient déjà.",
    },
    "story.posts.opens_walls": {
        "en": "The social network lowers the walls that were there before.",
        "fr": "Le réseau social abaisse les cloisons qui existaient déjà.",
    },
    # the glue
    "story.glue.title.one": {
        "en": "{names} links the others best",
        "fr": "{names} relie le mieux les autres",
    },
    "story.glue.title.many": {
        "en": "{names} link the others best",
        "fr": "{names} relient le mieux les autres",
    },
    "story.glue.title.none": {
        "en": "No function clearly links the others",
        "fr": "Aucune fonction ne relie nettement les autres",
    },
    "story.glue.paths": {
        "en": "A message that goes from hand to hand between people of two other functions, by the "
        "shortest way, passes through {function} in {share:%.1} of cases; by size and activity it would be "
        "{expected:%.1}.",
        "fr": "Un message qui passe de main en main entre des personnes de deux autres fonctions, par le "
        "plus court chemin, traverse {function} dans {share:%.1} des cas ; selon la taille et l’activité, "
        "ce serait {expected:%.1}.",
    },
    "story.glue.sure": {
        "en": "How sure? In redraws of the ties it comes first {often}; its rank is likely {low} to {high} "
        "of {of}.",
        "fr": "Est-ce sûr ? Si l’on retire les liens au sort, elle arrive première {often} ; son rang est "
        "sans doute de {low} à {high} sur {of}.",
    },
    "story.glue.sure_rank": {
        "en": "How sure? In redraws of the ties it comes first {often}; its rank, {low} of {of}, hardly "
        "changes.",
        "fr": "Est-ce sûr ? Si l’on retire les liens au sort, elle arrive première {often} ; son rang, "
        "{low} sur {of}, ne change guère.",
    },
    "story.glue.counted": {
        "en": "Ways that only pass through {names}, which passes on without answering, do not count as "
        "links.",
        "fr": "Les chemins qui ne font que traverser {names}, qui transmet sans répondre, ne comptent pas "
        "comme liens.",
    },
    "story.glue.none": {
        "en": "{function} does so most, yet no more than can be chance.",
        "fr": "{function} le fait le plus, mais pas plus que le hasard ne le permet.",
    },
    # who routes onward
    "story.onward.title.one": {"en": "{names} routes onward", "fr": "{names} transmet plus loin"},
    "story.onward.title.many": {"en": "{names} route onward", "fr": "{names} transmettent plus loin"},
    "story.onward.one": {
        "en": "{function} passes on {share:%} of what it is asked without answering (likely {low:%} to "
        "{high:%}); for the other functions it is {usual:%}.",
        "fr": "{function} transmet sans répondre {share:%} de ce qu’on lui demande (sans doute {low:%} à "
        "{high:%}) ; pour les autres fonctions, c’est {usual:%}.",
    },
    "story.onward.so": {
        "en": "To stand on many paths is not yet to link: who owns social media should also answer. So it "
        "is no candidate here.",
        "fr": "Être sur beaucoup de chemins n’est pas encore relier : qui porte les médias sociaux doit "
        "aussi répondre. Elle n’est donc pas candidate ici.",
    },
    "story.onward.syndrome": {
        "en": "No function that answers links the others beyond chance: that is worth talking about first.",
        "fr": "Aucune fonction qui répond ne relie les autres au-delà du hasard : c’est par là qu’il faut "
        "commencer.",
    },
    # the owner
    "story.owner.title": {"en": "{function} comes first as owner", "fr": "{function} arrive première"},
    "story.owner.title.none": {"en": "No clear owner", "fr": "Pas de responsable évident"},
    "story.owner.first": {
        "en": "Over all ways of weighing the criteria, {function} comes first {often}.",
        "fr": "Quand on fait varier le poids des critères, {function} arrive première {often}.",
    },
    "story.owner.for": {
        "en": "What speaks most for it: {families}.",
        "fr": "Ce qui plaide le plus pour elle : {families}.",
    },
    "story.owner.none": {
        "en": "No function stands out enough to be recommended. Over all ways of weighing the criteria, "
        "{function} comes first {often}.",
        "fr": "Aucune fonction ne se détache assez pour être recommandée. Quand on fait varier le poids "
        "des critères, {function} arrive première {often}.",
    },
    "story.owner.doubt": {"en": "A doubt: {doubt}", "fr": "Un doute : {doubt}"},
    "story.owner.no_doubt": {
        "en": "The data raise no particular doubt; what they do not show is yours to judge.",
        "fr": "Les données ne soulèvent pas de doute particulier ; ce qu’elles ne montrent pas, c’est à "
        "vous d’en juger.",
    },
    "story.owner.involve": {
        "en": "To involve in every initiative: {names}.",
        "fr": "À associer à chaque projet : {names}.",
    },
    # the 24-hour test
    "story.clock.title": {
        "en": "A question from outside, and 24 hours",
        "fr": "Une question de l’extérieur, et 24 heures",
    },
    "story.clock.one": {
        "en": "If {function} took the questions, {share:%} would be answered within 24 hours (likely "
        "{low:%} to {high:%}).",
        "fr": "Si {function} recevait les questions, {share:%} auraient leur réponse en 24 heures (sans "
        "doute {low:%} à {high:%}).",
    },
    "story.clock.everybody": {
        "en": "If everybody answered what concerns them: {share:%} (likely {low:%} to {high:%}).",
        "fr": "Si chacun répondait à ce qui le concerne : {share:%} (sans doute {low:%} à {high:%}).",
    },
    "story.clock.assumed": {
        "en": "Assuming that reply times stay as they are, and that passing a question on takes no time.",
        "fr": "En supposant que les temps de réponse restent ce qu’ils sont, et que transmettre une "
        "question ne prend pas de temps.",
    },
    # who is not at the table
    "story.absent.title.one": {"en": "{names} is not at the table", "fr": "{names} n’est pas à la table"},
    "story.absent.title.many": {
        "en": "{names} are not at the table",
        "fr": "{names} ne sont pas à la table",
    },
    "story.absent.one": {
        "en": "{function} is active on the topic, and has {taken} of the {seats} seats where it is "
        "decided; its activity would give {expected:.1}.",
        "fr": "{function} est active sur le sujet et a {taken} des {seats} places là où l’on décide ; son "
        "activité en donnerait {expected:.1}.",
    },
    # without a function
    "story.without.title": {"en": "Without {function}", "fr": "Sans {function}"},
    "story.without.lost": {
        "en": "{lost:%} of all exchange would be gone with {function}.",
        "fr": "{lost:%} de tous les échanges disparaîtraient avec {function}.",
    },
    "story.without.cut": {
        "en": "{cut} of {pairs} pairs of people of other functions would lose every connection.",
        "fr": "{cut} paires de personnes d’autres fonctions sur {pairs} perdraient toute connexion.",
    },
    "story.without.none_cut": {
        "en": "Nobody else would be cut off: the others still reach one another.",
        "fr": "Personne d’autre ne serait coupé : les autres se joignent encore.",
    },
    "story.without.longer": {
        "en": "The shortest ways between the others would grow from {before:.2} to {after:.2} steps on "
        "average. Nobody is assumed to take over.",
        "fr": "Les plus courts chemins entre les autres passeraient de {before:.2} à {after:.2} pas en "
        "moyenne. On suppose que personne ne prend le relais.",
    },
    # what would help
    "story.help.title": {"en": "What would help?", "fr": "Qu’est-ce qui aiderait ?"},
    "story.help.pairs.one": {
        "en": "The one new contact that helps most, one person on each side: {pairs}.",
        "fr": "Le nouveau contact qui aide le plus, une personne de chaque côté : {pairs}.",
    },
    "story.help.pairs.many": {
        "en": "The {n} new contacts that help most, one person on each side: {pairs}.",
        "fr": "Les {n} nouveaux contacts qui aident le plus, une personne de chaque côté : {pairs}.",
    },
    "story.help.pair": {
        "en": "{a} with {b}",
        "fr": "{a} avec {b}",
    },
    "story.help.joined": {
        "en": "They would join {n} pairs of people who cannot reach each other today.",
        "fr": "Ils relieraient {n} paires de personnes qui ne peuvent pas se joindre aujourd’hui.",
    },
    "story.help.shorter": {
        "en": "Ways between people of different functions would be {by:.3} steps shorter on average (today "
        "{before:.2}, all functions counted).",
        "fr": "Les chemins entre personnes de fonctions différentes raccourciraient de {by:.3} pas en "
        "moyenne (aujourd’hui {before:.2}, toutes fonctions comprises).",
    },
    "story.help.little": {
        "en": "So few contacts change little in the whole: ways would be {by:.3} steps shorter on average "
        "(today {before:.2}, all functions counted).",
        "fr": "Si peu de contacts changent peu à l’ensemble : les chemins raccourciraient de {by:.3} pas "
        "en moyenne (aujourd’hui {before:.2}, toutes fonctions comprises).",
    },
    # what changed
    "story.changed.title": {"en": "What changed", "fr": "Ce qui a changé"},
    "story.changed.walls": {
        "en": "From {month} on, walls between functions are {factor:.2} times what they were.",
        "fr": "À partir de {month}, les cloisons entre fonctions sont {factor:.2} fois ce qu’elles étaient.",
    },
    "story.changed.openness": {
        "en": "From {month} on, {function} exchanges {factor:.2} times as much across its border, by the "
        "same measure.",
        "fr": "À partir de {month}, {function} échange {factor:.2} fois autant au-delà de sa frontière, à "
        "mesure égale.",
    },
    "story.changed.cross_share": {
        "en": "From {month} on, the share of exchange that crosses functions changes by {points:+pt.1} "
        "points.",
        "fr": "À partir de {month}, la part des échanges entre fonctions change de {points:+pt.1} points.",
    },
    "story.changed.modularity.up": {
        "en": "From {month} on, exchange follows the functions more closely.",
        "fr": "À partir de {month}, les échanges suivent davantage les fonctions.",
    },
    "story.changed.modularity.down": {
        "en": "From {month} on, exchange follows the functions less closely.",
        "fr": "À partir de {month}, les échanges suivent moins les fonctions.",
    },
    "story.changed.continuity": {
        "en": "From {month} on, people exchange less inside the functions they were in before: a reshuffle.",
        "fr": "À partir de {month}, on échange moins au sein des fonctions d’avant : une redistribution.",
    },
    "story.changed.so": {
        "en": "These changes are larger than chance makes them; the data do not say why they happened.",
        "fr": "Ces changements dépassent ce que fait le hasard ; les données ne disent pas pourquoi ils "
        "ont eu lieu.",
    },
    # the end
    "story.end.title": {"en": "To take away", "fr": "À retenir"},
    "story.end.limits": {
        "en": "Messages show who exchanges. What is said in the corridor or on the telephone they do not "
        "show.",
        "fr": "Les messages montrent qui échange. Ce qui se dit dans le couloir ou au téléphone, ils ne le "
        "montrent pas.",
    },
    # the families of criteria
    "story.family.links": {"en": "links with the other functions", "fr": "liens avec les autres fonctions"},
    "story.family.answers": {"en": "answers", "fr": "réponses"},
    "story.family.outside": {"en": "contact with the outside", "fr": "contact avec l’extérieur"},
    "story.family.practice": {"en": "practice with posts", "fr": "pratique des publications"},
    "story.family.standing": {"en": "standing inside", "fr": "assise interne"},
    "story.gloss.links": {
        "en": "connects other functions, exchanges with all of them, evenly, and is open itself",
        "fr": "relie d’autres fonctions, échange avec toutes, de façon équilibrée, et est elle-même ouverte",
    },
    "story.gloss.answers": {
        "en": "answers instead of passing on, replies within 24 hours, has fewer messages per person",
        "fr": "répond au lieu de transmettre, répond en 24 heures, reçoit moins de messages par personne",
    },
    "story.gloss.outside": {
        "en": "more of the exchange with outside contacts than its activity would give",
        "fr": "plus d’échanges avec l’extérieur que son activité n’en donnerait",
    },
    "story.gloss.practice": {
        "en": "its people write posts, and answer those of others",
        "fr": "ses membres publient, et répondent aux publications des autres",
    },
    "story.gloss.standing": {
        "en": "its links rest on several people, and reach the leaders",
        "fr": "ses liens reposent sur plusieurs personnes, et touchent la direction",
    },
    "story.profile.balanced": {
        "en": "colleagues and customers alike",
        "fr": "collègues et clients à égalité",
    },
    "story.profile.external": {"en": "customers and public first", "fr": "clients et public d’abord"},
    "story.profile.internal": {"en": "colleagues first", "fr": "collègues d’abord"},
    "story.outcome.recommended": {
        "en": "{function} is recommended: with many weightings it comes first, and more clearly than "
        "chance would have it.",
        "fr": "{function} est recommandée : elle arrive première avec beaucoup de pondérations, et plus "
        "nettement que le hasard ne le ferait.",
    },
    "story.outcome.no_clear_owner": {
        "en": "No function is recommended. The bars still show who is ahead with which weights.",
        "fr": "Aucune fonction n’est recommandée. Les barres montrent tout de même qui est en tête avec "
        "quels poids.",
    },
    "story.outcome.hidden": {
        "en": "The function that comes first is too small to be named; it is left out here.",
        "fr": "La fonction qui arrive première est trop petite pour être nommée ; elle n’est pas montrée "
        "ici.",
    },
    "story.gate.networks": {
        "en": "Compared with enough invented organisations without any special function ({n}; at least "
        "{least})",
        "fr": "Comparée à assez d’organisations inventées sans fonction particulière ({n} ; au moins "
        "{least})",
    },
    "story.gate.linking": {
        "en": "Does not link clearly less than its size leads to expect",
        "fr": "Ne relie pas nettement moins que sa taille ne le laisse attendre",
    },
    "story.gate.weightings": {
        "en": "First in at least half of the weightings ({share:%})",
        "fr": "Première dans au moins la moitié des pondérations ({share:%})",
    },
    "story.gate.chance": {
        "en": "Further ahead than chance: {score:.1} (another scale than the bars), where chance alone "
        "reaches {threshold:.1} in 5 of 100 cases",
        "fr": "Plus en avance que le hasard : {score:.1} (autre échelle que les barres), alors que le seul "
        "hasard atteint {threshold:.1} dans 5 cas sur 100",
    },
    "story.barred": {
        "en": "{function} routes onward {share:%} of what it is asked, and is no candidate.",
        "fr": "{function} transmet plus loin {share:%} de ce qu’on lui demande, et n’est pas candidate.",
    },
    # the replay
    "story.replay.missing": {
        "en": "Reply times are not known here: the data do not say which message answers which.",
        "fr": "Les temps de réponse ne sont pas connus ici : les données ne disent pas quel message répond "
        "à quel autre.",
    },
    "story.replay.few": {
        "en": "Reply times are known for too few functions that may be named.",
        "fr": "Les temps de réponse sont connus pour trop peu de fonctions que l’on puisse nommer.",
    },
    "story.replay.hub": {"en": "a hub team: {names}", "fr": "une équipe centrale : {names}"},
    "story.replay.own_function": {"en": "a function of its own", "fr": "une fonction à part entière"},
    "story.replay.everybody": {"en": "everybody", "fr": "tout le monde"},
    # the screens of the page, as its script says them
    "page.tour_start.one": {"en": "Guided tour: {n} step", "fr": "Visite guidée : {n} étape"},
    "page.tour_start.many": {"en": "Guided tour: {n} steps", "fr": "Visite guidée : {n} étapes"},
    "page.tour_keys": {
        "en": "or the right arrow key",
        "fr": "ou la flèche vers la droite",
    },
    "page.tour_step": {
        "en": "Step {n} of {of}",
        "fr": "Étape {n} sur {of}",
    },
    "page.tour_back": {
        "en": "Previous step",
        "fr": "Étape précédente",
    },
    "page.tour_next": {
        "en": "Next step",
        "fr": "Étape suivante",
    },
    "page.tour_end": {
        "en": "End the tour",
        "fr": "Finir la visite",
    },
    "page.screen_guess": {
        "en": "Your guesses",
        "fr": "Vos pronostics",
    },
    "page.screen_owner": {
        "en": "Who should own it?",
        "fr": "Quel responsable ?",
    },
    "page.screen_replay": {
        "en": "24 hours",
        "fr": "24 heures",
    },
    "page.guess_question": {
        "en": "Which function links the others best?",
        "fr": "Quelle fonction relie le mieux les autres ?",
    },
    "page.guess_how": {
        "en": "Count raised hands with + and −, with the mouse or the keyboard; up and down move from "
        "function to function.",
        "fr": "Comptez les mains levées avec + et −, à la souris ou au clavier ; haut et bas passent d’une "
        "fonction à l’autre.",
    },
    "page.guess_more": {
        "en": "One vote more for {name}",
        "fr": "Une voix de plus pour {name}",
    },
    "page.guess_fewer": {
        "en": "One vote fewer for {name}",
        "fr": "Une voix de moins pour {name}",
    },
    "page.guess_total.one": {
        "en": "{n} vote",
        "fr": "{n} voix",
    },
    "page.guess_total.many": {
        "en": "{n} votes",
        "fr": "{n} voix",
    },
    "page.guess_votes.one": {
        "en": "{n} vote",
        "fr": "{n} voix",
    },
    "page.guess_votes.many": {
        "en": "{n} votes",
        "fr": "{n} voix",
    },
    "page.guess_reveal": {
        "en": "Show what the messages say",
        "fr": "Montrer ce que disent les messages",
    },
    "page.guess_reset": {
        "en": "Start again",
        "fr": "Recommencer",
    },
    "page.guess_again": {
        "en": "Back to the votes",
        "fr": "Retour aux voix",
    },
    "page.guess_most": {
        "en": "Most votes: {name} ({n} of {of}).",
        "fr": "Le plus de voix : {name} ({n} sur {of}).",
    },
    "page.guess_measured": {
        "en": "The messages say: {name}.",
        "fr": "Les messages disent : {name}.",
    },
    "page.guess_none": {
        "en": "The messages say: no function clearly links the others; {name} comes first, which may be "
        "chance.",
        "fr": "Les messages disent : aucune fonction ne relie nettement les autres ; {name} arrive en "
        "tête, ce qui peut être le hasard.",
    },
    "page.guess_means": {
        "en": "The ranking goes by how far the bar exceeds the mark. Bar: of the shortest ways between "
        "people of two other functions, the share that passes through the function. Mark: what its size "
        "and activity lead to expect. ★ more than chance.",
        "fr": "Le classement suit ce dont la barre dépasse le repère. Barre : parmi les plus courts "
        "chemins entre des personnes de deux autres fonctions, la part qui traverse la fonction. Repère : "
        "ce que laissent attendre sa taille et son activité. ★ plus que le hasard.",
    },
    "page.guess_rank": {
        "en": "rank {n}",
        "fr": "rang {n}",
    },
    "page.guess_rank_range": {
        "en": "rank {n}, likely {low} to {high}",
        "fr": "rang {n}, sans doute {low} à {high}",
    },
    "page.guess_onward": {"en": "routes onward", "fr": "transmet plus loin"},
    "page.guess_share": {
        "en": "{share}, expected {expected}",
        "fr": "{share}, attendu {expected}",
    },
    "page.owner_weights": {
        "en": "What counts?",
        "fr": "Qu’est-ce qui compte ?",
    },
    "page.owner_weights_how": {
        "en": "Move the sliders: the weights always add up to 100%.",
        "fr": "Déplacez les curseurs : les poids font toujours 100 % en tout.",
    },
    "page.owner_profiles": {
        "en": "Social media are for",
        "fr": "Les médias sociaux s’adressent à",
    },
    "page.owner_now": {
        "en": "With these weights {name} comes first.",
        "fr": "Avec ces poids, {name} arrive première.",
    },
    "page.owner_score_means": {
        "en": "The number adds up what speaks for a function, times the weights: 0 is usual, and it grows "
        "the more unusual a function is. Bars left of the line speak against it.",
        "fr": "Le nombre additionne ce qui plaide pour une fonction, multiplié par les poids : 0 est "
        "habituel, et il croît à mesure que la fonction est inhabituelle. Une barre à gauche du trait "
        "plaide contre elle.",
    },
    "page.owner_first": {
        "en": "First with these weights.",
        "fr": "Première avec ces poids.",
    },
    "page.owner_flip": {
        "en": "Would come first if “{family}” weighed {low} or more (now {now}).",
        "fr": "Arriverait première si « {family} » pesait {low} ou plus (ici {now}).",
    },
    "page.owner_flip_alone": {
        "en": "Would come first only if nothing but “{family}” counted.",
        "fr": "N’arriverait première que si seul « {family} » comptait.",
    },
    "page.owner_flip_between": {
        "en": "Would come first if “{family}” weighed {low} to {high} (now {now}).",
        "fr": "Arriverait première si « {family} » pesait de {low} à {high} (ici {now}).",
    },
    "page.owner_flip_two": {
        "en": "Would come first if “{a}” weighed {x} and “{b}” {y}.",
        "fr": "Arriverait première si « {a} » pesait {x} et « {b} » {y}.",
    },
    "page.owner_behind": {
        "en": "Behind {name} on every criterion: no weights make it first.",
        "fr": "Derrière {name} sur tous les critères : aucun poids ne la met en tête.",
    },
    "page.owner_never": {
        "en": "Giving more weight to one or two criteria does not make it first.",
        "fr": "Donner plus de poids à un ou deux critères ne la met pas en tête.",
    },
    "page.owner_judged": {
        "en": "Your own judgement, which does not count here: {value} of 1.",
        "fr": "Votre propre jugement, qui ne compte pas ici : {value} sur 1.",
    },
    "page.owner_gates": {
        "en": "What a recommendation needs",
        "fr": "Ce qu’il faut pour recommander",
    },
    "page.owner_gates_of": {
        "en": "What a recommendation needs, and whether {name}, first in most weightings, has it",
        "fr": "Ce qu’il faut pour recommander, et si {name}, en tête dans le plus de pondérations, le remplit",
    },
    "page.owner_passed": {
        "en": "Met:",
        "fr": "Rempli :",
    },
    "page.owner_failed": {
        "en": "Not met:",
        "fr": "Non rempli :",
    },
    "page.replay_asked": {
        "en": "The question reaches",
        "fr": "La question arrive chez",
    },
    "page.replay_topic": {
        "en": "It is about",
        "fr": "Elle concerne",
    },
    "page.replay_story": {
        "en": "A customer asks {a} something that {b} knows. {a} asks {b}, and the customer waits.",
        "fr": "Un client pose à {a} une question dont {b} connaît la réponse. {a} interroge {b}, et le "
        "client attend.",
    },
    "page.replay_story_own": {
        "en": "A customer asks {a} something that {a} knows itself.",
        "fr": "Un client pose à {a} une question dont {a} connaît elle-même la réponse.",
    },
    "page.replay_passes": {
        "en": "{a} passes it on to {b}",
        "fr": "{a} la transmet à {b}",
    },
    "page.replay_answers": {
        "en": "{a} answers itself",
        "fr": "{a} répond elle-même",
    },
    "page.replay_hub_answers": {
        "en": "the function concerned is in the team, and answers",
        "fr": "la fonction concernée est dans l’équipe, et répond",
    },
    "page.replay_own_function": {
        "en": "passes every question on",
        "fr": "transmet toutes les questions",
    },
    "page.replay_everybody": {
        "en": "the question lands with the function concerned, save for errors",
        "fr": "la question arrive à la fonction concernée, sauf erreur",
    },
    "page.replay_half": {
        "en": "half are answered after: {hours}",
        "fr": "la moitié a sa réponse après : {hours}",
    },
    "page.replay_never": {
        "en": "never",
        "fr": "jamais",
    },
    "page.replay_under_hour": {
        "en": "less than an hour",
        "fr": "moins d’une heure",
    },
    "page.replay_hours.one": {
        "en": "{n} hour",
        "fr": "{n} heure",
    },
    "page.replay_hours.many": {
        "en": "{n} hours",
        "fr": "{n} heures",
    },
    "page.replay_so_far": {
        "en": "{n} of 100 answered",
        "fr": "{n} réponses sur 100",
    },
    "page.replay_within": {
        "en": "within 24 hours: {share} (likely {low} to {high})",
        "fr": "en 24 heures : {share} (sans doute {low} à {high})",
    },
    "page.replay_count": {
        "en": "{name}: {n} of 100 answered",
        "fr": "{name} : {n} réponses sur 100",
    },
    "page.replay_at": {
        "en": "After {hours}:",
        "fr": "Après {hours} :",
    },
    "page.replay_after": {
        "en": "After {hours}, too late:",
        "fr": "Après {hours}, trop tard :",
    },
    "page.replay_in_time": {
        "en": "within the 24 hours",
        "fr": "dans les 24 heures",
    },
    "page.replay_late": {
        "en": "too late: 24 hours are over",
        "fr": "trop tard : les 24 heures sont passées",
    },
    "page.replay_axis": {
        "en": "{n} h",
        "fr": "{n} h",
    },
    "page.replay_time": {
        "en": "Hours since the question",
        "fr": "Heures depuis la question",
    },
    "page.replay_play": {
        "en": "Start the clock",
        "fr": "Lancer l’horloge",
    },
    "page.replay_pause": {
        "en": "Stop the clock",
        "fr": "Arrêter l’horloge",
    },
    "page.replay_restart": {
        "en": "Back to the question",
        "fr": "Retour à la question",
    },
    "page.replay_less": {
        "en": "6 hours back",
        "fr": "6 heures en arrière",
    },
    "page.replay_more": {
        "en": "6 hours on",
        "fr": "6 heures en avant",
    },
    "page.replay_means": {
        "en": "Height: answered questions of 100. Dashed: 24 hours; shaded: too late. Reply times are "
        "those in the messages; passing a question on is taken to cost no time of its own. Between the "
        "points known the counts are drawn as straight lines.",
        "fr": "Hauteur : questions répondues sur 100. Pointillé : 24 heures ; ombré : trop tard. Les temps "
        "de réponse sont ceux des messages ; transmettre une question est supposé ne pas prendre de temps. "
        "Entre les points connus, le décompte suit des droites.",
    },
    **{
        f"story.month.{number}": {"en": f"{english} {{year}}", "fr": f"{french} {{year}}"}
        for number, (english, french) in enumerate(_MONTHS, start=1)
    },
}
