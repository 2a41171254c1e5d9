/** What tests and benchmarks of other rooms need: an example input, a throw-away signer, the official schemas. */
export { alderData } from './example/alder-data.ts'
export { exampleSigner } from './example/signer.ts'
export type { ExampleSigner } from './example/signer.ts'
export { standardsDirectory, standardsMissing, standardsNote } from './example/standards-directory.ts'
