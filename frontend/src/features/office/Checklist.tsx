/** The points that the reviewer goes through; complete, they lead to the proposal. */
import { Button, Input } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeCaseFragment } from '@/gql/graphql';
import { useText } from '@/lib/i18n';
import { Instant } from '@/ui/Instant';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { CHECKLIST } from './operations';
import { Picker } from './Picker';
import { useCommand } from './useCommand';

export function Checklist({ application }: { application: OfficeCaseFragment }) {
  const { t } = useTranslation('office');
  const text = useText();
  const save = useCommand(CHECKLIST);
  const mayEdit = application.allowedActions.includes('checklist');
  const [results, setResults] = useState<Record<string, string>>({});
  const [notes, setNotes] = useState<Record<string, string>>({});
  if (application.checklist.length === 0) return null;

  const changed = application.checklist.filter(
    ({ key, result, note }) =>
      (results[key] ?? result ?? '') !== (result ?? '') || (notes[key] ?? note ?? '') !== (note ?? ''),
  );
  const store = () =>
    save.run({
      id: application.id,
      version: application.version,
      items: changed
        .map(({ key, result, note }) => ({ key, result: results[key] ?? result ?? '', note: notes[key] ?? note ?? null }))
        .filter((item) => item.result),
    });
  const done = application.checklist.filter((item) => item.result).length;
  return (
    <section className="of-card">
      <h2>
        {t('checklist.title')} <span className="of-count">{t('checklist.progress', { done, all: application.checklist.length })}</span>
      </h2>
      <div className="of-points">
        {application.checklist.map((item) => (
          <div key={item.key} className="of-point">
            <p>
              {text(item.name)}
              <small>
                {item.article && t('article', { article: item.article })}
                {item.by && item.at && (
                  <>
                    {' · '}
                    {item.by}, <Instant at={item.at} short />
                  </>
                )}
              </small>
            </p>
            {mayEdit ? (
              <>
                <Picker
                  id={`check-${item.key}`}
                  label={`${text(item.name)}: ${t('checklist.result')}`}
                  bare
                  value={results[item.key] ?? item.result ?? ''}
                  empty={t('choose')}
                  onChange={(result) => setResults({ ...results, [item.key]: result })}
                >
                  {item.results.map((result) => (
                    <option key={result} value={result}>
                      {t(`results.${result}`)}
                    </option>
                  ))}
                </Picker>
                <Input
                  aria-label={`${text(item.name)}: ${t('checklist.note')}`}
                  placeholder={t('checklist.note')}
                  value={notes[item.key] ?? item.note ?? ''}
                  onChange={(event) => setNotes({ ...notes, [item.key]: event.target.value })}
                />
              </>
            ) : (
              <>
                <p>
                  <strong>{item.result ? t(`results.${item.result}`) : '–'}</strong>
                </p>
                <p>{item.note}</p>
              </>
            )}
          </div>
        ))}
      </div>
      <ProblemAlert problem={save.problem} />
      {mayEdit && (
        <Button onClick={() => void store()} loading={save.busy} disabled={changed.length === 0}>
          {t('checklist.save')}
        </Button>
      )}
    </section>
  );
}
