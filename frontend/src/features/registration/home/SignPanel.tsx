/** Filed but not complete: print, sign, send back, and by when. EL 3.15(3), (6), (10). */
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/icons';
import { TermPanel } from '@/ui/TermPanel';
import { useCase } from '../case/context';
import { SignedFormUpload } from '../case/SignedFormUpload';

export function SignPanel() {
  const { t } = useTranslation('registration');
  const { application } = useCase();
  return (
    <section aria-labelledby="sign-title">
      {application.signedFormDueAt && (
        <TermPanel title={t('sign.term')} at={application.signedFormDueAt} note={t('sign.termNote')} tone="warning" />
      )}
      <h2 id="sign-title">{t('sign.title')}</h2>
      <ol className="how">
        <li>
          <p>{t('sign.print')}</p>
          {application.formUrl && (
            <p className="link-line">
              <a className="ds-button" href={application.formUrl} target="_blank" rel="noreferrer">
                <Icon name="download" /> {t('sign.download')}
              </a>
            </p>
          )}
        </li>
        <li>{t('sign.sign')}</li>
        <li>
          <p>{t('sign.photograph')}</p>
          <SignedFormUpload />
        </li>
      </ol>
      <details className="fold">
        <summary>{t('sign.otherWays')}</summary>
        <p>{t('sign.otherText')}</p>
      </details>
    </section>
  );
}
