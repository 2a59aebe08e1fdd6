/** jsdom lacks a few things that the components and the uploads rely on. */
import { webcrypto } from 'node:crypto';
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

globalThis.CSS ??= {} as typeof CSS;
globalThis.CSS.escape ??= (text: string) => text.replace(/([^\w-])/g, '\\$1');
// Tests of the build run in node, where there is no document.
if (typeof document !== 'undefined') document.getAnimations ??= () => [];
if (!globalThis.crypto?.subtle) Object.defineProperty(globalThis, 'crypto', { value: webcrypto });

afterEach(cleanup);
