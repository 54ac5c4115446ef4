// What a block means to the desk, read with @polkadot/types and independently of the desk's own reader: other decoder, other way of finding out which call did
// what (from the last event backwards; see `Backwards`).
import { Metadata, TypeRegistry } from '@polkadot/types'
import { hexToU8a, u8aConcat, u8aEq, u8aToHex } from '@polkadot/util'
import { blake2AsU8a, createKeyDerived, createKeyMulti, xxhashAsHex } from '@polkadot/util-crypto'

// A runtime by its metadata, as 0x hex.
export function runtimeOf(hex) {
  const registry = new TypeRegistry()
  const metadata = new Metadata(registry, hex)
  registry.setMetadata(metadata)
  return { registry, pallets: metadata.asLatest.pallets }
}

const bytes = (x) => x.toHex()
const num = (x) => Number(x.toString())
const opt = (x, f) => (x.isSome ? f(x.unwrap()) : null)
const region = (r) => ({ begin: num(r.begin), core: num(r.core), mask: bytes(r.mask) })
const use = (u) => ({ kind: u.type, task: u.type === 'Task' ? num(u.asTask) : null })
const workload = (list) => list.map((w) => ({ mask: bytes(w.mask), use: use(w.assignment) }))
const shares = (list) => list.map(([u, s]) => ({ use: use(u), share: num(s) }))
const tasks = (list) => [...new Set(list.filter((w) => w.assignment.type === 'Task').map((w) => num(w.assignment.asTask)))]

// ---- calls -------------------------------------------------------------------------------------------------------
const nameOf = (rt, call) => `${rt.pallets.find((p) => num(p.index) === call.callIndex[0]).name}.${call.meta.name}`
const argsOf = (call) => Object.fromEntries(call.meta.fields.map((f, i) => [f.name.unwrap().toString(), call.args[i]]))
const addressOf = (a) => (a.type === 'Id' ? bytes(a.value) : null)
const account = (id) => ({ kind: 'Account', account: id })
const ROOT = { kind: 'Root', account: null }
const callerOf = (o) => (o.type === 'system' ? { Signed: (s) => account(bytes(s.asSigned)), Root: () => ROOT }[o.asSystem.type](o.asSystem) : { kind: 'Other', account: null })
const multi = (me, others, threshold) => u8aToHex(createKeyMulti([hexToU8a(me), ...others.map((o) => o.toU8a())], threshold))

// The calls directly within a call that may run, with their origin and the step that leads to them.
function within(rt, call, origin) {
  const name = nameOf(rt, call); const a = argsOf(call); const method = name.split('.')[1]
  if (/^Utility\.(batch|batch_all|force_batch)$/.test(name)) return a.calls.map((c, i) => [c, origin, `${method}[${i}]`])
  switch (name) {
    case 'Utility.dispatch_as': case 'Utility.dispatch_as_fallible': return [[a.call, callerOf(a.as_origin), method]]
    case 'Utility.with_weight': return [[a.call, origin, method]]
    case 'Utility.as_derivative': return [[a.call, account(u8aToHex(createKeyDerived(hexToU8a(origin.account), num(a.index)))), method]]
    case 'Utility.if_else': return [[a.main, origin, 'if_else.main'], [a.fallback, origin, 'if_else.fallback']]
    case 'Proxy.proxy': case 'Proxy.proxy_announced': return [[a.call, account(addressOf(a.real)), method]]
    case 'Multisig.as_multi': return [[a.call, account(multi(origin.account, a.other_signatories, num(a.threshold))), 'multisig']]
    case 'Multisig.as_multi_threshold_1': return [[a.call, account(multi(origin.account, a.other_signatories, 1)), 'multisig']]
    case 'Sudo.sudo': case 'Sudo.sudo_unchecked_weight': return [[a.call, ROOT, method]]
    case 'Sudo.sudo_as': return [[a.call, account(addressOf(a.who)), method]]
    default: return []
  }
}

const tree = (rt, call, origin, path = '') => ({
  call, name: nameOf(rt, call), args: argsOf(call), origin, path,
  items: within(rt, call, origin).map(([c, o, step]) => tree(rt, c, o, path ? `${path}/${step}` : step)),
})
const everyCall = (node) => [node, ...node.items.flatMap(everyCall)]

