import { type Static, Type } from '@sinclair/typebox'
import { eventType } from '../event-type.ts'
import { AcademicYear, Id, IscedF, OneOf, SchacId, Version } from '../values.ts'

/** Cycles of the Framework of Qualifications of the European Higher Education Area. */
export const cycles = ['short', 'first', 'second', 'third'] as const
export type Cycle = (typeof cycles)[number]

/** How often a grade was given. Fails are counted too, and marked: conversion leaves them out, the exports of EWP include them. */
export const GradeCount = Type.Object({
  label: Type.String({ minLength: 1, maxLength: 20 }),
  count: Type.Integer({ minimum: 0 }),
  passes: Type.Boolean(),
})
export type GradeCount = Static<typeof GradeCount>

/** A grade distribution table (R17): one institution, group of fields, cycle and scheme; counts of whole academic years, best grade first. */
export const GradingTablePublished = eventType(
  'grading-table',
  'published',
  1,
  'tableId',
  Type.Object({
    tableId: Id,
    version: Version,
    schacId: SchacId,
    iscedF: IscedF,
    cycle: OneOf(cycles),
    gradingScheme: Type.String(),
    firstYear: AcademicYear,
    lastYear: AcademicYear,
    grades: Type.Array(GradeCount, { minItems: 1, maxItems: 500 }),
  }),
)
export const gradingTableTopic = [GradingTablePublished] as const
