using System.Text.Json;

namespace CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

/// <summary>
/// Damaged metadata: it is refused, or whatever is then decoded by it is refused or accepted in the documented ways. What it accepts may be nonsense,
/// but must be encoded to the same bytes.
/// </summary>
internal sealed class MetadataTarget(IReadOnlyList<MetadataSample> samples, string name = "metadata") : FuzzTarget(name)
{
    private MetadataSample _sample = null!;

    protected override byte[] Next(Mutator mutator)
    {
        _sample = samples[mutator.Next(samples.Count)];
        return mutator.Mutate(_sample.Metadata, samples[mutator.Next(samples.Count)].Metadata);
    }

    protected override FuzzOutcome Check(byte[] input)
    {
        Runtime? runtime = null;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Refusal(() => runtime = Runtime.Parse(input));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Require(allocated < 64L * input.Length + ScaleLimits.FaultBytesMax, $"{allocated} bytes of memory were taken");
        if (runtime is not null)
        {
            Use(runtime);
        }

        return Outcome(refusal, input, allocated);
    }

    private void Use(Runtime runtime)
    {
        Try(() => runtime.Events, events =>
        {
            foreach (var bytes in _sample.Events)
            {
                Use(bytes, b => events.Decode(b), records => Array.ForEach(records, r => Write(w => r.WriteJson(w, runtime.Errors))));
                Use(bytes, b => events.Decode(b, events.Filter(_ => false)), _ => { });
            }
        });
        Try(() => runtime.Extrinsics, codec =>
        {
            foreach (var bytes in _sample.Extrinsics)
            {
                Use(bytes, b => codec.Decode(b), extrinsic => Write(w => extrinsic.WriteJson(w, 0)));
            }
        });
        foreach (var (pallet, entry, key, value) in _sample.Stored)
        {
            Try(() => runtime.Storage(pallet, entry), item =>
            {
                Use(key, b => item.DecodeKey(b), _ => { });
                Use(value, b => item.Decode(b), v => RequireSame(value, v.Encode(), $"{item}"));
                Use(value, _ => item.DecodeOrDefault(null), _ => { });
            });
        }

        foreach (var type in runtime.Metadata.Types.All.Where(t => t.Id % 37 == 0))
        {
            _ = runtime.Metadata.Types.Describe(type.Id);
            Use(_sample.Events[0], b => runtime.Decode(type.Id, b), _ => { });
        }
    }

    private static void Use<T>(byte[] bytes, Func<byte[], T> read, Action<T> use)
    {
        var result = default(T);
        var refusal = Measure(() => result = read(bytes), bytes, out _, isMetadataReal: false);
        if (refusal is null)
        {
            use(result!);
        }
        else
        {
            Outcome(refusal, bytes, 0);
        }
    }

    /// <summary>A part of the runtime that damaged metadata may lack.</summary>
    private static void Try<T>(Func<T> part, Action<T> use)
        where T : class
    {
        T? found = null;
        try
        {
            found = part();
        }
        catch (Exception e) when (e is ScaleException or KeyNotFoundException)
        {
        }

        if (found is not null)
        {
            use(found);
        }
    }

    private static void Write(Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(Stream.Null, new() { MaxDepth = 10_000 });
        write(json);
    }
}

/// <summary>Metadata with bytes of its chain.</summary>
internal sealed record MetadataSample(byte[] Metadata, byte[][] Events, byte[][] Extrinsics, (string Pallet, string Entry, byte[] Key, byte[] Value)[] Stored);
