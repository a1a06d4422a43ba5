import { expect, test } from 'bun:test'
import { sources } from '../help/sources.ts'

interface Ban {
  call: RegExp
  instead: string
  in: string[]
  except?: RegExp
}

const SRC = ['src/**/*.{ts,tsx}']

const BANS: Ban[] = [
  { call: /\bDate\.now\(|\bnew Date\(\)/, instead: 'world.clock.now()', in: SRC, except: /^src\/base\/clock\.ts$/ },
  {
    call: /\bperformance\.now\(/,
    instead: 'world.clock.monotonic()',
    in: SRC,
    except: /^src\/base\/(clock|http\/server)\.ts$/,
  },
  // A wait that is jittered is no secret and no identity.
  {
    call: /\bMath\.random\(/,
    instead: 'world.ids.bytes()',
    in: [...SRC, 'views/**/*.{ts,tsx}'],
    except: /^src\/media\/(process|sidecar)\.ts$/,
  },
  {
    call: /\brandomBytes\(|\bcrypto\.(getRandomValues|randomUUID)\(/,
    instead: 'world.ids',
    in: SRC,
    except: /^src\/base\/ids\.ts$/,
  },
  { call: /\bconsole\.\w+\(/, instead: 'world.log, or call.say in a command', in: SRC, except: /^src\/main\.ts$/ },
  {
    call: /\bprocess\.argv\b|\bBun\.argv\b/,
    instead: 'main.ts reads them',
    in: SRC,
    except: /^src\/(main|media\/exec-entry)\.ts$/,
  },
  { call: /\bfrom ['"](axios|node-fetch|express|lodash|moment)['"]/, instead: 'what Bun brings', in: SRC },
  {
    call: /\bdb\.query\(/,
    instead: 'prepared(): the cache of db.query holds 20 statements',
    in: SRC,
    except: /^src\/(base\/db\/|ops\/(folder|backup)\.ts)/,
  },
  {
    call: /\beval\(|\bnew Function\(/,
    instead: 'nothing: the policy of the pages refuses it too',
    in: [...SRC, 'assets/client/**/*.ts', 'views/**/*'],
  },
  {
    call: /\.(innerHTML|outerHTML)\s*=(?!=|.*createHTML\()|\binsertAdjacentHTML\(|\bdocument\.write\(/,
    instead: 'textContent, replaceChildren, htmx, or a Trusted Types policy for a fragment of ours',
    in: ['assets/client/**/*.ts'],
  },
  {
    call: /\blocalStorage\b.*(pass|key|secret|token)/i,
    instead: 'a cookie that scripts cannot read',
    in: ['assets/client/**/*.ts'],
  },
  {
    call: /\b(test|it|describe)\.(skip|only|todo|skipIf|todoIf)\b|\bxit\(|\bxdescribe\(/,
    instead: 'a test that runs',
    in: ['test/**/*.{ts,tsx}'],
    except: /^test\/house\/banned\.test\.ts$/,
  },
  {
    call: /@ts-ignore|@ts-nocheck|\bas any\b/,
    instead: 'the type that it has',
    in: [...SRC, 'views/**/*.{ts,tsx}', 'assets/client/**/*.ts'],
  },
  {
    call: /\bsetImmediate\(async|db\.transaction\(async|\btx\([^,]+, async/,
    instead: 'a synchronous verb: SQLite commits at the first await',
    in: SRC,
  },
]

for (const { call, instead, in: globs, except } of BANS) {
  test(`${call.source} is not used: ${instead}`, () => {
    const files = sources(...globs)
    expect(files.length).toBeGreaterThan(0)
    const wrong = files
      .filter(({ path }) => !except?.test(path))
      .flatMap(({ path, code, text }) =>
        (call.source.startsWith('@ts') ? text : code)
          .split('\n')
          .map((line, i) => ({ line, at: `${path}:${i + 1}` }))
          .filter(({ line }) => call.test(line))
          .map(({ line, at }) => `${at} ${line.trim().slice(0, 90)}`),
      )
    expect(wrong).toEqual([])
  })
}

test('nothing in the repository names the machine it was written on', () => {
  const tracked = Bun.spawnSync(['git', 'ls-files', '-z'], { cwd: `${import.meta.dir}/../..` })
    .stdout.toString()
    .split('\0')
    .filter(path => /\.(ts|tsx|md|json|css|sql|yml|sh|conf)$|^(scripts|\.ci)\/[^.]*$|Dockerfile/.test(path))
  const wrong = sources(...tracked.filter(path => path !== 'THIRD_PARTY.md' && path !== 'test/house/banned.test.ts'))
    .filter(({ text }) => /\/root\/|\/home\/[a-z]+\/|\/tmp\/tmp\.|\/Users\//.test(text))
    .map(({ path }) => path)
  expect(tracked.length).toBeGreaterThan(50)
  expect(wrong).toEqual([])
})
