import { describe, expect, test } from 'bun:test'
import type { Server } from 'bun'
import { SocketHub } from '../../src/base/realtime/hub.ts'
import { until } from '../help/site.ts'

/** A server that remembers what it was given to send. */
function ear(hub = new SocketHub()) {
  const heard: { topic: string; frame: string }[] = []
  const server = {
    publish: (topic: string, frame: string) => heard.push({ topic, frame }),
  } as unknown as Server<unknown>
  hub.attach(server)
  const all = (topic: string) =>
    heard
      .filter(one => one.topic === topic)
      .map(one => one.frame)
      .join('')
  return { hub, heard, server, all }
}

describe('frames of one topic', () => {
  test('that come together go out as one, in their order', async () => {
    const { hub, heard } = ear()
    for (const frame of ['<a>', '<b>', '<c>']) hub.publish('room:x', frame)
    expect(heard).toEqual([])
    await until('they are out', () => heard.length)
    expect(heard).toEqual([{ topic: 'room:x', frame: '<a><b><c>' }])
  })

  test('stay apart from those of another', async () => {
    const { hub, heard } = ear()
    hub.publish('room:x', '<a>')
    hub.publish('room:y', '<b>')
    await until('both are out', () => heard.length === 2)
    expect(heard.map(one => one.frame).sort()).toEqual(['<a>', '<b>'])
  })

  test('one alone goes out alone, again and again', async () => {
    const { hub, heard } = ear()
    for (let n = 1; n <= 5; n++) {
      hub.publish('room:x', `<${n}>`)
      await until('it is out', () => heard.length === n)
    }
    expect(heard.map(one => one.frame)).toEqual(['<1>', '<2>', '<3>', '<4>', '<5>'])
  })

  test('a steady run comes to be joined, keeps its order, and none is lost or doubled', async () => {
    const { hub, heard, all } = ear()
    const sent: string[] = []
    while (heard.length > sent.length - 20 && sent.length < 3000) {
      sent.push(`<${sent.length}>`)
      hub.publish('room:x', sent.at(-1)!)
      await Bun.sleep(3)
    }
    await until('all are out', () => all('room:x').endsWith(sent.at(-1)!))
    expect(all('room:x')).toBe(sent.join(''))
    expect(sent.length).toBeLessThan(3000)
  })

  test('that are no markup go out alone, each whole', async () => {
    const { hub, heard } = ear()
    for (const n of [1, 2, 3]) hub.publish('studio:x', JSON.stringify({ n }))
    await until('all are out', () => heard.length === 3)
    expect(heard.map(one => JSON.parse(one.frame).n)).toEqual([1, 2, 3])
  })

  test('reach the listeners of both servers while a certificate changes, and only those that are there', async () => {
    const hub = new SocketHub()
    const [one, two] = [ear(hub), ear(hub)]
    hub.publish('room:x', '<a>')
    await until('both heard', () => one.heard.length === 1 && two.heard.length === 1)
    hub.detach(one.server)
    hub.publish('room:x', '<b>')
    await until('the other heard', () => two.heard.length === 2)
    expect(one.heard.length).toBe(1)
  })
})
