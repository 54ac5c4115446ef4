using System.IO.Compression;
using System.Text.Json;

namespace CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

/// <summary>Good inputs, from the recorded blocks and storage. Everything is in the folder: no other data is needed.</summary>
internal sealed class FuzzCorpus
{
    private readonly Dictionary<string, (byte[] Bytes, Runtime Runtime)> _metadata = [];
    private readonly List<(string Metadata, byte[] Events, byte[][] Extrinsics)> _blocks = [];
    private readonly List<(string Metadata, StorageItem Item, byte[] Key, byte[] Value)> _stored = [];

    /// <param name="folder">The folder of the chain fixtures.</param>
    public FuzzCorpus(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "metadata")).Order(StringComparer.Ordinal))
        {
            using var zipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            zipped.CopyTo(bytes);
            _metadata[Path.GetFileName(file)] = (bytes.ToArray(), Runtime.Parse(bytes.ToArray()));
        }

        foreach (var json in Read(folder, "blocks").Concat(Read(folder, "encoded")))
        {
            var extrinsics = json.TryGetProperty("extrinsics", out var list) ? list.EnumerateArray().Select(HexOf).ToArray() : [];
            _blocks.Add((MetadataOf(json), HexOf(json.GetProperty("eventsHex")), extrinsics));
        }

        foreach (var json in Read(folder, "storage"))
        {
            foreach (var entry in json.GetProperty("entries").EnumerateArray().Where(e => e.GetProperty("value").ValueKind == JsonValueKind.String))
            {
                var item = _metadata[MetadataOf(json)].Runtime.Storage(entry.GetProperty("pallet").GetString()!, entry.GetProperty("item").GetString()!);
                _stored.Add((MetadataOf(json), item, HexOf(entry.GetProperty("key")), HexOf(entry.GetProperty("value"))));
            }
        }
    }

    public FuzzTarget Events() => new EventsTarget(_blocks.Select(b => (_metadata[b.Metadata].Runtime, b.Events)));

    public FuzzTarget Extrinsics() => new ExtrinsicsTarget([.. _blocks.SelectMany(b => b.Extrinsics.Select(e => (_metadata[b.Metadata].Runtime, e)))]);

    public FuzzTarget Calls() => new ValuesTarget("calls", [.. _blocks.SelectMany(b => b.Extrinsics.Select(e => Call(_metadata[b.Metadata].Runtime, e)))]);

    public FuzzTarget Stored() => new ValuesTarget("stored values", [.. _stored.Select(s => (_metadata[s.Metadata].Runtime, s.Item.Entry.Value, s.Value))]);

    public FuzzTarget Keys() => new KeysTarget([.. _stored.Select(s => (s.Item, s.Key))]);

    public FuzzTarget Metadata() => new MetadataTarget([.. _metadata.Keys.Select(Sample)]);

    private MetadataSample Sample(string file)
    {
        // Blocks name the metadata of version 14; the other versions decode them as well.
        var chain = file[..file.IndexOf(".v1", StringComparison.Ordinal)];
        var blocks = _blocks.Where(b => b.Metadata.StartsWith(chain, StringComparison.Ordinal)).OrderByDescending(b => b.Events.Length).Take(3).ToList();
        var stored = _stored.Where(s => s.Metadata.StartsWith(chain, StringComparison.Ordinal)).DistinctBy(s => s.Item.ToString()).Take(8);
        return new(_metadata[file].Bytes, [.. blocks.Select(b => b.Events)], [.. blocks.SelectMany(b => b.Extrinsics)], [.. stored.Select(s => (s.Item.Pallet, s.Item.Entry.Name, s.Key, s.Value))]);
    }

    private static (Runtime Runtime, int Type, byte[] Bytes) Call(Runtime runtime, byte[] extrinsic) =>
        (runtime, runtime.Metadata.OuterEnums.Call, runtime.Extrinsics.Decode(extrinsic).Call.Value.Encode());

    private List<JsonElement> Read(string folder, string part)
    {
        var all = new List<JsonElement>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, part), "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (_metadata.ContainsKey(MetadataOf(document.RootElement)))
            {
                all.Add(document.RootElement.Clone());
            }
        }

        return all;
    }

    private static string MetadataOf(JsonElement json) => Path.GetFileName(json.GetProperty("metadata").GetString()!);

    private static byte[] HexOf(JsonElement json) => Hex.Decode(json.GetString());
}
