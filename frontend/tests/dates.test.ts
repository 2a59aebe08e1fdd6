import { describe, expect, it } from 'vitest';
import { clockIn, dateText, differsFromSarajevo, instantText, remaining, timeText, zoneCity } from '@/lib/dates';

const CLOSING = '2028-07-18T22:00:00Z';

describe('an instant in words', () => {
  it('tells a closing term as 24:00 of the day that it ends, in each language', () => {
    expect(instantText(CLOSING, 'bs', { endOfDay: true })).toBe('18. jula 2028. u 24:00');
    expect(instantText(CLOSING, 'hr', { endOfDay: true })).toBe('18. srpnja 2028. u 24:00');
    expect(instantText(CLOSING, 'sr', { endOfDay: true })).toBe('18. јула 2028. у 24:00');
    expect(instantText(CLOSING, 'en', { endOfDay: true })).toBe('18 July 2028, 24:00');
  });

  it('tells any other midnight as the beginning of a day', () => {
    expect(instantText(CLOSING, 'bs')).toBe('19. jula 2028. u 00:00');
  });

  it('names the weekday in ijekavian', () => {
    expect(instantText(CLOSING, 'sr', { endOfDay: true, weekday: true })).toBe('уторак, 18. јула 2028. у 24:00');
    expect(instantText('2028-07-16T10:00:00Z', 'sr', { weekday: true })).toMatch(/^недјеља/);
  });

  it('tells the same instant on the clock of another zone', () => {
    expect(instantText(CLOSING, 'en', { zone: 'America/New_York', endOfDay: true })).toBe('18 July 2028, 18:00');
    expect(instantText(CLOSING, 'en', { zone: 'Australia/Sydney' })).toBe('19 July 2028, 08:00');
  });

  it('knows summer from winter time on both sides of the change', () => {
    expect(timeText('2028-10-29T00:59:00Z', 'Europe/Sarajevo')).toBe('02:59');
    expect(timeText('2028-10-29T01:00:00Z', 'Europe/Sarajevo')).toBe('02:00');
  });
});

describe("the reader's own time", () => {
  it('is left out where the clock shows the same, as in Vienna', () => {
    expect(differsFromSarajevo(CLOSING, 'Europe/Vienna')).toBe(false);
    expect(differsFromSarajevo(CLOSING, 'Europe/London')).toBe(true);
    expect(differsFromSarajevo(CLOSING, 'Asia/Kolkata')).toBe(true);
  });

  it('is called by its city', () => {
    expect(zoneCity('America/New_York')).toBe('New York');
    expect(zoneCity('UTC')).toBe('UTC');
  });
});

describe('a calendar date', () => {
  it('has no time zone', () => {
    expect(dateText('1900-01-01', 'hr')).toBe('1. siječnja 1900.');
    expect(dateText('2030-12-31', 'en')).toBe('31 December 2030');
  });

  it('falls on the right weekday in any zone', () => {
    expect(clockIn(new Date('2028-01-01T12:00:00Z'), 'Pacific/Auckland')).toMatchObject({ day: 2, weekday: 0 });
  });
});

describe('what is left of a term', () => {
  const now = new Date('2028-07-16T20:30:00Z');
  it('is counted in days, hours and minutes', () => {
    expect(remaining(CLOSING, now)).toEqual({ late: false, days: 2, hours: 1, minutes: 30 });
  });
  it('is over a second after the instant and not at it', () => {
    expect(remaining(CLOSING, new Date('2028-07-18T22:00:00Z')).late).toBe(false);
    expect(remaining(CLOSING, new Date('2028-07-18T22:00:01Z')).late).toBe(true);
  });
});
