import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The hub that `vite` in development passes everything but the console's own files to. */
const hub = process.env.HUB_URL ?? 'http://127.0.0.1:4000'
const passed = ['/graphql', '/api', '/session', '/sign-in', '/sign-out', '/identity', '/docs', '/verify']

export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 900 },
  server: { proxy: Object.fromEntries(passed.map((path) => [path, { target: hub, changeOrigin: true }])) },
})
