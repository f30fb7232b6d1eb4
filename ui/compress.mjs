// Puts compressed forms beside the page's files, as the server sends them: it compresses nothing itself.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const folder = '../target/classes/dev/mgx/server/page';

/** Less is not worth it. */
const MIN_BYTES = 1024;

/** More takes seconds at the best quality, for some percent. */
const MAX_BEST_BYTES = 1024 * 1024;

async function compress(file) {
  const bytes = await readFile(file);
  if (bytes.length < MIN_BYTES) {
    return;
  }
  const params = {
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    [constants.BROTLI_PARAM_QUALITY]: bytes.length > MAX_BEST_BYTES ? 9 : 11,
  };
  const forms = await Promise.all([promisify(brotliCompress)(bytes, { params }), promisify(gzip)(bytes, { level: 9 })]);
  await Promise.all(['.br', '.gz'].map((suffix, i) => writeFile(file + suffix, forms[i])));
}

const entries = await readdir(folder, { recursive: true, withFileTypes: true });
await Promise.all(
  entries
    .filter((entry) => entry.isFile() && /\.(js|css|svg|html)$/.test(entry.name))
    .map((entry) => compress(join(entry.parentPath ?? entry.path, entry.name))),
);
