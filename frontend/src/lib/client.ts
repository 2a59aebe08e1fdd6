/** The one GraphQL client: registered operations, the session's CSRF token, and an honest word when the line is down. */
import { Client, cacheExchange, fetchExchange, mapExchange } from 'urql';
import { forgetSession, session } from './session';

async function withToken(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const { csrf } = await session();
  const headers = new Headers(init?.headers);
  headers.set('X-CSRF-Token', csrf);
  return fetch(input, { ...init, headers });
}

/** The token changes when a session begins or ends in another tab; once is enough to learn the new one. */
async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const answer = await withToken(input, init);
  if (answer.status !== 403) return answer;
  forgetSession();
  return withToken(input, init);
}

/** What is sent is the registered operation's id; a document without definitions makes urql send nothing else. */
const byId = mapExchange({
  onOperation: (operation) => ({ ...operation, query: { ...operation.query, definitions: [] } }),
});

export function makeClient(): Client {
  return new Client({
    url: '/graphql',
    exchanges: [cacheExchange, byId, fetchExchange],
    fetch: send,
    fetchOptions: { credentials: 'same-origin' },
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
  });
}
