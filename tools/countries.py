"""Writes libs/elections' table of countries from ISO 3166-1 (tzdata) and CLDR (Babel), so that nobody types 249 names.

It runs when a new CLDR should be taken over, not in CI: Babel is no dependency of the portal
(`uv run --with babel python -m tools.countries`).
"""

import csv
import sys
from importlib.resources import files
from pathlib import Path

TABLE = Path("libs/elections/elections/data/countries.csv")
LOCALES = {"bs": "bs", "hr": "hr", "sr": "sr_Cyrl_BA", "en": "en"}  # sr: ijekavian, as in the amending law


def codes() -> list[str]:
    lines = files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text(encoding="utf-8").splitlines()
    return sorted(line.split("\t")[0] for line in lines if line and not line.startswith("#"))


def main() -> int:
    from babel import Locale  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415 - see the module docstring

    names = {language: Locale.parse(locale).territories for language, locale in LOCALES.items()}
    with TABLE.open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(["code", *LOCALES])
        rows.writerows([code, *(names[language][code] for language in LOCALES)] for code in codes())
    print(f"{TABLE}: {len(codes())} countries")
    return 0


if __name__ == "__main__":
    sys.exit(main())
