using System.Text.Json;
using System.Text.Json.Serialization;

namespace CoretimeDesk.Sidecar.Log;

/// <summary>What every group had still to do at one position of the log. Makes the records before it dispensable.</summary>
/// <param name="NextSequence">No event bears this number or a greater one, except those appended later.</param>
/// <param name="Segment">The position: state records before it are contained in the snapshot.</param>
/// <param name="Offset">Within <paramref name="Segment"/>.</param>
/// <param name="AppliedThrough">Up to this number, an event is pending for a group only if the group lists it.</param>
/// <param name="Groups">Every registered group.</param>
internal sealed record Snapshot(long NextSequence, long Segment, long Offset, long AppliedThrough, IReadOnlyList<SnapshotGroup> Groups)
{
    private const string FileName = "state.snapshot";

    public static readonly Snapshot Empty = new(1, 0, 0, 0, []);

    /// <exception cref="InvalidDataException">The file is damaged; it is only ever replaced as a whole.</exception>
    public static Snapshot Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return Empty;
        }

        var content = File.ReadAllBytes(path);
        if (!RecordFrame.TryRead(content, out var payload) || payload + RecordFrame.HeaderBytes != content.Length)
        {
            throw new InvalidDataException($"{path} is damaged: restore it, or remove the data directory and lose what it holds");
        }

        return JsonSerializer.Deserialize(content.AsSpan(RecordFrame.HeaderBytes), SnapshotJson.Default.Snapshot)
            ?? throw new InvalidDataException($"{path} is empty");
    }

    /// <summary>Replaces the file so that at every instant either the old or the new one is there, whole.</summary>
    public void Save(string directory)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, SnapshotJson.Default.Snapshot);
        var frame = new byte[RecordFrame.HeaderBytes + json.Length];
        json.CopyTo(frame.AsSpan(RecordFrame.HeaderBytes));
        RecordFrame.Seal(frame);

        var path = Path.Combine(directory, FileName);
        var fresh = path + ".new";
        using (var file = File.OpenHandle(fresh, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, frame, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(fresh, path, overwrite: true);
        DirectorySync.Flush(directory);
    }
}

/// <summary>One group in a snapshot: what it is entitled to and which of that it has not dealt with.</summary>
internal sealed record SnapshotGroup(string AppId, string Topic, long From, IReadOnlyList<long> Pending);

[JsonSerializable(typeof(Snapshot))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
