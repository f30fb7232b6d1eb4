import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert } from '../src/index.js';

function inline(source) {
  return convert(source).replace(/^<p>|<\/p>\n$/g, '');
}

test('emphasis and strong', () => {
  assert.equal(inline('*a* **b** _c_ __d__ ***e***'), '<em>a</em> <strong>b</strong> <em>c</em> <strong>d</strong> <em><strong>e</strong></em>');
});

test('emphasis within strong', () => {
  assert.equal(inline('**a *b* c**'), '<strong>a <em>b</em> c</strong>');
});

test('marks that nobody closes are text', () => {
  assert.equal(inline('*a 2 * 3 snake_case_name'), '*a 2 * 3 snake_case_name');
});

test('code is taken as it is', () => {
  assert.equal(inline('`*a*` `` `b` ``'), '<code>*a*</code> <code>`b`</code>');
});

test('a backtick that nobody closes is text', () => {
  assert.equal(inline('a ` b'), 'a ` b');
});

test('a backslash makes punctuation text', () => {
  assert.equal(inline('\\*a\\* \\\\ \\a'), '*a* \\ \\a');
});

test('lines break where it is asked for', () => {
  assert.equal(inline('a  \nb\\\nc\nd'), 'a<br>\nb<br>\nc\nd');
});

test('HTML is text', () => {
  assert.equal(inline('a < b & <b>'), 'a &lt; b &amp; &lt;b&gt;');
});
