import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert, page, parse } from '../src/index.js';

const SOURCE = '---\ntitle: A\n---\n# B ##\n\nc  \nd\\\ne\n\n```js\nf\n\ng\n```\n\na | b\n--|--\n1 | 2\n\n- h\n\n  i\n\n[j]\n\n[j]: /k\n***\n> l\n';

function withEnds(ends) {
  let count = 0;
  return SOURCE.replaceAll('\n', () => ends[count++ % ends.length]);
}

test('hidden: line ends of Windows', () => {
  assert.equal(convert(withEnds(['\r\n'])), convert(SOURCE));
});

test('hidden: line ends of old Macs', () => {
  assert.equal(convert(withEnds(['\r'])), convert(SOURCE));
});

test('hidden: mixed line ends', () => {
  assert.equal(convert(withEnds(['\r\n', '\n', '\n'])), convert(SOURCE));
});

test('hidden: front matter with line ends of Windows', () => {
  assert.deepEqual(parse('---\r\ntitle: A\r\nx: y\r\n---\r\nb').meta, { title: 'A', x: 'y' });
  assert.match(page(parse('---\r\ntitle: A\r\n---\r\n')), /<title>A<\/title>/);
});

test('hidden: code with line ends of Windows', () => {
  assert.equal(convert('```\r\na\r\n\r\nb\r\n```\r\n'), '<pre><code>a\n\nb\n</code></pre>\n');
});
