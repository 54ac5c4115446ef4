using BenchmarkDotNet.Attributes;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Bench.Substrate;

/// <summary>The events of a block: all of them decoded, those that a desk wants, and none at all.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private Blob _blob = null!;
    private EventFilter _wanted = null!;
    private EventFilter _none = null!;

    /// <summary>The fixture.</summary>
    [ParamsSource(nameof(Names))]
    public string Fixture { get; set; } = "";

    /// <summary>All fixtures.</summary>
    public static IEnumerable<string> Names => Blob.Names;

    /// <summary>Finds the blob and makes the plans.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _blob = Blob.All.Single(b => b.Name == Fixture);
        _wanted = _blob.Runtime.Events.Filter(Wanted);
        _none = _blob.Runtime.Events.Filter([]);
    }

    /// <summary>What finishes a sale, a renewal or an order.</summary>
    internal static readonly string[] Wanted = ["Broker.Purchased", "Broker.Renewed", "OnDemand.OnDemandOrderPlaced", "OnDemand.AccountCredited"];

    /// <summary>Every field of every event.</summary>
    [Benchmark(Baseline = true)]
    public int Full() => _blob.Runtime.Events.Decode(_blob.Events).Length;

    /// <summary>The events that a desk wants; the rest is passed over.</summary>
    [Benchmark]
    public int Filtered() => _blob.Runtime.Events.Decode(_blob.Events, _wanted).Length;

    /// <summary>All events are passed over.</summary>
    [Benchmark]
    public int Skipped() => _blob.Runtime.Events.Decode(_blob.Events, _none).Length;
}
