/** What the portal promises to everyone, where it falls short, and whom to tell. */
import { useTranslation } from 'react-i18next';
import { Page } from '@/ui/Page';

export function AccessibilityPage() {
  const { t } = useTranslation('public');
  return (
    <Page title={t('accessibility.title')} lead={<p>{t('accessibility.lead')}</p>} back={{ to: '/', text: t('toHome') }}>
      <h2>{t('accessibility.can.title')}</h2>
      <ul>
        {(['keyboard', 'zoom', 'reader', 'languages', 'motion', 'time'] as const).map((point) => (
          <li key={point}>{t(`accessibility.can.${point}`)}</li>
        ))}
      </ul>
      <h2>{t('accessibility.cannot.title')}</h2>
      <ul>
        {(['pdf', 'photograph'] as const).map((point) => (
          <li key={point}>{t(`accessibility.cannot.${point}`)}</li>
        ))}
      </ul>
      <h2>{t('accessibility.tell.title')}</h2>
      <p>{t('accessibility.tell.text')}</p>
    </Page>
  );
}
