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
        "mitarbeiternummer", "mitarbeiternr", "mitarbeiterid", "perscode", "persno", "pernr", "employeecode",
        "employeeidentifier", "associateid", "matricule", "matriculesalarie", "numerodematricule",
        "numeroemploye", "numerodemploye", "noemploye", "nodemploye", "nemploye", "ndemploye", "idemploye",
        "identifiantemploye", "iddelemploye", "iddusalarie", "idsalarie", "iddemploye",
        "idducollaborateur", "idcollaborateur", "idutilisateur", "benutzerid", "angestelltenid",
        "angestelltennummer", "beschaftigtennummer", "identifiant", "objectid", "objectguid", "id",
    ),
    "email": (
        "email", "emailaddress", "workemail", "emailwork", "emailprimarywork", "primaryworkemail",
        "primaryworkemailaddress", "emailbusiness", "emaildienstlich", "dienstlicheemail", "geschaftlicheemail",
        "emailgeschaftlich", "emailpro", "mailpro", "workemailaddress", "businessemail", "companyemail",
        "primaryemail", "microsoftpersonemail", "mail", "emailadresse", "courriel", "adressemail",
        "adresseemail", "adressecourriel", "adresseelectronique", "courrielprofessionnel", "emailprofessionnel",
        "mailprofessionnel", "adresseemailprofessionnelle", "adressemailprofessionnelle", "courrielautravail",
        "adressedemessagerie", "adressedemessagerieprofessionnelle", "emailadressegeschaftlich",
        "geschaftlicheemailadresse", "dienstlicheemailadresse", "userprincipalname", "nomdutilisateurprincipal",
        "nomprincipaldelutilisateur", "benutzerprinzipalname", "nomdutilisateurprincipalupn",
    ),
    "function": (
        "function", "businessfunction", "functionname", "department", "departmentname", "departmentdescription",
        "dept", "deptname", "departement", "nomdudepartement", "libelledepartement", "abteilung",
        "abteilungsname", "abteilungsbezeichnung", "service", "nomduservice", "libelleservice",
        "libelleduservice", "serviceaffectation", "servicedaffectation", "affectation", "libelleaffectation",
        "organization", "organizationname", "organisation", "microsoftorganization", "supervisoryorganization",
        "organisationhierarchique", "organisationdesupervision", "aufsichtsorganisation", "vorgesetztenorganisation",
        "orgunit", "organizationalunit", "organisationseinheit", "uniteorganisationnelle",
        "uniteadministrative", "unitedaffaires", "libelleuniteorganisationnelle", "libelleunite", "orgunitname",
        "orgeinheit", "oe", "oebezeichnung", "orgunitpath", "pfadderorganisationseinheit",
        "chemindeluniteorganisationnelle", "chemindelunitedorganisation", "functiontype", "microsoftfunctiontype",
        "jobfamily", "jobfunction", "fachbereich", "bereich", "ressort", "hauptabteilung", "referat",
        "direction", "libelledirection", "libelledeladirection", "nomdeladirection", "directiongenerale",
        "pole", "secteur", "secteurdactivite", "division", "divisionname", "geschaftsbereich",
        "unternehmensbereich", "businessunit", "businessunitname", "businessarea", "entite", "nomdelentite",
        "libelleentite", "entitederattachement", "structure", "structurederattachement", "equipe",
        "nomdelequipe", "team", "teamname", "costcenter", "costcentre", "costcenterreference", "kostenstelle",
        "centredecouts", "centredecout", "employmenttype", "currentemploymenttype",
    ),
    "name": (
        "name", "displayname", "fullname", "employeename", "preferredname", "cn", "worker", "workername", "employee",
        "nomcomplet", "nometprenom", "nomprenom", "prenomnom", "prenometnom", "nomusuel", "salarie", "employe",
        "collaborateur", "nomdaffichage", "vollstandigername", "mitarbeiter", "anzeigename", "angezeigtername",
    ),
    "first_name": ("firstname", "givenname", "legalfirstname", "preferredfirstname", "prenom", "vorname"),
    "last_name": (
        "lastname", "surname", "familyname", "legallastname", "nomdefamille", "nomdusage", "sn", "nachname", "nom",
    ),
    "title": (
        "title", "jobtitle", "positiontitle", "businesstitle", "employeetitle", "position", "designation",
        "jobprofile", "intituleduposte", "titreduposte", "titredemploi", "poste", "emploi", "fonction", "titre",
        "stellenbezeichnung", "stelle", "funktion", "geschaftstitel", "berufsbezeichnung", "titel",
        "fonctiondelemploye", "currentemploymenttitle", "employmenttitle", "jobcode",
    ),
    "level": (
        "level", "layer", "microsoftlayer", "managementlevel", "leveldesignation", "microsoftleveldesignation",
        "ebene", "niveau", "niveauhierarchique",
    ),
    "location": (
        "location", "worklocation", "officelocation", "physicaldeliveryofficename", "office", "site",
        "standort", "arbeitsort", "buro", "buroort", "bureau", "emplacementdubureau", "lieudetravail", "lieu",
        "etablissement", "city", "ville", "l", "microsoftcompanyofficecity",
        "country", "usagelocation",
    ),
    # Where they are not needed for the function: what else people are part of, across functions.
    "unit": (
        "unit", "businessunit", "businessunitname", "bu", "division", "geschaftsbereich", "sparte", "geschaftseinheit",
        "entite", "entity", "legalentity", "unitedaffaires", "unite", "branche", "segment", "lineofbusiness",
        "productline", "subsidiary", "filiale",
    ),
    "actor_kind": ("actorkind", "usertype", "typedutilisateur", "typeutilisateur", "benutzertyp"),
    "valid_from": (
        "validfrom", "effectivedate", "effectivefrom", "effectivestartdate", "gultigab", "gultigvon", "beginn",
        "begda", "beginndatum", "debutdevalidite", "dateeffective", "dateeffet", "datedeffet",
        "valideapartirdu", "validedu", "startdate", "jobstartdate", "datedebut", "datededebut", "hiredate",
        "eintrittsdatum", "eintritt", "einstellungsdatum", "datedentree", "datedembauche",
    ),
    "valid_to": (
        "validto", "validuntil", "validthrough", "effectiveto", "effectiveuntil", "gultigbis", "endda",
        "enddatum", "findevalidite", "datefindevalidite", "austritt", "letzterarbeitstag", "vertragsende",
        "effectiveenddate", "enddate", "employmentenddate", "terminationdate", "leavingdate", "lastworkingday",
        "austrittsdatum", "datefin", "datedefin", "valideau", "validejusquau", "datedefindecontrat",
        "datedesortie", "datededepart",
    ),
}  # fmt: skip
# Of these every column counts: the first that is filled names the manager, all name further aliases.
MANAGERS = (
    "managerid", "manageremployeeid", "manager", "manageremail", "microsoftmanageremail", "reportstoid",
    "reportsto", "reportstoemail", "reportingto", "supervisorid", "supervisorname", "supervisoreid",
    "supervisoremail", "supervisor", "linemanager", "managername", "linemanagerid", "linemanagername",
    "linemanageremail", "manageremailaddress", "managerworkeremail", "managerworkerid", "managersid",
    "directmanager", "managerempid", "manageremployeenumber", "vorgesetzter", "vorgesetzte", "vorgesetzternr",
    "vorgesetzteid", "vorgesetzterid", "personalnummervorgesetzter", "emailvorgesetzter", "fuhrungskraft",
    "responsable", "nomduresponsable", "superieur", "superieure", "nomdusuperieur", "matriculedusuperieur",
    "matriculesuperieur", "superieurdirect", "superieurn1", "n1hierarchique", "chef", "chefdeservice",
    "encadrant", "managerdirect", "responsablehierarchique", "superieurhierarchique", "superieurimmediat",
    "gestionnaire", "matriculedumanager", "matriculedugestionnaire", "courrieldugestionnaire",
    "courrieldusuperieur", "emaildumanager", "n1", "manageridemail", "superviseur", "superviseure",
    "adresseemaildumanager", "adresseemailduresponsable", "emailduresponsable", "idduresponsable", "iddumanager",
    "idmanager", "managerdelemploye", "nomdumanager", "nomdusuperviseur", "iddusuperviseur",
    "emailadressedesvorgesetzten", "emaildesvorgesetzten", "emailvorgesetzte", "namedesvorgesetzten",
    "iddesvorgesetzten", "personalnummerdesvorgesetzten", "direktervorgesetzter", "direktevorgesetzte",
    "direktefuhrungskraft", "vorgesetzterid", "fuhrungskraftid", "managerin", "teamleiter", "teamleitung",
)  # fmt: skip
FURTHER_ALIASES = (
    "aliases", "alias", "proxyaddresses", "othermails", "emailaliases", "alternateemailaddress",
    "alternateemail", "secondaryemail", "homesecondaryemail", "worksecondaryemail", "autrescourriels", "dn",
    "distinguishedname", "legacyexchangedn", "othermailbox", "mailnickname", "samaccountname", "uid",
    "username", "courrielsecondaire", "slackid", "slackuserid",
)  # fmt: skip
# Columns of an end whose name says whether the day itself still counts: databases write ``valid_to`` or ``ValidTo`` of
# a period that ends before it (and so does silograph), everybody else names the last day.
BEFORE_THE_DAY = {"valid_to", "validTo", "ValidTo", "VALID_TO", "effective_to", "EffectiveTo", "EFFECTIVE_TO"}
# Columns of dates whose names are those of lists in French or German, where the day stands first.
DAY_FIRST = frozenset(
    {
        "gultigab", "gultigvon", "gultigbis", "beginn", "begda", "endda", "beginndatum", "enddatum", "eintrittsdatum",
        "eintritt", "einstellungsdatum", "austritt", "austrittsdatum", "letzterarbeitstag", "vertragsende",
        "debutdevalidite", "findevalidite", "datefindevalidite", "dateeffet", "datedeffet", "valideapartirdu",
        "validedu", "valideau", "validejusquau", "datedebut", "datededebut", "datefin", "datedefin", "datedentree",
        "datedembauche", "datedefindecontrat", "datedesortie", "datededepart",
    }
)  # fmt: skip
# Columns that only the organisational data of Viva Insights have together; it asks for dates with the month first.
VIVA = (
    frozenset({"personid", "effectivedate"}),
    frozenset({"managerid", "organization", "layer", "leveldesignation"}),
)
SNAPSHOT = {"effectivedate", "effectivefrom", "dateeffet", "datedeffet"}
HEADER_ROWS = 20  # a title and some remarks may stand above the header
# Of an alias that several fields know, the first field.
FIELD_OF = {alias: name for name, aliases in reversed(list(ALIASES.items())) for alias in aliases}
FIELD_OF |= dict.fromkeys(MANAGERS, "manager_id") | dict.fromkeys(FURTHER_ALIASES, "aliases")


def column_name(header: str) -> str:
    """A column's name as `ALIASES` has it; ``Employee #`` is a number, not the employee."""
    return f"{plain_name(header)}{'no' * header.rstrip().endswith(('#', '№'))}"


def known_fields(row: Sequence[str]) -> int:
    """Number of fields a row would name as a header."""
    return len({FIELD_OF[name] for name in map(column_name, row) if name in FIELD_OF})
