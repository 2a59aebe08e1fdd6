/**
 * Dates in words. Month and day names are ours, because browsers differ in what they know of Bosnian and of Serbian
 * ijekavian; only the arithmetic of time zones is the browser's. Every legal instant is told in Sarajevo time, and
 * beside it in the reader's own when the two differ.
 */
import type { Language } from './language';

export const SARAJEVO = 'Europe/Sarajevo';

const MONTHS: Record<Language, readonly string[]> = {
  bs: ['januara', 'februara', 'marta', 'aprila', 'maja', 'juna', 'jula', 'augusta', 'septembra', 'oktobra', 'novembra', 'decembra'],
  hr: ['siječnja', 'veljače', 'ožujka', 'travnja', 'svibnja', 'lipnja', 'srpnja', 'kolovoza', 'rujna', 'listopada', 'studenoga', 'prosinca'],
  sr: ['јануара', 'фебруара', 'марта', 'априла', 'маја', 'јуна', 'јула', 'августа', 'септембра', 'октобра', 'новембра', 'децембра'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
};

const WEEKDAYS: Record<Language, readonly string[]> = {
  bs: ['nedjelja', 'ponedjeljak', 'utorak', 'srijeda', 'četvrtak', 'petak', 'subota'],
  hr: ['nedjelja', 'ponedjeljak', 'utorak', 'srijeda', 'četvrtak', 'petak', 'subota'],
  sr: ['недјеља', 'понедјељак', 'уторак', 'сриједа', 'четвртак', 'петак', 'субота'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};

const BEFORE_HOUR: Record<Language, string> = { bs: ' u ', hr: ' u ', sr: ' у ', en: ', ' };

interface Clock {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  weekday: number;
}

export function clockIn(instant: Date, zone: string): Clock {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  const [year, month, day] = [part('year'), part('month'), part('day')];
  return {
    year,
    month,
    day,
    hour: part('hour'),
    minute: part('minute'),
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(),
  };
}

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || SARAJEVO;
}

/**
 * A closing term ends at 24:00, which is the same instant as 00:00 of the next day. "24:00 on the 18th" is what the
 * law says and what people understand, so an instant at midnight may be told as the end of the day before.
 */
function told(instant: Date, zone: string, endOfDay: boolean): { clock: Clock; time: string } {
  const clock = clockIn(instant, zone);
  if (endOfDay && clock.hour === 0 && clock.minute === 0) {
    return { clock: clockIn(new Date(instant.getTime() - 60_000), zone), time: '24:00' };
  }
  return { clock, time: `${pad(clock.hour)}:${pad(clock.minute)}` };
}

export function timeText(instant: string | Date, zone: string = ownZone()): string {
  return told(new Date(instant), zone, false).time;
}

function dayText(clock: Pick<Clock, 'year' | 'month' | 'day'>, language: Language): string {
  const month = MONTHS[language][clock.month - 1];
  return language === 'en' ? `${clock.day} ${month} ${clock.year}` : `${clock.day}. ${month} ${clock.year}.`;
}

/** A calendar date (`2028-07-18`), which has no time zone. */
export function dateText(date: string, language: Language): string {
  const [year = 0, month = 1, day = 1] = date.slice(0, 10).split('-').map(Number);
  return dayText({ year, month, day }, language);
}

/** The day on which an instant falls in Sarajevo. */
export function dayOf(instant: string | Date, language: Language, zone: string = SARAJEVO, endOfDay = false): string {
  return dayText(told(new Date(instant), zone, endOfDay).clock, language);
}

export interface InstantOptions {
  zone?: string;
  weekday?: boolean;
  endOfDay?: boolean;
}

export function instantText(instant: string | Date, language: Language, options: InstantOptions = {}): string {
  const { zone = SARAJEVO, weekday = false, endOfDay = false } = options;
  const { clock, time } = told(new Date(instant), zone, endOfDay);
  const day = dayText(clock, language);
  const named = weekday ? `${WEEKDAYS[language][clock.weekday]}, ${day}` : day;
  return `${named}${BEFORE_HOUR[language]}${time}`;
}

/** True when the reader's clock shows something else than Sarajevo's at that instant. */
export function differsFromSarajevo(instant: string | Date, zone: string = ownZone()): boolean {
  const at = new Date(instant);
  const [there, here] = [clockIn(at, SARAJEVO), clockIn(at, zone)];
  return there.hour !== here.hour || there.minute !== here.minute || there.day !== here.day;
}

/** How the reader's own zone is called in the text: its city, which needs no translation to be recognised. */
export function zoneCity(zone: string = ownZone()): string {
  return (zone.split('/').pop() ?? zone).replaceAll('_', ' ');
}

export interface Remaining {
  late: boolean;
  days: number;
  hours: number;
  minutes: number;
}

export function remaining(until: string | Date, now: Date): Remaining {
  const ms = new Date(until).getTime() - now.getTime();
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  return { late: ms < 0, days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: minutes % 60 };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
