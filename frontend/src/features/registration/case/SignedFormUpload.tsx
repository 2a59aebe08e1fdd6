/** The signed paper, by camera or as a scan. Its QR is read by the service; an official helps where it cannot be. */
import { useTranslation } from 'react-i18next';
import { DocumentCard } from '@/ui/DocumentCard';
import { Uploader } from '@/ui/Uploader';
import { useCase } from './context';
import { currentDocument, useSlotUpload } from './useSlotUpload';

/** `stale`: what is in was signed before the data changed, so it is not shown as if it were enough. */
export function SignedFormUpload({ stale = false }: { stale?: boolean }) {
  const { t } = useTranslation('registration');
  const { application } = useCase();
  const calls = useSlotUpload('SIGNED_FORM');
  const here = stale ? undefined : currentDocument(application, 'SIGNED_FORM');
  const editable = application.editable.includes('documents.SIGNED_FORM');
  const uploader = <Uploader {...calls} label={t('slot.SIGNED_FORM.name')} hint={t('slot.SIGNED_FORM.hint')} />;
  if (!here) return editable ? uploader : null;
  return (
    <>
      <DocumentCard document={here} />
      {editable && (
        <details className="fold">
          <summary>{t('correction.sign.replace')}</summary>
          {uploader}
        </details>
      )}
    </>
  );
}
