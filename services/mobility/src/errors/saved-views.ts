import type { ErrorCatalogue } from '@collegium/service-kit'
import { longestViewName, mostViews } from '../saved-views/save-view.ts'

export const savedViewErrors = {
  'too-many-views': {
    status: 409,
    retryable: false,
    what: 'There are too many saved views already.',
    why: `You find at most ${mostViews}, your own and those for all of your institution.`,
    next: 'Remove one that you no longer use.',
  },
  'view-name-taken': {
    status: 409,
    retryable: false,
    what: 'There is a view of this name for all of your institution.',
    why: 'Whoever saved it is the one to change it; the details say who.',
    next: 'Take another name, or ask the person whom the details name.',
  },
  'view-name-unfit': {
    status: 422,
    retryable: false,
    what: 'A view needs a name.',
    why: `The name is what you will find it by; it has 1 to ${longestViewName} characters.`,
    next: 'Give it a short name.',
  },
} as const satisfies ErrorCatalogue
