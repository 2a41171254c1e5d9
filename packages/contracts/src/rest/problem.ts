import { Type } from '@sinclair/typebox'

/** RFC 9457; `type` is the page that says what happened, why and what to do next. */
export const ProblemDetails = Type.Object({
  type: Type.String({ examples: ['/docs/errors/not-found'] }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
  retryable: Type.Boolean(),
  requestId: Type.String({ description: 'Quote it when you ask for help.' }),
  errors: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
