import { describe, expect, it } from 'vitest';
import { isoDate, dateParts } from '@/ui/form/DateField';
import { fromFragment } from '@/features/public/ReceiptPage';
import { pathOf } from '@/features/account/InboxPage';
import { deviceOf } from '@/features/account/device';
import { factsOf, openQuestion } from '@/features/registration/apply/questions';

describe('the decision questions', () => {
  it('tell what the kind depends on, which the service knows', () => {
    const told = (documents: string, refugee: string) => factsOf({ who: 'self', citizen: 'yes', documents, refugee });
    expect(told('yes', 'no')).toEqual({ everHadBihDocument: true, refugee: false });
    expect(told('no', 'yes')).toEqual({ everHadBihDocument: false, refugee: true });
    expect(factsOf({ who: 'self', citizen: 'no' })).toBeUndefined();
  });

  it('have no result while one is open', () => {
    expect(factsOf({ who: 'self', citizen: 'yes' })).toBeUndefined();
    expect(openQuestion({ who: 'self', citizen: 'yes' })).toBe('documents');
    expect(openQuestion({})).toBe('who');
  });
});

describe('a date in three boxes', () => {
  it('is a date only when it exists', () => {
    expect(isoDate(['29', '2', '1904'])).toBe('1904-02-29');
    expect(isoDate(['29', '2', '1903'])).toBeNull();
    expect(isoDate(['31', '11', '2000'])).toBeNull();
    expect(isoDate(['1', '1', '19'])).toBeNull();
    expect(isoDate(['', '1', '1990'])).toBeNull();
  });
  it('shows a saved date as people write it', () => {
    expect(dateParts('1990-03-07')).toEqual(['7', '3', '1990']);
    expect(dateParts(null)).toEqual(['', '', '']);
  });
});

describe('addresses', () => {
  it('of a receipt are read from behind the hash, never from the query', () => {
    expect(fromFragment('#REG-DEMO-000123X.K7M2P9QX4T')).toEqual({ number: 'REG-DEMO-000123X', code: 'K7M2P9QX4T' });
    expect(fromFragment('')).toEqual({ number: '', code: '' });
  });
  it('in a notice never lead to another site', () => {
    expect(pathOf('/applications/1#messages')).toBe('/applications/1#messages');
    expect(pathOf(`${location.origin}/applications/2`)).toBe('/applications/2');
    expect(pathOf('https://evil.example/applications/2')).toBe('/applications');
    expect(pathOf('javascript:alert(1)')).toBe('/applications');
  });
});

describe('a session', () => {
  it('is named by browser and device', () => {
    expect(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1')).toBe('Safari · iPhone');
    expect(deviceOf('Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140')).toBe('Edge · Windows');
    expect(deviceOf('curl/8')).toBe('');
  });
});
