import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Slugger } from '../src/slug.js';

test('ids are words and hyphens', () => {
  const slugger = new Slugger();
  assert.deepEqual(['Hello, world!', 'Größe & Maß', '…'].map((text) => slugger.slug(text)), ['hello-world', 'größe-maß', 'section']);
});

test('an id is not given twice', () => {
  const slugger = new Slugger();
  assert.deepEqual(['A', 'A', 'a'].map((text) => slugger.slug(text)), ['a', 'a-1', 'a-2']);
});
