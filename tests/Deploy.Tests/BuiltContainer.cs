using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>A container archive as the SDK writes it (an OCI image layout): the image's settings, and the files of all its layers.</summary>
internal sealed class BuiltContainer
{
    private BuiltContainer(JsonNode settings, string tag) => (Settings, Tag) = (settings, tag);

    /// <summary>The image's configuration.</summary>
    public JsonNode Settings { get; }

    /// <summary><c>0.1.0</c>.</summary>
    public string Tag { get; }

    /// <summary>Unpacks all layers below a folder and reads the settings.</summary>
    public static BuiltContainer Unpack(string archive, string into)
    {
        var parts = Path.Combine(into, "parts");
        var root = Path.Combine(into, "root");
        Directory.CreateDirectory(parts);
        Directory.CreateDirectory(root);
        Extract(archive, parts);
        var index = ReadJson(Path.Combine(parts, "index.json")).Items("/manifests").Single();
        var manifest = ReadJson(Blob(parts, index));
        foreach (var layer in manifest.Items("/layers"))
        {
            Extract(Blob(parts, layer), root);
        }

        return new(ReadJson(Blob(parts, manifest.At("/config")!)), index.Text("/annotations/org.opencontainers.image.ref.name") ?? index.ToJsonString());
    }

    private static JsonNode ReadJson(string path) => JsonNode.Parse(File.ReadAllText(path))!;

    private static string Blob(string parts, JsonNode descriptor) =>
        Path.Combine(parts, "blobs", descriptor.Text("/digest")!.Replace(':', Path.DirectorySeparatorChar));

    private static void Extract(string archive, string folder)
    {
        using var file = File.OpenRead(archive);
        Span<byte> magic = stackalloc byte[2];
        file.ReadExactly(magic);
        file.Position = 0;
        if (magic is [0x1f, 0x8b])
        {
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            TarFile.ExtractToDirectory(unpacked, folder, overwriteFiles: true);
        }
        else
        {
            TarFile.ExtractToDirectory(file, folder, overwriteFiles: true);
        }
    }
}
