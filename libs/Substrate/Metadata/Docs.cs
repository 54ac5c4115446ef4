namespace CoretimeDesk.Substrate;

/// <summary>
/// Documentation as the runtime's authors wrote it. It stays in the metadata's bytes until somebody reads it: it is a third of
/// the bytes, and a watcher never looks. <c>default</c> is empty.
/// </summary>
public readonly struct Docs
{
    private readonly byte[]? _metadata;
    private readonly int _offset;

    private Docs(byte[] metadata, int offset) => (_metadata, _offset) = (metadata, offset);

    /// <summary>The lines, without line ends.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            if (_metadata is null)
            {
                return [];
            }

            var reader = new ScaleReader(_metadata.AsSpan(_offset));
            var lines = new string[reader.ReadCount(1)];
            for (var i = 0; i < lines.Length; i++)
            {
                lines[i] = reader.ReadString();
            }

            return lines;
        }
    }

    /// <summary>The lines joined by line feeds; empty when there are none.</summary>
    public override string ToString() => string.Join('\n', Lines);

    internal static Docs Read(ref ScaleReader reader, byte[] metadata)
    {
        var start = reader.Position;
        var count = reader.ReadCount(1);
        for (var i = 0; i < count; i++)
        {
            reader.SkipString();
        }

        return count == 0 ? default : new(metadata, start);
    }
}
