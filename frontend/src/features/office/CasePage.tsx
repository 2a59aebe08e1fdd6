/** One case: the facts, the papers side by side, the checklist, what may be done now, and everything that happened. */
import { Alert } from '@digdir/designsystemet-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'react-router';
import { useQuery } from 'urql';
import type { OfficeCaseFragment } from '@/gql/graphql';
import { useText } from '@/lib/i18n';
import { useLiveCase } from '@/lib/live';
import { Icon } from '@/ui/icons';
import { Instant } from '@/ui/Instant';
import { Page } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Failed, Loading } from '@/ui/states';
import { StatusTag } from '@/ui/StatusTag';
import { Actions } from './Actions';
import { Checklist } from './Checklist';
import { Corrections } from './Corrections';
import { Decision } from './Decision';
import { Facts } from './Facts';
import { OfficialsOnly } from './guard';
import { History } from './History';
import { Messages } from './Messages';
import { useNames } from './names';
import './office.css';
import { CASE, TAKE } from './operations';
import { Papers } from './Papers';
import { useCommand } from './useCommand';

export function CasePage() {
  const { id = '' } = useParams();
  return <OfficialsOnly>{() => <Case key={id} id={id} />}</OfficialsOnly>;
}

function Case({ id }: { id: string }) {
  const { t } = useTranslation('office');
  const [{ data, fetching, error }, refetch] = useQuery({ query: CASE, variables: { id } });
  useLiveCase(id, () => refetch({ requestPolicy: 'network-only' }));
  const application = data?.officeApplication;
  const take = useCommand(TAKE);
  const asked = (useLocation().state as { take?: boolean } | null)?.take ?? false;
  const taken = useRef(false);
  useEffect(() => {
    if (!asked || taken.current || !application?.allowedActions.includes('take')) return;
    taken.current = true;
    void take.run({ id, version: application.version });
  }, [asked, application, id, take]);

  if (error && !data) return <Failed retry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (fetching && !data) return <Loading />;
  if (!application) {
    return <Page title={t('case.missing')} lead={<p>{t('case.missingText')}</p>} back={{ to: '/office', text: t('queue.title') }} />;
  }
  return (
    <Page title={application.number} caption={t(`kinds.${application.kind}`)} width="full" back={{ to: '/office', text: t('queue.title') }}>
      <ProblemAlert problem={take.problem} />
      <Head application={application} />
      {application.mailBounced && (
        <Alert data-color="warning" className="of-card">
          {t('case.bounced')}
        </Alert>
      )}
      <CaseBody application={application} />
    </Page>
  );
}

/** Stays in sight: the state, who has the case, and the next legal term with how it was computed. */
function Head({ application }: { application: OfficeCaseFragment }) {
  const { t } = useTranslation('office');
  const text = useText();
  const { nextTerm } = application;
  return (
    <div className="of-head">
      <StatusTag status={application.status} audience="office" />
      <span>
        <Icon name="person" />{' '}
        {application.assignedToMe ? t('case.mine') : application.assignee ? t('case.of', { name: application.assignee }) : t('case.nobody')}
        {application.assignedUntil && (
          <span className="muted">
            {' '}
            {t('case.until')} <Instant at={application.assignedUntil} short />
          </span>
        )}
      </span>
      {application.late && (
        <span className="of-flag">
          <Icon name="warning" /> {t('case.late')}
        </span>
      )}
      {nextTerm && (
        <>
          <span className="of-term">
            {t('case.term')} <Instant at={nextTerm.at} term short />
          </span>
          <p className="of-why">{text(nextTerm.explanation)}</p>
        </>
      )}
    </div>
  );
}

function CaseBody({ application }: { application: OfficeCaseFragment }) {
  const names = useNames(application.electionCode);
  return (
    <>
      {application.decision && <Decision decision={application.decision} names={names} />}
      <div className="of-case">
        <Facts application={application} names={names} />
        <Papers application={application} names={names} />
      </div>
      <div className="of-work">
        <div>
          <Checklist key={`checklist-${application.version}`} application={application} />
          <Corrections application={application} names={names} />
        </div>
        <Actions application={application} names={names} />
      </div>
      <Messages application={application} />
      <History application={application} names={names} />
    </>
  );
}
