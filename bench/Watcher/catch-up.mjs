// A loop over final blocks as people write it with @polkadot/api: the hash of a height, then the events with that block's runtime and the extrinsics; purchases and orders
// are counted, nothing is saved. --at-once 1 is the plain loop; more keeps so many blocks under way, as the desk's follower does.
import { createRequire } from "node:module";
import { parseArgs } from "node:util";

// The lab's installation has it, in an exact version.
const require = createRequire(new URL("../../tests/ChainLab/node/package.json", import.meta.url));
const { ApiPromise, WsProvider } = require("@polkadot/api");

const { values } = parseArgs({ options: { node: { type: "string" }, from: { type: "string" }, blocks: { type: "string" }, "at-once": { type: "string" }, "warm-up": { type: "string" } } });
const [from, blocks, atOnce, warmUp] = [values.from, values.blocks, values["at-once"], values["warm-up"]].map(Number);
const api = await ApiPromise.create({ provider: new WsProvider(values.node), noInitWarn: true });
const tally = { events: 0, extrinsics: 0, found: 0 };

async function read(number) {
  const hash = await api.rpc.chain.getBlockHash(number);
  const at = await api.at(hash);
  const [block, records] = await Promise.all([api.rpc.chain.getBlock(hash), at.query.system.events()]);
  tally.events += records.length;
  tally.extrinsics += block.block.extrinsics.length;
  tally.found += records.filter(({ event: { section, method } }) => (section === "broker" && method === "Purchased") || method === "OnDemandOrderPlaced").length;
}

async function run(first, count) {
  let next = first;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < first + count) await read(next++);
  }));
}

await run(from, warmUp);
Object.assign(tally, { events: 0, extrinsics: 0, found: 0 });
const [start, processor] = [performance.now(), process.cpuUsage()];
await run(from + warmUp, blocks);
const [seconds, used] = [(performance.now() - start) / 1000, process.cpuUsage(processor)];
console.log(JSON.stringify({ blocks, seconds, ...tally, processorSeconds: (used.user + used.system) / 1e6, residentMegabytes: Math.round(process.memoryUsage().rss / 1e6) }));
process.exit(0);
