#!/usr/bin/env bun
import { main } from '../src/main.ts'
import { sourceBundle } from './bundle.ts'

await main(await sourceBundle(), process.argv.slice(2), process.env)
