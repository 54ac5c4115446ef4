using CoretimeDesk.ChainRecording;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>
/// A body for events that were encoded without a block: the inherent that sets the time, then a signed extrinsic for every further position that an
/// event names. They are signed by the account that the event names, with the lab's mock signature, and call what the event tells of; or else remark.
/// </summary>
internal static class EncodedBody
{
    // A relay block with which the chain fixtures begin; a relinked chain counts from it unless it says otherwise.
    private const uint SomeRelayParent = 30_000_000;
    private const ulong SomeTime = 1_772_323_200_000; // 2026-03-01, likewise.

    private static readonly byte[] Signature = [1, 0xde, 0xad, 0xbe, 0xef, .. Enumerable.Repeat((byte)0xcd, 60)];

    public static BlockTemplate Make(RecordedBlock block, ServedRuntime runtime)
    {
        var chain = runtime.Parsed;
        var records = chain.Events.Decode(block.Events ?? [0]);
        var last = records.Max(r => r.ExtrinsicIndex) ?? 0;
        var extrinsics = new List<byte[]> { chain.Extrinsics.AssembleBare(chain.Extrinsics.EncodeCall("Timestamp", "set", ("now", SomeTime))) };
        for (var i = 1u; i <= last; i++)
        {
            extrinsics.Add(Signed(runtime, i, [.. records.Where(r => r.ExtrinsicIndex == i)]));
        }

        return new()
        {
            Runtime = runtime,
            Extrinsics = extrinsics,
            Events = block.Events,
            Digest = [],
            Storage = new([block.Storage], []),
            TimestampMs = SomeTime,
            RelayParent = chain.Metadata.Pallet("ParachainSystem") is null ? null : SomeRelayParent,
        };
    }

    private static byte[] Signed(ServedRuntime runtime, uint index, EventRecord[] events)
    {
        var (signer, call) = CallBehind(runtime.Parsed, events) ?? (
            AccountId32.FromBytes(Blake2b.Hash256("replay"u8).AsSpan()),
            runtime.Parsed.Extrinsics.EncodeCall("System", "remark", ("remark", BitConverter.GetBytes(index))));
        var context = new SigningContext(default, runtime.SpecVersion, runtime.Version?.TransactionVersion ?? 0, index);
        return runtime.Parsed.Extrinsics.Payload(call, context).Assemble(signer, Signature);
    }

    private static (AccountId32 Signer, byte[] Call)? CallBehind(Runtime runtime, EventRecord[] events)
    {
        foreach (var e in events)
        {
            if (e.Is("Broker", "Purchased"))
            {
                return (AccountId32.FromBytes(e["who"].AsBytes()), runtime.Extrinsics.EncodeCall("Broker", "purchase", ("price_limit", e["price"].AsUInt128())));
            }

            if (e.Event.Name == "OnDemandOrderPlaced")
            {
                return (AccountId32.FromBytes(e["ordered_by"].AsBytes()), runtime.Extrinsics.EncodeCall(
                    e.Event.Pallet, "place_order_keep_alive", ("max_amount", e["spot_price"].AsUInt128()), ("para_id", e["para_id"].AsUInt32())));
            }
        }

        return null;
    }
}
