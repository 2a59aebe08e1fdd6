/** A gateway of cardboard for work on pages without the stack (`npm run dev:mock`). It never reaches the build. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buildSchema, graphql } from 'graphql';
import type { Plugin } from 'vite';
import { answerFile, rootValue, session } from './world.ts';

async function body(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(value));
}

export function mockGateway(): Plugin {
  const schema = buildSchema(readFileSync(new URL('../../gateway/schema.graphql', import.meta.url), 'utf8'));
  const operations = () =>
    JSON.parse(readFileSync(new URL('../src/gql/persisted-documents.json', import.meta.url), 'utf8')) as Record<string, string>;
  return {
    name: 'mock-gateway',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        if (url.pathname === '/session/me') return json(response, session());
        if (url.pathname.startsWith('/session/')) {
          session(url.pathname === '/session/login', url.searchParams.get('as') ?? undefined);
          response.statusCode = 303;
          response.setHeader('Location', url.searchParams.get('next') ?? '/');
          return response.end();
        }
        if (url.pathname.startsWith('/live/')) {
          response.statusCode = 204;
          return response.end();
        }
        if (url.pathname === '/graphql') {
          void body(request).then(async (text) => {
            const { documentId, variables } = JSON.parse(text) as { documentId: string; variables?: Record<string, unknown> };
            const source = operations()[documentId];
            if (!source) return json(response, { errors: [{ message: 'not registered', extensions: { code: 'operation.unknown' } }] });
            json(response, await graphql({ schema, source, rootValue, variableValues: variables ?? {} }));
          });
          return;
        }
        if (url.pathname.startsWith('/files/') || url.pathname.startsWith('/download/')) {
          return answerFile(request, response, url.pathname);
        }
        next();
      });
    },
  };
}
