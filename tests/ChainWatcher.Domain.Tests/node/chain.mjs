// Reads the blocks of running chains by JSON-RPC and prints what they mean to the desk, as it would be published (see reading.mjs, published.mjs).
//   node chain.mjs <request.json
// A request: { tag, watched: [0x accounts], chains: [{ name, kind: coretime|relay, url (HTTP), token: { symbol, decimals }, first, last: { number, hash } }] }.
// Blocks are found from the last one backwards by parent hash, so a block that lost against another one is none.
import { text } from 'node:stream/consumers'
import { hexToU8a, stringToU8a, u8aToHex } from '@polkadot/util'
import { blake2AsU8a } from '@polkadot/util-crypto'
import { published } from './published.mjs'
import { decodeEvents, factsOf, key, runtimeOf } from './reading.mjs'

const request = JSON.parse(await text(process.stdin))
const desk = { tag: stringToU8a(request.tag), watched: request.watched }

const client = (url) => async (method, ...params) => {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) })
  const { result, error } = await answer.json()
  if (error) throw new Error(`${method}(${params}): ${error.message}`)
  return result
}

// The headers from a height up to a block.
async function pathTo(rpc, last, first) {
  const path = []
  for (let hash = last.hash, number = last.number; number >= first; number--) {
    const header = await rpc('chain_getHeader', hash)
    if (Number(header.number) !== number) throw new Error(`${hash} is at ${Number(header.number)}, not at ${number}`)
    path.unshift({ number, hash, parent: header.parentHash })
    hash = header.parentHash
  }
  return path
}

async function read(rpc, runtimes, chain, { number, hash, parent }) {
  // The runtime that executed a block is the one that its parent left.
  const { specVersion } = await rpc('state_getRuntimeVersion', parent)
  if (!runtimes.has(specVersion)) runtimes.set(specVersion, runtimeOf(await rpc('state_getMetadata', parent)))
  const rt = runtimes.get(specVersion)
  const eventsHex = (await rpc('state_getStorage', key('System', 'Events'), hash)) ?? '0x00'
  const { block } = await rpc('chain_getBlock', hash)
  const payers = decodeEvents(rt, eventsHex).filter((e) => e.name === 'OnDemand.OnDemandOrderPlaced').map((e) => e.data.ordered_by.toU8a())
  const keys = chain.isRelay
    ? payers.map((who) => key('OnDemand', 'Credits') + u8aToHex(blake2AsU8a(who, 128)).slice(2) + u8aToHex(who).slice(2))
    : [key('Broker', 'Configuration'), key('Broker', 'SaleInfo')]
  const storageAt = async (at) => Object.fromEntries(await Promise.all(keys.map(async (k) => [k, await rpc('state_getStorage', k, at)])))
  const file = { block: { number, hash }, extrinsics: block.extrinsics, eventsHex, storage: { parent: await storageAt(parent), block: await storageAt(hash) } }
  const { facts, remarks_unread } = factsOf(file, rt, chain, desk)
  if (remarks_unread) throw new Error(`block ${number} has ${remarks_unread} remarks whose call cannot be told`)
  return { number, hash, facts: facts.map((f) => published(f, chain)) }
}

const answer = {}
for (const asked of request.chains) {
  const rpc = client(asked.url); const genesisHash = await rpc('chain_getBlockHash', 0)
  const chain = { name: asked.name, isRelay: asked.kind === 'relay', token: asked.token.symbol, decimals: asked.token.decimals, genesisHash, genesis: hexToU8a(genesisHash) }
  const runtimes = new Map(); const blocks = answer[chain.name] = []
  for (const block of await pathTo(rpc, asked.last, asked.first)) blocks.push(await read(rpc, runtimes, chain, block))
}
console.log(JSON.stringify(answer))
