/** Starts the texts for a component test: real catalogues, loaded before anything is shown. */
import i18next from 'i18next';
import { startTexts } from '@/lib/i18n';
import type { Language } from '@/lib/language';

export async function withTexts(language: Language, ...namespaces: string[]): Promise<void> {
  if (!i18next.isInitialized) await startTexts(language);
  await i18next.loadNamespaces(['common', 'status', ...namespaces]);
  await i18next.changeLanguage(language);
}
