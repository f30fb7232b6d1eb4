import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, parse, render, renderContents, tableOfContents } from '../src/index.js';

test('front matter is no text', () => {
  const document = parse('---\ntitle: A: b\nno entry\n---\nc');
  assert.deepEqual(document.meta, { title: 'A: b' });
  assert.equal(render(document), '<p>c</p>\n');
});

test('without a second fence there is no front matter', () => {
  assert.deepEqual(parse('---\na: b').meta, {});
});

test('contents list the headings', () => {
  const entries = tableOfContents(parse('# A *b*\n\n> ## C `d`'));
  assert.deepEqual(entries, [{ level: 1, id: 'a-b', text: 'A b' }, { level: 2, id: 'c-d', text: 'C d' }]);
  assert.match(renderContents(entries), /^<nav>\n<ul>\n<li class="level-1"><a href="#a-b">A b<\/a><\/li>\n/);
});

test('without headings there are no contents', () => {
  assert.equal(renderContents([]), '');
});

test('a page has a title', () => {
  assert.match(page(parse('---\ntitle: A & b\n---\n')), /<title>A &amp; b<\/title>/);
  assert.match(page(parse('# First')), /<title>First<\/title>/);
  assert.match(page(parse('')), /<title>Untitled<\/title>/);
});

test('nodes that nobody knows are refused', () => {
  assert.throws(() => render({ type: 'dance' }), /there is no node of type dance/);
});
