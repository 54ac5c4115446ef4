using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace CoretimeDesk.Sidecar.Log;

/// <summary>
/// An append-only log in segment files. Appending writes to the operating system at once, so it survives the death of
/// this process; a thread of its own then flushes whatever has come together to disk (group commit). When idle, a single
/// append is flushed immediately: nobody waits for company.
/// </summary>
/// <remarks>Appends must be serialised by the caller (the store's lock); everything else is safe from any thread.</remarks>
internal sealed class SegmentedLog : IDisposable
{
    // Records that nobody waits for (an app's acknowledgements) reach the disk at the latest after this time.
    private static readonly TimeSpan LazyFlush = TimeSpan.FromMilliseconds(200);

    private readonly string _directory;
    private readonly long _segmentBytes;
    private readonly Lock _gate;
    private readonly Action<long, Exception?> _durable;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Thread _flusher;
    private readonly SortedDictionary<long, Segment> _segments = [];
    private Segment _active;
    private long _appended;
    private bool _waiting;
    private volatile bool _stopping;
    private volatile Exception? _broken;

    private SegmentedLog(string directory, long segmentBytes, Lock gate, Action<long, Exception?> durable, ILogger log, List<Segment> segments, Segment active)
    {
        (_directory, _segmentBytes, _gate, _durable, _log, _active) = (directory, segmentBytes, gate, durable, log, active);
        foreach (var segment in segments)
        {
            _segments.Add(segment.Id, segment);
        }

        _flusher = new Thread(Flush) { IsBackground = true, Name = "sidecar log" };
    }

    /// <summary>Where the next record goes: (segment, offset).</summary>
    public (long Segment, long Offset) Tail => (_active.Id, _active.Length);

    /// <summary>All segments, oldest first. Read under the store's lock.</summary>
    public IEnumerable<Segment> Segments => _segments.Values;

    public Segment Active => _active;

    /// <summary>
    /// Opens the log of a directory. Every whole record is given to <paramref name="replay"/> in order; a torn tail of the
    /// newest file (the process or the machine died while writing) is cut off.
    /// </summary>
    /// <param name="gate">The caller's lock; the flusher takes it for a moment to see how far the log has come.</param>
    /// <param name="durable">Called from the flusher with the count of appends (since opening) that are on disk, or with what went wrong.</param>
    /// <exception cref="InvalidDataException">An older file is damaged: starting would lose acknowledged events.</exception>
    public static SegmentedLog Open(
        string directory, long segmentBytes, Lock gate, Action<Segment, long, byte[], int> replay, Action<long, Exception?> durable, ILogger log)
    {
        var segments = new List<Segment>();
        var files = Segment.FilesIn(directory).ToList();
        for (var i = 0; i < files.Count; i++)
        {
            if (Read(files[i].Id, files[i].Path, i == files.Count - 1, replay, log) is { } segment)
            {
                segments.Add(segment);
            }
        }

        if (segments.Count == 0 || segments[^1].Length >= segmentBytes)
        {
            segments.Add(Segment.Create(directory, (files.Count == 0 ? 0 : files[^1].Id) + 1));
        }

        return new SegmentedLog(directory, segmentBytes, gate, durable, log, segments, segments[^1]);
    }

    /// <summary>Starts the flusher. Until then nothing appended is reported as durable.</summary>
    public void Start() => _flusher.Start();

