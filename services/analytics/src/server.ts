import { serveService } from '@collegium/service-kit'
import * as analytics from './app.ts'

await serveService('analytics', analytics, import.meta.url)
