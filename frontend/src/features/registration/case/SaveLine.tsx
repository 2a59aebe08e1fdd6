/** "Saved 12:04". It is spoken only when saving does not work, not after every letter. */
import { useTranslation } from 'react-i18next';
import { timeText } from '@/lib/dates';
import { useCase } from './context';

export function SaveLine() {
  const { t } = useTranslation('registration');
  const { saveState } = useCase();
  const trouble = saveState.step === 'waiting' || saveState.step === 'failed';
  return (
    <div className="no-print">
      {saveState.step === 'saving' && <p className="save-state">{t('save.saving')}</p>}
      {saveState.step === 'saved' && <p className="save-state">{t('save.saved', { time: timeText(saveState.at) })}</p>}
      <div role="status">
        {trouble && (
          <p className="save-state save-state-warning">{t(saveState.step === 'waiting' ? 'save.waiting' : 'save.failed')}</p>
        )}
      </div>
    </div>
  );
}