    /// <summary>Appends one record. The caller holds the store's lock.</summary>
    /// <param name="payloadBytes">The size of the payload.</param>
    /// <param name="write">Fills the payload and answers an offset into it, which is given back as a file offset.</param>
    /// <param name="awaited">Whether somebody waits for it to be on disk.</param>
    /// <returns>The segment, the file offset of what <paramref name="write"/> pointed to, and the number of this append.</returns>
    /// <exception cref="IOException">The disk refused (full, gone). Nothing was appended; a later attempt may work.</exception>
    public (Segment Segment, long Offset, long Number) Append<T>(int payloadBytes, T state, Func<Memory<byte>, T, int> write, bool awaited)
    {
        if (_broken is { } broken)
        {
            throw new IOException("the log could not be flushed earlier; restart the sidecar: " + broken.Message, broken);
        }

        if (_active.Length >= _segmentBytes)
        {
            Roll();
        }

        var size = RecordFrame.HeaderBytes + payloadBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var inPayload = write(buffer.AsMemory(RecordFrame.HeaderBytes, payloadBytes), state);
            RecordFrame.Seal(buffer.AsSpan(0, size));
            var start = _active.Length;
            RandomAccess.Write(_active.File, buffer.AsSpan(0, size), start);
            _active.Length = start + size;
            _appended++;
            if (awaited && !_waiting)
            {
                _waiting = true;
                _wanted.Release();
            }

            return (_active, start + RecordFrame.HeaderBytes + inPayload, _appended);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Flushes what has been appended so far, on the caller's thread.</summary>
    public void FlushNow()
    {
        Segment active;
        lock (_gate)
        {
            active = _active; // Older files were flushed when they were full.
        }

        FlushOrBreak(active.File);
    }

    /// <summary>Removes a sealed segment. Readers that still hold it can finish: the file lives until its handle is collected.</summary>
    public void Remove(Segment segment)
    {
        lock (_gate)
        {
            _segments.Remove(segment.Id);
        }

        File.Delete(segment.FilePath);
    }

    /// <summary>Flushes everything and closes the files.</summary>
    public void Dispose()
    {
        _stopping = true;
        _wanted.Release();
        if (_flusher.IsAlive)
        {
            _flusher.Join();
        }

        foreach (var segment in _segments.Values)
        {
            segment.Dispose();
        }

        _wanted.Dispose();
    }

    private static Segment? Read(long id, string path, bool newest, Action<Segment, long, byte[], int> replay, ILogger log)
    {
        if (Segment.Open(id, path) is not { } opened)
        {
            if (!newest || new FileInfo(path).Length > Segment.HeaderBytes)
            {
                throw new InvalidDataException($"{path} has no valid header: restore it, or remove the data directory and lose what it holds");
            }

            log.LogWarning("{File} was never begun (the last process died while creating it): removed", path);
            File.Delete(path);
            return null;
        }

        var (segment, content) = opened;
        var at = Segment.HeaderBytes;
        while (at < content.Length && RecordFrame.TryRead(content.AsSpan(at), out var payload))
        {
            replay(segment, at + RecordFrame.HeaderBytes, content, payload);
            at += RecordFrame.HeaderBytes + payload;
        }

        if (at < content.Length)
        {
            if (!newest)
            {
                throw new InvalidDataException(
                    $"{path} is damaged at byte {at} of {content.Length}: restore it, or remove the data directory and lose what it holds");
            }

            // An unfinished write can only be the last thing in the file. A whole record behind the damage was written
            // after it, and may have been acknowledged.
            if (NextWhole(content, at + 1) is { } whole)
            {
                throw new InvalidDataException(
                    $"{path} is damaged at byte {at} of {content.Length}, and a whole record follows at byte {whole}, so this is no unfinished write: "
                    + "restore the file, or remove the data directory and lose what it holds");
            }

            // A torn tail was never acknowledged: a flush covers everything before it. The bytes are kept aside all the
            // same, so that a disk that lies can be found out.
            File.WriteAllBytes($"{path}.torn-at-{at}", content.AsSpan(at).ToArray());
            log.LogWarning("{File} ends in {Bytes} bytes of an unfinished record (the last process died while writing): cut off", path, content.Length - at);
            RandomAccess.SetLength(segment.File, at);
            RandomAccess.FlushToDisk(segment.File);
            segment.Length = at;
        }

        return segment;
    }

    private static int? NextWhole(ReadOnlySpan<byte> content, int from)
    {
        while (from < content.Length)
        {
            var next = content[from..].IndexOf(RecordFrame.Mark);
            if (next < 0)
            {
                return null;
            }

            from += next;
            if (RecordFrame.TryRead(content[from..], out _))
            {
                return from;
            }

            from++;
        }

        return null;
    }

    private void Roll()
    {
        // The full file is flushed before the next one exists, so only the newest file can have a torn tail.
        FlushOrBreak(_active.File);
        var next = Segment.Create(_directory, _active.Id + 1);
        _segments.Add(next.Id, next);
        _active = next;
    }

    // After a failed flush the kernel may have dropped the pages: what was written is in doubt for ever, and a later flush
    // that succeeds proves nothing.
    private void FlushOrBreak(SafeFileHandle file)
    {
        if (_broken is { } broken)
        {
            throw new IOException("an earlier flush failed: " + broken.Message, broken);
        }

        try
        {
            RandomAccess.FlushToDisk(file);
        }
        catch (Exception e)
        {
            _broken = e;
            throw;
        }
    }

    private void Flush()
    {
        var flushed = 0L;
        while (true)
        {
            _wanted.Wait(LazyFlush);
            var last = _stopping;
            Segment active;
            long appended;
            lock (_gate)
            {
                _waiting = false;
                (active, appended) = (_active, _appended);
            }

            if (appended > flushed)
            {
                try
                {
                    FlushOrBreak(active.File);
                }
                catch (Exception e)
                {
                    _log.LogCritical(e, "the log cannot be flushed to disk; nothing more is accepted until a restart");
                    _durable(flushed, e);
                    return;
                }

                flushed = appended;
                _durable(flushed, null);
            }

            if (last)
            {
                return;
            }
        }
    }
}
