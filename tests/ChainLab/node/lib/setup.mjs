// Starts both chains and drives the broker into a live sale with root calls.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { LabChain, specFromGz } from './chain.mjs'
import { encodeAddress } from '@polkadot/util-crypto'
import { stringToU8a, u8aConcat } from '@polkadot/util'

export const UNIT = 10n ** 10n
export const ACCOUNTS = {
  alice: '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY',
  bob: '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty',
  charlie: '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y',
  dave: '5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy',
  eve: '5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw', // deliberately poor
  desk: encodeAddress(u8aConcat(stringToU8a('coretime-sales-desk-lab-account!')), 42), // 32 ASCII bytes, no private key
}
export const PARA = { customer: 2000, lease: 2001, system: 1000, other: 3333 }

// Relay block and wall clock at which the lab starts; everything derived is deterministic.
const env = (k, d) => Number(process.env[k] ?? d)
export const START = { relay: env('LAB_START_RELAY', 30_000_000), time: env('LAB_START_TIME', Date.UTC(2026, 2, 1)) }
const T0 = Math.floor(START.relay / 80)
// Lengths in relay blocks (6 s): 7 days, 14 days; region 5040 timeslices of 80 relay blocks = 28 days.
export const CONFIG = {
  advanceNotice: 10, interludeLength: 100_800, leadinLength: 201_600, regionLength: 5_040,
  idealBulkProportion: 1_000_000_000, limitCoresOffered: null, renewalBump: 30_000_000, contributionTimeout: 5_040,
}

// The chain specs are no part of this repository: LAB_SPECS names their folder, by default that of `shared/chain` beside the repository.
const SPECS = process.env.LAB_SPECS ? pathToFileURL(`${resolve(process.env.LAB_SPECS)}/`) : new URL('../../../../../shared/chain/specs/', import.meta.url)
const specUrl = (f) => new URL(f, SPECS)
const SUDO_KEY = '0x5c0d1176a568c1f92944340dbfed9e9c530ebca703c85910e7164cb7d1c9e47b'
const ALICE_ID = '0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d'

export async function startChains({ coretimePort = 9910, relayPort = 9920, mode = 'Manual', relay = true } = {}) {
  const coretime = await LabChain.start({
    name: 'paseo-coretime', spec: specFromGz(specUrl('coretime-paseo-local.raw.json.gz')), port: coretimePort, mode,
    timestamp: START.time, relayStart: START.relay - 2,
  })
  const relayChain = relay ? await LabChain.start({
    name: 'paseo-relay', spec: specFromGz(specUrl('paseo-relay-substitute.raw.json.gz')), port: relayPort, mode,
    timestamp: START.time, edit: (s) => { s.genesis.raw.top[SUDO_KEY] = ALICE_ID },
  }) : null
  return { coretime, relay: relayChain }
}

export const sudo = (c, call) => c.call('Sudo', 'sudo', call)
// Root dispatches `call` as if signed by `who`; skips the runtime's call filter.
export const asUser = (c, who, call) => sudo(c, c.call('Utility', 'dispatchAs', { system: { Signed: who } }, call))

const fund = (list) => list.map(([a, free]) => [[a], { providers: 1, data: { free: free.toString() } }])

export async function fundAccounts({ coretime, relay }) {
  const A = ACCOUNTS
  const rich = 2_000_000n * UNIT
  const table = [[A.alice, rich], [A.bob, rich], [A.charlie, rich], [A.dave, rich], [A.desk, rich], [A.eve, 5n * UNIT]]
  await coretime.setStorage({ System: { Account: fund(table) } })
  if (relay) await relay.setStorage({ System: { Account: fund(table) } })
}

export async function startSale(c, { onBlock } = {}) {
  const A = ACCOUNTS
  const step = async (label, calls, opt = {}) => {
    const txs = []
    for (const call of calls) txs.push(await c.sign(sudo(c, call), A.alice))
    const b = await c.block({ txs, label, ...opt })
    await onBlock?.(b)
    return b
  }
  const task = (t) => [{ mask: '0x' + 'ff'.repeat(10), assignment: { Task: t } }]
  const pool = [{ mask: '0x' + 'ff'.repeat(10), assignment: 'Pool' }]
  await step('configure', [c.call('Broker', 'configure', CONFIG)], { relay: START.relay })
  await step('reserve-and-lease', [
    c.call('Broker', 'reserve', task(PARA.system)), c.call('Broker', 'reserve', pool),
    c.call('Broker', 'setLease', PARA.lease, T0 + 6_000), c.call('Broker', 'setLease', PARA.other, T0 + 500_000),
  ])
  await step('start-sales', [c.call('Broker', 'startSales', (10n * UNIT).toString(), env('LAB_EXTRA_CORES', 20))])
}
