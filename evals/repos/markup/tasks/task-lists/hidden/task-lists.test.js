import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert, parse } from '../src/index.js';

const OPEN = '<input type="checkbox" disabled>';
const DONE = '<input type="checkbox" checked disabled>';

test('hidden: the example of the issue', () => {
  assert.equal(convert('- [ ] milk\n- [x] *bread*\n- eggs'), `<ul>\n<li>${OPEN} milk</li>\n<li>${DONE} <em>bread</em></li>\n<li>eggs</li>\n</ul>\n`);
});

test('hidden: a capital X', () => {
  assert.equal(convert('* [X] a'), `<ul>\n<li>${DONE} a</li>\n</ul>\n`);
});

test('hidden: in a numbered list', () => {
  assert.equal(convert('1. [x] a\n2. [ ] b'), `<ol>\n<li>${DONE} a</li>\n<li>${OPEN} b</li>\n</ol>\n`);
});

test('hidden: in a list in a list', () => {
  assert.equal(convert('- a\n  - [ ] b'), `<ul>\n<li>a\n<ul>\n<li>${OPEN} b</li>\n</ul></li>\n</ul>\n`);
  assert.equal(convert('- [x] a\n  - b'), `<ul>\n<li>${DONE} a\n<ul>\n<li>b</li>\n</ul></li>\n</ul>\n`);
});

test('hidden: where items are paragraphs', () => {
  assert.equal(convert('- [ ] a\n\n  b\n- [x] c'), `<ul>\n<li>\n<p>${OPEN} a</p>\n<p>b</p>\n</li>\n<li>\n<p>${DONE} c</p>\n</li>\n</ul>\n`);
});

test('hidden: what is no box stays text or a link', () => {
  assert.equal(convert('- [x](/y)'), '<ul>\n<li><a href="/y">x</a></li>\n</ul>\n');
  assert.equal(convert('- [ ]\n- [  ] a\n- [y] b\n- [x]c\n- d [ ] e'), '<ul>\n<li>[ ]</li>\n<li>[  ] a</li>\n<li>[y] b</li>\n<li>[x]c</li>\n<li>d [ ] e</li>\n</ul>\n');
  assert.equal(convert('[ ] a'), '<p>[ ] a</p>\n');
});

test('hidden: the tree says what is ticked', () => {
  const { children: [list] } = parse('- [ ] a\n- [x] b\n- c');
  assert.deepEqual(list.children.map((item) => item.checked), [false, true, undefined]);
  assert.deepEqual(list.children[1].children, parse('b').children);
});
