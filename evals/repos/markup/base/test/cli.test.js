import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { main } from '../src/cli.js';

function run(...args) {
  const said = { out: '', err: '' };
  const code = main(args, { write: (text) => (said.out += text) }, { write: (text) => (said.err += text) });
  return { code, ...said };
}

test('a file is converted', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'leaf-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'a.md');
  writeFileSync(file, '# A');
  assert.deepEqual(run(file), { code: 0, out: '<h1 id="a">A</h1>\n', err: '' });
  assert.match(run('--page', '--toc', file).out, /<body>\n<nav>[^]*<\/nav>\n<h1 id="a">A<\/h1>\n<\/body>/);
});

test('a file that is not there is told', () => {
  assert.deepEqual(run('/nowhere.md'), { code: 1, out: '', err: 'leaf: /nowhere.md cannot be read: ENOENT\n' });
});

test('a wrong command line is told', () => {
  assert.equal(run('--dance').code, 2);
  assert.equal(run('a', 'b').code, 2);
  assert.match(run('--help').out, /^usage: leaf/);
});
