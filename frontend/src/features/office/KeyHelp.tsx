/** The help sheet of the keyboard. */
import { Button, Dialog, Heading } from '@digdir/designsystemet-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';

const KEYS = ['j', 'k', 'Enter', 'x', 'a', '/', '?'] as const;

export function KeyHelp({ ref }: { ref: Ref<HTMLDialogElement> }) {
  const { t } = useTranslation('office');
  return (
    <Dialog ref={ref} closeButton={t('keys.close')}>
      <Heading level={2}>{t('keys.title')}</Heading>
      <dl className="of-keys">
        {KEYS.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`keys.${key === '/' ? 'search' : key === '?' ? 'help' : key}`)}</dd>
          </div>
        ))}
      </dl>
      <Button variant="secondary" command="close">
        {t('keys.close')}
      </Button>
    </Dialog>
  );
}
