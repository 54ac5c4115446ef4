// Records the blocks of ../Blocks from the chain lab (../../ChainLab): what the desk's customers do, and what goes wrong for them.
//   node record.mjs OUT
// The lab is deterministic, so a second run gives the same hashes. It needs the node packages of ../../ChainLab/node.
import { mkdirSync, writeFileSync } from 'node:fs'
import { hexToU8a, stringToHex, u8aToHex } from '@polkadot/util'
import { blake2AsU8a, createKeyDerived, createKeyMulti, encodeAddress, sortAddresses } from '@polkadot/util-crypto'
import { ACCOUNTS as A, UNIT, asUser, fundAccounts, startChains, startSale, sudo } from '../../ChainLab/node/lib/setup.mjs'

const out = process.argv[2]
mkdirSync(out, { recursive: true })
const { coretime: ct, relay: rl } = await startChains({ coretimePort: 9760, relayPort: 9770 })
const LOTS = 10_000_000n * UNIT
let taken = 0

// A tag of the desk and a digest, as its call data carries them: five bytes, then BLAKE2b-256 of the quote's name.
const tagged = (quote) => stringToHex('desk:') + u8aToHex(blake2AsU8a(quote, 256)).slice(2)
const remark = (c, quote) => c.call('System', 'remarkWithEvent', tagged(quote))
const buy = (limit = LOTS) => ct.call('Broker', 'purchase', limit)
const all = (c, ...calls) => c.call('Utility', 'batchAll', calls)
const batch = (c, ...calls) => c.call('Utility', 'batch', calls)
const force = (c, ...calls) => c.call('Utility', 'forceBatch', calls)
const proxy = (c, real, call) => c.call('Proxy', 'proxy', real, null, call)
const quoted = (quote, limit = LOTS) => all(ct, remark(ct, quote), buy(limit))
const order = (how, para = 2000, max = 100n * UNIT) => rl.call('OnDemand', `placeOrder${how}`, max, para)

const storageAt = async (c, block, keys) => Object.fromEntries(await Promise.all(keys.map(async (k) => [k, (await block.get(k)) ?? null])))

// One block with these extrinsics; `credits` names accounts whose credits are read before and after it.
async function block(c, label, txs, { credits = [], before, ...options } = {}) {
  const parent = c.head
  const signed = []
  for (const [who, call] of txs) signed.push(await c.sign(call, A[who] ?? who))
  const b = await c.block({ txs: signed, label, ...options })
  if (b.rejected) throw new Error(`${label}: ${b.rejected} extrinsics were rejected`)
  const short = c === ct ? 'coretime' : 'relay'
  const id = `${short}-${String(++taken).padStart(3, '0')}-${label}`
  const keys = c === ct
    ? [['Timestamp', 'Now'], ['ParachainSystem', 'ValidationData'], ['Broker', 'Configuration'], ['Broker', 'SaleInfo']].map(([p, i]) => c.key(p, i))
    : [c.key('Timestamp', 'Now'), ...credits.map((a) => c.key('OnDemand', 'Credits', a))]
  const head = await c.head.header
  writeFileSync(`${out}/${id}.json`, JSON.stringify({
    id, chain: c.name, specVersion: c.version.specVersion, metadata: `metadata/${c.name}-${c.version.specVersion}.v14.scale.gz`,
    block: { number: b.number, hash: b.hash, parentHash: head.parentHash.toHex(), header: head.toHex() },
    extrinsics: b.extrinsics, eventsHex: b.eventsHex,
    storage: { parent: { ...await storageAt(c, parent, keys), ...before }, block: await storageAt(c, c.head, keys) },
  }, null, 1) + '\n')
  console.log(id, b.events.filter((e) => !/^(balances|transactionPayment|parachainSystem|treasury)\./.test(e.event) && !/ExtrinsicSuccess|HistoryInitialized/.test(e.event)).map((e) => e.event).join(' '))
  return b
}

const fund = (c, address) => c.setStorage({ System: { Account: [[[address], { providers: 1, data: { free: (1_000_000n * UNIT).toString() } }]] } })
const others = (members, me) => sortAddresses(members.filter((m) => m !== me), 42)
const multi = (c, members, me, call, timepoint = null) => c.call('Multisig', 'asMulti', members.threshold ?? 2, others(members, me), timepoint, call, { refTime: 20_000_000_000, proofSize: 400_000 })

await fundAccounts({ coretime: ct, relay: rl })
await startSale(ct)

