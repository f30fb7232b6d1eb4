import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert } from '../src/index.js';

test('headings have levels and ids', () => {
  assert.equal(convert('# One\n### Two words ###\n#no'), '<h1 id="one">One</h1>\n<h3 id="two-words">Two words</h3>\n<p>#no</p>\n');
});

test('a paragraph goes on until a blank line', () => {
  assert.equal(convert('a\nb\n\nc'), '<p>a\nb</p>\n<p>c</p>\n');
});

test('a paragraph ends where another block begins', () => {
  assert.equal(convert('a\n# b\nc\n> d\ne\n---'), '<p>a</p>\n<h1 id="b">b</h1>\n<p>c</p>\n<blockquote>\n<p>d</p>\n</blockquote>\n<p>e</p>\n<hr>\n');
});

test('rules are of one kind of mark', () => {
  assert.equal(convert('***\n\n- - -\n\n**_'), '<hr>\n<hr>\n<p>**_</p>\n');
});

test('quotes hold blocks', () => {
  assert.equal(convert('> # a\n>\n> > b'), '<blockquote>\n<h1 id="a">a</h1>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>\n');
});

test('fenced code has a language', () => {
  assert.equal(convert('```js\nlet a;\n\n# b\n```\nc'), '<pre><code class="language-js">let a;\n\n# b\n</code></pre>\n<p>c</p>\n');
});

test('a fence is closed by one that is as long', () => {
  assert.equal(convert('~~~~\na\n~~~\nb\n~~~~'), '<pre><code>a\n~~~\nb\n</code></pre>\n');
});