// Which call each event of a successful extrinsic came from. A call's report is its last event, so read from the end every step is certain.
class Backwards {
  constructor(events) { Object.assign(this, { events, at: events.length, owner: new Map(), ran: [] }) }
  static REPORT = /^(Utility\.(Item|Batch|Dispatched|IfElse)|Proxy\.ProxyExecuted|Multisig\.(MultisigExecuted|NewMultisig|MultisigApproval)|Sudo\.(Sudid|SudoAsDone))/
  report() { while (this.at > 0 && !Backwards.REPORT.test(this.events[this.at - 1].name)) this.at--; return this.events[this.at - 1] }
  take(...names) { const e = this.report(); if (!e || !names.includes(e.name.split('.')[1])) throw new Error(`expected ${names}, found ${e?.name}`); this.at--; return e }
  leaf(node) {
    const end = this.at
    while (this.at > 0 && !Backwards.REPORT.test(this.events[this.at - 1].name)) this.owner.set(this.events[--this.at].i, node)
    this.ran.unshift([node, this.events[end]?.i ?? null])
  }
  call(node) {
    const [pallet, method] = node.name.split('.'); const inner = node.items[0]
    if (pallet === 'Utility' && /batch/.test(method)) {
      const end = this.take('BatchCompleted', 'BatchCompletedWithErrors', 'BatchInterrupted')
      let count = node.items.length
      if (end.name.endsWith('BatchInterrupted')) { count = num(end.data.index); this.owner.set(end.i, node.items[count]) }
      for (let k = count - 1; k >= 0; k--) {
        const item = this.take('ItemCompleted', 'ItemFailed')
        if (item.name.endsWith('ItemFailed')) this.owner.set(item.i, node.items[k]); else this.call(node.items[k])
      }
    } else if (method === 'if_else') {
      const end = this.take('IfElseMainSuccess', 'IfElseFallbackCalled')
      if (end.name.endsWith('FallbackCalled')) { this.owner.set(end.i, inner); this.call(node.items[1]) } else this.call(inner)
    } else if (method === 'as_multi' && !this.report().name.endsWith('MultisigExecuted')) this.take('NewMultisig', 'MultisigApproval')
    else if (/^(proxy|proxy_announced|as_multi|as_multi_threshold_1|sudo|sudo_unchecked_weight|sudo_as|dispatch_as|dispatch_as_fallible)$/.test(method) && inner) {
      const end = this.take('ProxyExecuted', 'MultisigExecuted', 'Sudid', 'SudoAsDone', 'DispatchedAs')
      if ((end.data.result ?? end.data.sudo_result).isErr) this.owner.set(end.i, inner); else this.call(inner)
    } else if (inner) this.call(inner)
    else this.leaf(node)
  }
}

