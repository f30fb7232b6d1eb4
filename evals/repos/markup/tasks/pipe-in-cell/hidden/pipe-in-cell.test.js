import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert } from '../src/index.js';

function rows(...lines) {
  const found = convert(['a | b', '--|--', ...lines].join('\n')).match(/<tbody>\n([^]*)<\/tbody>/);
  return found[1].trim().split('\n').map((row) => [...row.matchAll(/<td>(.*?)<\/td>/g)].map((cell) => cell[1]));
}

test('hidden: the example of the issue', () => {
  assert.deepEqual(rows('| a \\| b  | a, then b    |'), [['a | b', 'a, then b']]);
});

test('hidden: without pipes at the ends', () => {
  assert.deepEqual(rows('1 \\| 2 | 3 \\| 4'), [['1 | 2', '3 | 4']]);
});

test('hidden: in code', () => {
  assert.deepEqual(rows('| `a \\| b` | `c\\|\\|d` |'), [['<code>a | b</code>', '<code>c||d</code>']]);
});

test('hidden: at the end of a cell', () => {
  assert.deepEqual(rows('| a \\| | b |', '| c | d \\||'), [['a |', 'b'], ['c', 'd |']]);
});

test('hidden: at the end of a row without a last pipe', () => {
  assert.deepEqual(rows('a | b \\|'), [['a', 'b |']]);
});

test('hidden: in the head', () => {
  assert.match(convert('| a \\| b | c |\n|--|--|'), /<th>a \| b<\/th><th>c<\/th>/);
});

test('hidden: other rows stay as they are', () => {
  assert.deepEqual(rows('| 1 | *2* |', '3 |', '| | 4 |'), [['1', '<em>2</em>'], ['3', ''], ['', '4']]);
});

test('hidden: other backslashes stay', () => {
  assert.deepEqual(rows('| `a\\b` | \\*c\\* |'), [['<code>a\\b</code>', '*c*']]);
});
