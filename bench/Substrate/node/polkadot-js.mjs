// @polkadot/types as a contestant. createType decodes everything while it constructs: Struct, Tuple, Vec, Enum, Option and the maps build
// their members in the constructor, integers become BN there, byte strings are copied there. Lazy are only
//   - the classes of each pallet's events, made when the first event of that kind is met (the warm-up pays for them), and
//   - the plain forms on request: SS58 text of an account, hex of a hash, decimal text of a number.
// Hence two variants:
//   constructed the tree of typed objects; already a full decode, and the headline because it is the faster one.
//   toJSON      the same, then every value turned into its plain form, which touches all that is lazy.
import { Metadata, TypeRegistry } from "@polkadot/types";
import { u8aEq } from "@polkadot/util";
import { cryptoWaitReady } from "@polkadot/util-crypto";

export const packages = ["@polkadot/types", "@polkadot/util", "@polkadot/util-crypto"];
export const headline = "constructed";

const eventsType = "Vec<FrameSystemEventRecord>";

// Loads the WebAssembly hashes that an application waits for as well; without them SS58 text falls back to slower JavaScript.
export async function prepare() {
  await cryptoWaitReady();
}

// A registry belongs to one runtime version, so making one is part of parsing.
export function parse(metadataBytes) {
  const registry = new TypeRegistry();
  return { registry, metadata: new Metadata(registry, metadataBytes) };
}

export function build({ registry, metadata }) {
  // The last argument silences a warning about unknown transaction extensions, which only matter to signing.
  registry.setMetadata(metadata, undefined, undefined, true);
  registry.createClass(eventsType);
  return registry;
}

export function decode(registry, blob) {
  return registry.createType(eventsType, blob);
}

export function variants(registry) {
  const construct = (blob) => decode(registry, blob);
  return {
    // What encodes to the same bytes again has kept each of them.
    constructed: { decode: construct, isWhole: (records, blob) => u8aEq(records.toU8a(), blob) },
    toJSON: { decode: (blob) => construct(blob).toJSON() },
  };
}

export function agrees(record, expected) {
  const [pallet, event] = record.event.index;
  return pallet === expected.palletIndex && event === expected.eventIndex && record.event.method === expected.event;
}
