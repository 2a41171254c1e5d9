import type { TSchema } from '@sinclair/typebox'
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

const ajv = addFormats(new Ajv({ allErrors: true, strict: true, strictTypes: false, multipleOfPrecision: 6, allowUnionTypes: true }))
const compiled = new WeakMap<object, ValidateFunction>()

/** What is wrong with a value, one line per fault, each with its path; empty when it conforms. Compiles each schema once. */
export function faultsOf(schema: TSchema, value: unknown): string[] {
  let validate = compiled.get(schema)
  if (!validate) {
    validate = ajv.compile(schema)
    compiled.set(schema, validate)
  }
  return validate(value) ? [] : (validate.errors ?? []).map((e: ErrorObject) => `${e.instancePath || '/'} ${e.message ?? 'is not valid'}`)
}
