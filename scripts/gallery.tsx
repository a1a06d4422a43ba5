import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { GEL_HUE, gelStylesheet } from '../views/gel.ts'
import { isLanguage, speak } from '../views/words/index.ts'
import { panelSamples } from './gallery-panel.tsx'
import { type Sample, samples } from './gallery-samples.tsx'

// bun run gallery [--language=de] [--only=front,room] [--width=320] [--theme=dark] [--chromium=/usr/bin/chromium]
// Pages are served with the site's own Content-Security-Policy, so that an inline style or a stray request is a fault here too.

const ROOT = join(import.meta.dir, '..')
const OUT = join(ROOT, 'gallery')
const WIDTHS = [320, 768, 1440] as const
const THEMES = ['dark', 'light'] as const

const option = (name: string) =>
  process.argv.find(argument => argument.startsWith(`--${name}=`))?.slice(name.length + 3)

const only = option('only')?.split(',')
const width = Number(option('width') ?? 0)
const theme = option('theme')
const asked = option('language') ?? 'en'
const language = isLanguage(asked) ? asked : 'en'

const styles = await Bun.build({ entrypoints: [join(ROOT, 'assets/css/index.css')], minify: true })
const css = await styles.outputs[0]!.text()

if (!only) rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "script-src 'none'",
  "form-action 'self'",
  "base-uri 'none'",
].join('; ')

const shown = new Map<string, string>()

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  async fetch(request) {
    const path = new URL(request.url).pathname
    if (path === '/app.css') return new Response(css, { headers: { 'content-type': 'text/css' } })
    if (path === '/theme.css') {
      return new Response(gelStylesheet(GEL_HUE.standard), { headers: { 'content-type': 'text/css' } })
    }
    if (path.startsWith('/img/')) return new Response(Bun.file(join(ROOT, 'assets', path)))
    const markup = shown.get(path)
    if (markup === undefined) return new Response('', { status: 404 })
    return new Response(markup, {
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
    })
  },
})

interface Shot {
  sample: string
  theme: string
  width: number
  file: string
  faults: string[]
}

/** Runs in the page: what a person could not reach, read or fit on the screen. */
function inspect(): string[] {
  const faults: string[] = []
  const name = (element: Element) =>
    `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}${
      typeof element.className === 'string' && element.className ? `.${element.className.split(' ').join('.')}` : ''
    }`
  const page = document.documentElement
  if (page.scrollWidth > page.clientWidth) {
    faults.push(`the page is ${page.scrollWidth} wide on ${page.clientWidth}`)
    for (const element of document.body.querySelectorAll('*')) {
      const box = element.getBoundingClientRect()
      if (box.right > page.clientWidth + 1 && box.width > 0) {
        faults.push(`  reaches ${Math.round(box.right)}: ${name(element)}`)
        if (faults.length > 6) break
      }
    }
  }
  const ids = new Set<string>()
  for (const element of document.querySelectorAll('[id]')) {
    if (ids.has(element.id)) faults.push(`two elements with the id ${element.id}`)
    ids.add(element.id)
  }
  for (const attribute of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for']) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of (element.getAttribute(attribute) ?? '').split(' ')) {
        if (id && !document.getElementById(id))
          faults.push(`${name(element)} names ${id} in ${attribute}, which is not here`)
      }
    }
  }
  for (const field of document.querySelectorAll<HTMLInputElement>('input, select, textarea')) {
    if (field.type === 'hidden' || field.hidden || field.getAttribute('aria-label')) continue
    if ((field.labels?.length ?? 0) === 0) faults.push(`${name(field)} has no label`)
  }
  for (const element of document.querySelectorAll<HTMLElement>('a[href], button, summary, input, select')) {
    const box = element.getBoundingClientRect()
    if (box.width === 0 || box.bottom < 0 || getComputedStyle(element).position === 'fixed') continue
    const words =
      (element.textContent ?? '').trim() || element.getAttribute('aria-label') || element.getAttribute('title')
    if (!words && !(element instanceof HTMLInputElement) && !(element instanceof HTMLSelectElement)) {
      faults.push(`${name(element)} says nothing`)
    }
    const inText = getComputedStyle(element).display === 'inline'
    const label = element.closest('label')?.getBoundingClientRect()
    const target = label && label.height > box.height ? label : box
    if (!inText && (target.height < 23.5 || target.width < 23.5)) {
      faults.push(`${name(element)} is ${Math.round(target.width)} x ${Math.round(target.height)}: too small to hit`)
    }
  }
  for (const image of document.querySelectorAll('img')) {
    if (!image.hasAttribute('alt')) faults.push(`${name(image)} has no alt`)
    if (image.complete && image.naturalWidth === 0) faults.push(`${image.src} did not load`)
  }
  let level = 0
  const headings = [...document.querySelectorAll('h1, h2, h3, h4')].filter(heading => heading.checkVisibility())
  for (const heading of headings) {
    const depth = Number(heading.tagName[1])
    if (heading.closest('dialog') || heading.closest('noscript')) continue
    if (depth > level + 1) faults.push(`a heading jumps from ${level} to ${depth}: ${heading.textContent}`)
    level = depth
  }
  const first = headings.filter(heading => heading.tagName === 'H1').length
  if (first !== 1) faults.push(`${first} first headings`)
  if (document.querySelector('[style]')) faults.push(`inline style on ${name(document.querySelector('[style]')!)}`)
  return faults
}

