import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert } from '../src/index.js';

test('a link has an address and may have a title', () => {
  assert.equal(convert('[a *b*](/c "say \\"d\\"")'), '<p><a href="/c" title="say &quot;d&quot;">a <em>b</em></a></p>\n');
});

test('an address may have brackets', () => {
  assert.equal(convert('[a](/b_(c))'), '<p><a href="/b_(c)">a</a></p>\n');
});

test('an image has a text', () => {
  assert.equal(convert('![a *b*](c.png)'), '<p><img src="c.png" alt="a b"></p>\n');
});

test('references are found', () => {
  assert.equal(convert('[a][b] [b][] [b] [c]\n\n[b]: /d "e"'), '<p><a href="/d" title="e">a</a> <a href="/d" title="e">b</a> <a href="/d" title="e">b</a> [c]</p>\n');
});

test('in code a definition is code', () => {
  assert.equal(convert('```\n[b]: /d\n```'), '<pre><code>[b]: /d\n</code></pre>\n');
});

test('addresses in angle brackets are links', () => {
  assert.equal(convert('<https://a.org/?b> <c@d.org>'), '<p><a href="https://a.org/?b">https://a.org/?b</a> <a href="mailto:c@d.org">c@d.org</a></p>\n');
});

test('addresses that run something are left out', () => {
  assert.equal(convert('[a](JavaScript:alert)'), '<p><a href="">a</a></p>\n');
});
