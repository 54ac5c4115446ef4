using System.Globalization;
using System.Text;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Quoting.Data;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>The chain watcher's words as rows.</summary>
internal static class FactRows
{
    private const int DigestDigits = 64;

    public static PaidFactRow Of(Purchased message, long[] tasks) =>
        Of(message.Origin, PaidKind.Purchase, message.Buyer, message.Price, message.Region.Begin, message.Duration, message.Region.Core, null, tasks);

    public static PaidFactRow Of(Renewed message) =>
        Of(message.Origin, PaidKind.Renewal, message.Payer, message.Price, message.Begin, message.Duration, message.Core, (int)message.OldCore, [.. message.Tasks.Distinct().Order().Select(t => (long)t)]);

    /// <summary>An order: it has a task, and neither core nor timeslices.</summary>
    public static PaidFactRow Of(OnDemandOrderPlaced message)
    {
        var row = Of(message.Origin, PaidKind.Order, message.OrderedBy, message.SpotPrice, 0, 0, 0, null, [message.Para]);
        row.Means = message.Means switch
        {
            PaymentMeans.Balance => OrderMeans.Balance,
            PaymentMeans.Credits => OrderMeans.Credits,
            _ => OrderMeans.Unknown,
        };
        return row;
    }

    /// <summary>The digest that a remark names: its 32 bytes, or its 64 digits as somebody typed them. Null when it names none.</summary>
    public static string? DigestOf(string payload)
    {
        var hex = payload.StartsWith("0x", StringComparison.Ordinal) ? payload[2..] : payload;
        var text = hex.Length == 2 * DigestDigits ? Encoding.ASCII.GetString(Convert.FromHexString(hex)).ToLowerInvariant() : hex;
        return text.Length == DigestDigits && text.All(char.IsAsciiHexDigitLower) ? text : null;
    }

    private static PaidFactRow Of(FactOrigin origin, PaidKind kind, string payer, string price, uint begin, uint duration, uint core, int? oldCore, long[] tasks) => new()
    {
        Id = Guid.Parse(origin.FactId),
        Chain = origin.Chain,
        BlockNumber = origin.BlockNumber,
        BlockHash = origin.BlockHash,
        EventIndex = origin.EventIndex,
        ExtrinsicIndex = origin.HasExtrinsicIndex ? origin.ExtrinsicIndex : null,
        OccurredAt = origin.OccurredAt.ToDateTimeOffset(),
        Kind = kind,
        Payer = payer,
        Price = UInt128.Parse(price, CultureInfo.InvariantCulture),
        Symbol = origin.Token.Symbol,
        Decimals = (int)origin.Token.Decimals,
        Begin = begin,
        Duration = duration,
        Core = (int)core,
        OldCore = oldCore,
        Tasks = tasks,
    };
}