// ---- facts of single events ----------------------------------------------------------------------------------------
export const readings = (money) => {
  const split = (d) => ({ old: region(d.old_region_id), first: region(d.new_region_ids[0]), second: region(d.new_region_ids[1]) })
  const cores = (core, from, list, hint) => (list.every((s) => s.use.kind === 'Idle')
    ? ['CoreUnassigned', { core, from }] : ['CoreAssigned', { core, from, shares: list, end_hint: hint }])
  const broker = {
    Purchased: (d, x) => ({ buyer: bytes(d.who), region: region(d.region_id), price: money(d.price), duration: num(d.duration), price_limit: x.call?.name === 'Broker.purchase' ? money(x.call.args.price_limit) : null, end: num(d.region_id.begin) + num(d.duration) }),
    Renewable: (d) => ({ core: num(d.core), price: money(d.price), begin: num(d.begin), workload: workload(d.workload) }),
    Renewed: (d) => ({ payer: bytes(d.who), price: money(d.price), old_core: num(d.old_core), core: num(d.core), begin: num(d.begin), duration: num(d.duration), workload: workload(d.workload), tasks: tasks(d.workload) }),
    Transferred: (d) => ({ region: region(d.region_id), duration: num(d.duration), old_owner: opt(d.old_owner, bytes), owner: opt(d.owner, bytes) }),
    Partitioned: split, Interlaced: split,
    Assigned: (d, x) => ({ region: region(d.region_id), duration: num(d.duration), task: num(d.task), is_final: x.call?.name === 'Broker.assign' ? String(x.call.args.finality).toLowerCase() === 'final' : null }),
    AssignmentRemoved: (d) => ({ region: region(d.region_id) }),
    Pooled: (d) => ({ region: region(d.region_id), duration: num(d.duration) }),
    CoreCountRequested: (d) => ({ core_count: num(d.core_count) }), CoreCountChanged: (d) => ({ core_count: num(d.core_count) }),
    ReservationMade: (d) => ({ index: num(d.index), workload: workload(d.workload) }), ReservationCancelled: (d) => ({ index: num(d.index), workload: workload(d.workload) }),
    ForceReservationFailed: (d) => ({ workload: workload(d.schedule) }),
    SaleInitialized: (d, x) => ({ sale_start: num(d.sale_start), lead_in_length: num(d.leadin_length), start_price: money(d.start_price), end_price: money(d.end_price), region_begin: num(d.region_begin), region_end: num(d.region_end), ideal_cores_sold: num(d.ideal_cores_sold), cores_offered: num(d.cores_offered), before: x.saleBefore?.() ?? null }),
    Leased: (d) => ({ task: num(d.task), until: num(d.until) }), LeaseRemoved: (d) => ({ task: num(d.task) }), LeaseEnding: (d) => ({ task: num(d.task), when: num(d.when) }),
    SalesStarted: (d) => ({ price: money(d.price), core_count: num(d.core_count) }),
    RevenueClaimPaid: (d) => ({ payee: bytes(d.who), amount: money(d.amount), next: opt(d.next, region) }),
    CreditPurchased: (d) => ({ buyer: bytes(d.who), beneficiary: bytes(d.beneficiary), amount: money(d.amount) }),
    RegionDropped: (d) => ({ region: region(d.region_id), duration: num(d.duration) }), ContributionDropped: (d) => ({ region: region(d.region_id) }),
    RegionUnpooled: (d) => ({ region: region(d.region_id), when: num(d.when) }),
    HistoryDropped: (d) => ({ when: num(d.when), revenue: money(d.revenue) }),
    ClaimsReady: (d) => ({ when: num(d.when), system_payout: money(d.system_payout), private_payout: money(d.private_payout) }),
    CoreAssigned: (d) => cores(num(d.core), num(d.when), shares(d.assignment), null),
    PotentialRenewalDropped: (d) => ({ core: num(d.core), begin: num(d.when) }), PotentialRenewalRemoved: (d) => ({ core: num(d.core), begin: num(d.timeslice) }),
    AutoRenewalEnabled: (d) => ({ core: num(d.core), task: num(d.task) }), AutoRenewalDisabled: (d) => ({ core: num(d.core), task: num(d.task) }),
    AutoRenewalFailed: (d) => ({ core: num(d.core), payer: opt(d.payer, bytes) }), AutoRenewalLimitReached: () => ({}),
  }
  const paid = (x) => (/with_credits/.test(x.call?.name ?? '') ? 'Credits' : /place_order_/.test(x.call?.name ?? '') ? 'Balance' : null)
  const orders = {
    OnDemandOrderPlaced: (d, x) => ({ para: num(d.para_id), spot_price: money(d.spot_price), ordered_by: bytes(d.ordered_by), payment: paid(x) ? { means: paid(x), evidence: 'Call', reason: null } : null }),
    AccountCredited: (d) => ({ account: bytes(d.who), amount: money(d.amount) }),
    SpotPriceSet: (d) => ({ spot_price: money(d.spot_price) }),
  }
  const relay = {
    CoreAssigned: (d, x) => (x.call?.name === 'Coretime.assign_core'
      ? cores(num(d.core), num(x.call.args.begin), shares(x.call.args.assignment), opt(x.call.args.end_hint, num))
      : ['CoreAssigned', { core: num(d.core), from: null, shares: null, end_hint: null }]),
  }
  return { Broker: broker, OnDemand: orders, OnDemandAssignmentProvider: orders, Coretime: relay }
}

export const decodeEvents = (rt, hex) => rt.registry.createType('Vec<FrameSystemEventRecord>', hexToU8a(hex)).map((r, i) => {
  const fields = r.event.meta.fields
  return {
    i, name: `${rt.pallets.find((p) => num(p.index) === r.event.index[0]).name}.${r.event.meta.name}`,
    phase: r.phase.type, extrinsic: r.phase.isApplyExtrinsic ? num(r.phase.asApplyExtrinsic) : null,
    data: Object.fromEntries(fields.map((f, k) => [f.name.isSome ? f.name.unwrap().toString() : k, r.event.data[k]])),
  }
})

// A fact of a single event, apart from its origin; null when the event is none.
export function single(book, event, x) {
  const [pallet, name] = event.name.split('.'); const reading = book[pallet]?.[name]
  if (!reading) return null
  const read = reading(event.data, x)
  const [fact, fields] = Array.isArray(read) ? read : [name, read]
  return { fact, ...fields }
}

