// The owner's texts are plain: "# " and "## " begin a heading, "- " a line of a list, an empty line a new paragraph.
// Nothing else means anything, so that no text can become markup.

export type Block =
  | { kind: 'heading'; level: 2 | 3; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'paragraph'; lines: string[] }

export function blocks(body: string): Block[] {
  const found: Block[] = []
  let open: Block | null = null
  for (const raw of body.split(/\r\n?|\n/)) {
    const line = raw.trim()
    const heading = /^(#{1,2})\s+(.+)$/.exec(line)
    const item = /^-\s+(.+)$/.exec(line)
    if (line === '') open = null
    else if (heading?.[1] && heading[2]) {
      found.push({ kind: 'heading', level: heading[1].length === 1 ? 2 : 3, text: heading[2] })
      open = null
    } else if (item?.[1]) {
      if (open?.kind === 'list') open.items.push(item[1])
      else {
        open = { kind: 'list', items: [item[1]] }
        found.push(open)
      }
    } else if (open?.kind === 'paragraph') open.lines.push(line)
    else {
      open = { kind: 'paragraph', lines: [line] }
      found.push(open)
    }
  }
  return found
}

export function HouseText({ body }: { body: string }) {
  return (
    <div class="prose" hx-ignore="true">
      {blocks(body).map(block => {
        switch (block.kind) {
          case 'heading':
            return block.level === 2 ? <h2>{block.text}</h2> : <h3>{block.text}</h3>
          case 'list':
            return (
              <ul>
                {block.items.map(item => (
                  <li>{item}</li>
                ))}
              </ul>
            )
          case 'paragraph':
            return (
              <p>
                {block.lines.map((line, at) =>
                  at === 0 ? (
                    line
                  ) : (
                    <>
                      <br />
                      {line}
                    </>
                  ),
                )}
              </p>
            )
          default:
            return block satisfies never
        }
      })}
    </div>
  )
}
