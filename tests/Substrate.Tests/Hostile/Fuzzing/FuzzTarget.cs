namespace CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

/// <summary>What became of a damaged input.</summary>
/// <param name="Kind"><c>accepted</c>, or the fault for which it was refused.</param>
/// <param name="Size">Bytes of the input.</param>
/// <param name="Allocated">Bytes of memory that decoding took, the exception included.</param>
internal readonly record struct FuzzOutcome(string Kind, int Size, long Allocated)
{
    public const string Accepted = "accepted";

    public bool IsAccepted => Kind == Accepted;
}

/// <summary>The library did what it must not do with some input.</summary>
internal sealed class FuzzFailureException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// A reader of the library, good inputs for it, and what must hold for any input: it is accepted and encoded to the same bytes again, or refused with a
/// <see cref="ScaleException"/>, which points into the input. Not safe for two threads at once.
/// </summary>
internal abstract class FuzzTarget(string name)
{
    private readonly Mutator _mutator = new();

    public string Name { get; } = name;

    /// <summary>Makes the input of that seed and index, and checks what becomes of it.</summary>
    /// <exception cref="FuzzFailureException">Something that must hold does not; the message names the input.</exception>
    public FuzzOutcome Run(int seed, long index)
    {
        _mutator.Start(seed, index);
        var input = Next(_mutator);
        try
        {
            return Check(input);
        }
        catch (Exception e)
        {
            var hex = Hex.Encode(input.AsSpan(0, Math.Min(input.Length, 4_000)));
            throw new FuzzFailureException($"{Name}, seed {seed}, index {index}: {e.GetType().Name}: {e.Message} Input of {input.Length} bytes: {hex}", e);
        }
    }

    /// <summary>Chooses a sample and damages it.</summary>
    protected abstract byte[] Next(Mutator mutator);

    protected abstract FuzzOutcome Check(byte[] input);

    /// <summary>Runs a reader; null when it accepts.</summary>
    protected static ScaleException? Refusal(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (ScaleException e)
        {
            return e;
        }
    }

    protected static FuzzOutcome Outcome(ScaleException? refusal, byte[] input, long allocated)
    {
        if (refusal is not null)
        {
            Require(refusal.Offset >= 0 && refusal.Offset <= input.Length, $"the fault is at {refusal.Offset}: {refusal.Message}");
            Require(refusal.Message.Length is > 10 and < 6_000, $"the message has {refusal.Message.Length} characters");
        }

        return new(refusal is null ? FuzzOutcome.Accepted : refusal.Fault.ToString(), input.Length, allocated);
    }

    /// <summary>
    /// Memory that a reader takes. What it takes only the first time, for plans, is the runtime's and not the input's. With real metadata there are at most
    /// two values per byte (72 bytes) beside events (80 bytes), text and topics; damaged metadata can ask for all that the library's limits allow.
    /// </summary>
    protected static ScaleException? Measure(Action read, byte[] input, out long allocated, bool isMetadataReal = true)
    {
        ScaleException? refusal = null;
        allocated = long.MaxValue;
        for (var attempt = 0; attempt < 2 && allocated > 64L * (input.Length + 64); attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            refusal = Refusal(read);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        var most = (isMetadataReal ? 160L * input.Length + 4096 : ScaleLimits.MemoryMax(input.Length)) + (refusal is null ? 0 : isMetadataReal ? 1 << 20 : ScaleLimits.FaultBytesMax);
        Require(allocated <= most, $"{allocated} bytes of memory were taken, {most} are the most");
        return refusal;
    }

    protected static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FuzzFailureException(otherwise);
        }
    }

    protected static void RequireSame(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what)
    {
        if (!expected.SequenceEqual(actual))
        {
            throw new FuzzFailureException($"{what} is encoded to other bytes: {Hex.Encode(actual[..Math.Min(actual.Length, 2_000)])}");
        }
    }
}