// ---- failures --------------------------------------------------------------------------------------------------------
function failureOf(event) {
  const d = event.data; const err = (r) => (r?.isErr ? r.asErr : null)
  const [scope, error] = {
    'System.ExtrinsicFailed': () => ['Extrinsic', d.dispatch_error], 'Utility.BatchInterrupted': () => ['BatchInterrupted', d.error], 'Utility.ItemFailed': () => ['BatchItem', d.error],
    'Utility.IfElseFallbackCalled': () => ['IfElseMain', d.main_error], 'Utility.DispatchedAs': () => ['DispatchedAs', err(d.result)], 'Proxy.ProxyExecuted': () => ['Proxy', err(d.result)],
    'Multisig.MultisigExecuted': () => ['Multisig', err(d.result)], 'Sudo.Sudid': () => ['Sudo', err(d.sudo_result)], 'Sudo.SudoAsDone': () => ['Sudo', err(d.sudo_result)],
  }[event.name]?.() ?? []
  return error ? { scope, error } : null
}
function describe(rt, error) {
  if (error.isModule) {
    const { section, name, docs } = rt.registry.findMetaError(error.asModule)
    const pallet = rt.pallets.find((p) => num(p.index) === num(error.asModule.index)).name.toString()
    return { name: `${pallet}.${name}`, docs: docs.join('\n').trim(), section: undefined }
  }
  return { name: error.isToken ? `Token: ${error.asToken.type}` : error.type, docs: '' }
}

// ---- blocks ------------------------------------------------------------------------------------------------------------
export const key = (pallet, item) => xxhashAsHex(pallet, 128) + xxhashAsHex(item, 128).slice(2)
const readStored = (rt, file, side, k, type) => (file.storage?.[side]?.[k] ? rt.registry.createType(type, hexToU8a(file.storage[side][k])) : null)
const json = (codec) => JSON.stringify(Object.fromEntries([...codec.entries()].map(([k, v]) => [k.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), v.toJSON()])))

