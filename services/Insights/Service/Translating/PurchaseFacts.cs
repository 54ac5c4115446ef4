using System.Globalization;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;

namespace CoretimeDesk.Insights.Translating;

/// <summary>
/// What the chain watcher tells that somebody paid for: by whom it was paid, Quoting and CreditGrants know. Times are blocks' own; when a region ends is worked out from its
/// timeslices of 480 seconds, counted from the block.
/// </summary>
internal static class PurchaseFacts
{
    private const int CoreBits = 80;
    private static readonly TimeSpan Timeslice = TimeSpan.FromSeconds(480);

    public static void Add(SubjectTold told, SubjectFacts facts)
    {
        foreach (var bought in told.Of<Purchased>().Take(1))
        {
            var (m, end) = (bought.Message, bought.Message.Region.Begin + bought.Message.Duration);
            var paid = Paid(bought, m.Origin, PurchaseHow.Purchase, m.Price) with { TimesliceBits = (long)m.Duration * Bits(m.Region.Mask), Sale = m.Region.Begin, EndsAt = EndOf(m.Origin, end) };
            Add(told, facts, bought, m.Origin, paid, new($"{m.Origin.Chain}/{m.Region.Core}/{end}"));
        }

        foreach (var renewed in told.Of<Renewed>().Take(1))
        {
            var (m, end) = (renewed.Message, renewed.Message.Begin + renewed.Message.Duration);
            var bits = m.Workload.Count == 0 ? CoreBits : m.Workload.Sum(w => Bits(w.Mask));
            var paid = Paid(renewed, m.Origin, PurchaseHow.Renewal, m.Price) with { TimesliceBits = (long)m.Duration * bits, Sale = m.Begin, EndsAt = EndOf(m.Origin, end) };
            Add(told, facts, renewed, m.Origin, paid, new($"{m.Origin.Chain}/{m.Core}/{end}", $"{m.Origin.Chain}/{m.OldCore}/{m.Begin}"));
        }

        foreach (var ordered in told.Of<OnDemandOrderPlaced>().Take(1))
        {
            var m = ordered.Message;
            var paid = Paid(ordered, m.Origin, PurchaseHow.OnDemand, m.SpotPrice);
            Add(told, facts, ordered, m.Origin, m.Means == PaymentMeans.Credits ? paid with { Payer = Payer.Credit } : paid, null);
        }
    }

    /// <summary>
    /// Adds a purchase, with what others had said of who paid by the time that it was recorded. What they say later is a fact of its own, so that what was published before stays what
    /// it was, and its restatement has a cause.
    /// </summary>
    private static void Add<T>(SubjectTold told, SubjectFacts facts, Told<T> by, FactOrigin origin, Purchase paid, FactExtra? extra)
        where T : IMessage
    {
        var knowing = new PayerKnowing(paid.Payer == Payer.Credit);
        List<Evidence> evidence = [OnChain(by, origin)];
        var said = PayerSaid.Of(told);
        foreach (var one in said.TakeWhile(s => s.At <= by.At))
        {
            knowing.Hear(one.Message);
            evidence.Add(one.Evidence);
        }

        var (payer, grant) = knowing.Now;
        var token = origin.Token?.Symbol ?? "";
        facts.Add(paid with { Payer = payer, Grant = grant }, token, extra, evidence);
        foreach (var one in said.SkipWhile(s => s.At <= by.At))
        {
            knowing.Hear(one.Message);
            if (knowing.Now != (payer, grant))
            {
                (payer, grant) = knowing.Now;
                facts.Add(new PayerLearnt($"payer/{one.Name}", one.At, one.At, paid.Id, payer, grant), token, one.Evidence);
            }
        }
    }

    private static Purchase Paid<T>(Told<T> by, FactOrigin origin, PurchaseHow how, string price)
        where T : IMessage => new(IdOf(origin.FactId), origin.OccurredAt.ToDateTimeOffset(), by.At, how, Payer.Own, SubjectFacts.Amount(price), 0, 0, null, null, null);

    private static DateTimeOffset EndOf(FactOrigin origin, uint end) => origin.OccurredAt.ToDateTimeOffset() + (Timeslice * ((long)end - origin.Timeslice));

    /// <summary>What a purchase is called here.</summary>
    public static string IdOf(string factId) => $"paid/{factId}";

    /// <summary>Evidence with its block.</summary>
    public static Evidence OnChain<T>(Told<T> told, FactRef? fact)
        where T : IMessage
    {
        var evidence = told.Evidence();
        if (fact is not null)
        {
            (evidence.Chain, evidence.BlockNumber, evidence.BlockHash, evidence.BlockTime) = (fact.Chain, fact.BlockNumber, fact.BlockHash, fact.OccurredAt);
            if (fact.HasEventIndex)
            {
                evidence.EventIndex = fact.EventIndex;
            }
        }

        return evidence;
    }

    private static Evidence OnChain<T>(Told<T> told, FactOrigin origin)
        where T : IMessage
    {
        var evidence = told.Evidence();
        (evidence.Chain, evidence.BlockNumber, evidence.BlockHash, evidence.BlockTime) = (origin.Chain, origin.BlockNumber, origin.BlockHash, origin.OccurredAt);
        if (origin.HasEventIndex)
        {
            evidence.EventIndex = origin.EventIndex;
        }

        return evidence;
    }

    // A mask that is no hexadecimal number is a whole core: regions are one unless they were split, and sales sell no splits.
    private static int Bits(string mask) =>
        mask.StartsWith("0x", StringComparison.Ordinal) && UInt128.TryParse(mask.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            ? (int)UInt128.PopCount(bits)
            : CoreBits;
}
