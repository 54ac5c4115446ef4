using System.IO.Compression;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainRecording;

/// <summary>A gzipped metadata blob.</summary>
public static class MetadataFile
{
    private const int BytesMax = 64 << 20;
    private const int BeginBytes = 5;

    /// <summary>Reads one of a certain version.</summary>
    /// <exception cref="RecordingException">It is not there, damaged, no metadata, or of another version.</exception>
    public static byte[] Load(string file, int version)
    {
        var blob = Load(file);
        return blob[BeginBytes - 1] == version ? blob : throw new RecordingException(file, $"is metadata of version {blob[BeginBytes - 1]}, not {version}");
    }

    /// <summary>Reads one of any version.</summary>
    /// <exception cref="RecordingException">It is not there, damaged, or no metadata.</exception>
    public static byte[] Load(string file)
    {
        try
        {
            using var zip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            var buffer = new byte[81920];
            for (int read; (read = zip.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > BytesMax)
                {
                    throw new RecordingException(file, $"more than {BytesMax >> 20} MiB is no metadata");
                }
            }

            var blob = bytes.ToArray();
            return blob.AsSpan().StartsWith("meta"u8) && blob.Length > BeginBytes ? blob : throw new RecordingException(file, "is no metadata");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new RecordingException(file, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes one, whole or not at all.</summary>
    public static void Save(string file, ReadOnlySpan<byte> blob)
    {
        using (var zip = new GZipStream(File.Create(file + ".part"), CompressionLevel.Optimal))
        {
            zip.Write(blob);
        }

        File.Move(file + ".part", file, overwrite: true);
    }

    /// <summary>What the runtime says of itself in its metadata; null when it says nothing.</summary>
    public static RecordedVersion? VersionIn(RuntimeMetadata metadata) => ConstantIn(metadata) is { } bytes ? RecordedVersion.Decode(bytes.Span) : null;

    /// <summary>The encoding of that.</summary>
    public static ReadOnlyMemory<byte>? ConstantIn(RuntimeMetadata metadata) => metadata.Pallet("System")?.Constants.FirstOrDefault(c => c.Name == "Version")?.Value;
}
