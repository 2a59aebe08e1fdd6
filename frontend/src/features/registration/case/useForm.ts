/** The form of an election: its lists and slots. It changes so seldom that one visit asks once. */
import { useQuery } from 'urql';
import type { ApplicationFormQuery } from '@/gql/graphql';
import { LOAD_FORM } from '../operations';

export type ApplicationForm = NonNullable<ApplicationFormQuery['applicationForm']>;

export function useForm(election: string): { form: ApplicationForm | undefined; failed: boolean; retry: () => void } {
  const [{ data, error }, refetch] = useQuery({ query: LOAD_FORM, variables: { election }, requestPolicy: 'cache-first', pause: !election });
  return {
    form: data?.applicationForm ?? undefined,
    failed: Boolean(error) && !data,
    retry: () => refetch({ requestPolicy: 'network-only' }),
  };
}
