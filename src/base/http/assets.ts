/**
 * Files for browsers, with names that carry their content's hash: immutable, so a page of the last version keeps its own.
 */
export interface Asset {
  /** Name in the source: `app.css`, `client/room.ts`, `img/painter.svg`. */
  name: string
  /** `/assets/app-1a2b3c4d.css`. */
  href: string
  type: string
  /** Where the bytes are: embedded in the executable or on disk in development. */
  file: string
}

/** What the build puts beside the code: `scripts/bundle.ts` makes it, embedded or fresh. */
export interface Bundle {
  version: string
  commit: string
  assets: Asset[]
  /** The media server for this target, zstd-compressed when embedded; null in development (then `--mediamtx` or the cache). */
  mediamtx: { file: string; sha256: string; compressed: boolean } | null
  /** Where THIRD_PARTY.md is; empty when there is none. */
  licenses: string
}

export class Assets {
  private readonly byName = new Map<string, Asset>()
  private readonly byHref = new Map<string, Asset>()

  constructor(assets: Asset[]) {
    for (const asset of assets) {
      this.byName.set(asset.name, asset)
      this.byHref.set(asset.href, asset)
    }
  }

  /** Throws on an unknown name: a page that names a missing file is a bug. */
  href(name: string): string {
    const asset = this.byName.get(name)
    if (!asset) throw new Error(`no asset ${name}`)
    return asset.href
  }

  has(name: string): boolean {
    return this.byName.has(name)
  }

  respond(request: Request, href: string): Response | null {
    const asset = this.byHref.get(href)
    if (!asset) return null
    const headers = {
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${asset.href}"`,
    }
    if (request.headers.get('if-none-match') === headers.etag) return new Response(null, { status: 304, headers })
    return new Response(Bun.file(asset.file), { headers })
  }
}
