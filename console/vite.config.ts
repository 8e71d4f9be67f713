/** Builds the console into dist/console; relative addresses, so that it works under any path. */
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The script that chooses light or dark runs before the first paint, so it is neither bundled nor deferred. */
const themeFirst: Plugin = {
  name: 'theme-first',
  transformIndexHtml: { order: 'post', handler: () => [{ tag: 'script', attrs: { src: './theme.js' } }] },
};

export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react(), tailwindcss(), themeFirst],
  build: { outDir: here('../dist/console'), emptyOutDir: true, chunkSizeWarningLimit: 600 },
  server: { proxy: { '/v1': 'http://127.0.0.1:4390', '/f': 'http://127.0.0.1:4390' } },
});
