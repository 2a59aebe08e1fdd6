/** The status of a case: word, icon and colour, the same everywhere. The words are in the catalogue `status`. */
import { useTranslation } from 'react-i18next';
import type { ApplicationStatus } from '@/gql/graphql';
import { Icon, type IconName } from './icons';

type Tone = 'neutral' | 'accent' | 'warning' | 'danger' | 'success';

const LOOK: Record<ApplicationStatus, { icon: IconName; tone: Tone }> = {
  DRAFT: { icon: 'pen', tone: 'neutral' },
  SUBMITTED: { icon: 'sent', tone: 'warning' },
  SIGNED_FORM_RECEIVED: { icon: 'inbox', tone: 'accent' },
  UNDER_REVIEW: { icon: 'clock', tone: 'accent' },
  RETURNED: { icon: 'warning', tone: 'warning' },
  PROPOSED: { icon: 'clock', tone: 'accent' },
  APPROVED: { icon: 'check', tone: 'success' },
  REJECTED: { icon: 'cross', tone: 'danger' },
  APPEALED: { icon: 'scales', tone: 'accent' },
  REJECTED_FINAL: { icon: 'cross', tone: 'danger' },
  ENTERED: { icon: 'check', tone: 'success' },
  LAPSED: { icon: 'clock', tone: 'neutral' },
  WITHDRAWN: { icon: 'back', tone: 'neutral' },
  SUPERSEDED: { icon: 'file', tone: 'neutral' },
};

/** Officials see the exact state; a party sees a proposal as what it is to them, a case still in processing. */
export function StatusTag({ status, audience = 'party' }: { status: ApplicationStatus; audience?: 'party' | 'office' }) {
  const { t } = useTranslation('status');
  const { icon, tone } = LOOK[status];
  return (
    <span className={`status status-${tone}`}>
      <Icon name={icon} />
      {t(`${audience}.${status}`)}
    </span>
  );
}
