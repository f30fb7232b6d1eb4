import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

/** As in vite.config.ts, whose page is there already. */
const outDir = '../target/classes/dev/mgx/server/page';

const FRAME = 'frames/diagram.html';

/**
 * Writes the frame that draws diagrams as one document with its script in it: a document of no origin may load nothing,
 * not even from the server it came from. Its own policy lets this one script run and nothing that a diagram brings.
 */
function oneDocument(): Plugin {
  return {
    name: 'one-document',
    generateBundle(_, bundle) {
      const [part, ...others] = Object.values(bundle);
      if (part?.type !== 'chunk' || others.length > 0) {
        throw new Error(`The frame is not one script but ${Object.keys(bundle).join(', ')}`);
      }
      // What would end a script element, or begin a comment in it, cannot stand in it as it is.
      const script = part.code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
      const hash = createHash('sha256').update(script).digest('base64');
      const policy = `<meta http-equiv="Content-Security-Policy" content="script-src 'sha256-${hash}'">`;
      const document = readFileSync(FRAME, 'utf8')
        .replace('<meta charset="utf-8">', (charset) => `${charset}\n    ${policy}`)
        .replace(/ *<script .*<\/script>\n/, '')
        .replace('<body></body>', () => `<body><script>${script}</script></body>`);
      delete bundle[part.fileName];
      this.emitFile({ type: 'asset', fileName: FRAME, source: document });
    },
  };
}

export default defineConfig({
  plugins: [oneDocument()],
  publicDir: false,
  define: { 'import.meta': '{}' }, // there is nothing to load beside it
  build: {
    outDir,
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: false,
    chunkSizeWarningLimit: 10_000,
    rolldownOptions: { input: 'src/frames/diagram.ts', output: { format: 'iife', codeSplitting: false } },
  },
});
