/** Who is signed in. Every page may ask; the answer is fetched once and again after the language or inbox changes. */
import { createContext, use, useMemo, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { graphql } from '@/gql';
import type { ViewerQuery } from '@/gql/graphql';

const VIEWER = graphql(`
  query Viewer {
    viewer {
      account
      email
      emailVerified
      name
      language
      roles { role unit election }
      isOfficial
      secondFactor
      unreadInbox
    }
  }
`);

export type Viewer = NonNullable<ViewerQuery['viewer']>;

interface ViewerState {
  viewer: Viewer | null;
  loading: boolean;
  failed: boolean;
  refresh: () => void;
}

const ViewerContext = createContext<ViewerState>({ viewer: null, loading: true, failed: false, refresh: () => undefined });

const INVALIDATED_BY = { additionalTypenames: ['Viewer'] };

export function ViewerProvider({ children }: { children: ReactNode }) {
  const [{ data, fetching, error }, refetch] = useQuery({ query: VIEWER, context: INVALIDATED_BY });
  const state = useMemo<ViewerState>(
    () => ({
      viewer: data?.viewer ?? null,
      loading: fetching && !data,
      failed: Boolean(error) && !data,
      refresh: () => refetch({ requestPolicy: 'network-only' }),
    }),
    [data, fetching, error, refetch],
  );
  return <ViewerContext value={state}>{children}</ViewerContext>;
}

export function useViewer(): ViewerState {
  return use(ViewerContext);
}
