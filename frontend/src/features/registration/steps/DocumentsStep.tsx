/** The proofs of the kind: EL 3.15(2), (5), (8), (9). */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { SlotUpload } from '../case/SlotUpload';
import { StepFrame } from './StepFrame';
import { useStep } from './useStep';

export function DocumentsStep() {
  const { t } = useTranslation('registration');
  const state = useStep('documents');
  const { application } = state;
  return (
    <StepFrame step="documents" state={state} lead={<p>{t('step.documents.lead')}</p>}>
      {application.requiredSlots.length === 0 && (
        <p>
          <Link to={`/applications/${application.id}/step/kind`}>{t('step.identity.kindFirst')}</Link>
        </p>
      )}
      {application.requiredSlots.map((slot) => (
        <SlotUpload
          key={slot.slot}
          slot={slot}
          editable={application.editable.includes(`documents.${slot.slot}`)}
          error={state.errors.find((error) => error.name === `documents.${slot.slot}`)?.text}
        />
      ))}
    </StepFrame>
  );
}
