/**
 * The portal sends registered operations only, so the browser needs their hash and not their text. This plugin puts
 * the hash in the place of every `graphql(...)` call: no query text and no parser reach the bundle.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const CALL = /\bgraphql\(\s*(?:\/\*[^*]*\*\/\s*)?`([^`]*)`\s*,?\s*\)/g;
const OPERATION = /\b(query|mutation)\s+(\w+)/;

function hashes(file: string): Map<string, string> {
  const registered = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  const named = new Map<string, string>();
  for (const [hash, text] of Object.entries(registered)) {
    const name = OPERATION.exec(text)?.[2];
    if (name) named.set(name, hash);
  }
  return named;
}

export function registeredOperations(file: string): Plugin {
  return {
    name: 'registered-operations',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/.*\.tsx?$/.test(id) || id.includes('/src/gql/') || !code.includes('graphql(')) return null;
      const known = hashes(file);
      const replaced = code.replace(CALL, (_, text: string) => {
        const [, operation, name] = OPERATION.exec(text) ?? [];
        if (!name) return 'undefined';
        const hash = known.get(name);
        if (!hash) this.error(`${name} is not registered: run \`npm run codegen\``);
        // The client asks the definition for its kind and name; the selection stays at the gateway.
        const definition = {
          kind: 'OperationDefinition',
          operation,
          name: { kind: 'Name', value: name },
          selectionSet: { kind: 'SelectionSet', selections: [] },
        };
        return JSON.stringify({ kind: 'Document', definitions: [definition], documentId: hash });
      });
      return { code: replaced.replace(/^import \{ graphql \} from .*$/m, ''), map: null };
    },
  };
}
