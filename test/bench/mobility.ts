import { Hub } from '../hub.ts'
import { diff } from './mobility/diff.ts'
import { lists } from './mobility/lists.ts'
import type { Emit } from './mobility/measures.ts'
import { recording } from './mobility/recording.ts'

/** Lists, counts and the pipeline over a hundred thousand agreements; recording results; telling the difference of two large versions. */
export async function bench(emit: Emit): Promise<void> {
  await using test = await Hub.start()
  await lists(test, emit)
  await recording(test, emit)
  diff(emit)
}
