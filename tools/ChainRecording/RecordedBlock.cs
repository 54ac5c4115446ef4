using System.Text.Json;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainRecording;

/// <summary>A block's file: the form of the executed blocks of the chain fixtures, with storage in addition.</summary>
public sealed record RecordedBlock
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, IndentSize = 1, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A name for people.</summary>
    public required string Id { get; init; }

    /// <summary>How it came to be: <c>recorded</c>, <c>executed</c>, or <c>encoded</c> for events alone, without a block around them.</summary>
    public string Kind { get; init; } = "recorded";

    /// <summary>Spec version of the runtime that executed it: the code at its parent.</summary>
    public required uint SpecVersion { get; init; }

    /// <summary>Its header; null for events alone.</summary>
    public BlockHeader? Header { get; init; }

    /// <summary>Its hash; of events alone, nothing.</summary>
    public H256 Hash { get; init; }

    /// <summary>Its time, in milliseconds since 1970, where it is known.</summary>
    public ulong? TimestampMs { get; init; }

    /// <summary>On a parachain: the relay block that it was built on, where it is known.</summary>
    public uint? RelayParentNumber { get; init; }

    /// <summary>The extrinsics, each with its length in front.</summary>
    public IReadOnlyList<byte[]> Extrinsics { get; init; } = [];

    /// <summary>The value of <c>System.Events</c>; null where there was none.</summary>
    public byte[]? Events { get; init; }

    /// <summary>Storage as it was after the block, by key; null where there was nothing.</summary>
    public IReadOnlyDictionary<string, byte[]?> Storage { get; init; } = new Dictionary<string, byte[]?>();

    /// <summary>The height of an earlier block whose storage was still the same, for all keys that this one does not name.</summary>
    public ulong? StorageAt { get; init; }

    /// <summary>Reads a block's file, and checks that its header has its hash.</summary>
    /// <exception cref="RecordingException">It cannot be read, or contradicts itself.</exception>
    public static RecordedBlock Load(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return Read(JsonFields.Root(file, document.RootElement));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new RecordingException(file, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="chain">The chain's name.</param>
    /// <param name="specName">The runtime's name.</param>
    /// <param name="metadata">The runtime's metadata file, relative to the recording.</param>
    public void Save(string file, string chain, string specName, string metadata)
    {
        using (var stream = File.Create(file + ".part"))
        {
            using var writer = new Utf8JsonWriter(stream, Indented);
            Write(writer, chain, specName, metadata);
        }

        File.Move(file + ".part", file, overwrite: true);
    }

    private static RecordedBlock Read(JsonFields json)
    {
        var block = json.Object("block");
        var header = block?.Object("header") is { } fields ? ReadHeader(fields) : null;
        var read = new RecordedBlock
        {
            Id = json.Needed(json.Text("id"), "id"),
            Kind = json.Text("kind") ?? "recorded",
            SpecVersion = json.Needed(json.U32("specVersion"), "specVersion"),
            Header = header,
            Hash = block?.Hash("hash") ?? default,
            TimestampMs = block?.Number("timestampMs"),
            RelayParentNumber = block?.U32("relayParentNumber"),
            Extrinsics = json.BytesList("extrinsics"),
            Events = json.Bytes("eventsHex"),
            Storage = json.HexMap("storage"),
            StorageAt = json.Number("storageAt"),
        };
        if (block is { } at && header is not null)
        {
            Check(at, header, read.Hash);
        }

        return read;
    }

    private static BlockHeader ReadHeader(JsonFields json) => new(
        json.Hash("parentHash"), json.Needed(json.Number("number"), "number"), json.Hash("stateRoot"), json.Hash("extrinsicsRoot"), json.BytesList("digest"));

    private static void Check(JsonFields block, BlockHeader header, H256 hash)
    {
        if (HeaderCodec.Hash(header) is var right && right != hash)
        {
            throw block.Wrong("hash", $"is {hash}, but the header has the hash {right}");
        }

        if (block.Number("number") is { } number && number != header.Number)
        {
            throw block.Wrong("number", $"is {number}, but the header says {header.Number}");
        }
    }

    private void Write(Utf8JsonWriter writer, string chain, string specName, string metadata)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        writer.WriteString("kind", Kind);
        writer.WriteString("chain", chain);
        writer.WriteString("specName", specName);
        writer.WriteNumber("specVersion", SpecVersion);
        writer.WriteString("metadata", metadata);
        if (Header is { } header)
        {
            WriteBlock(writer, header);
        }

        WriteList(writer, "extrinsics", Extrinsics);
        writer.WriteString("eventsKey", KnownKeys.Events);
        writer.WriteString("eventsHex", Events is null ? null : Hex.Encode(Events));
        if (StorageAt is { } at)
        {
            writer.WriteNumber("storageAt", at);
        }

        writer.WriteStartObject("storage");
        foreach (var (key, value) in Storage.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value is null ? null : Hex.Encode(value));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteBlock(Utf8JsonWriter writer, BlockHeader header)
    {
        writer.WriteStartObject("block");
        writer.WriteNumber("number", header.Number);
        writer.WriteString("hash", Hash.ToString());
        writer.WriteStartObject("header");
        writer.WriteString("parentHash", header.ParentHash.ToString());
        writer.WriteNumber("number", header.Number);
        writer.WriteString("stateRoot", header.StateRoot.ToString());
        writer.WriteString("extrinsicsRoot", header.ExtrinsicsRoot.ToString());
        WriteList(writer, "digest", header.DigestLogs);
        writer.WriteString("hex", Hex.Encode(HeaderCodec.Encode(header)));
        writer.WriteEndObject();
        if (TimestampMs is { } time)
        {
            writer.WriteNumber("timestampMs", time);
        }

        if (RelayParentNumber is { } relay)
        {
            writer.WriteNumber("relayParentNumber", relay);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<byte[]> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStringValue(Hex.Encode(item));
        }

        writer.WriteEndArray();
    }
}
