import { serveService } from '@collegium/service-kit'
import * as recognition from './app.ts'

await serveService('recognition', recognition, import.meta.url)
