import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert } from '../src/index.js';

test('a table has a head and rows', () => {
  assert.equal(
    convert('| a | b |\n|---|---|\n| 1 | *2* |'),
    '<table>\n<thead>\n<tr><th>a</th><th>b</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td><td><em>2</em></td></tr>\n</tbody>\n</table>\n',
  );
});

test('columns are aligned', () => {
  assert.match(convert('a | b | c | d\n:- | :-: | -: | -'), /<th align="left">a<\/th><th align="center">b<\/th><th align="right">c<\/th><th>d<\/th>/);
});

test('rows have as many cells as the head', () => {
  assert.match(convert('a | b\n-|-\n1 |\n1 | 2 | 3'), /<td>1<\/td><td><\/td><\/tr>\n<tr><td>1<\/td><td>2<\/td><\/tr>/);
});

test('without a fitting row of dashes it is a paragraph', () => {
  assert.equal(convert('a | b\n-'), '<p>a | b</p>\n<ul>\n<li></li>\n</ul>\n');
});
