using CoretimeDesk.ChainRecording;
using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode;

/// <summary>Opens what is to be served.</summary>
internal static class Sources
{
    private const ulong RelayBlockMs = 6_000;
    private const ulong ParachainBlockMs = 12_000;
    private const ulong SyntheticMax = 10_000_000;

    /// <exception cref="ReplayNodeStartException">It cannot be opened.</exception>
    public static (Recording Recording, ServedRuntimes Runtimes, IBlockSource Source) Open(ReplayNodeOptions options)
    {
        if (options.Synthetic is 0 or > SyntheticMax)
        {
            throw new ReplayNodeStartException($"--synthetic: {options.Synthetic} is not between 1 and {SyntheticMax}");
        }

        if (options.BusyEvents > 0 && options.Synthetic is null)
        {
            throw new ReplayNodeStartException("--busy fills the blocks of a synthetic chain: give --synthetic as well");
        }

        try
        {
            var recording = Recording.Open(options.Recording, options.Chain);
            var runtimes = new ServedRuntimes([.. recording.Index.Runtimes.Select(r => ServedRuntime.Of(recording, r))]);
            return options.Synthetic is { } count ? Synthetic(recording, runtimes, count, options.BusyEvents)
                : recording.Index.Mode == RecordingIndex.Relinked ? (recording, runtimes, Relinked(recording, runtimes))
                : (recording, runtimes, new RecordedSource(recording, runtimes));
        }
        catch (RecordingException e)
        {
            throw new ReplayNodeStartException($"--recording: {e.Message}", e);
        }
        catch (ScaleException e)
        {
            throw new ReplayNodeStartException($"--recording: {options.Recording}: a block does not fit its runtime: {e.Message}", e);
        }
    }

    /// <exception cref="ReplayNodeStartException">The one that was asked for is no hash.</exception>
    public static H256 GenesisOf(ReplayNodeOptions options, Recording recording) => options.GenesisHash is not { } text ? recording.Genesis
        : H256.TryParse(text, out var genesis) ? genesis
        : throw new ReplayNodeStartException($"--genesis: '{text}' is no hash: 0x and 64 hex digits");

    private static RelinkedSource Relinked(Recording recording, ServedRuntimes runtimes)
    {
        var clock = recording.Index.Relinking ?? new();
        var templates = Templates(recording, i => runtimes.Executing(clock.First + (ulong)i));
        return new(RecordingIndex.Relinked, templates, (ulong)templates.Count, ClockOf(clock, templates[0]), recording.Genesis);
    }

    // Such a chain has one runtime, the newest: blocks of others are left out, since their events would not decode.
    private static (Recording, ServedRuntimes, IBlockSource) Synthetic(Recording recording, ServedRuntimes runtimes, ulong count, int busyEvents)
    {
        var relinking = recording.Index.Relinking ?? new();
        var first = recording.Index.Mode == RecordingIndex.Relinked ? relinking.First : recording.Load(recording.Index.Blocks[0]).Header?.Number ?? 1;
        var newest = runtimes.All[^1];
        var templates = Templates(recording, i => runtimes.Executing(first + (ulong)i)).Where(t => t.Runtime == newest).ToList();
        if (templates.Count == 0)
        {
            throw new RecordingException(recording.File, $"has no block that runtime {newest.SpecVersion} executed");
        }

        var filled = busyEvents > 0 ? BusyBlocks.Fill(templates, busyEvents) : templates;
        return (recording, new([newest]), new RelinkedSource("synthetic", filled, count, ClockOf(relinking with { First = 1 }, filled[0]), recording.Genesis));
    }

    private static List<BlockTemplate> Templates(Recording recording, Func<int, ServedRuntime> runtimeOf) =>
        [.. recording.Index.Blocks.Select((entry, i) => Template(recording, entry, runtimeOf(i)))];

    private static BlockTemplate Template(Recording recording, BlockEntry entry, ServedRuntime runtime)
    {
        var block = WithStorage(recording, recording.Load(entry));
        return block.SpecVersion == runtime.SpecVersion
            ? BlockTemplate.Of(block, runtime, recording.StorageOf(block), recording.Index.CompletePrefixes ?? [])
            : throw new RecordingException(recording.File, $"{entry.File} is of spec version {block.SpecVersion}, but stands where runtime {runtime.SpecVersion} executes");
    }

    /// <summary>Wherever the block gets to, the storage that a file says is still that of an earlier block is known by its content.</summary>
    private static RecordedBlock WithStorage(Recording recording, RecordedBlock block)
    {
        if (block.StorageAt is not { } at)
        {
            return block;
        }

        var earlier = recording.Index.Blocks.FirstOrDefault(b => b.Number == at)
            ?? throw new RecordingException(recording.File, $"{block.Id}: storageAt is {at}, and there is no block of that height");
        var storage = new Dictionary<string, byte[]?>(recording.Load(earlier).Storage, StringComparer.Ordinal);
        foreach (var (key, value) in block.Storage)
        {
            storage[key] = value;
        }

        return block with { Storage = storage };
    }

    private static RelinkedClock ClockOf(Relinking relinking, BlockTemplate first)
    {
        var relay = relinking.RelayParent ?? first.RelayParent;
        return new(
            relinking.First,
            relinking.TimestampMs ?? first.TimestampMs ?? 0,
            relinking.BlockTimeMs ?? (relay is null ? RelayBlockMs : ParachainBlockMs),
            relay,
            relinking.RelayBlocks);
    }
}
