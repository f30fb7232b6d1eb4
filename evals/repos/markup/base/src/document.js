import { parseBlocks } from './blocks.js';
import { takeFrontMatter } from './frontmatter.js';
import { splitLines } from './lines.js';
import { takeReferences } from './references.js';
import { Slugger } from './slug.js';

/** The tree of a Markdown source. */
export function parse(source) {
  const { meta, lines } = takeFrontMatter(splitLines(source));
  const { references, rest } = takeReferences(lines);
  const context = { references, slugger: new Slugger() };
  return { type: 'document', meta, children: parseBlocks(rest, context) };
}
