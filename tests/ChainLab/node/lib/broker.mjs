// What the broker pallet's storage says at the head, and the accounts around it.
import { stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util'
import { encodeAddress } from '@polkadot/util-crypto'
import { ACCOUNTS } from './setup.mjs'

export const FULL = '0x' + 'ff'.repeat(10)
export const addr = (x) => ACCOUNTS[x] ?? x

export async function saleState(c) {
  const s = await c.get('Broker', 'SaleInfo'); const st = await c.get('Broker', 'Status')
  if (!s) return null
  const n = (x) => x.toNumber()
  const sale = {
    saleStart: n(s.saleStart), leadinLength: n(s.leadinLength), endPrice: s.endPrice.toString(), regionBegin: n(s.regionBegin),
    regionEnd: n(s.regionEnd), idealCoresSold: n(s.idealCoresSold), coresOffered: n(s.coresOffered), firstCore: n(s.firstCore),
    selloutPrice: s.selloutPrice.isSome ? s.selloutPrice.unwrap().toString() : null, coresSold: n(s.coresSold),
  }
  return {
    relayBlock: c.relay, timeslice: Math.floor(c.relay / 80),
    phase: c.relay < sale.saleStart ? 'interlude' : c.relay < sale.saleStart + sale.leadinLength ? 'leadin' : 'fixed',
    currentPrice: priceAt(sale, c.relay).toString(), sale,
    status: { coreCount: n(st.coreCount), lastCommittedTimeslice: n(st.lastCommittedTimeslice), lastTimeslice: n(st.lastTimeslice) },
  }
}

// Integer re-statement of the price curve: FixedU64 (9 decimals) position, two straight lines, truncated product.
export function priceAt(sale, relay) {
  const ONE = 1_000_000_000n
  const len = BigInt(sale.leadinLength)
  let num = BigInt(Math.max(0, relay - sale.saleStart)); if (num > len) num = len
  const q = len === 0n ? ONE : (num * ONE) / len
  const t = len !== 0n && 2n * (num * ONE - q * len) > len ? q + 1n : q // position rounds to nearest 1e-9
  const f = t <= ONE / 2n ? 100n * ONE - 180n * t : 19n * ONE - 18n * t
  return (f * BigInt(sale.endPrice)) / ONE
}

// The entries of a map of the broker that have a value, as [key bytes without their hash, value], both decoded by the types that are named.
export async function entriesOf(c, item, sample, hashed, keyType, valueType) {
  const prefix = c.key('Broker', item, sample).slice(0, 66)
  const out = []
  for (const k of await c.head.getKeysPaged({ prefix, pageSize: 1000 })) {
    const raw = await c.head.get(k)
    if (raw) out.push([c.registry.createType(keyType, '0x' + k.slice(66 + 2 * hashed)), c.registry.createType(valueType, raw)])
  }
  return out
}
export const regionId = (r) => ({ begin: r.begin.toNumber(), core: r.core.toNumber(), mask: r.mask.toHex() })
const byCore = (a, b) => a.id.core - b.id.core || a.id.begin - b.id.begin

export async function allRegions(c) {
  const out = await entriesOf(c, 'Regions', { begin: 0, core: 0, mask: FULL }, 16, 'PalletBrokerRegionId', 'PalletBrokerRegionRecord')
  return out.map(([id, r]) => ({ id: regionId(id), owner: r.owner.isSome ? r.owner.unwrap().toHex() : null, end: r.end.toNumber(), paid: r.paid.isSome ? r.paid.unwrap().toString() : null })).sort(byCore)
}
export async function regionsOf(c, who) {
  const id = u8aToHex(c.registry.createType('AccountId', addr(who)).toU8a())
  return (await allRegions(c)).filter((r) => r.owner === id)
}
// Rights to renew, the newest first.
export async function renewalsOf(c) {
  const out = await entriesOf(c, 'PotentialRenewals', { core: 0, when: 0 }, 8, 'PalletBrokerPotentialRenewalId', 'PalletBrokerPotentialRenewalRecord')
  const tasks = (r) => (r.completion.isComplete ? r.completion.asComplete.filter((x) => x.assignment.isTask).map((x) => x.assignment.asTask.toNumber()) : [])
  return out.map(([id, r]) => ({ core: id.core.toNumber(), when: id.when.toNumber(), tasks: tasks(r) })).sort((a, b) => b.when - a.when)
}
// The core and the end of what a task may renew.
export async function renewalOf(c, task) {
  const found = (await renewalsOf(c)).find((r) => r.tasks.includes(task))
  if (!found) throw new Error(`task ${task} has nothing to renew`)
  return found
}
export const committed = async (c) => (await c.get('Broker', 'Status')).lastCommittedTimeslice.toNumber()

// The broker pallet's own account.
export const POT = encodeAddress(u8aConcat(stringToU8a('modlpy/broke'), new Uint8Array(20)), 42)

// Account that a sibling parachain controls on the Coretime chain: b"sibl" ++ u32 LE ++ zeros.
export function sovereign(para, kind = 'sibl') {
  const u = new Uint8Array(32); u.set(new TextEncoder().encode(kind)); new DataView(u.buffer).setUint32(4, para, true)
  return encodeAddress(u, 42)
}
