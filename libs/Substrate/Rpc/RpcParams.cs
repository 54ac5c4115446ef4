using System.Buffers;
using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>The arguments of a request, in order. Not for use from several threads while being filled.</summary>
public sealed class RpcParams
{
    private readonly ArrayBufferWriter<byte> _items = new(64);

    /// <summary>No arguments.</summary>
    public static RpcParams None => new();

    /// <summary>Adds a string, or null.</summary>
    public RpcParams Add(string? text) => Add(writer => writer.WriteStringValue(text));

    /// <summary>Adds a number.</summary>
    public RpcParams Add(long number) => Add(writer => writer.WriteNumberValue(number));

    /// <summary>Adds a truth value.</summary>
    public RpcParams Add(bool truth) => Add(writer => writer.WriteBooleanValue(truth));

    /// <summary>Adds null.</summary>
    public RpcParams AddNull() => Add(writer => writer.WriteNullValue());

    /// <summary>Adds a hash.</summary>
    public RpcParams Add(H256 hash) => AddHex(hash.AsSpan());

    /// <summary>Adds bytes as a hex string.</summary>
    public RpcParams AddHex(ReadOnlySpan<byte> bytes)
    {
        // Written by hand: a runtime upgrade is megabytes, and a span cannot be captured by a function.
        Separate();
        var digits = _items.GetSpan(checked((bytes.Length * 2) + 4));
        "\"0x"u8.CopyTo(digits);
        Convert.TryToHexStringLower(bytes, digits[3..], out var written);
        digits[3 + written] = (byte)'"';
        _items.Advance(written + 4);
        return this;
    }

    /// <summary>Adds a list of byte strings, each as a hex string.</summary>
    public RpcParams AddHexList(IEnumerable<ReadOnlyMemory<byte>> items) => Add(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            writer.WriteStringValue(Hex.Encode(item.Span));
        }

        writer.WriteEndArray();
    });

    /// <summary>Adds one value of any shape.</summary>
    /// <exception cref="InvalidOperationException">What was written is not one complete JSON value.</exception>
    public RpcParams Add(Action<Utf8JsonWriter> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Separate();
        using var writer = new Utf8JsonWriter(_items);
        value(writer);
        return writer.CurrentDepth == 0 && writer.BytesCommitted + writer.BytesPending > 0
            ? this
            : throw new InvalidOperationException("An argument must be one complete JSON value.");
    }

    /// <summary>The items of the JSON array, without its brackets.</summary>
    internal ReadOnlySpan<byte> Items => _items.WrittenSpan;

    private void Separate()
    {
        if (_items.WrittenCount > 0)
        {
            _items.Write(","u8);
        }
    }
}
