namespace CoretimeDesk.Substrate;

/// <summary>
/// Where the values of one decoding live: in chunks, so that an event costs no allocation of its own. A chunk lives as long as any value in it
/// is held; a chunk is 32 KB and stays out of the large object heap. What would waste much of one gets an array of its own, so that no more than
/// an eighth is ever lost. It also counts, as a net below the reader's own count: see <see cref="ScaleLimits"/>.
/// </summary>
internal sealed class ValueArena
{
    private const int ChunkMax = 1024;
    private const int WasteMax = ChunkMax / 8;

    private readonly int _origin;
    private ScaleValue[] _chunk = [];
    private int _used;
    private int _next;
    private long _budget;

    /// <param name="buffer">What the decoded bytes are slices of; it must not change afterwards.</param>
    /// <param name="origin">Where in it the reader's offset 0 is.</param>
    /// <param name="length">Bytes of input.</param>
    public ValueArena(byte[] buffer, int origin, int length)
    {
        (Buffer, _origin) = (buffer, origin);
        _budget = ScaleLimits.ValuesFree + (long)ScaleLimits.ValuesPerByteMax * length;
        _next = Math.Clamp(length / 4, 4, ChunkMax);
    }

    public byte[] Buffer { get; }

    /// <summary>The place in <see cref="Buffer"/> of the reader's offset.</summary>
    public ulong Place(int position) => (ulong)(_origin + position);

    /// <summary>Room for <paramref name="count"/> values beside each other.</summary>
    public Span<ScaleValue> Reserve(int count, int position, out ScaleValue[] chunk, out int start)
    {
        if (count > _chunk.Length - _used)
        {
            // The budget is looked at here only: what is in a chunk has been paid for in memory already.
            if (count > _budget)
            {
                throw new ScaleException(ScaleFault.TooManyValues, position, "the input describes more values than its size allows");
            }

            if (count > WasteMax)
            {
                _budget -= count;
                (chunk, start) = (new ScaleValue[count], 0);
                return chunk;
            }

            _chunk = new ScaleValue[Math.Max(count, _next)];
            _used = 0;
            _next = Math.Min(_next * 2, ChunkMax);
        }

        _budget -= count;
        (chunk, start) = (_chunk, _used);
        _used += count;
        return chunk.AsSpan(start, count);
    }
}
