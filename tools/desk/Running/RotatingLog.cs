namespace CoretimeDesk.Desk.Running;

/// <summary>A log file that is moved aside when it has grown: NAME.log, then NAME.log.1 and NAME.log.2, the oldest dropped.</summary>
/// <remarks>Thread-safe. Every line is flushed: a log is read when things went wrong.</remarks>
public sealed class RotatingLog : IDisposable
{
    private readonly string _path;
    private readonly long _bytesMax;
    private readonly int _oldMax;
    private readonly Lock _lock = new();
    private StreamWriter? _writer;
    private bool _isClosed;

    public RotatingLog(string path, long bytesMax = 10_000_000, int oldMax = 2)
    {
        (_path, _bytesMax, _oldMax) = (path, bytesMax, oldMax);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Open();
    }

    public void Write(string line)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _writer!.WriteLine(line);
            if (_writer.BaseStream.Length > _bytesMax)
            {
                _writer.Dispose();
                for (var n = _oldMax; n > 0; n--)
                {
                    var from = n == 1 ? _path : $"{_path}.{n - 1}";
                    if (File.Exists(from))
                    {
                        File.Move(from, $"{_path}.{n}", overwrite: true);
                    }
                }

                Open();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _writer?.Dispose();
        }
    }

    private void Open() =>
        _writer = new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
}
