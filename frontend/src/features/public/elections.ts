/** The elections with their terms, as the public pages show them. */
import { useQuery } from 'urql';
import { graphql } from '@/gql';
import type { ElectionsQuery } from '@/gql/graphql';

const ELECTIONS = graphql(`
  query Elections {
    elections {
      code
      name { bs hr sr en }
      type
      day
      calledOn
      isDemo
      deadlines {
        key
        name { bs hr sr en }
        at
        explanation { bs hr sr en }
        legalBasis
        state
        movedByDecision
      }
    }
  }
`);

export type Election = ElectionsQuery['elections'][number];
export type Deadline = Election['deadlines'][number];

export function useElections() {
  const [{ data, error, fetching }, refetch] = useQuery({ query: ELECTIONS });
  return {
    elections: data?.elections ?? [],
    loading: fetching && !data,
    failed: Boolean(error) && !data,
    retry: () => refetch({ requestPolicy: 'network-only' }),
  };
}

export function term(election: Election | undefined, key: string): Deadline | undefined {
  return election?.deadlines.find((deadline) => deadline.key === key);
}

/** Where one can apply from abroad today. */
export function openElection(elections: readonly Election[]): Election | undefined {
  return [...elections]
    .filter((election) => election.calledOn && term(election, 'OCV_CLOSE')?.state === 'OPEN')
    .sort((a, b) => a.day.localeCompare(b.day))[0];
}

/** Terms with a date that is still to come, the nearest first. */
export function upcoming(election: Election): (Deadline & { at: string })[] {
  return election.deadlines
    .filter((deadline): deadline is Deadline & { at: string } => deadline.state === 'OPEN' && deadline.at !== null)
    .sort((a, b) => a.at.localeCompare(b.at));
}

/** The election that the reader most likely means: one that is open, else the next day of election. */
export function nearest(elections: readonly Election[], today: string): Election | undefined {
  const ahead = [...elections].filter((election) => election.day >= today).sort((a, b) => a.day.localeCompare(b.day));
  return openElection(elections) ?? ahead.find((election) => election.calledOn) ?? ahead[0] ?? elections[0];
}
