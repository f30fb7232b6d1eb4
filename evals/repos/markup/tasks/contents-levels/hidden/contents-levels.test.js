import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { main } from '../src/cli.js';
import { page, parse, tableOfContents } from '../src/index.js';

const SOURCE = '# A\n## B\n### C\n#### D\n## E\n';
const folder = mkdtempSync(join(tmpdir(), 'leaf-'));
const file = join(folder, 'a.md');
writeFileSync(file, SOURCE);
after(() => rmSync(folder, { recursive: true }));

function run(...args) {
  const said = { out: '', err: '' };
  const code = main([...args, file], { write: (text) => (said.out += text) }, { write: (text) => (said.err += text) });
  return { code, ...said };
}

function listed(...args) {
  const { code, out, err } = run(...args);
  assert.deepEqual([code, err], [0, '']);
  return [...out.matchAll(/<li class="level-\d"><a href="#\w+">(\w)<\/a><\/li>/g)].map((found) => found[1]).join('');
}

test('hidden: levels from one to another', () => {
  assert.equal(listed('--toc-levels', '2-3'), 'BCE');
  assert.equal(listed('--toc-levels', '1-6'), 'ABCDE');
});

test('hidden: one level', () => {
  assert.equal(listed('--toc-levels', '2'), 'BE');
  assert.equal(listed('--toc-levels', '4-4'), 'D');
});

test('hidden: with the other options', () => {
  assert.equal(listed('--toc', '--toc-levels=3-4'), 'CD');
  assert.match(run('--page', '--toc-levels', '4').out, /^<!DOCTYPE html>[^]*<title>A<\/title>[^]*<li class="level-4">/);
});

test('hidden: levels without a heading give no contents', () => {
  assert.equal(run('--toc-levels', '5-6').out, run().out);
});

test('hidden: what is no levels is refused', () => {
  for (const text of ['0-2', '2-7', '3-2', '', 'two', '2-', '1-2-3', '-1', '2.5', '10']) {
    const { code, out, err } = run(`--toc-levels=${text}`);
    assert.deepEqual([code, out], [2, ''], text);
    assert.notEqual(err, '', text);
  }
});

test('hidden: in the library', () => {
  const document = parse(SOURCE);
  const texts = (...levels) => tableOfContents(document, ...levels).map((entry) => entry.text).join('');
  assert.deepEqual([texts(), texts(2), texts(2, 3), texts(6, 6)], ['ABCDE', 'BCDE', 'BCE', '']);
});

test('hidden: without the option nothing changes', () => {
  assert.equal(listed('--toc'), 'ABCDE');
  assert.equal(listed(), '');
  assert.match(page(parse('## B\n# A')), /<title>B<\/title>/);
});
