import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { registeredOperations } from './operations.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const gateway = process.env.GATEWAY ?? 'http://localhost:8000';
const passed = ['/graphql', '/session', '/auth', '/files', '/download', '/live'];

const UNUSED_MAY_GO = /node_modules\/(@digdir\/designsystemet-react|@tanstack|@floating-ui|@navikt|@radix-ui|tabbable)\//;

export default defineConfig(async ({ command }) => ({
  plugins: [
    registeredOperations(path('./src/gql/persisted-documents.json')),
    react(),
    ...(command === 'serve' && process.env.MOCK ? [(await import('./mock/plugin.ts')).mockGateway()] : []),
  ],
  resolve: { alias: { '@': path('./src') } },
  build: {
    target: 'es2022',
    // Nothing inline: the content security policy of the portal knows neither inline scripts nor styles.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake: {
        // Designsystemet does not say which of its modules may be left out; what no page uses may (its web components,
        // which register themselves, are another package and stay).
        moduleSideEffects: (id: string) => !UNUSED_MAY_GO.test(id),
      },
    },
  },
  server: {
    proxy: process.env.MOCK ? {} : Object.fromEntries(passed.map((p) => [p, { target: gateway, changeOrigin: false }])),
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
  },
}));
