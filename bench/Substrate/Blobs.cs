using System.IO.Compression;
using System.Text.Json;
using CoretimeDesk.ChainLab;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Bench.Substrate;

/// <summary>A fixture's events with the metadata of their runtime.</summary>
/// <param name="Name">Name of the fixture.</param>
/// <param name="File">Its file.</param>
/// <param name="MetadataFile">Metadata, V16.</param>
/// <param name="Events">The value of System.Events.</param>
/// <param name="Count">Number of events.</param>
internal sealed record Blob(string Name, string File, string MetadataFile, byte[] Events, int Count)
{
    /// <summary>Busy blocks, large blocks, and blocks of one or a few events, of both production chains.</summary>
    public static readonly string[] Names =
    [
        "polkadot-coretime-busy-block", "polkadot-relay-busy-block", "polkadot-coretime-large-block", "polkadot-relay-large-block",
        "polkadot-coretime-pallet-TransactionPayment", "polkadot-relay-pallet-TransactionPayment",
    ];

    public static IReadOnlyList<Blob> All { get; } = [.. Names.Select(Load)];

    private readonly Lazy<Runtime> _runtime = new(() => Runtime.Parse(MetadataBytes(MetadataFile)));

    /// <summary>Parsed when first asked for: a cold start is measured before that.</summary>
    public Runtime Runtime => _runtime.Value;

    public static byte[] MetadataBytes(string file)
    {
        using var zipped = new GZipStream(System.IO.File.OpenRead(file), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zipped.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static Blob Load(string name)
    {
        var data = ChainData.Here.SkipReason is { } reason ? throw new InvalidOperationException(reason) : ChainData.Here;
        var file = Path.Combine(data.Fixtures, "encoded", name + ".json");
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(file));
        return new(
            name, file, Path.Combine(data.Folder, json.RootElement.GetProperty("metadata").GetString()!),
            Hex.Decode(json.RootElement.GetProperty("eventsHex").GetString()), json.RootElement.GetProperty("decoded").GetProperty("events").GetArrayLength());
    }
}
