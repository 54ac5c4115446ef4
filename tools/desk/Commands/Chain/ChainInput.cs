using System.CommandLine;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary>What the chain commands are given: metadata files, bytes as hex or in files, and the options that they share.</summary>
internal static class ChainInput
{
    private const int FileBytesMax = 256 << 20;

    public static Option<string> Metadata() => new("--metadata", "-m")
    {
        Description = "The runtime's metadata: a file, raw, as hex, or as the JSON answer of a node; gzipped or not.",
        HelpName = "FILE",
        Required = true,
    };

    public static Option<ushort?> Prefix() => new("--ss58")
    {
        Description = "The network for which addresses are written: 0 Polkadot, 2 Kusama, 42 generic. Without it: what the runtime says.",
        HelpName = "PREFIX",
    };

    /// <summary>Reads a runtime from a metadata file.</summary>
    public static Runtime RuntimeOf(string file)
    {
        var bytes = ReadFile("--metadata", file);
        try
        {
            return Runtime.Parse(AsText(bytes) is { } text ? Hex.Decode(InJson(text, "result", "metadata") ?? text.Trim()) : bytes);
        }
        catch (FormatException e)
        {
            throw new DeskException($"--metadata: {file} is text, but no hex: {e.Message}", e);
        }
        catch (ScaleException e)
        {
            throw new DeskException($"--metadata: {file}: {e.Message}", e);
        }
    }

    public static JsonForm Form(Runtime runtime, ushort? prefix) => new(prefix ?? runtime.Ss58Prefix);

    /// <summary>Bytes that were given as hex, or as a file that holds them raw, as lines of hex, or in JSON under one of these names.</summary>
    /// <param name="name">The option or argument, for messages.</param>
    /// <param name="given">Hex (with 0x) or a file's name; <c>-</c> is standard input.</param>
    /// <param name="keys">Names under which JSON may hold the hex, or a list of it.</param>
    public static IReadOnlyList<byte[]> Bytes(string name, string given, params string[] keys)
    {
        if (given.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return [Decode(name, given)];
        }

        var bytes = ReadFile(name, given);
        if (AsText(bytes) is not { } text)
        {
            return [bytes];
        }

        return text.TrimStart() is ['{' or '[', ..]
            ? [.. Strings(name, given, text, keys).Select(hex => Decode($"{name}: {given}", hex))]
            : [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => Decode($"{name}: {given}", line))];
    }

    public static JsonElement Json(string name, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new DeskException($"{name}: '{(text.Length > 60 ? text[..60] + "…" : text)}' is no JSON: {e.Message}", e);
        }
    }

    /// <summary>The address of a node.</summary>
    public static Uri Node(string name, string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "ws" or "wss"
        ? uri
        : throw new DeskException($"{name}: '{text}' is no address of a node; it begins with ws:// or wss://.");

    private static byte[] Decode(string name, string hex)
    {
        try
        {
            return Hex.Decode(hex);
        }
        catch (FormatException e)
        {
            throw new DeskException($"{name}: {e.Message}", e);
        }
    }

    private static byte[] ReadFile(string name, string file)
    {
        if (file != "-" && !File.Exists(file))
        {
            throw new DeskException($"{name}: there is no file '{file}'. Bytes given directly begin with 0x.");
        }

        using var source = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        using var bytes = new MemoryStream();
        Copy(name, source, bytes);
        if (bytes.Length < 2 || bytes.GetBuffer() is not [0x1f, 0x8b, ..])
        {
            return bytes.ToArray();
        }

        bytes.Position = 0;
        using var unzipped = new MemoryStream();
        try
        {
            using var zip = new GZipStream(bytes, CompressionMode.Decompress);
            Copy(name, zip, unzipped);
        }
        catch (InvalidDataException e)
        {
            throw new DeskException($"{name}: '{file}' is a damaged gzip file: {e.Message}", e);
        }

        return unzipped.ToArray();
    }

    private static void Copy(string name, Stream from, MemoryStream to)
    {
        var buffer = new byte[81920];
        for (int read; (read = from.Read(buffer)) > 0;)
        {
            to.Write(buffer, 0, read);
            if (to.Length > FileBytesMax)
            {
                throw new DeskException($"{name}: more than {FileBytesMax >> 20} MiB is no chain data.");
            }
        }
    }

    /// <summary>The bytes as text, when all of the first are printable; else they are raw.</summary>
    private static string? AsText(byte[] bytes) =>
        bytes.Length > 0 && bytes.AsSpan(0, Math.Min(bytes.Length, 512)).IndexOfAnyExceptInRange((byte)'\t', (byte)'~') < 0 ? Encoding.UTF8.GetString(bytes) : null;

    private static string? InJson(string text, params string[] keys) => text.TrimStart() is ['{', ..] ? Strings("--metadata", "the file", text, keys).FirstOrDefault() : null;

    private static List<string> Strings(string name, string file, string text, string[] keys)
    {
        var json = Json($"{name}: {file}", text);
        if (json.ValueKind == JsonValueKind.Object)
        {
            json = keys.Where(key => json.TryGetProperty(key, out _)).Select(key => json.GetProperty(key)).FirstOrDefault();
        }

        return json.ValueKind switch
        {
            JsonValueKind.String => [json.GetString()!],
            JsonValueKind.Array when json.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. json.EnumerateArray().Select(item => item.GetString()!)],
            _ => throw new DeskException($"{name}: the JSON of {file} has no hex under {string.Join(" or ", keys.Select(k => $"'{k}'"))}."),
        };
    }
}
