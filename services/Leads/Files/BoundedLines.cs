using System.Text;

namespace CoretimeDesk.Leads.Files;

/// <summary>Lines of a text, of which no more is kept than a given length, however long they are.</summary>
internal sealed class BoundedLines(TextReader text, int lengthMax)
{
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _filled;

    /// <summary>The line that was given last was longer; its rest is dropped.</summary>
    public bool WasCut { get; private set; }

    /// <summary>The next line without its end; null when there is none.</summary>
    public async ValueTask<string?> NextAsync(CancellationToken stop)
    {
        _line.Clear();
        WasCut = false;
        var isAny = false;
        while (true)
        {
            if (_at == _filled)
            {
                (_at, _filled) = (0, await text.ReadAsync(_buffer, stop));
                if (_filled == 0)
                {
                    return isAny ? Line() : null;
                }
            }

            isAny = true;
            var rest = _buffer.AsSpan(_at, _filled - _at);
            var end = rest.IndexOf('\n');
            Keep(end < 0 ? rest : rest[..end]);
            _at += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
            {
                return Line();
            }
        }
    }

    private void Keep(ReadOnlySpan<char> part)
    {
        var room = lengthMax - _line.Length;
        WasCut |= part.Length > room;
        _line.Append(part[..Math.Min(room, part.Length)]);
    }

    private string Line() => _line.Length > 0 && _line[^1] == '\r' ? _line.ToString(0, _line.Length - 1) : _line.ToString();
}
