import { serveService } from '@collegium/service-kit'
import * as exchange from './app.ts'

await serveService('exchange', exchange, import.meta.url)
