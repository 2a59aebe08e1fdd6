/** The decision questions, one per page, and what follows from them. */
import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useParams } from 'react-router';
import { ErrorSummary } from '@/ui/form/ErrorSummary';
import { RadioField } from '@/ui/form/RadioField';
import { Page } from '@/ui/Page';
import { QUESTIONS, factsOf, isQuestion, keepAnswers, keptAnswers, openQuestion, type Answers, type Question } from './questions';
import { ResultPage, StopPage } from './ResultPage';

export function ApplyPage() {
  const { question } = useParams();
  const [answers, setAnswers] = useState<Answers>(keptAnswers);
  const navigate = useNavigate();

  if (question === 'result') {
    if (answers.citizen === 'no') return <StopPage at="citizen" />;
    const facts = factsOf(answers);
    const open = openQuestion(answers);
    return facts ? <ResultPage facts={facts} forSelf={answers.who !== 'other'} /> : <Navigate to={`/apply/${open ?? 'who'}`} replace />;
  }
  if (!isQuestion(question)) return <Navigate to={`/apply/${QUESTIONS[0]}`} replace />;

  const answer = (value: string) => {
    const next = { ...answers, [question]: value };
    setAnswers(next);
    keepAnswers(next);
    const following = QUESTIONS[QUESTIONS.indexOf(question) + 1];
    const done = question === 'citizen' && value === 'no';
    void navigate(done || !following ? '/apply/result' : `/apply/${following}`);
  };
  return <QuestionPage key={question} question={question} given={answers[question] ?? ''} answer={answer} />;
}

const CHOICES: Record<Question, readonly string[]> = {
  who: ['self', 'other'],
  citizen: ['yes', 'no'],
  documents: ['yes', 'no'],
  refugee: ['no', 'yes'],
};

function QuestionPage({ question, given, answer }: { question: Question; given: string; answer: (value: string) => void }) {
  const { t, i18n } = useTranslation('registration');
  const [value, setValue] = useState(given);
  const [attempt, setAttempt] = useState(0);
  const error = attempt > 0 && !value ? t('apply.choose') : undefined;
  const number = QUESTIONS.indexOf(question);
  const before = QUESTIONS[number - 1];
  const hintKey = (choice: string) => `apply.${question}.${choice}Hint`;
  return (
    <Page
      title={t(`apply.${question}.title`)}
      caption={t('apply.caption', { number: number + 1, count: QUESTIONS.length })}
      lead={<p>{t(`apply.${question}.lead`)}</p>}
      back={before ? { to: `/apply/${before}`, text: t('apply.back') } : { to: '/before-you-start', text: t('apply.toBefore') }}
    >
      <ErrorSummary errors={error ? [{ name: question, text: error }] : []} attempt={attempt} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (value) answer(value);
          else setAttempt((count) => count + 1);
        }}
      >
        <RadioField
          name={question}
          label={t('apply.answer')}
          error={error}
          value={value}
          onChange={setValue}
          choices={CHOICES[question].map((choice) => ({
            value: choice,
            label: t(`apply.${question}.${choice}`),
            hint: i18n.exists(`registration:${hintKey(choice)}`) ? t(hintKey(choice)) : undefined,
          }))}
        />
        <div className="actions">
          <Button type="submit">{t('apply.next')}</Button>
        </div>
      </form>
    </Page>
  );
}
