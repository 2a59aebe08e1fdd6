/**
 * The questions that lead a voter to the right kind of application (EL 3.15(1), (4), (7)); which kind that is, the
 * service says. Answers stay in this tab: whether somebody is a refugee belongs into no address and no log.
 */
export const QUESTIONS = ['who', 'citizen', 'documents', 'refugee'] as const;
export type Question = (typeof QUESTIONS)[number];
export type Answers = Partial<Record<Question, string>>;
export interface Facts {
  refugee: boolean;
  everHadBihDocument: boolean;
}

const STORED = 'apply';

export function isQuestion(value: string | undefined): value is Question {
  return QUESTIONS.includes(value as Question);
}

export function keptAnswers(): Answers {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? '{}') as Answers;
  } catch {
    return {};
  }
}

export function keepAnswers(answers: Answers): void {
  try {
    sessionStorage.setItem(STORED, JSON.stringify(answers));
  } catch {
    // Without storage the answers last as long as the page does.
  }
}

/** The first question that is still open, or nothing when the answers suffice. */
export function openQuestion(answers: Answers): Question | undefined {
  if (answers.citizen === 'no') return undefined;
  return QUESTIONS.find((question) => !answers[question]);
}

/** What the kind depends on, or nothing as long as a question is open. */
export function factsOf(answers: Answers): Facts | undefined {
  if (answers.citizen !== 'yes' || openQuestion(answers)) return undefined;
  return { refugee: answers.refugee === 'yes', everHadBihDocument: answers.documents === 'yes' };
}
