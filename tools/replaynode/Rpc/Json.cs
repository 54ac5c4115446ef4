using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>
/// JSON that grows in a pooled buffer. Answers are mostly hex of bytes that are at hand: they are written as such, without a string in between.
/// </summary>
internal sealed class Json : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4096);

    public int Length { get; private set; }

    public Memory<byte> Written => _buffer.AsMemory(0, Length);

    /// <summary>Text that is JSON already.</summary>
    public Json Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Take(json.Length));
        return this;
    }

    public Json Number(ulong number)
    {
        var room = Reserve(20);
        Utf8Formatter.TryFormat(number, room, out var written);
        Length += written;
        return this;
    }

    /// <summary>A string.</summary>
    public Json Text(string text) => Raw("\""u8).Raw(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes).Raw("\""u8);

    public Json Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>A string of hex, or null.</summary>
    public Json HexOrNull(byte[]? bytes) => bytes is null ? Raw("null"u8) : Hex(bytes);

    /// <summary>A string of hex.</summary>
    public Json Hex(ReadOnlySpan<byte> bytes)
    {
        var room = Take(checked(bytes.Length * 2 + 4));
        "\"0x"u8.CopyTo(room);
        Convert.TryToHexStringLower(bytes, room[3..], out _);
        room[^1] = (byte)'"';
        return this;
    }

    public Json Hash(H256 hash) => Hex(hash.AsSpan());

    /// <summary>A list.</summary>
    public Json List<T>(IEnumerable<T> items, Action<T> write)
    {
        Raw("["u8);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
            {
                Raw(","u8);
            }

            isFirst = false;
            write(item);
        }

        return Raw("]"u8);
    }

    /// <summary>Takes back what was written after that.</summary>
    public void Cut(int length) => Length = length;

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Span<byte> Take(int count)
    {
        var room = Reserve(count)[..count];
        Length += count;
        return room;
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(Length + count)));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(Length);
    }
}
