import { serveService } from '@collegium/service-kit'
import * as mobility from './app.ts'

await serveService('mobility', mobility, import.meta.url)
