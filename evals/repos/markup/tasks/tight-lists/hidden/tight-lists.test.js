import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert } from '../src/index.js';

const TIGHT = '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n';
const LOOSE = '<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n';

test('hidden: a paragraph after a list', () => {
  assert.equal(convert('- a\n- b\n\nc'), `${TIGHT}<p>c</p>\n`);
});

test('hidden: blank lines at the end of the document', () => {
  assert.equal(convert('- a\n- b\n\n\n'), TIGHT);
});

test('hidden: another list after a list', () => {
  assert.equal(convert('- a\n- b\n\n1. c'), `${TIGHT}<ol>\n<li>c</li>\n</ol>\n`);
});

test('hidden: a heading after an ordered list', () => {
  assert.equal(convert('1. a\n2. b\n\n# c'), '<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<h1 id="c">c</h1>\n');
});

test('hidden: in a quote', () => {
  assert.equal(convert('> - a\n> - b\n>\n> c'), `<blockquote>\n${TIGHT}<p>c</p>\n</blockquote>\n`);
});

test('hidden: a blank line between items', () => {
  assert.equal(convert('- a\n\n- b'), LOOSE);
  assert.equal(convert('- a\n\n- b\n\nc'), `${LOOSE}<p>c</p>\n`);
});

test('hidden: a blank line within an item', () => {
  assert.equal(convert('- a\n\n  c\n- b'), '<ul>\n<li>\n<p>a</p>\n<p>c</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n');
});
