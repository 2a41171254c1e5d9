import { serveService } from '@collegium/service-kit'
import * as credentials from './app.ts'

await serveService('credentials', credentials, import.meta.url)
