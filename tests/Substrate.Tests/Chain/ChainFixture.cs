using System.IO.Compression;
using System.Text.Json;
using CoretimeDesk.ChainLab;

namespace CoretimeDesk.Substrate.Tests.Chain;

/// <summary>A file of tests/Fixtures/Chain: bytes of a chain, and what an independent decoder made of them.</summary>
internal sealed class ChainFixture
{
    private static readonly Dictionary<string, Runtime> Runtimes = [];

    private ChainFixture(JsonElement json, string name) => (Json, Name) = (json, name);

    /// <summary>The fixtures' folder within the repository.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root!, "tests", "Fixtures", "Chain");

    public string Name { get; }

    public JsonElement Json { get; }

    public JsonElement Decoded => Json.GetProperty("decoded");

    public JsonForm Form => new(Json.GetProperty("ss58Prefix").GetUInt16());

    public byte[] Events => Hex.Decode(Json.GetProperty("eventsHex").GetString());

    public Runtime Runtime => RuntimeOf(Json.GetProperty("metadata").GetString()!);

    /// <summary>File names of a folder, for theories.</summary>
    public static TheoryData<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.json").Select(f => $"{folder}/{Path.GetFileNameWithoutExtension(f)}").Order(StringComparer.Ordinal)];

    public static ChainFixture Load(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        return new(document.RootElement.Clone(), name);
    }

    /// <summary>The runtime of a metadata file, as the fixtures name it; skips the test when it is one of the production files and they are not here.</summary>
    public static Runtime RuntimeOf(string file)
    {
        lock (Runtimes)
        {
            if (!Runtimes.TryGetValue(file, out var runtime))
            {
                Runtimes[file] = runtime = Runtime.Parse(MetadataBytes(file));
            }

            return runtime;
        }
    }

    public static byte[] MetadataBytes(string file)
    {
        var path = Path.Combine(Folder, file);
        if (!File.Exists(path))
        {
            path = Path.Combine(ChainData.OrSkip().Folder, file);
        }

        using var zipped = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zipped.CopyTo(bytes);
        return bytes.ToArray();
    }
}
