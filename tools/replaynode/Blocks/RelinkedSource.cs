using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>How the headers of a relinked chain count.</summary>
/// <param name="First">Height of the first block.</param>
/// <param name="TimestampMs">Its time.</param>
/// <param name="BlockTimeMs">From one block to the next.</param>
/// <param name="RelayParent">Relay block of the first one; null on a relay chain.</param>
/// <param name="RelayBlocks">From one block to the next.</param>
internal sealed record RelinkedClock(ulong First, ulong TimestampMs, ulong BlockTimeMs, uint? RelayParent, uint RelayBlocks)
{
    public ulong TimeOf(ulong height) => TimestampMs + (height - First) * BlockTimeMs;

    public uint? RelayParentOf(ulong height) => RelayParent is { } first ? checked(first + (uint)(height - First) * RelayBlocks) : null;
}

/// <summary>
/// Templates one after the other, over and over, under headers of their own. Nothing is kept but the hashes: any block is made when asked for, and is
/// the same each time.
/// </summary>
internal sealed class RelinkedSource : IBlockSource
{
    private readonly IReadOnlyList<BlockTemplate> _templates;
    private readonly RelinkedClock _clock;
    private readonly H256[] _hashes;
    private readonly Dictionary<H256, ulong> _heights;
    private readonly H256 _genesis;

    public RelinkedSource(string mode, IReadOnlyList<BlockTemplate> templates, ulong count, RelinkedClock clock, H256 genesis)
    {
        (Mode, _templates, _clock, _genesis) = (mode, templates, clock, genesis);
        _hashes = new H256[checked((int)count)];
        _heights = new(_hashes.Length);
        for (var i = 0; i < _hashes.Length; i++)
        {
            var height = First + (ulong)i;
            _hashes[i] = ChainRecording.HeaderCodec.Hash(HeaderOf(height));
            _heights[_hashes[i]] = height;
        }
    }

    public string Mode { get; }

    public ulong First => _clock.First;

    public ulong Last => First + (ulong)_hashes.Length - 1;

    public H256 HashAt(ulong height) => _hashes[checked((int)(height - First))];

    public ulong? HeightOf(H256 hash) => _heights.TryGetValue(hash, out var height) ? height : null;

    public ReplayBlock? SiblingAt(ulong height) => null;

    public ReplayBlock At(ulong height)
    {
        var template = TemplateOf(height);
        var (time, relay) = (_clock.TimeOf(height), _clock.RelayParentOf(height));
        var extrinsics = template.ExtrinsicsAt(time, relay);
        var header = HeaderOf(height);
        var derived = new DerivedStorage(header, template.Runtime, time, relay, extrinsics);
        return new(header, HashAt(height)) { Extrinsics = extrinsics, Events = template.Events, Storage = template.Storage.Over(derived) };
    }

    private BlockTemplate TemplateOf(ulong height) => _templates[(int)((height - First) % (ulong)_templates.Count)];

    // The roots are no roots: nothing that reads this chain can check them, but they differ from block to block.
    private BlockHeader HeaderOf(ulong height)
    {
        var mark = new ScaleWriter();
        mark.WriteUInt64(_clock.TimeOf(height));
        mark.WriteUInt64((height - First) % (ulong)_templates.Count);
        return new(height == First ? _genesis : HashAt(height - 1), height, default, Blake2b.Hash256(mark.Written), TemplateOf(height).Digest);
    }
}
