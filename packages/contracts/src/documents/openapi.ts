import { Type } from '@sinclair/typebox'
import { Verdict } from '../events/credential.ts'
import { ImportRowView, ImportRun, ImportUpload } from '../rest/imports.ts'
import { ProblemDetails } from '../rest/problem.ts'
import { plain } from './json-schemas.ts'

const json = (schema: object) => ({ 'application/json': { schema: plain(schema) } })
const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } } })
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
const refusals = {
  400: problem('The request is not in the expected form; the details name each fault.'),
  401: problem('No valid sign-in.'),
  403: problem('The role does not allow it.'),
  404: problem('Nothing there that you can see; unknown and forbidden look alike.'),
}
const binary = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: { type: 'string', format: 'binary' } } } },
  ...refusals,
})
const run = { description: 'The run', content: json(ImportRun) }

/** OpenAPI 3.1 of the REST surface (design 4). Everything else is the graph's. */
export function openApi(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Collegium',
      version: '1.0.0',
      description: 'Files in, credentials out. Errors are RFC 9457 problem details; each code has a page at /docs/errors/{code}.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { session: [] }],
    paths: {
      '/api/imports': {
        post: {
          summary: 'Upload a file: results, learning agreements, enrolments or course equivalences',
          description: 'The file is checked in the background. The same file again, under way or unchanged, gives the same run.',
          requestBody: { required: true, content: { 'multipart/form-data': { schema: plain(ImportUpload) } } },
          responses: { 202: run, ...refusals, 413: problem('The file is larger than 160 MB.') },
        },
      },
      '/api/imports/{id}': { get: { summary: 'A run and its counts', parameters: [id], responses: { 200: run, ...refusals } } },
      '/api/imports/{id}/rows': {
        get: {
          summary: 'Rows in the order of the file',
          parameters: [
            id,
            { name: 'after', in: 'query', schema: { type: 'integer' } },
            { name: 'limit', in: 'query', schema: { type: 'integer' } },
            { name: 'fate', in: 'query', schema: { type: 'string' } },
          ],
          responses: { 200: { description: 'A page of rows', content: json(Type.Object({ rows: Type.Array(ImportRowView) })) }, ...refusals },
        },
      },
      '/api/imports/{id}/problems.csv': {
        get: { summary: 'Refused rows in the shape of the template, with what is wrong in each', parameters: [id], responses: binary('text/csv', 'CSV') },
      },
      '/api/imports/{id}/problems.xlsx': {
        get: {
          summary: 'The same as a workbook',
          parameters: [id],
          responses: binary('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'XLSX'),
        },
      },
      '/api/imports/{id}/accept': {
        post: {
          summary: 'Submit the good rows',
          description: "Checked again against today's offer; `changedSince` names what changed.",
          parameters: [id],
          responses: { 202: run, ...refusals, 409: problem('Not in this state.') },
        },
      },
      '/api/imports/{id}/undo': {
        post: {
          summary: 'Take back everything that a run recorded',
          parameters: [id],
          responses: { 202: run, ...refusals, 409: problem('Not in this state.') },
        },
      },
      '/api/templates/{file}': {
        get: {
          summary: 'The empty template as .csv or .xlsx, by its name: joint-course-results.csv',
          parameters: [{ name: 'file', in: 'path', required: true, schema: { type: 'string' } }],
          responses: binary('text/csv', 'The template'),
        },
      },
      '/api/credentials/{id}': {
        get: {
          summary: 'The sealed bytes as they were sealed',
          description: 'For issuer and home, or whoever holds a share token.',
          parameters: [id, { name: 'token', in: 'query', schema: { type: 'string' } }],
          security: [{ bearer: [] }, { session: [] }, {}],
          responses: binary('application/json', 'A sealed European Digital Credential (JAdES, JSON general serialisation)'),
        },
      },
      '/api/verify': {
        post: {
          summary: 'Verify a credential',
          description: 'Nothing is kept.',
          security: [{}],
          requestBody: { required: true, content: { 'application/json': { schema: {} } } },
          responses: { 200: { description: 'Seven verdicts', content: json(Type.Object({ verdicts: Type.Array(Verdict) })) }, 400: refusals[400] },
        },
      },
      '/api/status-lists/{id}': {
        get: { summary: 'A status list credential', parameters: [id], security: [{}], responses: binary('application/json', 'A sealed Bitstring Status List') },
      },
    },
    components: {
      schemas: { ProblemDetails: plain(ProblemDetails) },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: 'hub_session', description: 'With the header x-hub-request on everything but GET.' },
      },
    },
  }
}
