// @vitest-environment node
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { afterAll, describe, expect, it } from 'vitest';
import { registeredOperations } from '../operations';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('the walls between features', () => {
  const eslint = new ESLint({ cwd: root });
  const findings = async (filePath: string, code: string) => {
    const [result] = await eslint.lintText(code, { filePath: join(root, filePath) });
    return result?.messages.filter((message) => message.ruleId === 'no-restricted-imports').length;
  };

  it('hold: a feature imports no other feature, shared code no feature, and nothing imports the app', async () => {
    expect(await findings('src/features/account/x.ts', "import '@/features/registration/operations';\n")).toBe(1);
    expect(await findings('src/features/account/x.ts', "import '../registration/operations';\n")).toBe(1);
    expect(await findings('src/ui/x.ts', "import '@/features/account/device';\n")).toBe(1);
    expect(await findings('src/lib/x.ts', "import '@/ui/Page';\n")).toBe(1);
    expect(await findings('src/features/public/x.ts', "import '@/app/Layout';\n")).toBe(1);
    expect(await findings('src/app/x.ts', "import '@/features/account/device';\n")).toBe(1);
  }, 30_000);

  it('let a feature use its own parts and the shared ones', async () => {
    expect(await findings('src/features/account/x.ts', "import './device';\nimport '@/ui/Page';\nimport '@/lib/dates';\n")).toBe(0);
  }, 30_000);
});

describe('the check of the texts', () => {
  const copy = mkdtempSync(join(tmpdir(), 'texts-'));
  cpSync(join(root, 'src/texts'), copy, { recursive: true });
  afterAll(() => rmSync(copy, { recursive: true }));
  const check = () => spawnSync(process.execPath, [join(root, 'scripts/texts.mjs'), copy], { encoding: 'utf8' });
  const withText = (language: string, change: (texts: Record<string, unknown>) => void) => {
    const path = join(copy, language, 'status.json');
    const before = readFileSync(path, 'utf8');
    const texts = JSON.parse(before) as Record<string, unknown>;
    change(texts);
    writeFileSync(path, JSON.stringify(texts));
    const result = check();
    writeFileSync(path, before);
    return { failed: result.status !== 0, said: result.stderr };
  };

  it('passes as things are', () => {
    expect(check().status).toBe(0);
  });
  it('fails on a text that one language lacks, on an empty one, and on a parameter too many', () => {
    expect(withText('hr', (texts) => delete (texts.party as Record<string, string>).APPROVED)).toMatchObject({ failed: true, said: expect.stringContaining('hr/status.json party.APPROVED: missing') as string });
    expect(withText('en', (texts) => ((texts.party as Record<string, string>).APPROVED = ' ')).failed).toBe(true);
    expect(withText('bs', (texts) => ((texts.party as Record<string, string>).APPROVED = 'Odobreno {{x}}')).said).toContain('parameters differ');
  });
  it('fails on Latin letters in Serbian and on Cyrillic ones elsewhere', () => {
    expect(withText('sr', (texts) => ((texts.party as Record<string, string>).APPROVED = 'Odobreno')).said).toContain('Latin letters');
    expect(withText('bs', (texts) => ((texts.party as Record<string, string>).APPROVED = 'Одобрено')).said).toContain('Cyrillic letters');
  });
});

describe('a registered operation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'operations-'));
  const registered = join(folder, 'operations.json');
  writeFileSync(registered, JSON.stringify({ 'sha256:abc': 'query Viewer { viewer { account } }' }));
  afterAll(() => rmSync(folder, { recursive: true }));
  const transform = (code: string) => {
    const plugin = registeredOperations(registered);
    const run = plugin.transform as (this: { error: (text: string) => never }, code: string, id: string) => { code: string } | null;
    const error = (text: string): never => {
      throw new Error(text);
    };
    return run.call({ error }, code, '/src/lib/viewer.tsx')?.code;
  };

  it('reaches the browser as its id, without its text', () => {
    const built = transform("import { graphql } from '@/gql';\nconst V = graphql(`query Viewer { viewer { account } }`);");
    expect(built).toContain('"documentId":"sha256:abc"');
    expect(built).not.toContain('{ viewer');
    expect(built).not.toContain("'@/gql'");
  });
  it('stops the build when it is not registered', () => {
    expect(() => transform('const V = graphql(`query Unknown { viewer { account } }`);')).toThrow(/Unknown is not registered/);
  });
});
