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
        "en": "Ways that only pass through {names}, which passes on without answering, do not count as links.",
        "fr": "Les chemins qui ne font que traverser {names}, qui transmet sans répondre, ne comptent pas comme liens.",
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
        "{before:.2}).",
        "fr": "Les chemins entre personnes de fonctions différentes raccourciraient de {by:.3} pas en "
        "moyenne (aujourd’hui {before:.2}).",
    },
    "story.help.little": {
        "en": "So few contacts change little in the whole: ways would be {by:.3} steps shorter on average "
        "(today {before:.2}).",
        "fr": "Si peu de contacts changent peu à l’ensemble : les chemins raccourciraient de {by:.3} pas "
        "en moyenne (aujourd’hui {before:.2}).",
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
        "en": "Further ahead than chance: {score:.1}, where chance alone reaches {threshold:.1} in 5 of "
        "100 cases",
        "fr": "Plus en avance que le hasard : {score:.1}, alors que le seul hasard atteint {threshold:.1} "
        "dans 5 cas sur 100",
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
    **{
        f"story.month.{number}": {"en": f"{english} {{year}}", "fr": f"{french} {{year}}"}
        for number, (english, french) in enumerate(_MONTHS, start=1)
    },
}
