/** The same field was changed on two devices: both values, and the reader decides. */
import { Alert, Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { useCase } from './context';

export function Clashes() {
  const { t } = useTranslation('registration');
  const { clashes, settle, text } = useCase();
  if (clashes.length === 0) return null;
  return (
    <Alert data-color="warning" role="alert" className="problem">
      <p>{t('clash.title')}</p>
      <ul>
        {clashes.map(({ field, theirs }) => (
          <li key={field}>
            {t('clash.field', {
              field: t(`field.${field}.label`),
              mine: text(field) || '–',
              theirs: typeof theirs === 'string' && theirs ? theirs : '–',
            })}
            <span className="clash-actions">
              <Button variant="secondary" data-size="sm" onClick={() => settle(field, false)}>
                {t('clash.mine')}
              </Button>
              <Button variant="secondary" data-size="sm" onClick={() => settle(field, true)}>
                {t('clash.theirs')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
