"""The words of explanations in the four languages, with the plural forms that Slavic numbers ask for."""

from datetime import date
from typing import Final

from elections.texts import Language, Text

_MONTHS: Final[dict[Language, str]] = {
    "bs": "januara februara marta aprila maja juna jula augusta septembra oktobra novembra decembra",
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
    "sr": "јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра",
    "en": "January February March April May June July August September October November December",
}

_UNITS: Final[dict[str, dict[Language, tuple[str, str, str]]]] = {
    "days": {
        "bs": ("dan", "dana", "dana"),
        "hr": ("dan", "dana", "dana"),
        "sr": ("дан", "дана", "дана"),
        "en": ("day", "days", "days"),
    },
    "hours": {
        "bs": ("sat", "sata", "sati"),
        "hr": ("sat", "sata", "sati"),
        "sr": ("час", "часа", "часова"),
        "en": ("hour", "hours", "hours"),
    },
    "months": {
        "bs": ("mjesec", "mjeseca", "mjeseci"),
        "hr": ("mjesec", "mjeseca", "mjeseci"),
        "sr": ("мјесец", "мјесеца", "мјесеци"),
        "en": ("month", "months", "months"),
    },
}

HOUR: Final = Text(
    bs="{hour} po sarajevskom vremenu",
    hr="{hour} po sarajevskom vremenu",
    sr="{hour} по сарајевском времену",
    en="{hour} Sarajevo time",
)

EVENTS: Final = {
    "calling": Text(bs="raspisivanja izbora", hr="raspisivanja izbora", sr="расписивања избора", en="the calling"),
    "submission": Text(bs="podnošenja", hr="podnošenja", sr="подношења", en="the submission"),
    "notice": Text(bs="prijema obavještenja", hr="primitka obavijesti", sr="пријема обавјештења", en="the notice"),
    "closing": Text(
        bs="zatvaranja prijava", hr="zatvaranja prijava", sr="затварања пријава", en="the close of applications"
    ),
    "application": Text(bs="prijave", hr="prijave", sr="пријаве", en="the application"),
    "receipt": Text(bs="prijema", hr="primitka", sr="пријема", en="the receipt"),
    "change": Text(bs="promjene", hr="promjene", sr="промјене", en="the change"),
    "appointment": Text(bs="imenovanja", hr="imenovanja", sr="именовања", en="the appointment"),
    "service": Text(
        bs="dostavljanja odluke", hr="dostave odluke", sr="достављања одлуке", en="service of the decision"
    ),
    "lottery": Text(bs="žrijeba", hr="ždrijeba", sr="жријеба", en="the lottery"),
    "results_in_gazette": Text(
        bs="objave rezultata u Službenom glasniku BiH",
        hr="objave rezultata u Službenom glasniku BiH",
        sr="објаве резултата у Службеном гласнику БиХ",
        en="publication of the results in the Official Gazette",
    ),
    "violation": Text(bs="učinjene povrede", hr="počinjene povrede", sr="учињене повреде", en="the violation"),
    "response_term": Text(
        bs="isteka roka za izjašnjenje",
        hr="isteka roka za izjašnjenje",
        sr="истека рока за изјашњење",
        en="the end of the term for a statement",
    ),
    "results_established": Text(
        bs="objave utvrđenih rezultata",
        hr="objave utvrđenih rezultata",
        sr="објаве утврђених резултата",
        en="publication of the established results",
    ),
    "confirmation_due": Text(
        bs="roka za potvrdu rezultata",
        hr="roka za potvrdu rezultata",
        sr="рока за потврду резултата",
        en="the term for confirming the results",
    ),
    "annulment_final": Text(
        bs="pravosnažnosti poništenja",
        hr="pravomoćnosti poništenja",
        sr="правоснажности поништења",
        en="the day on which the annulment became final",
    ),
    "function_end": Text(
        bs="prestanka izvršne funkcije",
        hr="prestanka izvršne funkcije",
        sr="престанка извршне функције",
        en="the end of the executive function",
    ),
}

