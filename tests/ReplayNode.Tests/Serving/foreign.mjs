// Reads a chain as a foreign client does: @polkadot/api, borrowed from the chain lab's packages.
// node foreign.mjs LAB/package.json ws://… FIRST LAST: prints the events of the blocks, decoded by it alone.
import { createRequire } from 'node:module'

const [packages, url, first, last] = process.argv.slice(2)
const { ApiPromise, WsProvider } = createRequire(packages)('@polkadot/api')
const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true })
const blocks = []
for (let n = Number(first); n <= Number(last); n++) {
  const hash = await api.rpc.chain.getBlockHash(n)
  const [block, at] = await Promise.all([api.rpc.chain.getBlock(hash), api.at(hash)])
  const events = await at.query.system.events()
  blocks.push({
    hash: hash.toHex(), parent: block.block.header.parentHash.toHex(), extrinsics: block.block.extrinsics.length,
    timestamp: (await at.query.timestamp.now()).toNumber(), events: events.map(({ event }) => event.index.toHex()),
  })
}
const head = await new Promise((ok) => { api.rpc.chain.subscribeFinalizedHeads((h) => ok(h.number.toNumber())) })
console.log(JSON.stringify({ chain: (await api.rpc.system.chain()).toString(), spec: api.runtimeVersion.specVersion.toNumber(), head, blocks }))
process.exit(0)
