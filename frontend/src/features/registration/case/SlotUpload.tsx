/** A slot of the form: what is asked for and accepted, what is in, and the way to bring it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import type { CaseFragment } from '@/gql/graphql';
import { useText } from '@/lib/i18n';
import { outcome, type Problem } from '@/lib/problems';
import { DocumentCard } from '@/ui/DocumentCard';
import { Messages, fieldId } from '@/ui/form/Field';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Uploader } from '@/ui/Uploader';
import { REMOVE_DOCUMENT } from '../operations';
import { useCase } from './context';
import { currentDocument, useSlotUpload } from './useSlotUpload';

interface SlotUploadProps {
  slot: CaseFragment['requiredSlots'][number];
  error?: string | undefined;
  editable: boolean;
}

export function SlotUpload({ slot, error, editable }: SlotUploadProps) {
  const { t } = useTranslation('registration');
  const text = useText();
  const client = useClient();
  const { application, replace, value, set } = useCase();
  const calls = useSlotUpload(slot.slot, slot);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [removing, setRemoving] = useState(false);
  const document = currentDocument(application, slot.slot);
  const name = `documents.${slot.slot}`;
  const declared = value('missingDocuments');
  const missing = Array.isArray(declared) ? declared : [];
  const isMissing = missing.includes(slot.slot);

  const remove = async () => {
    if (!document) return;
    setRemoving(true);
    const { data, error: failure } = await client.mutation(REMOVE_DOCUMENT, { documentId: document.id }).toPromise();
    const { ok, problem: refusal } = outcome(data?.removeDocument, failure);
    setRemoving(false);
    setProblem(refusal ?? null);
    if (ok) replace(ok);
  };

  return (
    <section className={error ? 'slot field-wrong' : 'slot'} id={fieldId(name)} tabIndex={-1} aria-labelledby={`${fieldId(name)}-title`}>
      <h2 id={`${fieldId(name)}-title`}>{text(slot.name)}</h2>
      <p className="muted">{t(`slot.${slot.slot}.hint`, { defaultValue: '' })}</p>
      {slot.documentTypes.length > 0 && (
        <>
          <p className="slot-accepted">{t('slot.accepted')}</p>
          <ul className="slot-types">
            {slot.documentTypes.map((type) => (
              <li key={type.code}>{text(type.name)}</li>
            ))}
          </ul>
        </>
      )}
      <Messages id={fieldId(name)} error={error} />
      <ProblemAlert problem={problem} />
      {document && <DocumentCard document={document} onRemove={editable ? () => void remove() : undefined} removing={removing} />}
      {!document && editable && !isMissing && <Uploader {...calls} label={text(slot.name)} invalid={Boolean(error)} />}
      {slot.mayBeDeclaredMissing && !document && editable && (
        <label className="choice slot-missing">
          <input
            className="ds-input"
            type="checkbox"
            checked={isMissing}
            onChange={(event) => set('missingDocuments', event.target.checked ? [...missing, slot.slot] : missing.filter((each) => each !== slot.slot))}
          />
          <span>
            <span className="choice-label">{t('slot.missing.label')}</span>
            <span className="choice-hint">{t('slot.missing.hint')}</span>
          </span>
        </label>
      )}
      <p className="article">{t('article', { article: slot.article })}</p>
    </section>
  );
}
