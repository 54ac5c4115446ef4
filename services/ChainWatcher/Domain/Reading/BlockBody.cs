using CoretimeDesk.ChainWatcher.Calls;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>A block's extrinsics, each decoded when it is first asked for: a relay block's inherent alone can be megabytes.</summary>
internal sealed class BlockBody(Runtime runtime, BlockScan scan, IReadOnlyList<ReadOnlyMemory<byte>>? extrinsics)
{
    private readonly Dictionary<int, Part> _parts = [];

    public int Count => extrinsics?.Count ?? 0;

    /// <summary>
    /// The extrinsic; null outside the body. Hooks that run between the inherents and the first transaction have the phase of a transaction that need not exist.
    /// </summary>
    public Part? Find(uint? index) => index is { } i && i < Count ? Get((int)i) : null;

    public Part Get(int index)
    {
        if (!_parts.TryGetValue(index, out var part))
        {
            _parts[index] = part = Read(index);
        }

        return part;
    }

    private Part Read(int index)
    {
        try
        {
            var extrinsic = runtime.Extrinsics.Decode(extrinsics![index]);
            return new((uint)index, extrinsic, scan);
        }
        catch (ScaleException e)
        {
            throw new FactException(FactFault.Undecodable, scan.Head.Block, $"extrinsic {index}: {e.Message}", null, e);
        }
    }

    /// <summary>An extrinsic and what its calls did.</summary>
    internal sealed class Part(uint index, Extrinsic extrinsic, BlockScan scan)
    {
        private CallNode? _root;
        private CallTrace? _trace;
        private List<CallView>? _remarks;

        public Extrinsic Extrinsic => extrinsic;

        public ExtrinsicRef Ref => new(index, extrinsic.Hash, extrinsic.Signer);

        public CallNode Root => _root ??= CallNode.Of(extrinsic);

        /// <summary>Which call did what. Of an extrinsic that failed nothing was done.</summary>
        public CallTrace Trace => _trace ??= Play();

        /// <summary>All remark calls, also those that a call only puts off.</summary>
        public IReadOnlyList<CallView> Remarks => _remarks ??= [.. Within(extrinsic.Call).Where(SharedFacts.IsRemark)];

        private static IEnumerable<CallView> Within(CallView call) => call.Nested().SelectMany(Within).Prepend(call);

        private CallTrace Play()
        {
            var events = new List<EventRecord>();
            foreach (var record in scan.Events)
            {
                if (record.ExtrinsicIndex != index || record.Is(SharedFacts.SystemPallet, "ExtrinsicSuccess"))
                {
                    continue;
                }

                if (record.Is(SharedFacts.SystemPallet, "ExtrinsicFailed"))
                {
                    return CallTrace.Nothing;
                }

                events.Add(record);
            }

            return CallReplay.Play(Root, events);
        }
    }
}
