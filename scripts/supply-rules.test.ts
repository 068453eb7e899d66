import { expect, test } from 'vitest'
import type { Component } from './bill-of-materials.ts'
import { belowFloor, floors, inexactVersions, openDoors } from './supply-rules.ts'

const part = (name: string, version: string): Component => {
  const [scope, inScope] = name.split('/')
  return {
    type: 'library',
    version,
    ...(inScope === undefined ? { name } : { name: inScope, group: scope ?? '' }),
  }
}
const atTheFloor = Object.entries(floors).map(([name, version]) => part(name, version))
const without = (name: string) => atTheFloor.filter((component) => !name.endsWith(component.name))

test('what is exactly at its floor may be shipped', () => {
  expect(belowFloor(atTheFloor)).toEqual([])
})

test.each([
  ['hono', '4.13.6'],
  ['hono', '4.9.19'],
  ['hono', '4.13.7-rc.1'],
  ['@hono/node-server', '2.0.9'],
  ['nodemailer', '10.4.0'],
  ['@azure/msal-browser', '5.12.99'],
])('%s %s is below its floor', (name, version) => {
  expect(belowFloor([...without(name), part(name, version)])).toEqual([
    `${name} ${version} is older than ${floors[name]}`,
  ])
})

test('a second, older copy is found, and so is a floor of what is gone', () => {
  expect(belowFloor([...atTheFloor, part('hono', '3.0.0')])).toEqual(['hono 3.0.0 is older than 4.13.7'])
  expect(belowFloor(without('nodemailer'))).toEqual(['nodemailer has a floor, but is not shipped'])
})

const held = { allowBuilds: { node: true, '@scope/name': true }, minimumReleaseAge: 4320 }

test('install scripts by name and releases of three days ago are held', () => {
  expect(openDoors(held)).toEqual([])
  expect(openDoors({ ...held, minimumReleaseAgeExclude: ['hono@4.13.20', '@hono/node-server@2.1.9'] })).toEqual([])
})

test.each([
  [{ ...held, dangerouslyAllowAllBuilds: true }, 'every package may run install scripts'],
  [{ ...held, allowBuilds: { '*': true } }, 'install scripts are allowed by name only, not by "*"'],
  [{ ...held, allowBuilds: { '@scope/*': true } }, 'install scripts are allowed by name only, not by "@scope/*"'],
  [{ ...held, minimumReleaseAge: 1440 }, 'releases are taken after 1440 minutes, at least 4320'],
  [{ allowBuilds: {} }, 'releases are taken after 0 minutes, at least 4320'],
  [{ ...held, minimumReleaseAgeExclude: ['hono'] }, 'the release age has exceptions by exact version only, not "hono"'],
  [
    { ...held, minimumReleaseAgeExclude: ['@hono/*'] },
    'the release age has exceptions by exact version only, not "@hono/*"',
  ],
])('an open door is told: %j', (settings, finding) => {
  expect(openDoors(settings)).toEqual([finding])
})

test('a range, a tag or an address is no exact version', () => {
  const manifest = (version: string) => ({
    dependencies: { a: version },
    devDependencies: undefined,
    optionalDependencies: undefined,
  })
  for (const exact of ['1.2.3', '1.2.3-rc.1', 'workspace:*']) expect(inexactVersions('p', manifest(exact))).toEqual([])
  for (const loose of ['^1.2.3', '~1.2.3', '*', 'latest', '1.x', 'github:a/b', 'https://a.example/b.tgz'])
    expect(inexactVersions('p', manifest(loose))).toEqual([`p: a has no exact version ("${loose}")`])
})
