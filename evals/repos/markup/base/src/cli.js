import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from './document.js';
import { render } from './html.js';
import { page } from './page.js';
import { renderContents, tableOfContents } from './toc.js';

const USAGE = 'usage: leaf [--page] [--toc] [FILE]';
const STANDARD_INPUT = 0;
const OPTIONS = {
  page: { type: 'boolean', default: false },
  toc: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

/** The exit code: 0 if it worked, 1 if the file cannot be read, 2 for a wrong command line. */
export function main(args, out = process.stdout, err = process.stderr) {
  let given;
  try {
    given = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    err.write(`leaf: ${error.message}\n${USAGE}\n`);
    return 2;
  }
  if (given.values.help) {
    out.write(`${USAGE}\n`);
    return 0;
  }
  if (given.positionals.length > 1) {
    err.write(`leaf: one file at a time\n${USAGE}\n`);
    return 2;
  }
  return convertFile(given.positionals[0] ?? STANDARD_INPUT, given.values, out, err);
}

function convertFile(file, values, out, err) {
  let source;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    err.write(`leaf: ${file} cannot be read: ${error.code}\n`);
    return 1;
  }
  const document = parse(source);
  const contents = values.toc ? renderContents(tableOfContents(document)) : '';
  out.write(values.page ? page(document, contents) : contents + render(document));
  return 0;
}
