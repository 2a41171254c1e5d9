import { serveService } from '@collegium/service-kit'
import * as registry from './app.ts'

await serveService('registry', registry, import.meta.url)
