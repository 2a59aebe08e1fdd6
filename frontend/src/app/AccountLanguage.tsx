/** On a device where nobody has chosen a language yet, a person who signs in is met in the one of the account. */
import { useEffect } from 'react';
import { switchLanguage } from '@/lib/i18n';
import { chosenLanguage } from '@/lib/language';
import { useViewer } from '@/lib/viewer';

export function AccountLanguage() {
  const { viewer } = useViewer();
  const language = viewer?.language;
  useEffect(() => {
    if (language && !chosenLanguage()) void switchLanguage(language);
  }, [language]);
  return null;
}
