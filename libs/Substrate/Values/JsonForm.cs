using System.Text.Encodings.Web;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>
/// How values are written as JSON. Integers of at most 32 bits are numbers, wider ones decimal strings. Accounts are
/// <c>{"ss58": …, "hex": …}</c>, other bytes <c>0x</c> hex, bits the hex of their encoding. A struct is an object, one unnamed field its inner value,
/// several unnamed ones, tuples and vectors arrays, the unit <c>null</c>. An option is its value or <c>null</c>, and <c>{"Some": value}</c> where the value itself can be <c>null</c>; an enum without payload its name, with
/// payload <c>{name: payload}</c>. A call is <c>{pallet, palletIndex, call, callIndex, args}</c>. The same form is read back when encoding.
/// </summary>
/// <param name="Ss58Prefix">The network for which addresses are written; 42 is the generic one.</param>
public sealed record JsonForm(ushort Ss58Prefix = 42)
{
    /// <summary>Addresses of the generic network.</summary>
    public static JsonForm Default { get; } = new();

    // Text of a chain goes to terminals and files, not into HTML. How deep values are is limited where they are decoded: a batch of batches is three
    // levels of JSON each.
    internal static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = int.MaxValue };

    internal static JsonDocumentOptions ReaderOptions { get; } = new() { MaxDepth = int.MaxValue };
}
