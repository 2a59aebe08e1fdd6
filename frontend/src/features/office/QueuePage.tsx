/** The queue: what is late stands first, filters live in the address, everything goes by keyboard. */
import { Button, Field, Label, Search } from '@digdir/designsystemet-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import type { ApplicationStatus } from '@/gql/graphql';
import type { Viewer } from '@/lib/viewer';
import { Page } from '@/ui/Page';
import { Empty, Failed, Loading } from '@/ui/states';
import { OfficialsOnly } from './guard';
import { HoldSession } from './HoldSession';
import { KeyHelp } from './KeyHelp';
import { useNames } from './names';
import './office.css';
import { COUNTS, QUEUE } from './operations';
import { Picker } from './Picker';
import { Rows, type Row } from './Rows';
import { useKeys } from './useKeys';

const QUEUES = ['UNASSIGNED', 'MINE', 'TO_DECIDE', 'FLAGGED', 'ALL'] as const;
const COUNTED = { UNASSIGNED: 'unassigned', MINE: 'mine', TO_DECIDE: 'toDecide', FLAGGED: 'flagged', ALL: 'all' } as const;
const STATUSES: ApplicationStatus[] = [
  'SUBMITTED', 'SIGNED_FORM_RECEIVED', 'UNDER_REVIEW', 'RETURNED', 'PROPOSED', 'APPROVED', 'REJECTED', 'APPEALED',
  'REJECTED_FINAL', 'LAPSED', 'WITHDRAWN', 'SUPERSEDED',
];
const PAGE = 25;

export function QueuePage() {
  return <OfficialsOnly>{(viewer) => <Queue roles={viewer.roles} />}</OfficialsOnly>;
}

function Queue({ roles }: { roles: Viewer['roles'] }) {
  // The form of a sitting needs the words of problems; fetching them only then would make the whole page blink.
  const { t } = useTranslation(['office', 'status', 'problems']);
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const decides = roles.some((role) => role.role === 'CEC_MEMBER');
  const names = useNames(roles.find((role) => role.election)?.election ?? undefined);
  const queue = params.get('queue') ?? (decides ? 'TO_DECIDE' : 'UNASSIGNED');
  const after = params.get('after');
  const filter = {
    queue,
    search: params.get('q') || null,
    statuses: params.get('status') ? [params.get('status') as ApplicationStatus] : null,
    kind: params.get('kind') || null,
  };
  const [{ data, fetching, error }, refetch] = useQuery({ query: QUEUE, variables: { filter, first: PAGE, after } });
  const [{ data: counts }] = useQuery({ query: COUNTS });
  const rows: Row[] = data?.officeQueue.edges.map((edge) => edge.node) ?? [];
  const [at, setAt] = useState(0);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const search = useRef<HTMLInputElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const table = useRef<HTMLTableElement>(null);

  const change = (values: Record<string, string>) => {
    const next = new URLSearchParams(params);
    next.delete('after');
    for (const [name, value] of Object.entries(values)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setAt(0);
    setParams(next, { replace: true });
  };
  const go = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    setAt(index);
    table.current?.querySelectorAll<HTMLAnchorElement>('tbody a.of-link')[index]?.focus();
  };
  const toggle = (id: string) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const current = rows[at];
  useKeys({
    j: () => go(at + 1),
    k: () => go(at - 1),
    Enter: () => current && void navigate(`/office/cases/${current.id}`),
    a: () => current && void navigate(`/office/cases/${current.id}`, { state: { take: true } }),
    x: () => current && decides && toggle(current.id),
    '/': () => search.current?.focus(),
    '?': () => help.current?.showModal(),
  });

  return (
    <Page title={t('queue.title')} width="full">
      <nav className="of-tabs" aria-label={t('queue.queues')}>
        {QUEUES.map((name) => (
          <Link key={name} to={`/office?queue=${name}`} aria-current={name === queue ? 'page' : undefined}>
            {t(`queue.names.${name}`)} <span className="of-count">{counts?.officeCounts[COUNTED[name]] ?? '…'}</span>
          </Link>
        ))}
        <Link to="/office/sessions">{t('sessions.title')}</Link>
      </nav>
      <form
        className="of-filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          change({ q: String(new FormData(event.currentTarget).get('q') ?? '') });
        }}
      >
        <Field>
          <Label htmlFor="queue-search">{t('queue.search')}</Label>
          <Search>
            <Search.Input ref={search} id="queue-search" name="q" defaultValue={filter.search ?? ''} aria-label={t('queue.search')} />
            <Search.Clear aria-label={t('queue.clear')} onClick={() => change({ q: '' })} />
            <Search.Button>{t('queue.find')}</Search.Button>
          </Search>
        </Field>
        <Picker id="status" label={t('queue.status')} value={params.get('status') ?? ''} onChange={(status) => change({ status })}>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {t(`status:office.${status}`)}
            </option>
          ))}
        </Picker>
        <Picker id="kind" label={t('queue.kind')} value={filter.kind ?? ''} onChange={(kind) => change({ kind })}>
          {['T', 'R1', 'R2'].map((kind) => (
            <option key={kind} value={kind}>
              {t(`kinds.${kind}`)}
            </option>
          ))}
        </Picker>
        <Button type="button" variant="tertiary" onClick={() => help.current?.showModal()}>
          {t('keys.title')}
        </Button>
      </form>
      {decides && picked.size > 0 && (
        <HoldSession
          cases={rows.filter((row) => picked.has(row.id))}
          onDone={() => {
            setPicked(new Set());
            refetch({ requestPolicy: 'network-only' });
          }}
        />
      )}
      {error && !data ? (
        <Failed retry={() => refetch({ requestPolicy: 'network-only' })} />
      ) : fetching && !data ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty title={t('queue.empty.title')}>
          <p>{t('queue.empty.text')}</p>
        </Empty>
      ) : (
        <Rows rows={rows} at={at} names={names} picked={picked} pick={decides ? toggle : undefined} tableRef={table} total={data?.officeQueue.total ?? 0} />
      )}
      <div className="actions">
        {after && (
          <Button variant="secondary" onClick={() => void navigate(-1)}>
            {t('queue.previous')}
          </Button>
        )}
        {data?.officeQueue.pageInfo.hasNextPage && (
          <Button
            variant="secondary"
            onClick={() => setParams({ ...Object.fromEntries(params), after: data.officeQueue.pageInfo.endCursor ?? '' })}
          >
            {t('queue.next')}
          </Button>
        )}
      </div>
      <KeyHelp ref={help} />
    </Page>
  );
}
