import { chmodSync, copyFileSync, existsSync, renameSync, writeFileSync } from 'node:fs'
import { OPTIONS } from '../base/config.ts'
import type { Call } from './cli.ts'

const PROGRAM = '/usr/local/bin/footlight'
const UNIT = '/etc/systemd/system/footlight.service'
const DEFAULTS = '/etc/default/footlight'

/**
 * The service of a Linux server. JavaScript is compiled while it runs, so memory may become executable; the media server is
 * extracted into the state folder and started from there, so that folder may hold programs. Everything else is closed.
 * Source: systemd.exec(5), checked with `systemd-analyze verify` and `security`.
 */
export const unit = (user: string): string => `[Unit]
Description=Footlight, a live cam site
After=network-online.target
Wants=network-online.target

[Service]
Type=exec
User=${user}
Group=${user}
Environment=FOOTLIGHT_DATA=/var/lib/footlight XDG_RUNTIME_DIR=/run/footlight
EnvironmentFile=-${DEFAULTS}
UnsetEnvironment=BUN_OPTIONS BUN_BE_BUN NODE_OPTIONS
ExecStart=${PROGRAM} serve
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure
RestartSec=2
RestartPreventExitStatus=2
KillMode=mixed
TimeoutStopSec=30
LimitNOFILE=1048576

StateDirectory=footlight
StateDirectoryMode=0700
RuntimeDirectory=footlight
RuntimeDirectoryMode=0700
UMask=0077

AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateMounts=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`

/** What was given on the command line is set; the rest stands there as a comment, with its default. */
export function defaults(env: Record<string, string | undefined>, given: Record<string, string>): string {
  const lines = ['# Flags of the footlight service. After a change: systemctl restart footlight', '']
  for (const option of OPTIONS) {
    if (option.flag === 'data') continue
    const value = given[option.flag] ?? env[option.env] ?? ''
    lines.push(`# ${option.help}`, `${value ? '' : '#'}${option.env}=${quoted(value || option.fallback)}`, '')
  }
  return lines.join('\n')
}

/** systemd's environment files take double quotes with backslashes. Source: systemd.exec(5), EnvironmentFile=. */
const quoted = (value: string): string =>
  /^[\w.:/,@[\]-]*$/.test(value) ? value : `"${value.replace(/["\\$`]/g, '\\$&')}"`

export function install(call: Call): number {
  const user = String(call.flags.user ?? 'footlight')
  if (!/^[a-z_][a-z0-9_-]{0,30}$/.test(user)) {
    call.sorry(`--user is "${user}". Write the name of a system user, such as footlight.`)
    return 2
  }
  if (call.flags.print) {
    call.say(unit(user).trimEnd())
    return 0
  }
  if (process.platform !== 'linux' || !existsSync('/run/systemd/system')) {
    call.sorry('systemd does not run here. footlight install --print shows the unit for a machine where it does.')
    return 1
  }
  if (process.getuid?.() !== 0) {
    call.sorry('This needs root: sudo footlight install. To look first: footlight install --print')
    return 1
  }
  if (!Bun.main.startsWith('/$bunfs/')) {
    call.sorry('This runs from source. Build the executable with scripts/build, then: dist/footlight install')
    return 1
  }
  if (process.execPath !== PROGRAM) {
    copyFileSync(process.execPath, `${PROGRAM}.new`)
    chmodSync(`${PROGRAM}.new`, 0o755)
    renameSync(`${PROGRAM}.new`, PROGRAM)
    call.say(`Copied to ${PROGRAM}.`)
  }
  if (Bun.spawnSync(['id', '-u', user]).exitCode !== 0) {
    const made = Bun.spawnSync(
      [
        'useradd',
        '--system',
        '--home-dir',
        '/var/lib/footlight',
        '--no-create-home',
        '--shell',
        '/usr/sbin/nologin',
        '--user-group',
        user,
      ],
      { stderr: 'pipe' },
    )
    if (made.exitCode !== 0) {
      call.sorry(`The user ${user} could not be made: ${made.stderr.toString().trim()}`)
      return 1
    }
    call.say(`Made the user ${user}.`)
  }
  writeFileSync(UNIT, unit(user), { mode: 0o644 })
  call.say(`Wrote ${UNIT}.`)
  if (existsSync(DEFAULTS)) call.say(`Kept ${DEFAULTS} as it is; flags are set there.`)
  else {
    writeFileSync(DEFAULTS, defaults(call.env, call.given), { mode: 0o640 })
    call.say(`Wrote ${DEFAULTS}; flags are set there.`)
  }
  Bun.spawnSync(['systemctl', 'daemon-reload'])
  call.say('')
  call.say('Start it now and at every boot:  systemctl enable --now footlight')
  call.say('The link for setting it up:      journalctl -u footlight | grep setup')
  return 0
}
