using System.IO.Compression;
using System.Text.Json;
using CoretimeDesk.ChainLab;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Tests.Support;

/// <summary>The recorded blocks of tests/Fixtures/Chain, read without any code of the replay node.</summary>
internal static class Fixtures
{
    public static readonly string Folder = Path.Combine(Repository.Root!, "tests", "Fixtures", "Chain");

    private static readonly Dictionary<string, Runtime> Runtimes = [];

    /// <summary>The files of a chain's blocks, in the order of the recording; orphaned ones left out.</summary>
    public static IReadOnlyList<JsonElement> Blocks(string chain) =>
        [.. Index(chain).GetProperty("blocks").EnumerateArray().Select(b => Json(b.GetProperty("file").GetString()!))];

    public static JsonElement Index(string chain) => Json($"replay-{chain}.json");

    public static JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file)), new() { CommentHandling = JsonCommentHandling.Skip });
        return document.RootElement.Clone();
    }

    public static byte[] Metadata(string name)
    {
        using var zip = new GZipStream(File.OpenRead(Path.Combine(Folder, "metadata", name + ".scale.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zip.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static Runtime Runtime(string name)
    {
        lock (Runtimes)
        {
            return Runtimes.TryGetValue(name, out var runtime) ? runtime : Runtimes[name] = Substrate.Runtime.Parse(Metadata(name));
        }
    }

    public static Runtime RuntimeOf(string chain) => Runtime(chain == "relay" ? "paseo-relay-2003001.v14" : "paseo-coretime-2000006.v14");
}
