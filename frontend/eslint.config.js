/**
 * Walls are computed from the folders, so a new feature is walled from the day it exists: a feature imports neither
 * another feature nor the app; the shared layers (`lib`, `ui`) know no feature; only `routes` leave a feature.
 */
import { readdirSync } from 'node:fs';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = readdirSync(new URL('./src/features', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const forbid = (...patterns) => ['error', { patterns }];
const noFeature = { group: ['@/features/*', '@/features/*/**', '**/features/*'], message: 'Shared code knows no feature.' };
const noApp = { group: ['@/app/*', '@/app', '**/app/*'], message: 'The app gathers features; nothing imports the app.' };

export default tseslint.config(
  { ignores: ['dist/**', 'src/gql/**', 'node_modules/**'] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // `() => void promise` is how a handler says that it does not wait.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['src/lib/**', 'src/ui/**', 'src/design/**'], rules: { 'no-restricted-imports': forbid(noFeature, noApp) } },
  {
    files: ['src/lib/**'],
    rules: { 'no-restricted-imports': forbid(noFeature, noApp, { group: ['@/ui/*'], message: 'lib is below ui.' }) },
  },
  ...features.map((name) => ({
    files: [`src/features/${name}/**`],
    rules: {
      'no-restricted-imports': forbid(
        noApp,
        {
          group: features.filter((other) => other !== name).flatMap((other) => [`@/features/${other}`, `@/features/${other}/**`, `**/features/${other}/**`, `../${other}/**`]),
          message: 'A feature does not import another feature: share through lib or ui, or link by address.',
        },
      ),
    },
  })),
  {
    files: ['src/app/**'],
    rules: {
      'no-restricted-imports': forbid({ group: ['@/features/*/*', '../features/*/*'], message: 'A feature exports its routes only.' }),
    },
  },
);
