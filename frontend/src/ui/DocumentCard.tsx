/** One document that is in: its picture, name, size, state, and what can be done with it. */
import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import type { DocumentPartsFragment } from '@/gql/graphql';
import { instantText } from '@/lib/dates';
import { useLanguage } from '@/lib/i18n';
import { Icon } from './icons';

interface DocumentCardProps {
  document: DocumentPartsFragment;
  onRemove?: (() => void) | undefined;
  removing?: boolean;
}

export function sizeText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1).replace('.', ',')} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`;
}

export function DocumentCard({ document, onRemove, removing = false }: DocumentCardProps) {
  const { t } = useTranslation('upload');
  const language = useLanguage();
  const sealed = document.state === 'SEALED';
  return (
    <div className="document">
      {sealed ? (
        <img className="document-picture" src={document.pageUrl.replace('{n}', '1')} alt="" loading="lazy" />
      ) : (
        <span className="document-picture document-blank">
          <Icon name="file" />
        </span>
      )}
      <div className="document-facts">
        <p className="document-name">{sealed ? <a href={document.contentUrl}>{document.name}</a> : document.name}</p>
        <p className="document-detail">
          {sizeText(document.size)}
          {document.pages && document.pages > 1 && <> · {t('pages', { count: document.pages })}</>} ·{' '}
          {instantText(document.uploadedAt, language)}
        </p>
        <p className={`document-state document-${document.state.toLowerCase()}`}>
          <Icon name={sealed ? 'check' : document.state === 'REFUSED' ? 'cross' : 'clock'} />
          {t(`state.${document.state}`)}
        </p>
      </div>
      {onRemove && (
        <Button variant="tertiary" data-size="sm" loading={removing} onClick={onRemove} aria-label={t('removeNamed', { name: document.name })}>
          {t('remove')}
        </Button>
      )}
    </div>
  );
}
