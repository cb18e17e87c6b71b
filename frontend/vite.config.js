import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

// Every script directly in js/ is loaded by some page; what they share lives in js/parts/.
const scripts = readdirSync(resolve(import.meta.dirname, 'js')).filter(name => name.endsWith('.js'))

export default defineConfig({
  root: import.meta.dirname,
  base: '/static/',
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir: process.env.TENURE_BUILT,
    emptyOutDir: true,
    manifest: 'manifest.json',
    assetsInlineLimit: 0, // the security policy allows fonts and pictures from our own address only
    modulePreload: { polyfill: false },
    target: ['chrome123', 'firefox120', 'safari17.5'],
    cssMinify: 'esbuild',
    rollupOptions: {
      input: ['css/main.css', ...scripts.map(name => `js/${name}`)],
      // htmx holds an eval that its setting allowEval=false never reaches; the security policy would stop it anyway.
      onwarn: (warning, warn) => { if (warning.code !== 'EVAL' || !warning.id?.includes('htmx.org')) warn(warning) },
    },
  },
})
