using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CoretimeDesk.Sidecar.Log;

/// <summary>One file of the log. Its number grows from file to file and is never used twice.</summary>
internal sealed class Segment : IDisposable
{
    public const int HeaderBytes = 16;
    private const ulong Magic = 0x3147_4553_4B53_4544; // "DESKSEG1"

    private Segment(long id, string path, SafeFileHandle file, long length) => (Id, FilePath, File, Length) = (id, path, file, length);

    public long Id { get; }

    public string FilePath { get; }

    public SafeFileHandle File { get; }

    /// <summary>Where the next record goes.</summary>
    public long Length { get; set; }

    /// <summary>Events whose newest copy lies here and that somebody may still need. Guarded by the store's lock.</summary>
    public Dictionary<long, StoredEvent> Live { get; } = [];

    public long LiveBytes { get; set; }

    public static string NameOf(long id) => $"events-{id:D10}.log";

    /// <summary>The segment files of a directory, oldest first.</summary>
    public static IEnumerable<(long Id, string Path)> FilesIn(string directory) =>
        Directory.EnumerateFiles(directory, "events-*.log")
            .Select(path => (Id: long.TryParse(Path.GetFileNameWithoutExtension(path)[7..], out var id) ? id : -1, Path: path))
            .Where(file => file.Id >= 0)
            .OrderBy(file => file.Id);

    public static Segment Create(string directory, long id)
    {
        var path = Path.Combine(directory, NameOf(id));
        var file = System.IO.File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], id);
        RandomAccess.Write(file, header, 0);
        RandomAccess.FlushToDisk(file);
        DirectorySync.Flush(directory);
        return new Segment(id, path, file, HeaderBytes);
    }

    /// <summary>Opens an existing file and reads the whole of it.</summary>
    /// <returns>Null when not even the header was written: the process died while creating the file.</returns>
    public static (Segment Segment, byte[] Content)? Open(long id, string path)
    {
        var file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[RandomAccess.GetLength(file)];
        for (var read = 0; read < content.Length;)
        {
            var now = RandomAccess.Read(file, content.AsSpan(read), read);
            read += now > 0 ? now : throw new IOException($"{path} became shorter while it was read");
        }

        if (content.Length < HeaderBytes
            || BinaryPrimitives.ReadUInt64LittleEndian(content) != Magic
            || BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(8)) != id)
        {
            file.Dispose();
            return null;
        }

        return (new Segment(id, path, file, content.Length), content);
    }

    public void Dispose() => File.Dispose();
}
