/** The rows of the queue. A row says who has it, what hurries and why somebody should look twice. */
import { Checkbox } from '@digdir/designsystemet-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OfficeQueueQuery } from '@/gql/graphql';
import { Icon } from '@/ui/icons';
import { Instant } from '@/ui/Instant';
import { StatusTag } from '@/ui/StatusTag';
import { DaysLeft } from './DaysLeft';
import type { Names } from './names';

export type Row = OfficeQueueQuery['officeQueue']['edges'][number]['node'];
const COLUMNS = ['number', 'name', 'status', 'kind', 'country', 'term', 'assignee', 'flags'] as const;

interface RowsProps {
  rows: Row[];
  at: number;
  names: Names;
  picked: ReadonlySet<string>;
  /** Present where the viewer may put cases before the commission. */
  pick?: ((id: string) => void) | undefined;
  tableRef: RefObject<HTMLTableElement | null>;
  total: number;
}

export function Rows({ rows, at, names, picked, pick, tableRef, total }: RowsProps) {
  const { t } = useTranslation('office');
  return (
    <div className="of-scroll" tabIndex={0} role="region" aria-label={t('queue.title')}>
      <table ref={tableRef} className="of-rows">
        <caption>{t('queue.total', { count: total })}</caption>
        <thead>
          <tr>
            {pick && <th scope="col">{t('queue.pick')}</th>}
            {COLUMNS.map((name) => (
              <th key={name} scope="col">
                {t(`queue.columns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id} className={index === at ? 'of-here' : undefined}>
              {pick && (
                <td>
                  {row.status === 'PROPOSED' && (
                    <Checkbox
                      aria-label={t('queue.pickOne', { number: row.number })}
                      checked={picked.has(row.id)}
                      onChange={() => pick(row.id)}
                    />
                  )}
                </td>
              )}
              <th scope="row" className="of-narrow">
                <Link className="of-link" to={`/office/cases/${row.id}`}>
                  {row.number}
                </Link>
                {row.unreadMessages > 0 && (
                  <span className="of-mark" title={t('queue.unread', { count: row.unreadMessages })}>
                    <Icon name="message" />
                    <span aria-hidden="true">{row.unreadMessages}</span>
                    <span className="ds-sr-only">{t('queue.unread', { count: row.unreadMessages })}</span>
                  </span>
                )}
              </th>
              <td className="of-name" lang="mis">
                {row.applicantName}
              </td>
              <td>
                <StatusTag status={row.status} audience="office" />
              </td>
              <td>{t(`kinds.${row.kind}`)}</td>
              <td>{names.country(row.country)}</td>
              <td>
                <DaysLeft days={row.daysLeft} />
                {row.nextTerm && (
                  <span className="of-at">
                    <Instant at={row.nextTerm.at} term short />
                  </span>
                )}
              </td>
              <td>{row.assignedToMe ? <strong>{t('queue.me')}</strong> : (row.assignee ?? <span className="muted">–</span>)}</td>
              <td>
                {row.flags.map((flag) => (
                  <span key={flag} className="of-flag of-flag-line">
                    <Icon name="warning" /> {t(`flags.${flag}.short`)}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
