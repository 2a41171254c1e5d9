import { pathToFileURL } from 'node:url'
import { checkMachine, install, root, stop } from '../toolchain/install.mjs'

checkMachine()
install()
const { bundle } = await import('./bundle.mjs')
const main = await bundle()
const hub = await import(pathToFileURL(main).href)
try {
  if (process.argv.includes('--migrate-only')) await hub.migrateOnly(root)
  else if (process.argv.includes('--reset-demo')) await hub.resetDemo(root).then(() => hub.main(root))
  else await hub.main(root)
} catch (error) {
  if (hub.isPlain(error)) stop(error.message)
  throw error
}
