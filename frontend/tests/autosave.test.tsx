import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Provider, type Client } from 'urql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useDraft } from '@/features/registration/case/useDraft';
import type { CaseFragment } from '@/gql/graphql';
import { aCase } from './case';

/** A service that keeps one draft and judges versions as the real one does. */
class Service {
  draft = aCase();
  down = false;
  saves: Record<string, unknown>[] = [];
  answered: (() => void)[] = [];
  slow = false;

  touch(fields: Partial<CaseFragment['fields']>) {
    this.draft = { ...this.draft, version: this.draft.version + 1, fields: { ...this.draft.fields, ...fields } };
  }

  private async save(variables: { version: number; fields: Partial<CaseFragment['fields']> }) {
    if (this.down) return { error: { networkError: new Error('down'), graphQLErrors: [] } };
    if (variables.version !== this.draft.version) {
      return { data: { saveApplication: { __typename: 'Problem', code: 'application.changed', params: {}, defects: [] } } };
    }
    this.saves.push(variables.fields);
    this.touch(variables.fields);
    const answer = { data: { saveApplication: { __typename: 'Application', ...this.draft } } };
    if (this.slow) await new Promise<void>((resolve) => this.answered.push(resolve));
    return answer;
  }

  client = {
    mutation: (_: unknown, variables: { version: number; fields: object }) => ({ toPromise: () => this.save(variables) }),
    query: () => ({ toPromise: () => Promise.resolve({ data: { application: this.draft } }) }),
  } as unknown as Client;
}

describe('a draft', () => {
  let service: Service;
  beforeEach(() => {
    vi.useFakeTimers();
    service = new Service();
  });
  afterEach(() => vi.useRealTimers());
  const open = () =>
    renderHook(() => useDraft(aCase()), {
      wrapper: ({ children }: { children: ReactNode }) => <Provider value={service.client}>{children}</Provider>,
    }).result;
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

  it('is saved a moment after the last letter, once, and only what was typed', async () => {
    const page = open();
    act(() => page.current.set('surname', 'H'));
    await pass(600);
    act(() => page.current.set('surname', 'Hadžić'));
    await pass(600);
    expect(service.saves).toHaveLength(0);
    await pass(700);
    expect(service.saves).toEqual([{ surname: 'Hadžić' }]);
    expect(page.current.saveState.step).toBe('saved');
  });

  it('takes over what another device saved, and sends its own again', async () => {
    const page = open();
    service.touch({ parentName: 'Mirsad' });
    act(() => page.current.set('name', 'Amela'));
    await pass(1300);
    expect(service.draft.fields).toMatchObject({ name: 'Amela', parentName: 'Mirsad' });
    expect(page.current.text('parentName')).toBe('Mirsad');
    expect(page.current.clashes).toEqual([]);
  });

  it('shows both values where both devices changed the same field, and takes the one that is chosen', async () => {
    const page = open();
    service.touch({ surname: 'Begić' });
    act(() => page.current.set('surname', 'Hadžić'));
    await pass(1300);
    expect(page.current.clashes).toEqual([{ field: 'surname', theirs: 'Begić' }]);
    act(() => page.current.settle('surname', true));
    await pass(1300);
    expect(service.draft.fields.surname).toBe('Begić');
    expect(page.current.clashes).toEqual([]);
  });

  it('keeps what is typed while the line is down and saves it when it is back', async () => {
    const page = open();
    service.down = true;
    act(() => page.current.set('name', 'Amela'));
    await pass(1300);
    expect(page.current.saveState.step).toBe('waiting');
    expect(page.current.text('name')).toBe('Amela');
    service.down = false;
    await act(async () => {
      window.dispatchEvent(new Event('online'));
      await vi.advanceTimersByTimeAsync(10);
    });
    expect(service.draft.fields.name).toBe('Amela');
    expect(page.current.saveState.step).toBe('saved');
  });

  it('does not lose what is typed while a save is under way', async () => {
    const page = open();
    service.slow = true;
    act(() => page.current.set('name', 'Am'));
    await pass(1300);
    act(() => page.current.set('name', 'Amela'));
    service.slow = false;
    await act(async () => {
      service.answered.forEach((answer) => answer());
      await vi.advanceTimersByTimeAsync(1300);
    });
    expect(service.saves).toEqual([{ name: 'Am' }, { name: 'Amela' }]);
    expect(page.current.text('name')).toBe('Amela');
  });

  it('ignores an older answer that comes after a newer one', () => {
    const page = open();
    act(() => page.current.replace(aCase({ version: 5 }, { name: 'new' })));
    act(() => page.current.replace(aCase({ version: 4 }, { name: 'old' })));
    expect(page.current.application.fields.name).toBe('new');
  });
});
