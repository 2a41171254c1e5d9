import type { FastifyInstance } from 'fastify'
import { pageOf } from './plain-page.ts'

const body = `<p>Choose a credential file (.json). It is checked by the hub and not kept.</p>
<form id="form"><label for="file">Credential file</label><br><input id="file" type="file" accept=".json,.jsonld,application/json" required> <button>Verify the credential</button></form>
<div id="answer" role="status" aria-live="polite"></div>`

const names = `{format:'Format',seal:'Seal',owner:'Owner of the seal',expiry:'Validity',revocation:'Revocation',accreditation:'Accreditation',custom:'Completeness (Annex I)'}`

const script = `<script>
const words = ${names}
const signs = { ok: '✓ ok', error: '✗ error', skipped: '– not checked' }
document.getElementById('form').addEventListener('submit', async (event) => {
  event.preventDefault()
  const answer = document.getElementById('answer')
  const file = document.getElementById('file').files[0]
  answer.textContent = 'Checking ' + file.name + ' …'
  try {
    const response = await fetch('/api/verify', { method: 'POST', headers: { 'content-type': 'application/json', 'x-hub-request': '1' }, body: await file.text() })
    const report = await response.json()
    if (!response.ok) { answer.textContent = (report.title || 'The file could not be checked.') + ' ' + (report.detail || ''); return }
    const table = document.createElement('table')
    const head = table.createTHead().insertRow()
    for (const title of ['Check', 'Verdict', 'Why']) { const cell = document.createElement('th'); cell.textContent = title; head.append(cell) }
    const rows = table.createTBody()
    for (const { check, verdict, reason } of report.verdicts) {
      const row = rows.insertRow()
      row.insertCell().textContent = words[check] || check
      const cell = row.insertCell(); cell.textContent = signs[verdict] || verdict; cell.className = verdict
      row.insertCell().textContent = reason || ''
    }
    answer.replaceChildren(table)
  } catch (error) { answer.textContent = 'The hub did not answer. Try again in a minute.' }
})
</script>`

/** `/verify`: checks first, content second; works without an account. */
export function verifyPage(app: FastifyInstance): void {
  app.get('/verify', async (_request, reply) => reply.type('text/html; charset=utf-8').send(pageOf('Verify a credential', body, script)))
}
