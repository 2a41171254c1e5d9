export { alderData } from './alder-data.ts'
export { exampleSigner } from './signer.ts'
export type { ExampleSigner } from './signer.ts'
export { standardsDirectory, standardsMissing, standardsNote } from './standards-directory.ts'
