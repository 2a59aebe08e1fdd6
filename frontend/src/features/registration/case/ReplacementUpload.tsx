/** In a correction a new document takes the place of the one that was filed; the old one is not shown as if it were enough. */
import { useTranslation } from 'react-i18next';
import type { CaseFragment } from '@/gql/graphql';
import { useText } from '@/lib/i18n';
import { DocumentCard } from '@/ui/DocumentCard';
import { Uploader } from '@/ui/Uploader';
import { useCase } from './context';
import { currentDocument, useSlotUpload } from './useSlotUpload';

interface ReplacementUploadProps {
  slot: CaseFragment['requiredSlots'][number];
  mended: boolean;
}

export function ReplacementUpload({ slot, mended }: ReplacementUploadProps) {
  const { t } = useTranslation('registration');
  const text = useText();
  const { application } = useCase();
  const calls = useSlotUpload(slot.slot, slot);
  const document = currentDocument(application, slot.slot);
  const uploader = <Uploader {...calls} label={text(slot.name)} hint={t('correction.newDocument')} />;
  if (!mended || !document) return uploader;
  return (
    <>
      <DocumentCard document={document} />
      <details className="fold">
        <summary>{t('correction.sign.replace')}</summary>
        {uploader}
      </details>
    </>
  );
}
