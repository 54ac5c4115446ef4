using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CoretimeDesk.Journal;

/// <summary>The journal's spans and instruments; the host exports every source and meter under <c>CoretimeDesk.</c>.</summary>
internal static class JournalTelemetry
{
    private const string Name = "CoretimeDesk.Journal";
    private static readonly Meter Meter = new(Name);

    public static readonly ActivitySource Source = new(Name);
    public static readonly Counter<long> Commands = Meter.CreateCounter<long>("desk.commands", "{command}", "Commands answered for the first time.");
    public static readonly Counter<long> Repeats = Meter.CreateCounter<long>("desk.commands.repeats", "{command}", "Commands whose request id had an answer already.");
    public static readonly Counter<long> Conflicts = Meter.CreateCounter<long>("desk.commands.conflicts", "{conflict}", "Lost races, decided again.");
    public static readonly Counter<long> Published = Meter.CreateCounter<long>("desk.outbox.published", "{event}", "Events that the sidecar accepted.");
    public static readonly Counter<long> PublishFailures = Meter.CreateCounter<long>("desk.outbox.failures", "{event}", "Events that the sidecar did not accept this time.");
    public static readonly Histogram<double> PublishDelay = Meter.CreateHistogram<double>("desk.outbox.delay", "s", "From the command to the sidecar's acceptance.");
    public static readonly Counter<long> Received = Meter.CreateCounter<long>("desk.inbox.received", "{event}", "Deliveries, by what became of them.");
}
