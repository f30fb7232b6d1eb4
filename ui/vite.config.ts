import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Where the server looks for the page: on its classpath. */
const outDir = '../target/classes/dev/mgx/server/page';

/** What is loaded before anything is asked for may be so big, compressed. */
const MAX_FIRST_BYTES = 60 * 1024;

/** Fails the build when what a browser loads first has grown too big. */
function budget(): Plugin {
  return {
    name: 'budget',
    generateBundle(_, bundle) {
      const sizes = new Map<string, number>();
      const load = (name: string) => {
        const part = bundle[name];
        if (part && !sizes.has(name)) {
          sizes.set(name, gzipSync(part.type === 'chunk' ? part.code : part.source).length);
          if (part.type === 'chunk') {
            part.imports.forEach(load);
            part.viteMetadata?.importedCss.forEach(load);
          }
        }
      };
      Object.values(bundle)
        .filter((part) => part.type === 'chunk' && part.isEntry && part.name === 'index')
        .forEach((part) => load(part.fileName));
      const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      if (sizes.size === 0 || total > MAX_FIRST_BYTES) {
        throw new Error(`The page loads ${total} bytes at first, compressed; it may be ${MAX_FIRST_BYTES}`);
      }
      this.info(`loads ${total} bytes at first, compressed; may be ${MAX_FIRST_BYTES}`);
    },
  };
}

export default defineConfig({
  base: './', // the page may lie at a path of a proxy
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { alias: { 'mgx-client': fileURLToPath(new URL('../clients/typescript/src/index.ts', import.meta.url)) } },
  plugins: [budget()],
  worker: { format: 'es' },
  build: {
    outDir,
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content security policy has no data: URLs
    modulePreload: { polyfill: false }, // the polyfill would be a script of its own
    target: 'es2022',
  },
  server: {
    fs: { allow: ['.', '../clients/typescript'] },
    proxy: {
      '/api': 'http://127.0.0.1:8000',
      '/ws': { target: 'ws://127.0.0.1:8000', ws: true },
    },
  },
});
