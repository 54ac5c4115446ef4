using System.Text;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;
using Google.Protobuf;
using RegionId = CoretimeDesk.Market.RegionId;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>The chain watcher's words in those of the rails.</summary>
internal static class RailFacts
{
    private const int DigestDigits = 64;

    public static RenewedCore Of(Renewed message, string? remark) => new(
        message.Origin.FactId, At(message.Origin), remark, Account(message.Payer) ?? default, Planck.Parse(message.Price), [.. message.Tasks], message.Begin, message.Duration, checked((ushort)message.Core));

    public static BoughtCore Of(Purchased message, string? remark) => new(
        message.Origin.FactId, At(message.Origin), remark, Account(message.Buyer) ?? default, Planck.Parse(message.Price), Region(message.Region), message.Duration);

    public static BoughtCredit Of(CreditPurchased message, string? remark) => new(
        message.Origin.FactId, At(message.Origin), remark, Account(message.Buyer) ?? default, Account(message.Beneficiary) ?? default, Planck.Parse(message.Amount));

    public static OrderedBlock Of(OnDemandOrderPlaced message, string? remark) => new(
        message.Origin.FactId, At(message.Origin), remark, message.Para, Planck.Parse(message.SpotPrice), Account(message.OrderedBy) ?? default, message.Means switch
        {
            PaymentMeans.Balance => OrderMeans.Balance,
            PaymentMeans.Credits => OrderMeans.Credit,
            _ => OrderMeans.Unknown,
        });

    /// <summary>What happened to a region, as its row keeps it.</summary>
    public static (RailFact Fact, FactOrigin Origin) Of(RegionFactRow row) => row.Type switch
    {
        nameof(Assigned) when Assigned.Parser.ParseFrom(row.Body) is var m => (Of(m), m.Origin),
        nameof(AssignmentRemoved) when AssignmentRemoved.Parser.ParseFrom(row.Body) is var m => (new RemovedAssignment(m.Origin.FactId, At(m.Origin), Region(m.Region)), m.Origin),
        nameof(Pooled) when Pooled.Parser.ParseFrom(row.Body) is var m => (new PooledRegion(m.Origin.FactId, At(m.Origin), Region(m.Region)), m.Origin),
        nameof(Interlaced) when Interlaced.Parser.ParseFrom(row.Body) is var m => (new InterlacedRegion(m.Origin.FactId, At(m.Origin), Region(m.Old)), m.Origin),
        nameof(Transferred) when Transferred.Parser.ParseFrom(row.Body) is var m => (new TransferredRegion(m.Origin.FactId, At(m.Origin), Region(m.Region), Account(m.OldOwner), Account(m.Owner)), m.Origin),
        _ => throw new InvalidOperationException($"A fact of a region is of the unknown type \"{row.Type}\"."),
    };

    /// <summary>Where to find the event again.</summary>
    public static FactRef Ref(FactOrigin origin)
    {
        var fact = new FactRef
        {
            FactId = origin.FactId,
            Chain = origin.Chain,
            BlockNumber = origin.BlockNumber,
            BlockHash = origin.BlockHash,
            ExtrinsicHash = origin.ExtrinsicHash,
            OccurredAt = origin.OccurredAt,
        };
        if (origin.HasEventIndex)
        {
            fact.EventIndex = origin.EventIndex;
        }

        return fact;
    }

    public static DateTimeOffset At(FactOrigin origin) => origin.OccurredAt.ToDateTimeOffset();

    public static RegionId Region(ChainWatcher.V1.RegionId region) => new(new(region.Begin), checked((ushort)region.Core), CoreMask.Parse(region.Mask));

    /// <summary>Null for nobody, which is told as an empty text.</summary>
    public static AccountId32? Account(string hex) => hex.Length > 0 ? AccountId32.Parse(hex) : null;

    /// <summary>The digest that a remark names: its 32 bytes, or its 64 digits as somebody typed them. Null when it names none.</summary>
    public static string? DigestOf(DeskRemark remark)
    {
        var hex = remark.Payload.StartsWith("0x", StringComparison.Ordinal) ? remark.Payload[2..] : remark.Payload;
        var text = hex.Length == 2 * DigestDigits ? Encoding.ASCII.GetString(Convert.FromHexString(hex)).ToLowerInvariant() : hex;
        return text.Length == DigestDigits && text.All(char.IsAsciiHexDigitLower) ? text : null;
    }

    private static AssignedRegion Of(Assigned message) => new(message.Origin.FactId, At(message.Origin), Region(message.Region), message.Task, message.Finality switch
    {
        AssignmentFinality.Final => true,
        AssignmentFinality.Provisional => false,
        _ => null,
    });
}
