/**
 * The one rule against cross-site requests (CSRF, CSWSH). A route that reads a cookie takes an unsafe method only with
 * `Sec-Fetch-Site: same-origin`, or, where a browser sends none, with an Origin that equals ours. A WebSocket upgrade
 * always needs the exact Origin: Chromium sends no Sec-Fetch-* there.
 */
export function sameOrigin(request: Request, ours: string): boolean {
  const upgrade = request.headers.get('upgrade')?.toLowerCase() === 'websocket'
  const origin = request.headers.get('origin')
  if (upgrade) return origin === ours
  const method = request.method
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return true
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  return origin === ours
}
