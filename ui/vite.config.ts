import { defineConfig } from 'vite';

/** Where the server looks for the page: on its classpath. */
const outDir = '../target/classes/dev/mgx/server/page';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir,
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content security policy has no data: URLs
    modulePreload: { polyfill: false }, // the polyfill would be a script of its own
    target: 'es2022',
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:8000',
      '/ws': { target: 'ws://127.0.0.1:8000', ws: true },
    },
  },
});
