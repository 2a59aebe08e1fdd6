/** The election to which one can apply from abroad now: the next day of election whose window is open. */
import { useQuery } from 'urql';
import { graphql } from '@/gql';

const OPEN_ELECTIONS = graphql(`
  query OpenElections {
    elections {
      code
      day
      calledOn
      isDemo
      name { bs hr sr en }
      deadline(key: "OCV_CLOSE") { at state }
    }
  }
`);

export function useOpenElection() {
  const [{ data, fetching }] = useQuery({ query: OPEN_ELECTIONS, requestPolicy: 'cache-first' });
  const election = data?.elections
    .filter((each) => each.calledOn && each.deadline?.state === 'OPEN')
    .sort((a, b) => a.day.localeCompare(b.day))[0];
  return { election, loading: fetching };
}
