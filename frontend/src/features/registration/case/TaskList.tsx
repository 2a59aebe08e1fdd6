/** The application as a list of tasks, each with its state; any order, any device, any day until the term. */
import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon, type IconName } from '@/ui/icons';
import { Page } from '@/ui/Page';
import { TermPanel } from '@/ui/TermPanel';
import { Clashes } from './Clashes';
import { useCase } from './context';
import { SaveLine } from './SaveLine';
import { STEPS, progressOf, type Progress } from './steps';
import { useForm } from './useForm';

const ICONS: Record<Progress, IconName> = { todo: 'circle', started: 'half', done: 'check', mend: 'warning' };

export function TaskList() {
  const { t } = useTranslation('registration');
  const { application } = useCase();
  const { form } = useForm(application.electionCode);
  const base = `/applications/${application.id}`;
  const progress = STEPS.map((step) => progressOf(step, application));
  const ready = progress.every((each) => each === 'done');
  const open = form?.isOpen ?? true;
  const who = [application.fields.name, application.fields.surname].filter(Boolean).join(' ');

  return (
    <Page
      title={t('tasks.title')}
      caption={who ? t('tasks.for', { name: who }) : t(application.forSelf ? 'tasks.forSelf' : 'tasks.forOther')}
      back={{ to: '/applications', text: t('cases.title') }}
    >
      {!open && (
        <div className="panel panel-warning">
          <h2>{t('tasks.closed.title')}</h2>
          <p>{t('tasks.closed.text')}</p>
        </div>
      )}
      {!form && <div className="panel term term-coming" aria-hidden="true" />}
      {open && form && (
        <TermPanel
          title={t('tasks.term')}
          at={form.closesAt}
          note={t(form.signedFormDueAt === form.closesAt ? 'tasks.signedSame' : 'tasks.signedOther')}
          {...(form.signedFormDueAt !== form.closesAt && { second: form.signedFormDueAt })}
        />
      )}
      <Clashes />
      <h2>{t('tasks.heading')}</h2>
      <p className="muted">{t('tasks.count', { done: progress.filter((each) => each === 'done').length, count: STEPS.length })}</p>
      <ol className="tasks">
        {STEPS.map((step, index) => {
          const state = progress[index] ?? 'todo';
          return (
            <li key={step}>
              <Link to={`${base}/step/${step}`} aria-describedby={`task-${step}`}>
                {t(`step.${step}.title`)}
              </Link>
              <span id={`task-${step}`} className={`task-state task-${state}`}>
                <Icon name={ICONS[state]} />
                {t(`progress.${state}`)}
              </span>
            </li>
          );
        })}
        <li>
          {ready && open ? <Link to={`${base}/check`}>{t('tasks.check')}</Link> : <span className="task-blocked">{t('tasks.check')}</span>}
          <span className="task-state task-todo">{t(ready ? 'progress.todo' : 'progress.later')}</span>
        </li>
      </ol>
      {ready && open && (
        <div className="actions">
          <Button asChild>
            <Link to={`${base}/check`}>{t('tasks.check')}</Link>
          </Button>
        </div>
      )}
      <SaveLine />
      <ul className="side-links no-print">
        <li>
          <Link to={`${base}/device`}>{t('tasks.device')}</Link>
        </li>
        <li>
          <Link to={`${base}/check`}>{t('tasks.preview')}</Link>
        </li>
        {application.allowedActions.includes('withdraw') && (
          <li>
            <Link to={`${base}/withdraw`}>{t('tasks.discard')}</Link>
          </li>
        )}
      </ul>
    </Page>
  );
}
