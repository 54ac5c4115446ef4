// Reads recorded blocks and prints what they mean to the desk (see reading.mjs). ../Golden holds what it printed.
//   npm ci && node oracle.mjs ../Golden
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { stringToU8a, u8aToHex } from '@polkadot/util'
import { blake2AsU8a } from '@polkadot/util-crypto'
import { decodeEvents, factsOf, readings, runtimeOf, single } from './reading.mjs'

const shared = new URL('../../Fixtures/Chain/', import.meta.url)
const own = new URL('../', import.meta.url)
const production = new URL(process.env.DESK_CHAIN_DATA ? `file://${process.env.DESK_CHAIN_DATA}/` : '../../../../shared/chain/', import.meta.url)
const DESK = { tag: stringToU8a('desk:'), watched: [u8aToHex(stringToU8a('coretime-sales-desk-lab-account!'))] }
const TOKENS = { paseo: 'PAS', polkadot: 'DOT', kusama: 'KSM' }

const runtimes = new Map()
function runtime(file) {
  if (!runtimes.has(file)) {
    let bytes
    try { bytes = readFileSync(new URL(file, shared)) } catch { bytes = readFileSync(new URL(file, production)) }
    runtimes.set(file, runtimeOf(u8aToHex(gunzipSync(bytes))))
  }
  return runtimes.get(file)
}

const tokenOf = (name) => TOKENS[name.split('-')[0]]
// Genesis hashes are not in the recordings: the hash of the chain's name stands for one.
const chainOf = (name) => ({ name, isRelay: name.endsWith('relay'), token: tokenOf(name), genesis: blake2AsU8a(name, 256) })

const load = (folder) => readdirSync(folder).filter((f) => f.endsWith('.json')).sort().map((f) => [f.slice(0, -5), JSON.parse(readFileSync(new URL(f, folder)))])
const write = (name, value) => writeFileSync(`${process.argv[2]}/${name}`, JSON.stringify(value, null, 1) + '\n')

const blocks = {}
for (const [folder, prefix] of [[new URL('blocks/', shared), 'blocks/'], [new URL('Blocks/', own), 'Blocks/']]) for (const [name, file] of load(folder)) blocks[prefix + name] = factsOf(file, runtime(file.metadata), chainOf(file.chain), DESK)
write('blocks.json', blocks)

// Events that no chain has executed, of other runtimes: their facts alone.
const encoded = {}
for (const [name, file] of load(new URL('encoded/', shared))) {
  const rt = runtime(file.metadata); const book = readings((x) => `${x.toString()} ${tokenOf(file.chain)}`)
  const list = decodeEvents(rt, file.eventsHex).map((e) => { const fact = single(book, e, {}); return fact && { event: e.i, ...fact } }).filter(Boolean)
  if (list.length) encoded[name] = list
}
write('encoded.json', encoded)
console.log(Object.keys(blocks).length, 'blocks,', Object.values(blocks).flatMap((b) => b.facts).length, 'facts;', Object.keys(encoded).length, 'encoded files,', Object.values(encoded).flat().length, 'facts')
