/** Everything that happened, with the chain that shows that nothing was taken out. */
import { useTranslation } from 'react-i18next';
import type { OfficeCaseFragment } from '@/gql/graphql';
import { dateText, instantText } from '@/lib/dates';
import { useLanguage, useText } from '@/lib/i18n';
import { Icon } from '@/ui/icons';
import { Instant } from '@/ui/Instant';
import { useProblemText } from '@/ui/ProblemAlert';
import { usePlaceName } from './Corrections';
import type { Names } from './names';

type Line = OfficeCaseFragment['history'][number];
interface HistoryProps {
  application: OfficeCaseFragment;
  names: Names;
}

export function History({ application, names }: HistoryProps) {
  const { t } = useTranslation('office');
  const { known, detail } = useHistoryText(application, names);
  const title = t('history.title', { count: application.history.length });
  return (
    <details className="of-card of-fold">
      <summary>{title}</summary>
      <p className={application.historyIntact ? 'of-good' : 'of-bad'}>
        <Icon name={application.historyIntact ? 'check' : 'warning'} /> {t(application.historyIntact ? 'history.intact' : 'history.broken')}
      </p>
      <div className="of-scroll" tabIndex={0} role="region" aria-label={title}>
        <table className="of-rows">
          <thead>
            <tr>
              {(['at', 'what', 'who', 'details', 'hash'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`history.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {application.history.map((line) => (
              <tr key={line.seq}>
                <td className="of-narrow">
                  <Instant at={line.at} short />
                </td>
                <td>{known('history.actions', line.action)}</td>
                <td>
                  {line.actor !== '—' && <>{line.actor} </>}
                  <span className="muted">{known('history.roles', line.actorRole)}</span>
                </td>
                <td>{detail(line)}</td>
                <td className="of-hash">{line.hash.slice(0, 12)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** What a line says beside its action, from the codes and instants that it carries. */
function useHistoryText(application: OfficeCaseFragment, names: Names) {
  const { t, i18n } = useTranslation('office');
  const language = useLanguage();
  const text = useText();
  const problem = useProblemText();
  const place = usePlaceName(names);
  const known = (group: string, code: string) => {
    const key = `${group}.${code.replaceAll('.', '_')}`;
    return i18n.exists(`office:${key}`) ? t(key) : code;
  };
  const check = (key: string) => text(application.checklist.find((item) => item.key === key)?.name) || key;

  const say: Record<string, (value: never) => string> = {
    slot: names.slot,
    code: (code: string) => problem({ code, params: {} }),
    channel: (channel: string) => t(`channels.${channel}`),
    round: (number: number) => t('corrections.round', { number }),
    items: (items: { code: string; path: string }[]) => items.map((item) => `${place(item.path)}: ${names.deficiency(item.code)}`).join('; '),
    fields: (fields: string[]) => fields.map(place).join(', '),
    results: (results: Record<string, string>) => Object.entries(results).map(([key, result]) => `${check(key)}: ${t(`results.${result}`)}`).join('; '),
    outcome: (outcome: string) => known('outcomes', outcome),
    reason_codes: (codes: string[]) => codes.map(names.deficiency).join('; '),
    decision: (number: string) => number,
    session: (number: string) => t('sessions.heading', { number }),
    case: (number: string) => number,
    court_decision: (number: string) => number,
    day: (day: string) => dateText(day, language),
    received_at: (at: string) => instantText(at, language),
    served_at: (at: string) => instantText(at, language),
    at: (at: string) => instantText(at, language, { endOfDay: true }),
    count: (count: number) => String(count),
  };
  const detail = (line: Line) => {
    const params = (line.params ?? {}) as Record<string, unknown>;
    const said = Object.keys(say)
      .filter((name) => params[name] !== null && params[name] !== undefined)
      .map((name) => say[name]?.(params[name] as never) ?? '');
    const reason = line.reason ? known('history.reasons', line.reason) : '';
    return [reason, ...said].filter(Boolean).join(' · ');
  };
  return { known, detail };
}
