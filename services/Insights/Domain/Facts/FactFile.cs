using System.Text;

namespace CoretimeDesk.Insights.Facts;

/// <summary>What came of reading facts.</summary>
/// <param name="Set">The facts; of use only without a fault.</param>
/// <param name="Fault">The first thing that is wrong; null when all is well.</param>
public sealed record FactReading(FactSet Set, Fault? Fault);

/// <summary>Reads facts: JSON Lines in UTF-8, one object each. Blank lines are skipped and counted in line numbers, fields that it does not know are ignored. It stops at the first fault.</summary>
public static class FactFile
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a stream to its end.</summary>
    public static FactReading Read(Stream utf8)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        var reading = new Reading();
        var (buffer, filled, number) = (new byte[1 << 16], 0, 0);
        while (true)
        {
            var read = utf8.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            var start = 0;
            for (var end = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n'); end >= 0; end = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n'))
            {
                if (reading.Take(buffer.AsSpan(start, end), ++number) is { } fault)
                {
                    return reading.End(fault);
                }

                start += end + 1;
            }

            if (read == 0)
            {
                return reading.End(reading.Take(buffer.AsSpan(start, filled - start), ++number));
            }

            // What is left is the beginning of a line; a longer one than the buffer makes it grow.
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    /// <summary>Reads lines.</summary>
    /// <param name="lines">All lines of the file, also blank ones.</param>
    public static FactReading Read(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var (reading, number) = (new Reading(), 0);
        foreach (var line in lines)
        {
            if (reading.Take(Encoding.UTF8.GetBytes(line), ++number) is { } fault)
            {
                return reading.End(fault);
            }
        }

        return reading.End(null);
    }

    private sealed class Reading
    {
        private readonly FactGathering _facts = new();
        private readonly FactLine _line = new();
        private byte[] _buffer = new byte[4096];

        public FactReading End(Fault? fault) => new(_facts.ToSet(), fault);

        /// <summary>Takes a line; says what is wrong with it.</summary>
        public Fault? Take(ReadOnlySpan<byte> utf8, int number)
        {
            utf8 = number == 1 && utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;
            if (utf8.TrimStart(" \t\r\n\v\f"u8).IsEmpty)
            {
                return null;
            }

            if (_buffer.Length < utf8.Length)
            {
                _buffer = new byte[utf8.Length * 2];
            }

            utf8.CopyTo(_buffer);
            if (!_line.TryTake(_buffer, utf8.Length))
            {
                return new(number, "", "is no JSON object; write one fact in each line");
            }

            var fact = FactReader.Read(_line);
            var complaint = _line.Complaint is { } c ? new Fault(number, c.Field, c.Message) : null;
            if (complaint is { Field: "id" })
            {
                return complaint;
            }

            // The id comes first of all fields: a known one on a line that cannot be read is other content, unless all that is wrong is when it was recorded.
            if (complaint is not null && _facts.Find(_line.Text("id", isShared: false)) is { } known && (fact is null || complaint.Field != "recorded_at" || !known.SaysTheSameAs(fact)))
            {
                return Contradiction(number, known.Id);
            }

            return complaint ?? (_facts.TryAdd(fact!) ? null : Contradiction(number, fact!.Id));
        }

        private static Fault Contradiction(int number, string id) =>
            new(number, "id", $"'{id}' stands in the file before with other content; a fact never changes, so give this one an id of its own");
    }
}
