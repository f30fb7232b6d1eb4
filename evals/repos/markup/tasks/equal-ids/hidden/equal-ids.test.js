import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert, parse, tableOfContents } from '../src/index.js';

function ids(...headings) {
  return tableOfContents(parse(headings.map((heading) => `# ${heading}`).join('\n\n'))).map((entry) => entry.id);
}

function assertDifferent(found, count) {
  assert.equal(new Set(found).size, count, found.join(' '));
}

test('hidden: a number after the equal ones', () => {
  assertDifferent(ids('Notes', 'Notes', 'Notes 1'), 3);
});

test('hidden: a number before the equal ones', () => {
  assertDifferent(ids('Notes 1', 'Notes', 'Notes'), 3);
});

test('hidden: numbers and equal ones by turns', () => {
  assertDifferent(ids('A 2', 'A', 'A 1', 'A', 'A', 'A 1', 'A 1 1', 'A-1', 'A'), 9);
});

test('hidden: headings without words', () => {
  assertDifferent(ids('!', '?', 'Section 1', 'Section'), 4);
});

test('hidden: equal headings keep their ids', () => {
  assert.deepEqual(ids('Notes', 'Notes', 'Other', 'Notes'), ['notes', 'notes-1', 'other', 'notes-2']);
});

test('hidden: each document begins anew', () => {
  assert.equal(convert('# Notes'), convert('# Notes'));
});
