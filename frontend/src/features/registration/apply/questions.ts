/**
 * The questions that lead a voter to the right kind of application (EL 3.15(1), (4), (7)). Answers stay in this tab:
 * whether somebody is a refugee belongs into no address and no log.
 */
export const QUESTIONS = ['who', 'citizen', 'documents', 'refugee'] as const;
export type Question = (typeof QUESTIONS)[number];
export type Answers = Partial<Record<Question, string>>;
export type Kind = 'T' | 'R1' | 'R2';
export type Result = { kind: Kind } | { stop: 'citizen' | 'register' };

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

export function resultOf(answers: Answers): Result | undefined {
  if (answers.citizen === 'no') return { stop: 'citizen' };
  if (openQuestion(answers)) return undefined;
  const inRegister = answers.documents === 'yes';
  if (answers.refugee === 'yes') return { kind: inRegister ? 'R1' : 'R2' };
  return inRegister ? { kind: 'T' } : { stop: 'register' };
}
