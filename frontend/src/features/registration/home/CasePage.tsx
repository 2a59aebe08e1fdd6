/** The address of a case: a task list while it is a draft, its home afterwards. */
import { useCase } from '../case/context';
import { TaskList } from '../case/TaskList';
import { CaseHome } from './CaseHome';

export function CasePage() {
  const { application } = useCase();
  return application.status === 'DRAFT' ? <TaskList /> : <CaseHome />;
}
