/** A refusal in words: what is wrong, how to mend it, and small at the end the code for support. */
import { Alert } from '@digdir/designsystemet-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dateText, instantText } from '@/lib/dates';
import { useLanguage } from '@/lib/i18n';
import type { Language } from '@/lib/language';
import type { Defect, Problem } from '@/lib/problems';

const INSTANT = /^\d{4}-\d\d-\d\dT/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** Services speak ISO 8601; people do not. */
function readable(params: Record<string, unknown>, language: Language): Record<string, unknown> {
  const said = (value: unknown) => {
    if (typeof value !== 'string') return value;
    if (INSTANT.test(value)) return instantText(value, language, { endOfDay: true });
    return DATE.test(value) ? dateText(value, language) : value;
  };
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, said(value)]));
}

/** The words for a code: its own, else those of its family (`receipt.*`), else a plain sentence. */
export function useProblemText(): (problem: Pick<Problem | Defect, 'code' | 'params'>) => string {
  const { t, i18n } = useTranslation('problems');
  const language = useLanguage();
  return ({ code, params }) => {
    const known = [code, `${code.split('.')[0]}.other`].find((key) => i18n.exists(`problems:${key}`));
    return t(known ?? 'other', readable(params, language));
  };
}

export function ProblemAlert({ problem }: { problem: Problem | null | undefined }) {
  const { t } = useTranslation('problems');
  const text = useProblemText();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) box.current?.focus();
  }, [problem]);
  if (!problem) return null;
  const said = text(problem);
  const details = [...new Set(problem.defects.map(text))].filter((detail) => detail !== said);
  return (
    <Alert ref={box} data-color="danger" role="alert" tabIndex={-1} className="problem">
      <p>{said}</p>
      {details.length > 0 && (
        <ul>
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
      <p className="problem-code">
        {t('code', { code: problem.code })}
        {problem.traceId && <> · {problem.traceId}</>}
      </p>
    </Alert>
  );
}
