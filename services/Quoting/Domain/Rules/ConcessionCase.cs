using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>The amounts of one line of a quote, or of all lines together. All kinds of concession count the same against a ceiling.</summary>
/// <param name="List">What the coretime costs at list price.</param>
/// <param name="Rebate">What is paid back in DOT.</param>
/// <param name="SponsorPaid">What the sponsor pays instead of the customer.</param>
/// <param name="Waived">The value of services that are not charged.</param>
public readonly record struct ConcessionLine(Planck List, Planck Rebate = default, Planck SponsorPaid = default, Planck Waived = default);

/// <summary>The sums over all lines of the whole quoted term: one ratio, however the quote is cut into lines. <c>default</c> is nothing at all.</summary>
/// <param name="List">Σ list.</param>
/// <param name="Rebate">Σ rebate.</param>
/// <param name="Concession">Σ rebate + Σ sponsor-paid + Σ waived.</param>
public readonly record struct ConcessionTotals(WidePlanck List, WidePlanck Rebate, WidePlanck Concession)
{
    /// <summary>The sums of one line.</summary>
    public ConcessionTotals(in ConcessionLine line)
        : this(line.List, line.Rebate, (WidePlanck)line.Rebate + line.SponsorPaid + line.Waived)
    {
    }

    /// <summary>The sums of several lines.</summary>
    public static ConcessionTotals Of(ReadOnlySpan<ConcessionLine> lines)
    {
        var totals = default(ConcessionTotals);
        foreach (ref readonly var line in lines)
        {
            totals += new ConcessionTotals(line);
        }

        return totals;
    }

    /// <summary>Both together.</summary>
    public static ConcessionTotals operator +(ConcessionTotals left, ConcessionTotals right) =>
        new(left.List + right.List, left.Rebate + right.Rebate, left.Concession + right.Concession);
}

/// <summary>How a customer's size is given: as a tier, as a yearly need, or as what was spent on demand. Exactly one of them.</summary>
public readonly struct CaseSize
{
    private enum Kind
    {
        Tier,
        CorePeriods,
        OnDemand,
    }

    private readonly Kind _kind;
    private readonly string? _tier;
    private readonly UInt128 _number;

    private CaseSize(Kind kind, string? tier, UInt128 number) => (_kind, _tier, _number) = (kind, tier, number);

    /// <summary>By the tier's name.</summary>
    public static CaseSize Tier(string tier) => new(Kind.Tier, tier, 0);

    /// <summary>By the core-periods that the customer needs in a year.</summary>
    public static CaseSize CorePeriods(ulong annual) => new(Kind.CorePeriods, null, annual);

    /// <summary>By what the customer spends on demand in a year: worth so many core-periods at the end price, rounded down.</summary>
    /// <param name="spent">What was spent.</param>
    /// <param name="endPrice">What a core costs at the end of the lead-in; not zero.</param>
    public static CaseSize OnDemand(Planck spent, Planck endPrice)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(endPrice.IsZero, true, nameof(endPrice));
        return new(Kind.OnDemand, null, spent.Value / endPrice.Value);
    }

    /// <summary>The index of the tier by these rules, or -1; and which refusal that means.</summary>
    internal int Resolve(RuleVersion rules, out VerdictReasons refusal)
    {
        refusal = VerdictReasons.None;
        switch (_kind)
        {
            case Kind.CorePeriods:
                var tier = rules.FindTier((ulong)_number);
                refusal = tier < 0 ? VerdictReasons.SizeBelowRange : VerdictReasons.None;
                return tier;
            case Kind.OnDemand:
                // On-demand customers are never smaller than the first tier, and never larger than the second.
                var last = Math.Min(1, rules.Tiers.Length - 1);
                return _number > ulong.MaxValue ? last : Math.Clamp(rules.FindTier((ulong)_number), 0, last);
            default:
                var named = _tier is null ? -1 : rules.FindTier(_tier);
                refusal = named < 0 ? VerdictReasons.UnknownTier : VerdictReasons.None;
                return named;
        }
    }
}

/// <summary>A concession to be judged: who offers what to whom, and when.</summary>
public readonly struct ConcessionCase
{
    /// <summary>When it is judged.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the sale phase ends in which it was priced; null when none does.</summary>
    public DateTimeOffset? PhaseEndsAt { get; init; }

    /// <summary>The customer's kind: "startup".</summary>
    public required string Segment { get; init; }

    /// <summary>The customer's size.</summary>
    public required CaseSize Size { get; init; }

    /// <summary>Who quotes: "team_lead".</summary>
    public required string Role { get; init; }

    /// <summary>The amounts, over all lines.</summary>
    public required ConcessionTotals Totals { get; init; }

    /// <summary>The commission that the sale will cost.</summary>
    public BasisPoints Commission { get; init; }

    /// <summary>What goes to others on top of the commission.</summary>
    public BasisPoints Overlay { get; init; }

    /// <summary>Whether a current assessment is attached.</summary>
    public bool HasAssessment { get; init; }

    /// <summary>The reason that was given; null for none.</summary>
    public string? ReasonCode { get; init; }
}
