"""Names of columns in the exports of HR systems and directories, in English, French and German."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from silograph.loaders.headers import plain_name
from silograph.log.schema import PEOPLE

COLUMNS = tuple(PEOPLE.columns)

# Names of columns, compared without case, accents, spaces, punctuation and [remarks]; the first that occurs
# is used. A column serves one field only, and fields are served in this order.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "person_id": (
        "personid", "employeeid", "employeenumber", "employeeno", "userid", "workerid", "workernumber", "empid",
        "staffid", "staffnumber", "personnelnumber", "personnelno", "personalnummer", "personalnr",
        "mitarbeiternummer", "matricule", "numerodematricule", "numeroemploye", "numerodemploye", "noemploye",
        "nodemploye", "nemploye", "idemploye", "identifiantemploye", "identifiant", "objectid", "id",
    ),
    "email": (
        "email", "emailaddress", "workemail", "workemailaddress", "businessemail", "companyemail",
        "primaryemail", "microsoftpersonemail", "mail", "emailadresse", "courriel", "adressemail",
        "adresseemail", "adressecourriel", "adresseelectronique", "courrielprofessionnel", "emailprofessionnel",
        "mailprofessionnel", "adresseemailprofessionnelle", "adressemailprofessionnelle", "courrielautravail",
        "userprincipalname",
    ),
    "function": (
        "function", "businessfunction", "department", "departmentname", "departement", "abteilung", "service",
        "nomduservice",
        "organization", "organisation", "microsoftorganization", "supervisoryorganization", "orgunit",
        "organizationalunit", "organisationseinheit", "uniteorganisationnelle", "uniteadministrative",
        "unitedaffaires", "orgunitpath", "functiontype", "fachbereich", "bereich", "direction", "pole", "division",
        "businessunit", "costcenter", "costcentre", "costcenterreference", "kostenstelle", "centredecouts",
        "centredecout", "employmenttype", "currentemploymenttype",
    ),
    "name": (
        "name", "displayname", "fullname", "employeename", "preferredname", "worker", "nomcomplet",
        "vollstandigername", "mitarbeiter",
    ),
    "first_name": ("firstname", "givenname", "legalfirstname", "prenom", "vorname"),
    "last_name": ("lastname", "surname", "familyname", "legallastname", "nomdefamille", "nachname", "nom"),
    "title": (
        "title", "jobtitle", "positiontitle", "businesstitle", "employeetitle", "position", "designation",
        "jobprofile", "intituleduposte", "titreduposte", "titredemploi", "poste", "emploi", "fonction",
        "titre", "stellenbezeichnung", "stelle", "funktion", "currentemploymenttitle", "employmenttitle", "jobcode",
    ),
    "level": ("level", "layer", "microsoftlayer", "managementlevel", "leveldesignation",
              "microsoftleveldesignation", "ebene", "niveau", "niveauhierarchique"),
    "location": (
        "location", "worklocation", "officelocation", "physicaldeliveryofficename", "office", "site", "standort",
        "lieudetravail", "lieu", "etablissement", "city", "ville", "microsoftcompanyofficecity",
        "country", "usagelocation",
    ),
    # Where they are not needed for the function: what else people are part of, across functions.
    "unit": (
        "unit", "businessunit", "businessunitname", "bu", "division", "geschaftsbereich", "sparte", "geschaftseinheit",
        "entite", "entity", "legalentity", "unitedaffaires", "unite", "branche", "segment", "lineofbusiness",
        "productline", "subsidiary", "filiale",
    ),
    "actor_kind": ("actorkind", "usertype"),
    "valid_from": (
        "validfrom", "effectivedate", "effectivefrom", "effectivestartdate", "gultigab", "dateeffet",
        "datedeffet", "valideapartirdu", "validedu", "startdate", "jobstartdate", "datedebut", "datededebut",
        "hiredate", "eintrittsdatum", "datedentree", "datedembauche",
    ),
    "valid_to": (
        "validto", "effectiveto", "gultigbis", "effectiveenddate", "enddate", "employmentenddate",
        "terminationdate", "leavingdate", "lastworkingday", "austrittsdatum", "datefin", "datedefin",
        "valideau", "validejusquau", "datedefindecontrat", "datedesortie", "datededepart",
    ),
}  # fmt: skip
# Of these every column counts: the first that is filled names the manager, all name further aliases.
MANAGERS = (
    "managerid", "manageremployeeid", "manager", "manageremail", "microsoftmanageremail", "reportstoid", "reportsto",
    "reportstoemail", "supervisorid", "supervisoreid", "supervisoremail", "supervisor", "linemanager", "managername",
    "vorgesetzter", "vorgesetzte", "responsable", "responsablehierarchique", "superieurhierarchique",
    "superieurimmediat", "gestionnaire", "matriculedumanager", "matriculedugestionnaire",
    "courrieldugestionnaire", "courrieldusuperieur", "emaildumanager", "n1", "manageridemail",
)  # fmt: skip
FURTHER_ALIASES = (
    "aliases", "alias", "proxyaddresses", "othermails", "emailaliases", "alternateemailaddress",
    "alternateemail", "secondaryemail", "homesecondaryemail", "worksecondaryemail",
    "autrescourriels", "courrielsecondaire", "slackid", "slackuserid",
)  # fmt: skip
# A person's last day; the period ends after it.
LAST_DAY = {
    "effectiveenddate", "enddate", "employmentenddate", "terminationdate", "leavingdate", "lastworkingday",
    "austrittsdatum", "datefin", "datedefin", "valideau", "validejusquau", "datedefindecontrat", "datedesortie",
    "datededepart",
}  # fmt: skip
SNAPSHOT = {"effectivedate", "effectivefrom", "dateeffet", "datedeffet"}
HEADER_ROWS = 20  # a title and some remarks may stand above the header
# Of an alias that several fields know, the first field.
FIELD_OF = {alias: name for name, aliases in reversed(list(ALIASES.items())) for alias in aliases}
FIELD_OF |= dict.fromkeys(MANAGERS, "manager_id") | dict.fromkeys(FURTHER_ALIASES, "aliases")


def known_fields(row: Sequence[str]) -> int:
    """Number of fields a row would name as a header."""
    return len({FIELD_OF[name] for name in map(plain_name, row) if name in FIELD_OF})
