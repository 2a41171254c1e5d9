import { createBuilder } from '@collegium/graph-kit'

export const builder = createBuilder()
