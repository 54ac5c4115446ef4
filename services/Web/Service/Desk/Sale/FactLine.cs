using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Parts;
using Google.Protobuf;

namespace CoretimeDesk.Web.Desk.Sale;

/// <summary>What a finalised fact says, in a line of fact and one of meaning. Timeslices are dates, by the clock of the fact's own block.</summary>
public sealed record FactLine(StKind Kind, string Word, string What, string Meaning, string Planck = "")
{
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static FactLine Of(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return fact.Type switch
        {
            nameof(Purchased) when Read<Purchased>(fact) is var f => new(StKind.Done, "Purchased", $"core {f.Region.Core} by {Words.Brief(f.Buyer)}", Span(fact, f.Region.Begin, f.Region.Begin + f.Duration), f.Price),
            nameof(Renewed) when Read<Renewed>(fact) is var f => new(StKind.Done, "Renewed", $"{Tasks(f.Tasks)}, core {f.OldCore} → {f.Core}", Span(fact, f.Begin, f.Begin + f.Duration), f.Price),
            nameof(Renewable) when Read<Renewable>(fact) is var f => new(StKind.Info, "Renewable", $"core {f.Core}", $"from {Day(fact, f.Begin)}", f.Price),
            nameof(AutoRenewalFailed) when Read<AutoRenewalFailed>(fact) is var f => new(StKind.Risk, "Not renewed", $"core {f.Core}: the automatic renewal failed", "no funds, or no core left"),
            nameof(AutoRenewalEnabled) when Read<AutoRenewalEnabled>(fact) is var f => new(StKind.Done, "Renews itself", $"para {f.Task}, core {f.Core}", "at each sale, from its own account"),
            nameof(AutoRenewalDisabled) when Read<AutoRenewalDisabled>(fact) is var f => new(StKind.Waiting, "By hand", $"para {f.Task}, core {f.Core}", "does not renew itself any more"),
            nameof(Assigned) when Read<Assigned>(fact) is var f => new(
                f.Finality == AssignmentFinality.Provisional ? StKind.Waiting : StKind.Done, "Assigned", $"core {f.Region.Core} to para {f.Task}",
                f.Finality == AssignmentFinality.Provisional ? "provisionally: as it stands it cannot be renewed" : Span(fact, f.Region.Begin, f.Region.Begin + f.Duration)),
            nameof(Transferred) when Read<Transferred>(fact) is var f => new(StKind.Info, "Transferred", $"core {f.Region.Core} to {(f.Owner.Length > 0 ? Words.Brief(f.Owner) : "nobody")}", Span(fact, f.Region.Begin, f.Region.Begin + f.Duration)),
            nameof(Pooled) when Read<Pooled>(fact) is var f => new(StKind.Info, "Pooled", $"core {f.Region.Core}", "sold by the block from now on"),
            nameof(SaleInitialized) when Read<SaleInitialized>(fact) is var f => new(StKind.Info, "Sale began", $"{Words.Count(f.CoresOffered, "core")} for {Day(fact, f.RegionBegin)} to {Day(fact, f.RegionEnd)}", "price at its start", f.StartPrice),
            nameof(OnDemandOrderPlaced) when Read<OnDemandOrderPlaced>(fact) is var f => new(StKind.Info, "On demand", $"a block for para {f.Para}", $"by {Words.Brief(f.OrderedBy)}", f.SpotPrice),
            nameof(SpotPriceSet) when Read<SpotPriceSet>(fact) is var f => new(StKind.Info, "Spot price", "of a block on demand", "", f.SpotPrice),
            _ => new(StKind.Info, Spoken(fact.Type), "", ""),
        };
    }

    /// <summary>The message of a fact.</summary>
    public static T Read<T>(Fact fact)
        where T : IMessage, new()
    {
        ArgumentNullException.ThrowIfNull(fact);
        return Json.Parse<T>(fact.Json);
    }

    /// <summary>When a timeslice begins, by the clock of the fact's block.</summary>
    public static DateTimeOffset At(FactOrigin origin, uint timeslice)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return new RelayClock(new(origin.RelayBlock), origin.OccurredAt.ToDateTimeOffset()).EstimateAt(new Timeslice(Math.Min(timeslice, Timeslice.LastWithBlocks.Value)));
    }

    private static string Day(Fact fact, uint timeslice) => Words.Day(At(fact.Origin, timeslice));

    private static string Span(Fact fact, uint begin, uint end) => $"for {Day(fact, begin)} to {Day(fact, end)}";

    private static string Tasks(Google.Protobuf.Collections.RepeatedField<uint> tasks) => tasks.Count == 0 ? "a workload" : $"para {string.Join(" and ", tasks)}";

    private static string Spoken(string type) => string.Concat(type.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));
}
