import { expect, test } from '@playwright/test';
import { linesOf } from '../../src/content/compare';
import { Offsets } from '../../src/parts/offsets';
import { address, place } from '../../src/route';
import { within } from '../../src/task/assemble';
import { stretches } from '../../src/task/stretches';
import { pieces, plain } from '../../src/text/ansi';
import { ago, ordinal, span, waitsFor } from '../../src/text/words';

test('offsets agree with plain sums', () => {
  const heights: (number | undefined)[] = Array.from({ length: 200 }, (_, at) => (at % 3 === 0 ? undefined : (at * 7) % 50 || 1));
  const offsets = new Offsets(20);
  offsets.grow(120, (at) => heights[at]);
  offsets.grow(200, (at) => heights[at]);
  offsets.set(17, 99);
  heights[17] = 99;
  let sum = 0;
  heights.forEach((height, at) => {
    expect(offsets.before(at)).toBe(sum);
    expect(offsets.at(sum)).toBe(at);
    sum += height ?? 20;
    expect(offsets.at(sum - 0.5)).toBe(at);
  });
  expect(offsets.total).toBe(sum);
  expect(offsets.at(sum + 1000)).toBe(199);
});

test('terminal commands are left out of text, and colours are kept as classes', () => {
  expect(plain('\u001b[2J\u001b]0;title\u0007a\u001b[31mb\u001b[0m\u009b1mc\rd\u202e\u001b[')).toBe('abcd');
  expect(pieces('a\u001b[1;31mb\u001b[0mc')).toEqual([
    { text: 'a', classes: '' },
    { text: 'b', classes: 'ansi-1 ansi-bold' },
    { text: 'c', classes: '' },
  ]);
  expect(pieces('\u001b]8;;javascript:x\u001b\\link\u001b]8;;\u001b\\')).toEqual([{ text: 'link', classes: '' }]);
});

test('places have addresses and addresses places', () => {
  const there = { page: 'task', id: 'a/b?', tab: 'files', path: 'src/A #1.java' } as const;
  expect(place(address(there))).toEqual(there);
  expect(place('#/tasks/x')).toEqual({ page: 'task', id: 'x', tab: null, path: '' });
  expect(place('#/%zz')).toEqual({ page: 'home' });
});

test('a made page reaches its own files and no others', () => {
  expect(within('docs/', '../style.css?v=1')).toBe('style.css');
  expect(within('', './app.js')).toBe('app.js');
  expect(within('', '../../secret')).toBeNull();
  expect(within('', 'https://example.com/x.js')).toBeNull();
  expect(within('', '//example.com/x.js')).toBeNull();
  expect(within('', 'javascript:x')).toBeNull();
});

test('a requirement is cut at the sentences that checks are from, counted in code points', () => {
  const check = (id: string, sentence_start: number | null, sentence_end: number | null) => ({ id, sentence_start, sentence_end });
  expect(stretches('🙂 An app. It adds. Done', [check('C1', 10, 18), check('C2', 10, 18), check('C3', null, null)])).toEqual([
    { text: '🙂 An app. ', checks: [] },
    { text: 'It adds.', checks: ['C1', 'C2'] },
    { text: ' Done', checks: [] },
  ]);
  expect(stretches('It adds items', [check('C1', 4, 6)]).map(({ text }) => text)).toEqual(['It ', 'adds', ' items']); // whole words
  expect(stretches('a b c', [check('C1', 0, 3), check('C2', 2, 5)]).map(({ checks }) => checks)).toEqual([['C1'], ['C1', 'C2'], ['C2']]);
  expect(stretches('', [])).toEqual([]);
});

test('a diff is read into lines with their numbers', () => {
  const lines = linesOf('--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n same\n-old\n+new\n');
  expect(lines?.map(({ kind, before, after }) => [kind, before, after])).toEqual([
    ['hunk', null, null],
    ['same', 1, 1],
    ['removed', 2, null],
    ['added', null, 2],
  ]);
});

test('stretches of time are told in their two largest units', () => {
  expect([0, 59, 60, 61, 3_600, 3_660, 90_061].map(span)).toEqual(['0 s', '59 s', '1 min', '1 min 1 s', '1 h', '1 h 1 min', '1 d 1 h']);
  expect(ago('2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:00:30Z'))).toBe('30 s ago');
});

test('places in a queue and waits are told as people say them', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 1003].map(ordinal)).toEqual([
    '1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '102nd', '1,003rd',
  ]);
  const waits = (what: string) => waitsFor({ what, since: '', until: null });
  expect([waits('approval'), waits('place')]).toEqual(['Needs your approval', 'Waiting for a free slot']);
});
