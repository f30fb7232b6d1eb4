import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { main } from '../src/cli.js';
import { convert, parse, render, tableOfContents } from '../src/index.js';

const ROOT = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const SOURCE = [
  '# a *b* **c** `d` <https://e.org> ***f***', '', 'g  ', 'h [i](/j) ![k](l) \\*', '', '> m', '', '- n', '  1. o', '', '```js', 'p', '```', '', '---', '',
  'q | r', '--|--', '*s* | t', '',
].join('\n');
const HTML = '<h1 id="a-b-c-d-https-e-org-f">a <em>b</em> <strong>c</strong> <code>d</code> <a href="https://e.org">https://e.org</a> '
  + '<em><strong>f</strong></em></h1>\n<p>g<br>\nh <a href="/j">i</a> <img src="l" alt="k"> *</p>\n<blockquote>\n<p>m</p>\n</blockquote>\n'
  + '<ul>\n<li>n\n<ol>\n<li>o</li>\n</ol></li>\n</ul>\n<pre><code class="language-js">p\n</code></pre>\n<hr>\n<table>\n<thead>\n'
  + '<tr><th>q</th><th>r</th></tr>\n</thead>\n<tbody>\n<tr><td><em>s</em></td><td>t</td></tr>\n</tbody>\n</table>\n';
const KINDS = ['document', 'heading', 'text', 'emphasis', 'strong', 'code-span', 'link', 'paragraph', 'break', 'image', 'quote', 'list', 'item', 'code', 'rule', 'table'];

function* objects(value) {
  if (Array.isArray(value)) {
    for (const each of value) {
      yield* objects(each);
    }
  } else if (value !== null && typeof value === 'object') {
    yield value;
    yield* objects(Object.values(value));
  }
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));
}

test('hidden: the example of the issue', () => {
  assert.deepEqual(parse('a'), { kind: 'document', meta: {}, children: [{ kind: 'paragraph', children: [{ kind: 'text', text: 'a' }] }] });
});

test('hidden: every kind has its name', () => {
  const { meta, ...document } = parse(SOURCE);
  assert.deepEqual(new Set([...objects(document)].map((node) => node.kind)), new Set(KINDS));
});

test('hidden: no node has a type', () => {
  assert.deepEqual([...objects(parse(SOURCE))].filter((node) => 'type' in node), []);
});

test('hidden: nothing in the sources reads it', () => {
  for (const file of files(join(ROOT, 'src'))) {
    assert.doesNotMatch(readFileSync(file, 'utf8'), /\.type\b|\[['"]type['"]\]/, file);
  }
});

test('hidden: the HTML is the same', () => {
  assert.equal(convert(SOURCE), HTML);
});

test('hidden: nodes that somebody made are rendered', () => {
  assert.equal(render({ kind: 'emphasis', children: [{ kind: 'text', text: 'a' }] }), '<em>a</em>');
  assert.deepEqual(tableOfContents({ kind: 'document', children: [{ kind: 'heading', level: 2, id: 'b', children: [{ kind: 'code-span', text: 'c' }] }] }),
    [{ level: 2, id: 'b', text: 'c' }]);
});

test('hidden: a kind that there is not is refused', () => {
  assert.throws(() => render({ kind: 'dance' }), /there is no node of kind dance/);
});

test('hidden: the command line still works', () => {
  const out = [];
  assert.equal(main(['--help'], { write: (text) => out.push(text) }), 0);
  assert.match(out.join(''), /^usage: leaf/);
});

test('hidden: it is version 2', () => {
  const { version, type } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  assert.deepEqual([version, type], ['2.0.0', 'module']);
});
