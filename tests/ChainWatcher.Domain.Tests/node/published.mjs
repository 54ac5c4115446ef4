// A fact as protos/coretimedesk/chainwatcher/v1/events.proto says that it is published: protobuf-JSON, written down from that contract alone.
const camel = (name) => name.replace(/_([a-z])/g, (_, c) => c.toUpperCase())
const choice = (prefix, name) => `${prefix}_${name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}`
const AMOUNT = /^(\d+) [A-Z]+$/

// What is absent is left out: the contract tells it apart from zero, or reads it as empty.
function plain(value) {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'string') return value.match(AMOUNT)?.[1] ?? value
  if (typeof value !== 'object') return value
  const fields = Object.entries(value).filter(([, v]) => v !== null).map(([name, v]) => [camel(name), plain(v)])
  return Object.fromEntries(fields.map(([name, v]) => [name, name === 'kind' ? choice('CORE_USE_KIND', v) : v])) // Nothing but a core's use has a kind.
}

const originOf = (id, o, chain) => ({
  factId: id, chain: o.chain, kind: chain.isRelay ? 'CHAIN_KIND_RELAY' : 'CHAIN_KIND_CORETIME', genesisHash: chain.genesisHash,
  blockNumber: o.block.number, blockHash: o.block.hash,
  ...(o.event_index === null ? {} : { eventIndex: o.event_index }),
  phase: { ApplyExtrinsic: 'apply_extrinsic', Initialization: 'initialization', Finalization: 'finalization' }[o.phase],
  ...(o.extrinsic ? { extrinsicIndex: o.extrinsic.index, extrinsicHash: o.extrinsic.hash, signer: o.extrinsic.signer ?? '' } : {}),
  ...(o.ran_as
    ? { ranAs: { Account: 'ORIGIN_KIND_SIGNED', Root: 'ORIGIN_KIND_ROOT', None: 'ORIGIN_KIND_NONE', Other: 'ORIGIN_KIND_OTHER' }[o.ran_as.kind], ranAsAccount: o.ran_as.account ?? '', ranAsPath: o.ran_as.path, call: o.ran_as.call }
    : {}),
  occurredAt: new Date(o.at).toISOString(), relayBlock: o.relay_block, timeslice: o.timeslice, token: { symbol: chain.token, decimals: chain.decimals },
})

// Where the message differs from the fact by more than spelling.
const shaped = {
  Purchased: ({ end, ...f }) => f, // Its begin and duration say it.
  SaleInitialized: ({ lead_in_length, ...f }) => ({ ...f, leadin_length: lead_in_length }),
  Assigned: ({ is_final, ...f }) => ({ ...f, ...(is_final === null ? {} : { finality: choice('ASSIGNMENT_FINALITY', is_final ? 'Final' : 'Provisional') }) }),
  OnDemandOrderPlaced: ({ payment, ...f }) => ({ ...f, means: choice('PAYMENT_MEANS', payment.means), evidence: choice('PAYMENT_EVIDENCE', payment.evidence), reason: payment.reason }),
  CallFailed: ({ scope, error, ...f }) => ({ ...f, scope: choice('FAILURE_SCOPE', scope), error: error.name, error_docs: error.docs }),
}

export function published({ fact, id, origin, ...fields }, chain) {
  return { type: fact, message: { origin: originOf(id, origin, chain), ...plain(shaped[fact]?.(fields) ?? fields) } }
}
