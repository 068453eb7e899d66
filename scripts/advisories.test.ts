import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { readAudit } from './audit-report.ts'

const advisory = (severity: string) => ({
  id: 1,
  url: 'https://advisories.example/1',
  title: 'Everything is open',
  severity,
  vulnerable_versions: '<99',
  cwe: ['CWE-1'],
  cvss: { score: 9.9, vectorString: null },
})

/** Runs the script against a registry that answers every question so. */
const audited = async (status: number, body: string) => {
  const registry = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await once(registry.listen(0, '127.0.0.1'), 'listening')
  const address = registry.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const script = join(import.meta.dirname, 'advisories.ts')
  const child = spawn(process.execPath, [script, '--registry', `http://127.0.0.1:${port}/`])
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
  registry.close()
  return { code: child.exitCode, output }
}

test('a known critical advisory against a shipped package fails, and names it', { timeout: 60_000 }, async () => {
  const { code, output } = await audited(200, JSON.stringify({ hono: [advisory('critical')] }))
  expect(code).toBe(1)
  expect(output).toMatch(/hono 4\.\S+: Everything is open \(critical\) https:\/\/advisories\.example\/1/)
})

test('a lesser advisory is counted and does not fail', { timeout: 60_000 }, async () => {
  expect(await audited(200, JSON.stringify({ hono: [advisory('high')] }))).toEqual({
    code: 0,
    output: expect.stringMatching(/^\d+ packages without a critical advisory \(1 high\)\n$/),
  })
})

test.each([
  [405, ''],
  [200, '<html>'],
  [500, '{}'],
])('a registry that answers %i "%s" has told nothing, and fails nobody', { timeout: 60_000 }, async (status, body) => {
  expect(await audited(status, body)).toEqual({ code: 0, output: 'not checked: the registry does not answer\n' })
})

test('whatever pnpm left that is no report counts as unanswered; a failure with a report never does', () => {
  for (const stdout of ['', 'null', '[]', '{"error":{"code":"ENOTFOUND"}}', '{"advisories":{}}'])
    expect(readAudit({ code: 1, stdout, stderr: '' }).kind).toBe('unanswered')
  const report = { advisories: {}, metadata: { vulnerabilities: { critical: 1 }, totalDependencies: 1 } }
  expect(readAudit({ code: 1, stdout: JSON.stringify(report), stderr: '' }).kind).toBe('critical')
})
