import type { ServiceName } from '@collegium/contracts'
import type { ServiceModule } from '@collegium/service-kit'
import * as catalogue from '@collegium/catalogue'
import * as credentials from '@collegium/credentials'
import * as exchange from '@collegium/exchange'
import * as analytics from '@collegium/analytics'
import * as mobility from '@collegium/mobility'
import * as recognition from '@collegium/recognition'
import * as registry from '@collegium/registry'

/** Every service of the hub. The compiler asks for each. */
export const modules: Readonly<Record<ServiceName, ServiceModule>> = { registry, catalogue, mobility, credentials, recognition, exchange, analytics }
