import type { Server } from 'bun'

/**
 * Publishes rendered frames to topics. The topic names are the server's alone. Two servers may listen at once while a
 * certificate is replaced: a frame goes to the listeners of both.
 */
export interface Hub {
  publish(topic: string, frame: string): void
}

/** The part of an open socket that the hub and the routes need. */
export interface Seat {
  send(frame: string): unknown
  close(code: number, reason?: string): unknown
}

export class SocketHub implements Hub {
  private readonly servers = new Set<Server<unknown>>()

  attach(server: Server<unknown>): void {
    this.servers.add(server)
  }

  detach(server: Server<unknown>): void {
    this.servers.delete(server)
  }

  publish(topic: string, frame: string): void {
    for (const server of this.servers) server.publish(topic, frame)
  }
}