// A block's facts.
//   file: block {number, hash}, extrinsics and eventsHex, and storage by key as it was before (`parent`) and after (`block`), where that is known
//   chain: name, isRelay, token, genesis (bytes)
//   desk: tag (bytes), watched (accounts as 0x hex)
export function factsOf(file, rt, chain, desk) {
  const { isRelay } = chain
  const money = (x) => `${x.toString()} ${chain.token}`
  const book = readings(money)
  const events = decodeEvents(rt, file.eventsHex)
  const xts = file.extrinsics.map((hex, index) => {
    const x = rt.registry.createType('Extrinsic', hexToU8a(hex))
    const signer = x.isSigned ? bytes(x.signer.value ?? x.signer) : null
    const mine = events.filter((e) => e.extrinsic === index); const failed = mine.some((e) => e.name === 'System.ExtrinsicFailed')
    const root = tree(rt, x.method, signer ? account(signer) : { kind: 'None', account: null })
    const play = new Backwards(mine.filter((e) => e.name !== 'System.ExtrinsicSuccess'))
    if (!failed) play.call(root)
    const remarks = everyCall(root).filter((n) => /^System\.remark/.test(n.name)).map((n) => n.args.remark.toU8a(true))
    return { index, hash: u8aToHex(blake2AsU8a(hexToU8a(hex), 256)), signer, root, owner: play.owner, ran: play.ran, remarks, outcome: mine.find((e) => /^System\.Extrinsic/.test(e.name)).i }
  })
  const inherent = (name) => xts.find((x) => x.root.name === name).root.args
  const at = num(inherent('Timestamp.set').now)
  const relay = isRelay ? file.block.number : num(inherent('ParachainSystem.set_validation_data').data.validationData.relayParentNumber)

  const idOf = (index) => {
    const i = new Uint8Array(4); new DataView(i.buffer).setUint32(0, index ?? 0xffffffff, true)
    const id = blake2AsU8a(u8aConcat('coretime-desk/fact/1', chain.genesis, hexToU8a(file.block.hash), i), 128)
    id[6] = (id[6] & 0x0f) | 0x80; id[8] = (id[8] & 0x3f) | 0x80
    return u8aToHex(id).slice(2).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  }
  const origin = (index, phase, x, node) => ({
    chain: chain.name, block: { number: file.block.number, hash: file.block.hash }, event_index: index, phase,
    extrinsic: x ? { index: x.index, hash: x.hash, signer: x.signer } : null,
    ran_as: node ? { ...node.origin, path: node.path, call: node.name } : null, at, relay_block: relay, timeslice: Math.floor(relay / 80),
  })
  const tagged = (remark) => (u8aEq(remark.slice(0, desk.tag.length), desk.tag) ? { bytes: u8aToHex(remark), payload: u8aToHex(remark.slice(desk.tag.length)) } : null)
  const saleBefore = () => {
    const s = readStored(rt, file, 'parent', key('Broker', 'SaleInfo'), 'PalletBrokerSaleInfoRecord')
    return s && { region_begin: num(s.regionBegin), region_end: num(s.regionEnd), end_price: money(s.endPrice), sellout_price: opt(s.selloutPrice, money), cores_offered: num(s.coresOffered), cores_sold: num(s.coresSold) }
  }

  const out = []; let unread = 0
  for (const e of events) {
    const x = e.extrinsic === null ? null : xts[e.extrinsic]; const node = x?.owner.get(e.i) ?? null
    const add = (fact, fields, ranAs = node) => out.push({ fact, id: idOf(e.i), ...fields, origin: origin(e.i, e.phase, x, ranAs) })
    const plain = single(book, e, { call: node, saleBefore })
    if (plain) { const { fact, ...fields } = plain; add(fact, fields) } else if (e.name === 'System.Remarked') {
      const remark = x?.remarks.find((r) => u8aToHex(blake2AsU8a(r, 256)) === bytes(e.data.hash))
      if (!remark) unread++
      else if (tagged(remark)) add('Remarked', { sender: bytes(e.data.sender), remark: tagged(remark) })
    } else if (e.name === 'Balances.Transfer') {
      if ([bytes(e.data.from), bytes(e.data.to)].some((a) => desk.watched.includes(a))) add('BalanceTransferred', { from: bytes(e.data.from), to: bytes(e.data.to), amount: money(e.data.amount) })
    } else if (x && failureOf(e)) {
      const mine = x.remarks.map(tagged).filter(Boolean); const { scope, error } = failureOf(e)
      if (mine.length) add('CallFailed', { scope, error: describe(rt, error), remarks: mine }, scope === 'Extrinsic' ? x.root : node)
    }
  }

  // Settings of the sale.
  if (!isRelay) {
    const k = key('Broker', 'Configuration'); const known = file.storage && k in file.storage.parent && k in file.storage.block
    const calls = xts.flatMap((x) => x.ran.filter(([n]) => n.name === 'Broker.configure').map(([n, report]) => ({ x, n, report: report ?? x.outcome })))
    const last = calls.at(-1); const config = (side) => { const c = readStored(rt, file, side, k, 'PalletBrokerConfigRecord'); return c && json(c) }
    if (known ? file.storage.parent[k] !== file.storage.block[k] : last) {
      out.push({
        fact: 'ConfigurationChanged', id: idOf(last?.report ?? null), before: known ? config('parent') : null, after: known ? config('block') : json(last.n.args.config),
        origin: last ? origin(last.report, 'ApplyExtrinsic', last.x, last.n) : origin(null, 'Finalization', null, null),
      })
    }
  }

  // Orders whose call is in no extrinsic: credit before, plus credited, minus paid by known calls, minus after.
  const planck = (text) => BigInt(text.split(' ')[0])
  for (const who of new Set(out.filter((f) => f.payment === null).map((f) => f.ordered_by))) {
    const open = out.filter((f) => f.payment === null && f.ordered_by === who); const k = Object.keys(file.storage?.parent ?? {}).find((s) => s.endsWith(who.slice(2)))
    const credit = (side) => BigInt(readStored(rt, file, side, k, 'u128')?.toString() ?? 0)
    let spent = credit('parent') - credit('block')
    for (const f of out) if (f.fact === 'AccountCredited' && f.account === who) spent += planck(f.amount); else if (f.payment?.means === 'Credits' && f.ordered_by === who) spent -= planck(f.spot_price)
    const price = open.reduce((sum, f) => sum + planck(f.spot_price), 0n)
    for (const f of open) {
      f.payment = spent === price ? { means: 'Credits', evidence: 'Storage', reason: null } : spent === 0n ? { means: 'Balance', evidence: 'Storage', reason: null }
        : { means: 'Unknown', evidence: 'None', reason: `the account's ${open.length} orders in the block were paid in more than one way, and their calls cannot be told` }
    }
  }
  return { facts: out, remarks_unread: unread }
}
