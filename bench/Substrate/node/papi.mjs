// polkadot-api's codecs as a contestant. Nothing in them is lazy: a scale-ts decoder is a nest of functions that returns finished plain
// values. They go one step beyond a plain decode, in that a module error comes out under its name.
//
// One thing costs more than all decoding: every AccountId32 becomes SS58 text (a BLAKE2b checksum and base 58). The library keeps such texts
// in a cache that it empties by timer. A loop that never yields, like ours, would pay for each account once and afterwards only for a look
// into the cache, which a client that meets a new block never does. The variants show all sides of it:
//   accountBytes   the codec tree of the dynamic builder with accounts left as 32 bytes. The headline: the work that every decoder has to do.
//   cachedAddress  what the library's user gets (buildStorage), with each address already in the cache.
//   newAddress     the same with an empty cache for each pass: the user's price of a new block.
import { AccountId, Bytes, createCodec, decAnyMetadata, Tuple, unifyMetadata } from "@polkadot-api/substrate-bindings";
import { getDynamicBuilder, getLookupCodecBuilder, getLookupFn } from "@polkadot-api/metadata-builders";

export const packages = ["@polkadot-api/substrate-bindings", "@polkadot-api/metadata-builders", "scale-ts"];
export const headline = "accountBytes";

export async function prepare() {}

export function parse(metadataBytes) {
  return unifyMetadata(decAnyMetadata(metadataBytes));
}

export function build(metadata) {
  const lookup = getLookupFn(metadata);
  const builder = getDynamicBuilder(lookup);
  return { metadata, lookup, ss58Prefix: builder.ss58Prefix, events: builder.buildStorage("System", "Events").value };
}

export function decode(decoder, blob) {
  return decoder.events.dec(blob);
}

export function variants({ metadata, lookup, ss58Prefix, events }) {
  const entry = metadata.pallets.find((pallet) => pallet.name === "System").storage.items.find((item) => item.name === "Events");
  const withAccounts = (codec) => getLookupCodecBuilder(lookup, codec)(entry.type.value);

  let address = AccountId(ss58Prefix);
  const withNewAddresses = withAccounts(createCodec((text) => address.enc(text), (bytes) => address.dec(bytes)));
  return {
    accountBytes: variant(withAccounts(Bytes(32))),
    cachedAddress: variant(events),
    newAddress: variant(withNewAddresses, () => (address = AccountId(ss58Prefix))),
  };
}

function variant(codec, before) {
  return {
    decode: before ? (blob) => (before(), codec.dec(blob)) : codec.dec,
    // Not by encoding again: the encoder of module errors forgets the zeros behind the index. The bytes left over tell as much here,
    // since what a scale-ts decoder has read it has also returned.
    isWhole: (_, blob) => Tuple(codec, Bytes(Infinity)).dec(blob)[1].length === 0,
  };
}

export function agrees(record, expected) {
  return record.event.type === expected.pallet && record.event.value.type === expected.event;
}
