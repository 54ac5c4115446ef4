using System.Text.Json;
using System.Text.Json.Serialization;

namespace CoretimeDesk.ChainRecording;

/// <summary>The file <c>recording.json</c>: what was recorded, and which block is in which file. Paths are relative to it.</summary>
public sealed record RecordingIndex
{
    /// <summary>The format that this library reads and writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Blocks as a chain made them.</summary>
    public const string Recorded = "recorded";

    /// <summary>Bodies and events as they were recorded or encoded, headers made anew so that they link.</summary>
    public const string Relinked = "relinked";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Version of this format.</summary>
    public required int Format { get; init; }

    /// <summary><see cref="Recorded"/> or <see cref="Relinked"/>.</summary>
    public required string Mode { get; init; }

    /// <summary>The answer of <c>system_chain</c>.</summary>
    public required string Chain { get; init; }

    /// <summary>Hash of block 0, as the node gave it.</summary>
    public required string GenesisHash { get; init; }

    /// <summary>The answer of <c>system_properties</c>: <c>{"ss58Format": 42, "tokenSymbol": "PAS", "tokenDecimals": 10}</c>.</summary>
    public required JsonElement Properties { get; init; }

    /// <summary>The runtimes that executed the blocks, oldest first.</summary>
    public required IReadOnlyList<RuntimeEntry> Runtimes { get; init; }

    /// <summary>The blocks by height, without a gap.</summary>
    public required IReadOnlyList<BlockEntry> Blocks { get; init; }

    /// <summary>Blocks that were not to last: siblings of those above.</summary>
    public IReadOnlyList<BlockEntry>? Forks { get; init; }

    /// <summary>What was read of the state, as <c>Pallet.Entry</c>; kept so that a recording is continued with the same choice.</summary>
    public IReadOnlyList<string>? StorageItems { get; init; }

    /// <summary>Prefixes of storage keys that were recorded whole: a key below one that is not there was not there.</summary>
    public IReadOnlyList<string>? CompletePrefixes { get; init; }

    /// <summary>Files of storage read at one block each, in the form of the chain fixtures. Known at that block only.</summary>
    public IReadOnlyList<string>? Snapshots { get; init; }

    /// <summary>How headers are made anew; with <see cref="Relinked"/>.</summary>
    public Relinking? Relinking { get; init; }
}

/// <summary>A runtime.</summary>
public sealed record RuntimeEntry
{
    /// <summary>Its spec version.</summary>
    public required uint SpecVersion { get; init; }

    /// <summary>The first block that it executed: its code is in the state of the block before.</summary>
    public required ulong From { get; init; }

    /// <summary>The answer of <c>Core_version</c>; where it is missing, the metadata's constant is taken.</summary>
    public string? Version { get; init; }

    /// <summary>Files of its metadata, gzipped SCALE, by metadata version.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}

/// <summary>A block's file. What is said here beside its name is read from the file when it is missing.</summary>
public sealed record BlockEntry
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>Its height.</summary>
    public ulong? Number { get; init; }

    /// <summary>Its hash.</summary>
    public string? Hash { get; init; }
}

/// <summary>How headers are made anew.</summary>
public sealed record Relinking
{
    /// <summary>Height of the first block.</summary>
    public ulong First { get; init; } = 1;

    /// <summary>Its time, in milliseconds since 1970; null for the first recorded one.</summary>
    public ulong? TimestampMs { get; init; }

    /// <summary>From one block to the next; null for 6 s, or 12 s on a parachain.</summary>
    public ulong? BlockTimeMs { get; init; }

    /// <summary>On a parachain: the relay block of the first block; null for the first recorded one.</summary>
    public uint? RelayParent { get; init; }

    /// <summary>On a parachain: relay blocks from one block to the next.</summary>
    public uint RelayBlocks { get; init; } = 2;
}
