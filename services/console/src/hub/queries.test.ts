import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { agreementsText, agreementText, changedText, pipelineText } from '../agreements/agreement.ts'
import * as acts from '../agreements/agreement-acts.ts'
import * as papers from '../agreements/papers.ts'
import * as dossier from '../agreements/dossier.tsx'
import { removeViewText, saveViewText, viewsText } from '../agreements/saved-views.tsx'
import { directoryText } from '../agreements/open-agreement-page.tsx'
import { earlierRunsText } from '../import-runs/import-run.ts'
import { becameText } from '../import-runs/page-of-rows.ts'
import { institutionsText } from '../joint-courses/institution-name.ts'
import { jointCoursesText, jointCourseText } from '../joint-courses/joint-courses.ts'
import { precedentsText } from '../agreements/precedents.tsx'
import { casesText, decideText } from '../recognition/cases.ts'
import { outcomesText, settleText, waitingText } from '../outcomes/outcomes.ts'

/** The supergraph's own directives are about subgraphs; to a client it is a schema like any other. */
const schema = buildSchema(readFileSync(new URL('../../../gateway/supergraph.graphql', import.meta.url), 'utf8'), { assumeValidSDL: true })

describe('every query of the console', () => {
  const { openText, namePartiesText, recogniseText, writeText, proposeText, signText, approveText, commentText, withdrawText, callOffText, followText } = acts
  const agreements = {
    agreementsText,
    agreementText,
    pipelineText,
    openText,
    namePartiesText,
    recogniseText,
    writeText,
    proposeText,
    signText,
    approveText,
    commentText,
    withdrawText,
    callOffText,
  }
  test.each(
    Object.entries({
      earlierRunsText,
      becameText,
      jointCoursesText,
      jointCourseText,
      outcomesText,
      settleText,
      waitingText,
      ...agreements,
      followText,
      precedentsText,
      institutionsText,
      directoryText,
      changedText,
      dossierText: dossier.dossierText,
      addNoteText: dossier.addNoteText,
      removeNoteText: dossier.removeNoteText,
      removeAttachmentText: dossier.removeAttachmentText,
      viewsText,
      saveViewText,
      removeViewText,
      casesText,
      decideText,
      papersText: papers.papersText,
      suggestText: papers.suggestText,
      approveGradeText: papers.approveGradeText,
      overrideGradeText: papers.overrideGradeText,
    }),
  )('%s asks for what the graph has', (_, { text }) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([])
  })
})
