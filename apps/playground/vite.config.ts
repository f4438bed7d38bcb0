import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // Relative addresses: the page works wherever the api serves it.
  base: './',
  build: {
    // The editor is one large program that the page cannot do without.
    chunkSizeWarningLimit: 6_000,
    reportCompressedSize: false,
    // The editor's packages carry directives for React's compiler, which has compiled them already.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
