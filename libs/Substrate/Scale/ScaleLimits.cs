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

    private const long ValueBytes = 32;

    // Half of the values that a byte may stand for need no counting: a type of which each item and each payload of a variant has at most two
    // values per byte, the variant's tag included, has at most four for every byte of any input. The other half is for types with more.
    internal const int UncountedPerByte = 2;

    internal static long ChargedMax(int inputBytes) => ValuesFree + (ValuesPerByteMax - 2L * UncountedPerByte) * inputBytes;

    /// <summary>
    /// Bytes of memory that the exception takes at the most when an input is refused, beside <see cref="MemoryMax"/>: it holds every frame that it leaves.
    /// Below ten levels it takes less than 16 KB; the most takes <see cref="DepthMax"/> levels with as many structs between them as metadata can ask for.
    /// </summary>
    public const long FaultBytesMax = 8 << 20;

    /// <summary>
    /// Bytes of memory that the values of an input take at the most: 320 times its size and 160 KB. That is for hostile metadata: the types of real
    /// runtimes have at most two values per byte, which is 72 times the size.
    /// </summary>
    public static long ValueBytesMax(int inputBytes) => ValueBytes * (5L * ValuesFree + (ValuesPerByteMax + 2L) * inputBytes);

    /// <summary>
    /// Bytes of memory that decoding an input takes at the most, whatever it and the metadata say: values, and per byte of input 80 for event records
    /// (16 without a filter), 12 for text, 2 for topics, 1 for a copy of input that is no array. The memory of plans is not in it: the runtime makes them
    /// once. Nor is <see cref="FaultBytesMax"/>, or the 48 bytes of each transaction extension that the metadata has.
    /// </summary>
    public static long MemoryMax(int inputBytes) => ValueBytesMax(inputBytes) + 4096 + 96L * inputBytes;
}
