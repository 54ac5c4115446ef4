#!/usr/bin/env node
// CLI and daemon of the lab. See ../README.md.
import { spawn } from 'node:child_process'
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { fileURLToPath } from 'node:url'

const here = (f) => fileURLToPath(new URL(f, import.meta.url))
const STATE = here('./.lab-state.json')
const argv = process.argv.slice(2)
const cmd = argv.shift() ?? 'help'
const opts = {}; const rest = []
for (let i = 0; i < argv.length; i++) {
  if (argv[i].startsWith('--')) { const [k, v] = argv[i].slice(2).split('='); opts[k] = v ?? (argv[i + 1] && !argv[i + 1].startsWith('--') ? argv[++i] : 'true') } else rest.push(argv[i])
}
const num = (k, d) => Number(opts[k] ?? d)
const PORTS = { coretime: num('coretime-port', 9910), relay: num('relay-port', 9920), control: num('control-port', 9930), view: num('view-offset', 1) }
const out = (o) => console.log(JSON.stringify(o, null, 2))

async function rpc(method, params = {}, port = state()?.ports.control ?? PORTS.control) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const text = await new Promise((ok, no) => {
    const r = http.request({ host: '127.0.0.1', port, method: 'POST', path: '/', headers: { 'content-type': 'application/json' } }, (res) => {
      let s = ''; res.on('data', (d) => { s += d }); res.on('end', () => ok(s))
    })
    r.on('error', no); r.end(body)
  })
  const j = JSON.parse(text)
  if (j.error) throw new Error(j.error.message)
  return j.result
}
const state = () => (existsSync(STATE) ? JSON.parse(readFileSync(STATE, 'utf8')) : null)

async function up() {
  const old = state()
  if (old) { try { return out(await rpc('lab_info')) } catch { rmSync(STATE, { force: true }) } }
  const log = openSync(here('./.lab.log'), 'w')
  const child = spawn(process.execPath, [here('./lab.mjs'), 'serve', ...process.argv.slice(3)], { detached: true, stdio: ['ignore', log, log] })
  writeFileSync(STATE, JSON.stringify({ pid: child.pid, ports: PORTS }))
  let dead = false; child.on('exit', () => { dead = true })
  const until = Date.now() + 180_000
  while (Date.now() < until && !dead) {
    try { const i = await rpc('lab_info', {}, PORTS.control); if (i.ready) { child.unref(); out(i); process.exit(0) } } catch { /* not listening yet */ }
    await new Promise((r) => setTimeout(r, 250))
  }
  rmSync(STATE, { force: true })
  console.error(readFileSync(here('./.lab.log'), 'utf8').slice(-3000)); console.error('lab did not come up'); process.exit(1)
}