// ---- Coretime chain --------------------------------------------------------------------------------------------
await ct.block({ relay: 30_100_804 + 100_800, label: 'half of the lead-in' })
await block(ct, 'remark-and-purchase', [['desk', quoted('Q1')]])
await block(ct, 'remark-and-overpriced', [['desk', quoted('Q2', 1)]])
await block(ct, 'remark-then-interrupted', [['bob', batch(ct, remark(ct, 'Q3'), buy(1), buy())]])
await block(ct, 'remark-then-item-failed', [['bob', force(ct, remark(ct, 'Q4'), buy(1), buy())]])
await block(ct, 'remark-and-credit-filtered', [['desk', all(ct, remark(ct, 'Q5'), ct.call('Broker', 'purchaseCredit', 50n * UNIT, A.bob))]])
await block(ct, 'plain-remarks', [
  ['alice', ct.call('System', 'remarkWithEvent', stringToHex('not of the desk'))],
  ['bob', ct.call('System', 'remark', tagged('Q6'))], // Leaves no event.
  ['dave', remark(ct, 'Q7')],
])
await block(ct, 'transfers', [
  ['alice', ct.call('Balances', 'transferKeepAlive', A.desk, 3n * UNIT)],
  ['bob', ct.call('Balances', 'transferKeepAlive', A.charlie, 4n * UNIT)],
  ['desk', all(ct, ct.call('Balances', 'transferKeepAlive', A.dave, 5n * UNIT), remark(ct, 'Q8'))],
])
await block(ct, 'add-proxy', [['alice', ct.call('Proxy', 'addProxy', A.charlie, 'Any', 0)], ['desk', ct.call('Proxy', 'addProxy', A.alice, 'Any', 0)]])
await block(ct, 'proxied-quote', [['charlie', proxy(ct, A.alice, quoted('Q9'))]])
await block(ct, 'proxied-quote-fails', [['charlie', proxy(ct, A.alice, quoted('Q10', 1))]])
await block(ct, 'proxy-of-a-proxy', [['charlie', proxy(ct, A.alice, proxy(ct, A.desk, quoted('Q11')))]])
await block(ct, 'proxy-of-a-proxy-fails', [['charlie', proxy(ct, A.alice, proxy(ct, A.desk, quoted('Q12', 1)))]])

const derived = encodeAddress(createKeyDerived(A.charlie, 7), 42)
await fund(ct, derived)
const derive = (call) => ct.call('Utility', 'asDerivative', 7, call)
await block(ct, 'deep-nest', [['charlie', all(ct,
  proxy(ct, A.alice, batch(ct, remark(ct, 'Q13'), buy(), buy(1), buy())),
  // A batch_all within a batch_all is filtered, also behind a derived account; and Charlie is no proxy of Bob.
  force(ct, buy(1), derive(quoted('Q14')), proxy(ct, A.bob, buy())),
  buy(),
)]])
await block(ct, 'derived-account', [['charlie', derive(quoted('Q25'))]])

const pair = [A.alice, A.bob]
const pairAccount = encodeAddress(createKeyMulti(pair, 2), 42)
await fund(ct, pairAccount)
for (const [label, call] of [['multisig-quote', quoted('Q15')], ['multisig-quote-fails', quoted('Q16', 1)]]) {
  const proposed = await block(ct, `${label}-proposed`, [['alice', multi(ct, pair, A.alice, call)]])
  await block(ct, label, [['bob', multi(ct, pair, A.bob, call, { height: proposed.number, index: proposed.events.find((e) => e.event === 'multisig.NewMultisig').phase })]])
}

const solo = [A.alice, A.charlie]
await fund(ct, encodeAddress(createKeyMulti(solo, 1), 42))
await block(ct, 'multisig-of-one', [['charlie', ct.call('Multisig', 'asMultiThreshold1', others(solo, A.charlie), quoted('Q17'))]])
await block(ct, 'sudo-as', [['alice', ct.call('Sudo', 'sudoAs', A.bob, quoted('Q18'))], ['alice', ct.call('Sudo', 'sudoAs', A.bob, quoted('Q19', 1))]])
await block(ct, 'root-batch', [['alice', sudo(ct, all(ct,
  ct.call('Utility', 'dispatchAs', { system: { Signed: A.bob } }, quoted('Q20')),
  ct.call('Utility', 'dispatchAs', { system: { Signed: A.dave } }, quoted('Q21', 1)),
  ct.call('Utility', 'dispatchAsFallible', { system: { Signed: A.dave } }, buy()),
  ct.call('Utility', 'withWeight', ct.call('Broker', 'reserve', [{ mask: '0x' + 'ff'.repeat(10), assignment: { Task: 1010 } }]), { refTime: 1, proofSize: 1 }),
))]])
await block(ct, 'root-fails', [['alice', sudo(ct, all(ct, remark(ct, 'Q22'), ct.call('Broker', 'unreserve', 99)))]])
await block(ct, 'if-else', [
  ['dave', all(ct, remark(ct, 'Q23'), ct.call('Utility', 'ifElse', buy(1), buy()))],
  ['desk', ct.call('Utility', 'ifElse', quoted('Q24'), buy())],
])
const configuration = (renewalBump) => ct.call('Broker', 'configure', {
  advanceNotice: 10, interludeLength: 100_800, leadinLength: 201_600, regionLength: 5_040, idealBulkProportion: 1_000_000_000, limitCoresOffered: null, renewalBump, contributionTimeout: 5_040,
})
await block(ct, 'configured', [['alice', sudo(ct, configuration(50_000_000))], ['alice', sudo(ct, ct.call('Broker', 'notifyCoreCount', 24))]])
await block(ct, 'configured-the-same', [['alice', sudo(ct, configuration(50_000_000))]])
await block(ct, 'configured-and-back', [['alice', sudo(ct, all(ct, configuration(60_000_000), configuration(50_000_000)))]])
{
  const sale = await ct.get('Broker', 'SaleInfo')
  const status = (await ct.get('Broker', 'Status')).toJSON()
  await ct.setStorage({ Broker: { Status: { ...status, lastCommittedTimeslice: sale.regionBegin.toNumber() - 1, lastTimeslice: sale.regionBegin.toNumber() - 2 } } })
  await ct.block({ relay: sale.regionBegin.toNumber() * 80 - 8, label: 'just before the rotation' })
  // Governance configures by a message to the chain: no extrinsic, no event, only the storage tells.
  const before = await storageAt(ct, ct.head, [ct.key('Broker', 'Configuration')])
  await ct.setStorage({ Broker: { Configuration: { advanceNotice: 10, interludeLength: 50_400, leadinLength: 201_600, regionLength: 5_040, idealBulkProportion: 1_000_000_000, limitCoresOffered: 40, renewalBump: 50_000_000, contributionTimeout: 5_040 } } })
  await block(ct, 'rotation', [], { before })
}

