/** The home of a case after it was filed: what is to be done now, what was decided, and everything that happened. */
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useText } from '@/lib/i18n';
import { Icon } from '@/ui/icons';
import { Instant } from '@/ui/Instant';
import { Page } from '@/ui/Page';
import { StatusTag } from '@/ui/StatusTag';
import { TermPanel } from '@/ui/TermPanel';
import { Answers } from '../case/Answers';
import { useCase } from '../case/context';
import { DocumentCard } from '@/ui/DocumentCard';
import { DecisionPanel } from './DecisionPanel';
import { Messages } from './Messages';
import { Rounds } from './Rounds';
import { SignPanel } from './SignPanel';
import { Steps } from './Steps';
import { Timeline } from './Timeline';

/** Terms that this page tells in a panel of their own. */
const OWN_PANEL = new Set(['SUBMITTED', 'RETURNED', 'REJECTED']);

export function CaseHome() {
  const { t } = useTranslation('registration');
  const text = useText();
  const { application } = useCase();
  const location = useLocation();
  const submitted = application.status === 'SUBMITTED' && (location.state as { submitted?: boolean } | null)?.submitted === true;
  const base = `/applications/${application.id}`;
  const { status, receipt, nextTerm, allowedActions } = application;
  const who = [application.fields.name, application.fields.surname].filter(Boolean).join(' ');
  const correction = application.corrections.find((round) => round.state === 'OPEN');

  return (
    <Page
      title={submitted ? t('home.submittedTitle') : application.number ? t('home.title', { number: application.number }) : t('tasks.title')}
      {...(!submitted && application.number && {
        heading: (
          <>
            {t('home.heading')} <span className="number">{application.number}</span>
          </>
        ),
      })}
      caption={who && t('tasks.for', { name: who })}
      back={{ to: '/applications', text: t('cases.title') }}
      width="wide"
    >
      {submitted && application.number && (
        <div className="panel panel-success confirmation">
          <p>{t('home.yourNumber')}</p>
          <p className="confirmation-number number">{application.number}</p>
          {application.arrivedAt && (
            <p>
              {t('home.arrived')} <Instant at={application.arrivedAt} />
            </p>
          )}
        </div>
      )}
      <p className="status-line">
        <StatusTag status={status} /> <span>{t(`statusText.${status}`)}</span>
      </p>
      {/* 3.16(2): only who is in the register and lives abroad temporarily stays on the regular extract. */}
      {status === 'LAPSED' && application.kind === 'T' && <p>{t('lapsedRegular')}</p>}

      <div className="case-home">
        <div className="case-main">
      {application.decision && <DecisionPanel decision={application.decision} status={status} language={application.fields.correspondenceLanguage} />}
      {status === 'SUBMITTED' && <SignPanel />}
      {correction && (
        <section className="panel panel-warning" aria-labelledby="correction-title">
          <h2 id="correction-title">{t('correction.panel.title')}</h2>
          <p>{t('correction.panel.text', { count: correction.deficiencies.length })}</p>
          {correction.dueAt && (
            <p className="term-at">
              <Instant at={correction.dueAt} weekday term />
            </p>
          )}
          <p>
            <Link className="ds-button" to={`${base}/correction`}>
              {t('correction.panel.open')}
            </Link>
          </p>
        </section>
      )}
      {nextTerm && !OWN_PANEL.has(status) && (
        <TermPanel
          title={t(`term.${nextTerm.key}`, { defaultValue: t('term.next') })}
          at={nextTerm.at}
          explanation={text(nextTerm.explanation)}
        />
      )}
      <Steps />
      <Messages />
      <Rounds />
      </div>

      <div className="case-side">
      {receipt && (
        <section aria-labelledby="receipt-title">
          <h2 id="receipt-title">{t('receipt.title')}</h2>
          <p>{t('receipt.text')}</p>
          <dl className="facts">
            <div>
              <dt>{t('receipt.number')}</dt>
              <dd className="number">{receipt.number}</dd>
            </div>
            <div>
              <dt>{t('receipt.code')}</dt>
              <dd className="number">{receipt.code}</dd>
            </div>
            <div>
              <dt>{t('receipt.arrived')}</dt>
              <dd>
                <Instant at={receipt.arrivedAt} />
              </dd>
            </div>
          </dl>
          <p className="link-line">
            <a href={receipt.pdfUrl}>
              <Icon name="download" /> {t('receipt.download')}
            </a>
          </p>
        </section>
      )}

      <Timeline />
      <section aria-labelledby="documents-title">
        <h2 id="documents-title">{t('home.documents')}</h2>
        {application.documents
          .filter((document) => !document.superseded && document.slot !== 'MESSAGE_ATTACHMENT')
          .map((document) => (
            <DocumentCard key={document.id} document={document} />
          ))}
      </section>
      </div>
      </div>
      <details className="fold">
        <summary>{t('home.answers')}</summary>
        <Answers application={application} change={false} />
      </details>
      {allowedActions.includes('withdraw') && (
        <p className="no-print">
          <Link to={`${base}/withdraw`}>{t('home.withdraw')}</Link>
        </p>
      )}
    </Page>
  );
}
