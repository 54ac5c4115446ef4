using System.Globalization;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Market;

namespace CoretimeDesk.Web.Desk.Credits;

/// <summary>What somebody types to ask for free coretime. Whether it may be so, the grant service says.</summary>
internal sealed class GrantAsks
{
    public GrantTier Tier { get; set; } = GrantTier.Launch;

    public RailKind Rail { get; set; } = RailKind.SponsorPurchase;

    public uint? Para { get; set; }

    public DateTime? Founded { get; set; }

    public string TestChain { get; set; } = "";

    public string Code { get; set; } = "";

    /// <summary>One a line.</summary>
    public string Deliverables { get; set; } = "";

    /// <summary>Core-periods of each tranche, where they are agreed on: "1 + 2 + 2"; halves as "0.5".</summary>
    public string CorePeriods { get; set; } = "";

    /// <summary>In tokens; what on-demand orders may cost together.</summary>
    public string Orders { get; set; } = "";

    public string Note { get; set; } = "";

    /// <summary>Orders are paid one by one, and not by the core-period.</summary>
    public bool IsOfOrders => Rail is RailKind.SponsorOrders or RailKind.NativeCredits;

    /// <summary>As the service takes it.</summary>
    /// <param name="token">Of the programme.</param>
    /// <param name="problem">What cannot be read; empty for nothing.</param>
    public GrantAsk Make(ChainWatcher.V1.Token token, out string problem)
    {
        problem = "";
        var ask = new GrantAsk
        {
            Tier = Tier, Rail = Rail, ParaId = Para ?? 0, Founded = Founded?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", TestChain = TestChain.Trim(), Code = Tier == GrantTier.Scale ? Code.Trim() : "", Note = Note.Trim(),
        };
        if (Tier == GrantTier.DesignPartner)
        {
            ask.Deliverables.AddRange(Deliverables.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            foreach (var part in CorePeriods.Split('+', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var periods) && periods is > 0 and <= 1_000 && decimal.IsInteger(periods * 2))
                {
                    ask.HalfPeriods.Add((uint)(periods * 2));
                }
                else
                {
                    problem = $"\"{part}\" is no number of core-periods: write 1 + 2, or 0.5 for half of one.";
                }
            }
        }

        if (IsOfOrders && Orders.Trim().Length > 0)
        {
            if (new Market.Token(token.Symbol, (int)token.Decimals).TryParse(Orders.Trim(), out var amount, out var why))
            {
                ask.OrdersBudget = amount.Value.ToString(CultureInfo.InvariantCulture);
            }
            else
            {
                problem = why;
            }
        }

        return ask;
    }
}