// ---- Relay chain -----------------------------------------------------------------------------------------------
const credit = (who, amount) => sudo(rl, rl.call('Coretime', 'creditAccount', A[who], amount))
await block(rl, 'credited', [['alice', credit('bob', 500n * UNIT)], ['alice', credit('alice', 300n * UNIT)]])
await block(rl, 'remark-and-orders', [['bob', all(rl, remark(rl, 'O1'), order('WithCredits'), order('KeepAlive', 3333))]], { credits: [A.bob] })
await block(rl, 'add-proxy', [['alice', rl.call('Proxy', 'addProxy', A.charlie, 'Any', 0)]])
await block(rl, 'proxied-orders', [['charlie', batch(rl, proxy(rl, A.alice, order('WithCredits')), order('AllowDeath'), proxy(rl, A.alice, order('WithCredits', 2000, 1)), remark(rl, 'O2'))]], { credits: [A.alice, A.charlie] })
await block(rl, 'sudo-as-orders', [['alice', rl.call('Sudo', 'sudoAs', A.bob, order('WithCredits'))], ['alice', asUser(rl, A.bob, order('KeepAlive'))]], { credits: [A.bob] })

const pairOnRelay = encodeAddress(createKeyMulti(pair, 2), 42)
await fund(rl, pairOnRelay)
{
  const call = all(rl, remark(rl, 'O3'), order('KeepAlive'))
  const proposed = await block(rl, 'multisig-order-proposed', [['alice', multi(rl, pair, A.alice, call)]])
  await block(rl, 'multisig-order', [['bob', multi(rl, pair, A.bob, call, { height: proposed.number, index: proposed.events.find((e) => e.event === 'multisig.NewMultisig').phase })]], { credits: [pairOnRelay] })
}
// Scheduled calls run at the start of a block: there is no extrinsic whose call could tell how an order was paid.
const later = async (label, ...calls) => {
  const when = rl.head.number + 2
  await rl.block({ label: `${label}-scheduled`, txs: await signAll(calls.map((call) => ['alice', sudo(rl, rl.call('Scheduler', 'schedule', when, null, 0, call))])) })
  return block(rl, label, [], { credits: [A.bob, A.alice] })
}
const signAll = async (list) => { const signed = []; for (const [who, call] of list) signed.push(await rl.sign(call, A[who])); return signed }
const as = (who, call) => rl.call('Utility', 'dispatchAs', { system: { Signed: A[who] } }, call)
await later('scheduled-credit-order', as('bob', order('WithCredits')))
await later('scheduled-balance-order', as('bob', order('AllowDeath')), as('alice', order('WithCredits')))
await later('scheduled-both-ways', as('bob', order('WithCredits')), as('bob', order('KeepAlive')))
await later('scheduled-credit-and-order', rl.call('Coretime', 'creditAccount', A.bob, 7n * UNIT), as('bob', order('WithCredits')))
await block(rl, 'core-assigned', [['alice', sudo(rl, rl.call('Coretime', 'assignCore', 1, 100, [['Pool', 28_800], [{ Task: 2000 }, 28_800]], 900))], ['alice', sudo(rl, rl.call('Coretime', 'assignCore', 2, 100, [['Idle', 57_600]], null))]])
await block(rl, 'orders-fail', [['bob', all(rl, remark(rl, 'O4'), order('WithCredits', 2000, 1))], ['dave', batch(rl, remark(rl, 'O5'), order('WithCredits'))]])
console.log('blocks', taken)
process.exit(0)