PARTS: Final = {
    "called": Text(bs="raspisano {date}", hr="raspisano {date}", sr="расписано {date}", en="called on {date}"),
    "on": Text(bs="{date}", hr="{date}", sr="{date}", en="{date}"),
    "date": Text(bs="{date}, {hour}", hr="{date}, {hour}", sr="{date}, {hour}", en="{date}, {hour}"),
    "day.before": Text(
        bs="{length} prije {date}",
        hr="{length} prije {date}",
        sr="{length} прије {date}",
        en="{length} before {date}",
    ),
    "day.after": Text(
        bs="{length} nakon {date}",
        hr="{length} nakon {date}",
        sr="{length} након {date}",
        en="{length} after {date}",
    ),
    "call.after": Text(
        bs="{length} nakon raspisivanja ({date})",
        hr="{length} nakon raspisivanja ({date})",
        sr="{length} након расписивања ({date})",
        en="{length} after the calling ({date})",
    ),
    "polls.before": Text(
        bs="{length} prije otvaranja biračkih mjesta ({date}, {hour})",
        hr="{length} prije otvaranja biračkih mjesta ({date}, {hour})",
        sr="{length} прије отварања бирачких мјеста ({date}, {hour})",
        en="{length} before the polling stations open ({date}, {hour})",
    ),
    "polls.after": Text(
        bs="{length} nakon otvaranja biračkih mjesta ({date}, {hour})",
        hr="{length} nakon otvaranja biračkih mjesta ({date}, {hour})",
        sr="{length} након отварања бирачких мјеста ({date}, {hour})",
        en="{length} after the polling stations open ({date}, {hour})",
    ),
    "term.with": Text(
        bs="istovremeno s rokom „{term}“",
        hr="istodobno s rokom „{term}“",
        sr="истовремено с роком „{term}“",
        en="together with “{term}”",
    ),
    "term.after": Text(
        bs="{length} nakon roka „{term}“ ({date})",
        hr="{length} nakon roka „{term}“ ({date})",
        sr="{length} након рока „{term}“ ({date})",
        en="{length} after “{term}” ({date})",
    ),
    "term.outline": Text(
        bs="{length} nakon roka „{term}“",
        hr="{length} nakon roka „{term}“",
        sr="{length} након рока „{term}“",
        en="{length} after “{term}”",
    ),
    "event.latest": Text(
        bs="{length} od {event}, najkasnije od {date}",
        hr="{length} od {event}, najkasnije od {date}",
        sr="{length} од {event}, најкасније од {date}",
        en="{length} from {event}, counted from {date} at the latest",
    ),
    "event.after": Text(
        bs="{length} od {event} ({date})",
        hr="{length} od {event} ({date})",
        sr="{length} од {event} ({date})",
        en="{length} from {event} ({date})",
    ),
    "event.after_hour": Text(
        bs="{length} od {event} ({date}, {hour})",
        hr="{length} od {event} ({date}, {hour})",
        sr="{length} од {event} ({date}, {hour})",
        en="{length} from {event} ({date}, {hour})",
    ),
    "event.before": Text(
        bs="{length} prije {event} ({date})",
        hr="{length} prije {event} ({date})",
        sr="{length} прије {event} ({date})",
        en="{length} before {event} ({date})",
    ),
    "event.outline.after": Text(
        bs="{length} od {event}",
        hr="{length} od {event}",
        sr="{length} од {event}",
        en="{length} from {event}",
    ),
    "event.outline.before": Text(
        bs="{length} prije {event}",
        hr="{length} prije {event}",
        sr="{length} прије {event}",
        en="{length} before {event}",
    ),
    "event.with": Text(
        bs="u času {event} ({date}, {hour})",
        hr="u trenutku {event} ({date}, {hour})",
        sr="у часу {event} ({date}, {hour})",
        en="at {event} ({date}, {hour})",
    ),
    "event.outline.with": Text(bs="u času {event}", hr="u trenutku {event}", sr="у часу {event}", en="at {event}"),
    "hour": Text(bs=", {hour}", hr=", {hour}", sr=", {hour}", en=", {hour}"),
    "until": Text(bs=": {date}, {hour}", hr=": {date}, {hour}", sr=": {date}, {hour}", en=": {date}, {hour}"),
    "source.law": Text(
        bs="Izborni zakon BiH, član {article}",
        hr="Izborni zakon BiH, članak {article}",
        sr="Изборни закон БиХ, члан {article}",
        en="Election Law of BiH, Article {article}",
    ),
    "source.bylaw": Text(bs="podzakonski akt", hr="podzakonski akt", sr="подзаконски акт", en="by-law"),
    "source.practice": Text(
        bs="rok koji primjenjuje Centralna izborna komisija BiH",
        hr="rok koji primjenjuje Središnje izborno povjerenstvo BiH",
        sr="рок који примјењује Централна изборна комисија БиХ",
        en="term applied by the Central Election Commission",
    ),
    "source.setting": Text(
        bs="postavka portala, nije rok iz zakona",
        hr="postavka portala, nije rok iz zakona",
        sr="поставка портала, није рок из закона",
        en="setting of this portal, not a term of the law",
    ),
    "moved": Text(
        bs="pomjereno odlukom {decision} od {decided_on}",
        hr="pomaknuto odlukom {decision} od {decided_on}",
        sr="помјерено одлуком {decision} од {decided_on}",
        en="moved by decision {decision} of {decided_on}",
    ),
}


def date_phrase(day: date, language: Language) -> str:
    month = _MONTHS[language].split()[day.month - 1]
    return f"{day.day} {month} {day.year}" if language == "en" else f"{day.day}. {month} {day.year}."


def length_phrase(count: int, unit: str, language: Language) -> str:
    one, few, many = _UNITS[unit][language]
    if language == "en":
        return f"{count} {one if count == 1 else many}"
    if count % 10 == 1 and count % 100 != 11:
        return f"{count} {one}"
    return f"{count} {few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many}"
