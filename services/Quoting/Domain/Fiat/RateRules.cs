using System.Globalization;

namespace CoretimeDesk.Quoting.Fiat;

/// <summary>What somebody wants to record as a rate.</summary>
/// <param name="Network">The relay chain whose token it is.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="Rate">Units of the currency for one whole token: "4.1205".</param>
/// <param name="AsOf">The day of which it is.</param>
/// <param name="Source">Where it is from.</param>
public sealed record RateAsk(string Network, string Currency, string Rate, DateOnly AsOf, string Source);

/// <summary>Which rates are recorded, and which of them counts.</summary>
public static class RateRules
{
    /// <summary>The longest name of a network.</summary>
    public const int NetworkMax = 32;

    /// <summary>The longest source.</summary>
    public const int SourceMax = 300;

    /// <summary>Chains began later than this; a rate of before is a slip of the pen.</summary>
    public static readonly DateOnly Earliest = new(2020, 1, 1);

    /// <summary>Decides whether a rate is recorded.</summary>
    /// <param name="ask">What somebody wants.</param>
    /// <param name="id">The new record.</param>
    /// <param name="by">Who.</param>
    /// <param name="now">The instant.</param>
    public static Decision<FiatRate> Record(RateAsk ask, Guid id, Actor by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(by);
        if (!by.Is(Role.BudgetHolder, Role.Administrator))
        {
            return new Refusal(RefusalKind.Forbidden, "NOT_FINANCE", "A budget holder or an administrator records rates.");
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return !IsNetwork(ask.Network) ? Refusal.InvalidField("network", "is no network: write its relay chain, such as polkadot.")
            : !Currency.TryFind(ask.Currency, out var currency) ? Refusal.InvalidField("currency", "is no currency that the desk knows: write a code of ISO 4217 in capitals, such as EUR.")
            : !FiatRate.TryRead(ask.Rate, out var units, out var scale)
                ? Refusal.InvalidField("rate", $"is no rate: digits with a point, such as 4.1205, more than zero, at most {FiatRate.DigitsMax} digits and {FiatRate.ScaleMax} behind the point.")
            : ask.AsOf > today ? Refusal.InvalidField("as_of", string.Create(CultureInfo.InvariantCulture, $"is after today, {today:yyyy-MM-dd}: nobody knows tomorrow's rate."))
            : ask.AsOf < Earliest ? Refusal.InvalidField("as_of", string.Create(CultureInfo.InvariantCulture, $"is before {Earliest:yyyy-MM-dd}."))
            : ask.Source.Trim().Length is 0 or > SourceMax ? Refusal.InvalidField("source", $"is missing or longer than {SourceMax} characters: say where the rate can be looked up again.")
            : Decision<FiatRate>.Emit(new FiatRate(id, ask.Network, currency, units, scale, ask.AsOf, ask.Source.Trim(), new(by.Id, by.Name), now));
    }

    /// <summary>The rate that counts: that of the latest day, and of one day the one that was recorded last.</summary>
    public static FiatRate? Newest(IEnumerable<FiatRate> rates) => rates.MaxBy(r => (r.AsOf, r.RecordedAt, r.Id));

    /// <summary>Without a rate there is no view.</summary>
    public static Refusal NoRate(string network, string currency, string symbol) => new(
        RefusalKind.Precondition,
        "NO_RATE",
        $"Nobody has recorded what a {symbol} of {network} is worth in {currency}, so there is nothing to show in it. A budget holder or an administrator does: ./desk rates set {network} {currency} RATE --source WHERE")
    {
        Facts = new Dictionary<string, string> { ["network"] = network, ["currency"] = currency },
    };

    private static bool IsNetwork(string text) => text.Length is > 0 and <= NetworkMax && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
