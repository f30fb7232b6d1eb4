import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert } from '../src/index.js';

test('items of a tight list have no paragraphs', () => {
  assert.equal(convert('- a\n- b'), '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n');
});

test('items of a loose list have', () => {
  assert.equal(convert('- a\n\n- b'), '<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n');
});

test('numbers make an ordered list', () => {
  assert.equal(convert('1. a\n2. b'), '<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n');
});

test('another marker begins another list', () => {
  assert.equal(convert('- a\n+ b'), '<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>\n');
});

test('a list may stand in an item', () => {
  assert.equal(convert('- a\n  - b\n- c'), '<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n<li>c</li>\n</ul>\n');
});

test('an item goes on with its paragraph', () => {
  assert.equal(convert('- a\nb'), '<ul>\n<li>a\nb</li>\n</ul>\n');
});
