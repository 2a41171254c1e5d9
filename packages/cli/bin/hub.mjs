#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { fileURLToPath } from 'node:url'

// The bundle is made anew when a source has changed; what is installed without sources is started as it is.
const toolchain = new URL('../../../deploy/single-node/bundle.mjs', import.meta.url)
const bundled = new URL('../../../deploy/single-node/dist/hub.mjs', import.meta.url)
if (existsSync(fileURLToPath(toolchain))) await (await import(toolchain.href)).bundle()
const { main } = await import(pathToFileURL(fileURLToPath(bundled)).href)
process.exitCode = await main(process.argv)
