import type { Status, WaitingFor } from 'mgx-client';

/** Formats numbers, times and names for people. */

const ROLES: Record<string, string> = {
  ProductManager: 'Product manager',
  Architect: 'Architect',
  Engineer: 'Engineer',
  QaEngineer: 'QA engineer',
  Debugger: 'Debugger',
  Editor: 'Editor',
};

export function roleName(role: string | null): string {
  return role === null ? 'System' : (ROLES[role] ?? role);
}

const STATUSES: Record<Status, string> = {
  PENDING: 'Pending',
  RUNNING: 'Running',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

export function statusName(status: Status): string {
  return STATUSES[status];
}

export function ago(iso: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  if (seconds < 10) {
    return 'just now';
  }
  return seconds < 60 ? `${seconds} s ago` : `${span(seconds)} ago`;
}

/** 1st, 2nd, 3rd, 4th … */
export function ordinal(number: number): string {
  const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
  return `${count(number)}${suffixes[ORDINALS.select(number)] ?? 'th'}`;
}

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });

const WAITS: Record<string, string> = { approval: 'Needs your approval', place: 'Waiting for a free slot' };

/** What a run is waiting for. */
export function waitsFor(waiting: WaitingFor): string {
  return WAITS[waiting.what] ?? `Waiting for ${waiting.what}`;
}

/** A stretch of time in its two largest units. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const units: [number, string][] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const at = units.findIndex(([size]) => whole >= size);
  const [size, name] = units[at] ?? [1, 's'];
  const next = units[at + 1];
  const rest = next ? Math.floor((whole % size) / next[0]) : 0;
  return `${Math.floor(whole / size)} ${name}${next && rest ? ` ${rest} ${next[1]}` : ''}`;
}

export function clock(iso: string): string {
  return new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

export function count(number: number): string {
  return number.toLocaleString('en');
}

export function money(dollars: number): string {
  return dollars === 0 ? '$0' : dollars < 0.01 ? '< $0.01' : `$${dollars.toFixed(2)}`;
}

export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** The first line of a text, short enough for a list. */
export function firstLine(text: string, max = 140): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}
