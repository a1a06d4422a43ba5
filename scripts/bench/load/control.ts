import { connect, type Socket } from 'node:net'
import { until } from './proc.ts'

/** Talks to a stand-in origin. */
export class Control {
  private readonly replies: ((value: never) => void)[] = []
  private rest = ''
  private constructor(
    private readonly socket: Socket,
    readonly path: string,
  ) {
    socket.on('data', data => {
      const lines = (this.rest + data.toString()).split('\n')
      this.rest = lines.pop()!
      for (const line of lines) this.replies.shift()?.(JSON.parse(line) as never)
    })
  }

  static open(path: string): Promise<Control> {
    return until('the origin answers', () => {
      return new Promise<Control>((resolve, reject) => {
        const socket = connect(path, () => resolve(new Control(socket, path)))
        socket.on('error', reject)
      })
    })
  }

  private ask<T>(line: string): Promise<T> {
    return new Promise(resolve => {
      this.replies.push(resolve as (value: never) => void)
      this.socket.write(`${line}\n`)
    })
  }

  state = () => this.ask<{ parts: number; msn: number; part: number; blocked: number }>('state')
  count = (key: string) => this.ask<{ count: number }>(`count ${key}`)
  /** Completes the next part at that instant; answers when it really did. */
  grow = (at: number) => this.ask<{ part: number; at: number }>(`grow ${at}`)
  close(): void {
    this.socket.destroy()
  }
}
