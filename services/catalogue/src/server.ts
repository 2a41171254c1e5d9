import { serveService } from '@collegium/service-kit'
import * as catalogue from './app.ts'

await serveService('catalogue', catalogue, import.meta.url)
