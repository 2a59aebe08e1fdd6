/** The four languages of the portal. `sr` is Serbian in Cyrillic, whose tag in HTML is `sr-Cyrl`. */
export const LANGUAGES = ['bs', 'hr', 'sr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_NAMES: Record<Language, string> = {
  bs: 'Bosanski',
  hr: 'Hrvatski',
  sr: 'Српски',
  en: 'English',
};

const STORED = 'language';

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

export function htmlTag(language: Language): string {
  return language === 'sr' ? 'sr-Cyrl' : language;
}

/** What the reader chose before, else the first of the browser's languages that we speak, else Bosnian. */
export function initialLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  if (isLanguage(asked)) return asked;
  const stored = chosenLanguage();
  if (stored) return stored;
  for (const tag of navigator.languages) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'sh') return 'bs';
    if (isLanguage(base)) return base;
  }
  return 'bs';
}

/** Kept in a cookie: signing out empties the browser's storage, and the choice is not part of anybody's data. */
export function chosenLanguage(): Language | undefined {
  const value = new RegExp(`(?:^|; )${STORED}=(\\w+)`).exec(document.cookie)?.[1];
  return isLanguage(value) ? value : undefined;
}

export function remember(language: Language): void {
  document.cookie = `${STORED}=${language}; Path=/; Max-Age=31536000; SameSite=Lax`;
}