async function serve() {
  const t0 = Date.now()
  if (opts['exit-with-stdin'] === 'true') { // whoever started the lab holds the other end: it closes even when that process is killed
    for (const e of ['end', 'error']) process.stdin.on(e, () => process.exit(0))
    process.stdin.resume()
  }
  const { startChains, fundAccounts, startSale, ACCOUNTS, PARA, START, CONFIG } = await import('./lib/setup.mjs')
  const { saleState } = await import('./lib/broker.mjs')
  const { World, scenarios, brief } = await import('./lib/scenarios.mjs')
  const { startView } = await import('./lib/view.mjs')
  const { decodeAddress } = await import('@polkadot/util-crypto')
  const { u8aToHex } = await import('@polkadot/util')
  const withRelay = opts['no-relay'] !== 'true'
  let world; let views = {}; let ready = false; let busy = Promise.resolve()
  const info = async () => ({
    ready, pid: process.pid, upMs: info.upMs, control: `http://127.0.0.1:${PORTS.control}`,
    coretime: world && { chain: world.coretime.name, ws: world.coretime.ws, nodeView: views.coretime?.ws, spec: world.coretime.version.specVersion, head: world.coretime.head.number, hash: world.coretime.head.hash, finalized: views.coretime?.finalized() },
    relay: world?.relay && { chain: world.relay.name, ws: world.relay.ws, nodeView: views.relay?.ws, spec: world.relay.version.specVersion, head: world.relay.head.number, hash: world.relay.head.hash, finalized: views.relay?.finalized() },
    accounts: Object.fromEntries(Object.entries(ACCOUNTS).map(([k, a]) => [k, { ss58: a, hex: u8aToHex(decodeAddress(a)) }])),
    paras: PARA, sale: world && await saleState(world.coretime),
  })
  const chainOf = (p) => { const c = world[p.chain ?? 'coretime']; if (!c) throw new Error('no such chain'); return c }
  const methods = {
    lab_info: () => info(),
    lab_scenarios: () => Object.keys(scenarios),
    lab_run: async ({ name, params }) => { if (!scenarios[name]) throw new Error(`unknown scenario ${name}`); return [].concat(await scenarios[name](world, params ?? {})) },
    lab_newBlock: async (p) => brief(await chainOf(p).block({ label: p.label ?? 'empty-block', relay: p.relay, txs: p.txs })),
    lab_setHead: async (p) => chainOf(p).setHead(p.hash ?? p.number),
    lab_setStorage: async (p) => { await chainOf(p).setStorage(p.storage); return true },
    lab_storage: async (p) => ({ key: chainOf(p).key(p.pallet, p.item, ...(p.args ?? [])), raw: await chainOf(p).raw(p.pallet, p.item, ...(p.args ?? [])), value: (await chainOf(p).get(p.pallet, p.item, ...(p.args ?? [])))?.toJSON() ?? null }),
    lab_sign: async (p) => { const c = chainOf(p); return c.sign(c.call(p.pallet, p.method, ...(p.args ?? [])), ACCOUNTS[p.who] ?? p.who, { nonce: p.nonce }) },
    lab_finalize: async (p) => views[p.chain ?? 'coretime'].finalize(p.number),
    lab_finalityLag: async (p) => views[p.chain ?? 'coretime'].setLag(p.lag),
    lab_dropConnections: async (p) => views[p.chain ?? 'coretime'].drop(),
    lab_shutdown: async () => { setTimeout(() => process.exit(0), 50); return true },
  }
  const AT_ONCE = new Set(['lab_dropConnections']) // changes no chain, and is to happen in the middle of what does
  http.createServer((req, res) => {
    let s = ''; req.on('data', (d) => { s += d }); req.on('end', () => {
      let q; try { q = JSON.parse(s || '{}') } catch (e) { q = { problem: e } }
      const job = async () => {
        const id = q.id ?? null; let reply
        try {
          if (q.problem) throw q.problem
          if (!methods[q.method]) throw new Error(`unknown method ${q.method}`)
          if (!ready && q.method !== 'lab_info') throw new Error('starting')
          reply = { jsonrpc: '2.0', id, result: await methods[q.method](Array.isArray(q.params) ? q.params[0] ?? {} : q.params ?? {}) }
        } catch (e) { reply = { jsonrpc: '2.0', id, error: { code: -32000, message: String(e?.message ?? e) } } }
        res.writeHead(200, { 'content-type': 'application/json' }); res.end(JSON.stringify(reply))
      }
      if (AT_ONCE.has(q.method)) job()
      else busy = busy.then(job, job) // one request at a time keeps runs deterministic
    })
  }).listen(PORTS.control, '127.0.0.1')
  const mode = { manual: 'Manual', instant: 'Instant', batch: 'Batch' }[opts.mode ?? 'manual']
  const chains = await startChains({ coretimePort: PORTS.coretime, relayPort: PORTS.relay, mode, relay: withRelay })
  await fundAccounts(chains)
  if (opts['no-sale'] !== 'true') await startSale(chains.coretime)
  world = new World(chains)
  views.coretime = await startView(chains.coretime, PORTS.coretime + PORTS.view, num('lag', 2))
  if (chains.relay) views.relay = await startView(chains.relay, PORTS.relay + PORTS.view, num('lag', 2))
  info.upMs = Date.now() - t0; ready = true
  const every = num('auto-blocks', 0)
  if (every > 0) setInterval(() => { busy = busy.then(async () => { for (const c of [chains.coretime, chains.relay]) if (c) await c.block({ label: 'auto' }) }).catch((e) => console.error(e)) }, every * 1000)
  console.log(`ready in ${info.upMs} ms; timeline starts at relay block ${START.relay}, region length ${CONFIG.regionLength}`)
}

const commands = {
  up, serve,
  info: async () => out(await rpc('lab_info')),
  scenarios: async () => out(await rpc('lab_scenarios')),
  'run-scenario': async () => out(await rpc('lab_run', { name: rest[0], params: rest[1] ? JSON.parse(rest[1]) : {} })),
  rpc: async () => out(await rpc(rest[0], rest[1] ? JSON.parse(rest[1]) : {})),
  down: async () => { try { await rpc('lab_shutdown'); out({ stopped: true }) } catch { out({ stopped: false }) } rmSync(STATE, { force: true }) },
  help: async () => console.log('usage: node lab.mjs up|down|info|scenarios|run-scenario NAME [JSON]|rpc METHOD [JSON]|serve\n  options for up/serve: --coretime-port 9910 --relay-port 9920 --control-port 9930 --no-relay --no-sale --mode manual|instant|batch --auto-blocks SECONDS --lag BLOCKS --exit-with-stdin\n  LAB_SPECS: folder of the chain specs'),
}
if (!commands[cmd]) { await commands.help(); process.exit(2) }
await commands[cmd]().catch((e) => { console.error(String(e?.message ?? e)); process.exit(1) })
