/** Texts come from catalogues, one per language and feature, each loaded when a page first needs it. */
import i18next, { type BackendModule, type ResourceKey } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { LANGUAGES, htmlTag, initialLanguage, remember, type Language } from './language';

interface Catalogue {
  default: ResourceKey;
}
const catalogues = import.meta.glob<Catalogue>('../texts/*/*.json');

const catalogueLoader: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language, namespace, callback) {
    const load = catalogues[`../texts/${language}/${namespace}.json`];
    if (!load) {
      callback(new Error(`no catalogue ${language}/${namespace}`), null);
      return;
    }
    load().then(
      (module) => callback(null, module.default),
      (error: unknown) => callback(error as Error, null),
    );
  },
};

export async function startTexts(language: Language = initialLanguage()): Promise<void> {
  document.documentElement.lang = htmlTag(language);
  await i18next
    .use(catalogueLoader)
    .use(initReactI18next)
    .init({
      lng: language,
      supportedLngs: [...LANGUAGES],
      load: 'currentOnly',
      fallbackLng: false,
      ns: ['common', 'status'],
      defaultNS: 'common',
      partialBundledLanguages: true,
      interpolation: { escapeValue: false },
      react: { useSuspense: true, transKeepBasicHtmlNodesFor: [] },
      // An empty text is a mistake that the completeness check reports; the key shows where.
      returnEmptyString: false,
    });
}

/** Loads what the page shows before switching, so that nothing flashes, then tells the document. */
export async function switchLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = htmlTag(language);
  remember(language);
}

export function currentLanguage(): Language {
  return i18next.language as Language;
}

export function useLanguage(): Language {
  return useTranslation().i18n.language as Language;
}

type Text = Record<Language, string>;

/** A text that came from the server in all four languages. */
export function useText(): (text: Text | null | undefined) => string {
  const language = useLanguage();
  return (text) => text?.[language] ?? '';
}
