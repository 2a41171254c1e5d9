/** What is handled together. */
export interface Step<Handler, Event> {
  readonly handler: Handler
  readonly events: Event[]
}

/**
 * Cuts a batch into few steps without breaking the order of any key. An event joins the earliest step of its handler that does not lie before the last
 * step of its key; so types that alternate between different keys still end up in one step each.
 */
export function stepsOf<Handler, Event extends { readonly key: string }>(
  events: readonly { readonly handler: Handler; readonly event: Event }[],
): Step<Handler, Event>[] {
  const steps: Step<Handler, Event>[] = []
  const lastOf = new Map<string, number>()
  for (const { handler, event } of events) {
    const earliest = lastOf.get(event.key) ?? 0
    let at = steps.findIndex((step, n) => n >= earliest && step.handler === handler)
    if (at < 0) at = steps.push({ handler, events: [] }) - 1
    steps[at]?.events.push(event)
    lastOf.set(event.key, at)
  }
  return steps
}
