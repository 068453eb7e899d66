// The neighbours that tests meet for real. Root on Debian gets what is missing; others are told.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'

const postgresFolder = '/usr/lib/postgresql'

const neighbours = [
  {
    packages: ['samba-ad-dc', 'samba-ad-provision', 'openssl'],
    there: () => ['/usr/sbin/samba', '/usr/bin/openssl', '/usr/share/samba/setup/provision.ldif'].every(existsSync),
    without: 'a real Active Directory domain controller',
  },
  {
    packages: ['postgresql'],
    there: () =>
      existsSync(postgresFolder) &&
      readdirSync(postgresFolder).some((v) => existsSync(`${postgresFolder}/${v}/bin/initdb`)),
    without: 'PostgreSQL',
  },
  {
    packages: ['chromium'],
    there: () => existsSync('/usr/bin/chromium'),
    without: "a browser (unless Playwright's own is installed)",
  },
  {
    packages: ['chromium-headless-shell'],
    there: () => existsSync('/usr/bin/chromium-headless-shell'),
    without: 'Chromium without a window (the whole one does the same, more slowly)',
  },
  {
    packages: ['webkit2gtk-driver', 'xvfb'],
    there: () => ['/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'].every(existsSync),
    without: "Safari's engine, WebKitGTK",
  },
  {
    packages: ['systemd'],
    there: () => existsSync('/usr/bin/systemd-analyze'),
    without: 'the check of the systemd units',
  },
  {
    packages: ['nginx', 'libnginx-mod-http-brotli-static'],
    there: () =>
      ['/usr/sbin/nginx', '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so'].every((file) => existsSync(file)),
    without: 'nginx, as a host of the pages',
  },
  {
    packages: ['caddy'],
    there: () => existsSync('/usr/bin/caddy'),
    without: 'Caddy, as a host of the pages',
  },
]

const apt = ['-o', 'DPkg::Lock::Timeout=600', '-qq']

/** @param {readonly string[]} args */
function aptGet(args) {
  const done = spawnSync('apt-get', [...apt, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (done.status !== 0)
    console.error(`apt-get ${args.join(' ')} failed:\n${done.stdout ?? ''}${done.stderr ?? done.error ?? ''}`)
}

/** Installs what is missing where it may; says what is still missing. Never fails: the tests count what could not run. */
export function installDebianPackages() {
  const missing = () => neighbours.filter((neighbour) => !neighbour.there())
  const names = missing().flatMap((neighbour) => neighbour.packages)
  if (names.length > 0 && existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log(`Installing from Debian: ${names.join(' ')}`)
    aptGet(['update'])
    aptGet(['install', '-y', '--no-install-recommends', ...names])
  }
  for (const { packages, without } of missing()) {
    console.log(
      `Missing, and what needs it will not run: ${without}. On Debian, as root: apt-get install ${packages.join(' ')}`,
    )
  }
}
