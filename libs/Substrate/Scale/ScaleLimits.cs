namespace CoretimeDesk.Substrate;

/// <summary>What hostile bytes may cost. The limits are far above what any runtime encodes, and the chain's own are lower.</summary>
public static class ScaleLimits
{
    /// <summary>
    /// Levels of enums, vectors and options within each other. The SDK decodes calls to 256 levels of containers; each of them takes at most
    /// three levels here.
    /// </summary>
    public const int DepthMax = 1024;

    /// <summary>Levels of types within types, without an enum between them, that a plan is made for. The deepest of a relay chain has 13.</summary>
    public const int TypeDepthMax = 256;

    /// <summary>Decoded values per byte of input, <see cref="ValuesFree"/> aside. A value takes 32 bytes of memory.</summary>
    public const int ValuesPerByteMax = 8;

    /// <summary>Decoded values that any input may have, however short.</summary>
    public const int ValuesFree = 1024;

    // Half of the values that a byte may stand for need no counting: a type of which each item and each payload of a variant has at most two
    // values per byte, the variant's tag included, has at most four for every byte of any input. The other half is for types with more.
    internal const int UncountedPerByte = 2;

    internal static long ChargedMax(int inputBytes) => ValuesFree + (ValuesPerByteMax - 2L * UncountedPerByte) * inputBytes;

    /// <summary>Bytes of memory that decoding an input of <paramref name="inputBytes"/> takes at the most, in values; text and events come on top with less than twice the input's and 32 times the input's size.</summary>
    public static long ValueBytesMax(int inputBytes) => 32L * (ValuesFree + (long)ValuesPerByteMax * inputBytes) * 2;
}
