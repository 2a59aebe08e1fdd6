import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense, useState, type ReactElement } from 'react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { DateField } from '@/ui/form/DateField';
import { ErrorSummary } from '@/ui/form/ErrorSummary';
import { TextField } from '@/ui/form/TextField';
import { MessageThread } from '@/ui/MessageThread';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { StatusTag } from '@/ui/StatusTag';
import { withTexts } from './texts';

const show = (element: ReactElement) => render(<Suspense fallback="…">{element}</Suspense>);

beforeAll(() => withTexts('bs', 'problems', 'messages', 'upload'));

describe('a field', () => {
  it('is named by its label and described by hint and error', () => {
    show(<TextField name="jmb" label="JMB" hint="13 cifara" error="JMB ima tačno 13 cifara." value="" onChange={vi.fn()} />);
    const input = screen.getByRole('textbox', { name: 'JMB' });
    expect(input.getAttribute('aria-invalid')).toBe('true');
    const described = (input.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent);
    expect(described).toEqual(['13 cifara', 'JMB ima tačno 13 cifara.']);
  });
});

describe('a date', () => {
  it('is told only when it is whole and exists', async () => {
    const told: (string | null)[] = [];
    function Form() {
      const [value, setValue] = useState<string | null>(null);
      return <DateField name="born" label="Datum rođenja" value={value} onChange={(next) => (told.push(next), setValue(next))} />;
    }
    show(<Form />);
    const user = userEvent.setup();
    await user.type(screen.getByLabelText('Dan'), '29');
    await user.type(screen.getByLabelText('Mjesec'), '2');
    await user.type(screen.getByLabelText('Godina'), '1904');
    expect(told.at(-1)).toBe('1904-02-29');
    await user.type(screen.getByLabelText('Godina'), '{Backspace}3');
    expect(told.at(-1)).toBeNull();
    expect(screen.getByText('Ovaj datum ne postoji. Provjerite dan i mjesec.')).toBeDefined();
  });
});

describe('the error summary', () => {
  it('takes the focus at each attempt, and leads to the field', async () => {
    const errors = [{ name: 'surname', text: 'Nedostaje: Prezime' }];
    const page = (attempt: number) => (
      <Suspense fallback="…">
        <ErrorSummary errors={errors} attempt={attempt} />
        <TextField name="surname" label="Prezime" value="" onChange={vi.fn()} />
      </Suspense>
    );
    HTMLElement.prototype.scrollIntoView = vi.fn();
    const { rerender } = render(page(0));
    expect(document.activeElement).toBe(document.body);
    rerender(page(1));
    expect(document.activeElement).toBe(screen.getByRole('alert'));
    await userEvent.click(screen.getByRole('link', { name: 'Nedostaje: Prezime' }));
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Prezime' }));
  });
});

describe('a problem', () => {
  it('says what is wrong and how to mend it, each thing once, dates in words, the code last', () => {
    const defect = { code: 'jmb.format', params: {} };
    show(<ProblemAlert problem={{ code: 'registration.period_closed', params: { closed_at: '2028-07-18T22:00:00+00:00' }, defects: [defect, defect], traceId: 't1' }} />);
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('18. jula 2028. u 24:00');
    expect(within(alert).getAllByRole('listitem')).toHaveLength(1);
    expect(alert.textContent).toMatch(/registration\.period_closed · t1$/);
    expect(document.activeElement).toBe(alert);
  });
  it('of an unknown kind falls back to its family, and then to a plain sentence', () => {
    show(<ProblemAlert problem={{ code: 'document.something_new', params: {}, defects: [] }} />);
    expect(screen.getByRole('alert').textContent).toContain('Dokument nije prihvaćen');
  });
});

describe('a status', () => {
  it('is a word for the party and an exact one for the office', () => {
    show(<StatusTag status="PROPOSED" />);
    show(<StatusTag status="PROPOSED" audience="office" />);
    expect(screen.getByText('U obradi')).toBeDefined();
    expect(screen.getByText('Predloženo')).toBeDefined();
  });
});

describe('the message thread', () => {
  const message = { id: 'm1', at: '2026-11-20T10:00:00Z', mine: true, from: 'VOTER', text: 'Stigao obrazac?', attachments: [], readAt: null };

  it('marks what the other side has read', () => {
    show(<MessageThread messages={[message, { ...message, id: 'm2', readAt: '2026-11-20T11:00:00Z' }]} />);
    expect(screen.getByText('Još nije pročitano')).toBeDefined();
    expect(screen.getByText(/^Pročitano/)).toBeDefined();
  });

  it('sends no empty message, keeps a text that could not be sent, and repeats it under the same key', async () => {
    const keys: string[] = [];
    const send = vi.fn((_text: string, _files: string[], key: string) => {
      keys.push(key);
      return Promise.resolve(keys.length === 1 ? { code: 'network', params: {}, defects: [] } : undefined);
    });
    show(<MessageThread messages={[]} send={send} />);
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Pošalji poruku' }));
    expect(screen.getByText('Napišite poruku prije slanja.')).toBeDefined();
    const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Vaša poruka' });
    await user.type(box, 'Pitanje');
    await user.click(screen.getByRole('button', { name: 'Pošalji poruku' }));
    expect(box.value).toBe('Pitanje');
    await user.click(screen.getByRole('button', { name: 'Pošalji poruku' }));
    expect(box.value).toBe('');
    expect(keys[0]).toBe(keys[1]);
    expect(screen.getByText('Poruka je poslana.')).toBeDefined();
  });
});
