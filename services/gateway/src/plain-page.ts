export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;text-align:left;padding:.4rem .6rem;vertical-align:top}a{color:#0b4f8a}button,input[type=file]{font:inherit;min-height:2.5rem}button{padding:.4rem 1rem}:focus-visible{outline:3px solid #0b4f8a;outline-offset:2px}.ok{color:#0a5c2b}.error{color:#a3120a}.skipped{color:#5a4a00}'

/** A whole page; `body` is trusted HTML, `title` is not. */
export const pageOf = (title: string, body: string, script = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)} · Collegium</title><style>${style}</style></head><body><main><h1>${escaped(title)}</h1>${body}</main>${script}</body></html>`
