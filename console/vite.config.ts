import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Where a server runs while the console is developed: QM_URL=http://127.0.0.1:8080 npm run dev
const server = process.env.QM_URL ?? 'http://127.0.0.1:8080';
const proxy = { '/api': server, '/v1': server, '/health': server };

export default defineConfig({
  plugins: [react()],
  server: { proxy },
  preview: { proxy },
  build: {
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false }, // it would be an inline script, which the content security policy forbids
    assetsInlineLimit: 0, // no data: URLs in scripts and styles
    chunkSizeWarningLimit: 600,
  },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
    env: { TZ: 'Asia/Kathmandu' }, // an offset that nothing leaves out unnoticed
    reporters: ['default', 'junit'],
    outputFile: 'target/vitest.xml',
  },
});
