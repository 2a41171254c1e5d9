import { type FileTemplate, fileTemplates, headerLanguages } from '@collegium/contracts'
import type { FastifyInstance } from 'fastify'
import { escaped, pageOf } from './plain-page.ts'

const needed = { value: 'in every row', column: 'the column; cells may be empty', no: 'no' } as const

/** `/docs/files/{template}`: every column of a file that partners hand in, made from the template that also reads it. */
export function docsOfFiles(app: FastifyInstance): void {
  const html = (title: string, body: string) => pageOf(title, body)
  app.get('/docs/files', async (_request, reply) => {
    const items = fileTemplates.map(
      (t) => `<li><a href="/docs/files/${t.name}">${escaped(t.title.en)}</a> <span lang="de">(${escaped(t.title.de)})</span></li>`,
    )
    return reply.type('text/html; charset=utf-8').send(html('Every file', `<ul>${items.join('')}</ul>`))
  })
  app.get<{ Params: { template: string } }>('/docs/files/:template', async (request, reply) => {
    const template = fileTemplates.find((t) => t.name === request.params.template)
    reply.type('text/html; charset=utf-8')
    if (!template) return reply.code(404).send(html('Unknown file', '<p>The hub reads no such file. <a href="/docs/files">All files</a></p>'))
    return reply.send(html(template.title.en, bodyOf(template)))
  })
}

function bodyOf(template: FileTemplate): string {
  const rows = template.columns.map((c) => {
    const names = headerLanguages.map((l) => `<span lang="${l}">${escaped(c.synonyms[l].join(', '))}</span>`).join('<br>')
    const examples = c.examples.map((example) => `<code>${escaped(example)}</code>`).join('<br>')
    return `<tr id="${c.field}"><th scope="row">${escaped(c.header)}</th><td>${escaped(needed[c.required])}</td><td>${escaped(c.explanation.en)}<br><span lang="de">${escaped(c.explanation.de)}</span></td><td>${examples}</td><td>${names}</td></tr>`
  })
  return `<p>${escaped(template.purpose.en)}</p><p lang="de">${escaped(template.purpose.de)}</p>
<p>Download the template: <a href="/api/templates/${template.name}.xlsx">XLSX</a>, <a href="/api/templates/${template.name}.csv">CSV</a></p>
<table><thead><tr><th scope="col">Column</th><th scope="col">Needed</th><th scope="col">Meaning</th><th scope="col">Examples</th><th scope="col">Also known as</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}
