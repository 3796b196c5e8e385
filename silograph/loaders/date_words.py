"""Names of months, weekdays and zones in the languages of programs and exports: one place for mail and tables."""

from __future__ import annotations

# Months from January, then weekdays from Monday; beginnings of three letters count too (of weekdays: of two).
# Other words for the same stand after a slash; case and accents do not matter.
LANGUAGES = {
    language: tuple(tuple(tuple(name.split("/")) for name in names.split()) for names in lists.split("|"))
    for language, lists in {
        "en": "january february march april may june july august september october november december"
        "|monday tuesday wednesday/weds thursday friday saturday sunday",
        "de": "januar/janner februar/feber marz/mrz/maerz april mai juni juli august september oktober november"
        " dezember"
        "|montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
        "fr": "janvier fevrier/fvr mars avril mai juin juillet aout septembre octobre novembre decembre"
        "|lundi mardi mercredi jeudi vendredi samedi dimanche",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre"
        "|lunes martes miercoles jueves viernes sabado domingo",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
        "|lunedi martedi mercoledi giovedi venerdi sabato domenica",
        "pt": "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro"
        "|segunda/2a terca/3a quarta/4a quinta/5a sexta/6a sabado domingo",
        "nl": "januari februari maart/mrt april mei juni juli augustus september oktober november december"
        "|maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "sv": "januari februari mars april maj juni juli augusti september oktober november december"
        "|mandag tisdag onsdag torsdag fredag lordag sondag",
        "da": "januar februar marts april maj juni juli august september oktober november december"
        "|mandag tirsdag onsdag torsdag fredag lørdag/lordag søndag/sondag",
        "no": "januar februar mars april mai juni juli august september oktober november desember"
        "|mandag tirsdag onsdag torsdag fredag lørdag/lordag søndag/sondag",
        "fi": "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu"
        "|maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
        "pl": "stycznia/styczen lutego/luty marca/marzec kwietnia/kwiecien maja czerwca/czerwiec lipca/lipiec"
        " sierpnia/sierpien wrzesnia/wrzesien pazdziernika listopada grudnia/grudzien"
        "|poniedziałek/pn wtorek sroda/sr czwartek piatek/pt sobota niedziela/nd",
        "cs": "ledna/leden unora/unor brezna/brezen dubna/duben kvetna/kveten cervna/cerven/cvn"
        " cervence/cervenec/cvc"
        " srpna/srpen zari rijna/rijen listopadu/listopad prosince/prosinec"
        "|pondeli utery streda ctvrtek patek sobota nedele",
        "sk": "januara februara marca aprila maja juna jula augusta septembra oktobra novembra decembra"
        "|pondelok utorok streda stvrtok piatok sobota nedela",
        "hr": "sijecnja/sijecanj veljace/veljaca ozujka/ozujak travnja/travanj svibnja/svibanj lipnja/lipanj"
        " srpnja/srpanj"
        " kolovoza/kolovoz rujna/rujan listopada/listopad studenoga/studeni prosinca/prosinac"
        "|ponedjeljak utorak srijeda cetvrtak petak subota nedjelja",
        "hu": "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december"
        "|hetfo kedd szerda/sze csutortok/cs pentek szombat/szo vasarnap/v",
        "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"
        "|luni marti miercuri joi vineri sambata duminica",
        "tr": "ocak subat mart nisan mayıs/mayis haziran temmuz agustos eylul ekim kasım/kasim aralık/aralik"
        "|pazartesi/pzt salı/sali carsamba persembe cuma cumartesi/cmt pazar/paz",
        "ca": "gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre"
        "|dilluns/dl dimarts/dt dimecres/dc dijous/dj divendres/dv dissabte/ds diumenge/dg",
        "ru": "января/январь февраля/февраль марта/март апреля/апрель мая/маи июня/июнь июля/июль августа/август"
        " сентября/сентябрь октября/октябрь ноября/ноябрь декабря/декабрь"
        "|понедельник/пн вторник среда четверг/чт пятница/пт суббота/сб воскресенье",
        "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
        "|понеділок/пн вівторок середа четвер/чт п'ятниця/пт субота/сб неділя/нд",
        "sl": "januar februar marec april maj junij julij avgust september oktober november december"
        "|ponedeljek torek sreda cetrtek petek sobota nedelja",
        "et": "jaanuar veebruar marts aprill mai juuni juuli august september oktoober november detsember"
        "|esmaspaev/e teisipaev/t kolmapaev/k neljapaev/n reede/r laupaev/l puhapaev/p",
        "bg": "януари февруари март април маи юни юли август септември октомври ноември декември"
        "|понеделник/пн вторник сряда четвъртък/чт петък/пт събота/сб неделя/нд",
        "id": "januari februari maret april mei juni juli agustus september oktober november desember"
        "|senin selasa rabu kamis jumat sabtu minggu",
        "el": "ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου"
        " νοεμβριου δεκεμβριου|δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη",
    }.items()
}  # fmt: skip
# Hours east of UTC; only those that everybody reads the same way: not IST (India, Israel, Ireland), not BST.
ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2, "mez": 1,
    "mesz": 2, "hnec": 1, "hec": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "jst": 9, "kst": 9, "hkt": 8, "awst": 8,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
