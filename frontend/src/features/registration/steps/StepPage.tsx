/** One address for all steps; each step is a small component of its own. */
import { Navigate, useParams } from 'react-router';
import { useCase } from '../case/context';
import { isStep, type Step } from '../case/steps';
import { AbroadStep } from './AbroadStep';
import { ContactStep } from './ContactStep';
import { DocumentsStep } from './DocumentsStep';
import { IdentityStep } from './IdentityStep';
import { KindStep } from './KindStep';
import { PersonStep } from './PersonStep';
import { ResidenceStep } from './ResidenceStep';

const PAGES: Record<Step, () => React.JSX.Element> = {
  kind: KindStep,
  person: PersonStep,
  identity: IdentityStep,
  residence: ResidenceStep,
  abroad: AbroadStep,
  contact: ContactStep,
  documents: DocumentsStep,
};

export function StepPage() {
  const { step } = useParams();
  const { application } = useCase();
  const tasks = <Navigate to={`/applications/${application.id}`} replace />;
  if (!isStep(step) || application.status !== 'DRAFT') return tasks;
  const Current = PAGES[step];
  return <Current key={step} />;
}