async function shoot(page: Page, sample: Sample, shade: 'dark' | 'light', across: number): Promise<Shot> {
  const path = `/${sample.name}-${shade}`
  shown.set(
    path,
    speak(language, () => `<!doctype html>${sample.render({ theme: shade })}`),
  )
  const faults: string[] = []
  const heard = (message: { type(): string; text(): string }) => {
    if (message.type() === 'error') faults.push(message.text().slice(0, 240))
  }
  page.on('console', heard)
  await page.setViewportSize({ width: across, height: sample.height ?? (across === 320 ? 640 : 900) })
  await page.goto(new URL(path, server.url).href, { waitUntil: 'networkidle' })
  for (const act of sample.acts ?? []) {
    await page
      .locator(act.selector)
      .first()
      [act.does]({ timeout: 3000 })
      .catch(() => faults.push(`${act.selector} is not there to ${act.does}`))
  }
  faults.push(...(await page.evaluate(inspect)))
  const file = `${sample.name}-${shade}-${across}.png`
  await page.screenshot({ path: join(OUT, file), fullPage: sample.acts === undefined })
  page.off('console', heard)
  return { sample: sample.name, theme: shade, width: across, file, faults }
}

async function gallery(browser: Browser): Promise<Shot[]> {
  const shots: Shot[] = []
  const context = await browser.newContext({ javaScriptEnabled: true, reducedMotion: 'reduce' })
  const page = await context.newPage()
  for (const sample of [...samples, ...panelSamples]) {
    if (only && !only.some(wanted => sample.name.startsWith(wanted))) continue
    for (const shade of THEMES) {
      if (theme && theme !== shade) continue
      for (const across of WIDTHS) {
        if (width && width !== across) continue
        shots.push(await shoot(page, sample, shade, across))
      }
    }
  }
  await context.close()
  return shots
}

const index = (shots: Shot[]) => `<!doctype html><meta charset="utf-8"><title>Gallery</title>
<style>body{background:#111;color:#ddd;font:15px system-ui;margin:2rem}figure{display:inline-block;margin:0 1rem 2rem 0;vertical-align:top}
img{max-width:480px;max-height:640px;border:1px solid #444}pre{color:#f88;max-width:480px;white-space:pre-wrap}</style>
${shots
  .map(
    shot =>
      `<figure><figcaption>${shot.sample}, ${shot.theme}, ${shot.width}</figcaption><a href="${shot.file}"><img loading="lazy" src="${shot.file}" alt=""></a>${
        shot.faults.length > 0 ? `<pre>${Bun.escapeHTML(shot.faults.join('\n'))}</pre>` : ''
      }</figure>`,
  )
  .join('\n')}`

const browser = await chromium.launch({
  executablePath: option('chromium') ?? '/usr/bin/chromium',
  args: [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--hide-scrollbars',
  ],
})
try {
  const shots = await gallery(browser)
  await Bun.write(join(OUT, 'index.html'), index(shots))
  const wrong = shots.filter(shot => shot.faults.length > 0)
  for (const shot of wrong) console.log(`${shot.file}\n  ${shot.faults.join('\n  ')}`)
  console.log(`${shots.length} pictures in gallery/, ${wrong.length} with faults`)
  if (wrong.length > 0) process.exitCode = 1
} finally {
  await browser.close()
  await server.stop(true)
}
