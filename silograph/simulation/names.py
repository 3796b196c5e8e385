"""Names for an invented company, in English and French: everybody and everything here is made up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language; `functions` of all languages are in the same order."""

    functions: tuple[str, ...]
    given_names: tuple[str, ...]
    family_names: tuple[str, ...]
    titles: tuple[str, str, str, str, str]  # levels 0 to 4; {} is the function
    desk: str  # a ticket queue; {} is the function
    spaces: tuple[str, ...]  # channels of the internal network open to everybody
    initiative: str  # topic of the planted initiative
    topics: tuple[str, ...]  # subjects of mails
    words: tuple[str, ...]  # what bodies are made of
    out_of_office: str
    timezone: str
    locations: tuple[str, ...]
    sites: tuple[str, str, str]  # where there are any
    unit: str  # a product unit; {} is its letter


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


_WORDS = _listed(
    "lorem, ipsum, dolor, sit, amet, consectetur, adipiscing, elit, sed, do, eiusmod, tempor, incididunt, ut, "
    "labore, et, dolore, magna, aliqua, enim, ad, minim, veniam, quis, nostrud, exercitation, ullamco, laboris, "
    "nisi, aliquip, ex, ea"
)

ENGLISH = Vocabulary(
    functions=_listed(
        "Marketing, Communications, Public relations, Human resources, IT, Customer service, Sales, "
        "Production, Web, Finance, Legal, R&D, Purchasing, Logistics, Quality, Facilities, Audit, "
        "Training, Export, Maintenance, Strategy, Design, Safety, Archives"
    ),
    given_names=_listed(
        "Ada, Alice, Amir, Beatrix, Bjørn, Carys, Chidi, Chloë, Clement, Dara, Devi, Dylan, Edith, Eoin, "
        "Esmé, Farah, Felix, Freya, Gareth, Greta, Hugo, Ines, Iris, Jonas, José, Kofi, Leila, Lionel, "
        "Maeve, Marcus, Mina, Nadia, Nils, Noor, Olive, Oscar, Petra, Quentin, Renée, Rhys, Rosa, Samir, "
        "Selma, Siân, Tariq, Thea, Tobias, Una, Viktor, Wanda, Yara, Zoë"
    ),
    family_names=_listed(
        "Abberline, Ashdown, Bellweather, Birchall, Brönte, Calloway, Carrick, Cotterill, Darrow, "
        "Dunmore, Eastlake, Ellery, Fairbourne, Farrow, Fenwick, Garroway, Glenister, Halloran, "
        "Hathersage, Ingleby, Jessop, Kelmscott, Kingsnorth, Larkspur, Lockhart, Marchbanks, Merriden, "
        "Müller, Nethercott, Norrington, O'Dwyer, Okonjo, Pemberley, Penhallow, Quill, Ravenhill, "
        "Rookwood, Saltmarsh, Selwyn, Stonebridge, Tamsin, Thornbury, Underhill, Vane, Verrall, Wetherby, "
        "Wolstan, Wyndham, Yardley, Zellaby"
    ),
    titles=("Chief executive", "Head of {}", "Team leader, {}", "Officer, {}", "Intern, {}"),
    desk="{} desk",
    spaces=("general", "projects", "ideas", "social-media", "events"),
    initiative="Social media launch",
    topics=("Schedule", "Question", "Draft", "Figures", "Customer request", "Visit", "Budget", "Follow-up"),
    words=_WORDS,
    out_of_office="Out of office",
    timezone="America/Toronto",
    locations=("Northbridge", "Port Alder", "Remote"),
    sites=("Northbridge", "Port Alder", "Westmoor"),
    unit="Unit {}",
)

FRENCH = Vocabulary(
    functions=_listed(
        "Marketing, Communication, Relations publiques, Ressources humaines, Informatique, Service "
        "clientèle, Ventes, Production, Web, Finances, Juridique, R&D, Achats, Logistique, Qualité, "
        "Services généraux, Audit, Formation, Exportation, Maintenance, Stratégie, Création, Sécurité, "
        "Archives"
    ),
    given_names=_listed(
        "Agnès, Aïcha, Anaïs, André, Benoît, Cécile, Céline, Chloé, Clémence, Cédric, Delphine, Désiré, "
        "Élise, Élodie, Émile, Étienne, Fabien, Félix, François, Gaël, Geneviève, Gérald, Hélène, Honoré, "
        "Inès, Irène, Jérôme, Joël, Joséphine, Karim, Léa, Léon, Loïc, Maël, Margaux, Mélanie, Michèle, "
        "Nadège, Noé, Noémie, Océane, Odile, Pénélope, Quentin, Raphaël, Rémi, Salomé, Sébastien, Solène, "
        "Théo, Valérie, Yaël, Zoé"
    ),
    family_names=_listed(
        "Abélard, Aubépine, Beauséjour, Bérurier, Boisvert, Brûlard, Cassegrain, Chênevert, Clairval, "
        "Courtepaille, d'Argentière, Delaunoy, Desrosiers, Dufrêne, Éluard, Fauchery, Feuillère, "
        "Fontanges, Garrigue, Grandpré, Guérande, Hautecœur, Hérault, Jolicœur, Labruyère, Lachênaie, "
        "Lefèbvre, Lepré, Maisonneuve, Malicorne, Mérance, Montclar, Nérac, Noirtier, Orsenna, "
        "Pâquerette, Pérollat, Quénard, Rivoire, Rochebrune, Saint-Aubin, Sauvageot, Tréville, Tournesol, "
        "Valençay, Vauquelin, Verdelin, Villèle"
    ),
    titles=("Présidence", "Responsable {}", "Chef d'équipe, {}", "Chargé·e, {}", "Stagiaire, {}"),
    desk="Guichet {}",
    spaces=("général", "projets", "idées", "médias-sociaux", "événements"),
    initiative="Lancement médias sociaux",
    topics=(
        "Calendrier",
        "Question",
        "Ébauche",
        "Chiffres",
        "Demande d'un client",
        "Visite",
        "Budget",
        "Suivi",
    ),
    words=_WORDS,
    out_of_office="Réponse automatique : absence",
    timezone="Europe/Paris",
    locations=("Montclairval", "Port-aux-Chênes", "À distance"),
    sites=("Montclairval", "Port-aux-Chênes", "Saint-Aubry"),
    unit="Unité {}",
)

# Where outside contacts write from.
OUTSIDE_DOMAINS = _listed(
    "harrowgate-mills.example, teal-and-tansy.example, postbox.example, brightwater.example, mailhaven.example, "
    "corvane-partners.example, openletter.example, nordlicht-handel.example"
)

VOCABULARIES = {"en": ENGLISH, "fr": FRENCH}


def slug(text: str, *, separator: str = "-") -> str:
    """Lower-case ASCII form for addresses and channel names.

    Examples
    --------
    >>> slug("Service clientèle"), slug("d'Argentière", separator="."), slug("Bjørn")
    ('service-clientele', 'd.argentiere', 'bjorn')
    """
    folded = text.replace("ø", "o").replace("œ", "oe").replace("&", "")
    ascii_only = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", separator, ascii_only.lower()).strip(separator)
