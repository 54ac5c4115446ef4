using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>What a rep types. Price, digest and verdict follow from it.</summary>
public sealed record QuoteAsk
{
    /// <summary>The most lines of a quote.</summary>
    public const int LinesMax = 20;

    /// <summary>The most segments of a line.</summary>
    public const int SegmentsMax = 26;

    /// <summary>Five years of sale periods.</summary>
    public const uint PeriodsMax = 65;

    /// <summary>More cores than any network has.</summary>
    public const uint CoresMax = 1_000;

    /// <summary>The longest note.</summary>
    public const int NoteMax = 2_000;

    /// <summary>The lines, in order.</summary>
    public required IReadOnlyList<QuoteLine> Lines { get; init; }

    /// <summary>Who buys.</summary>
    public required Settlement Settlement { get; init; }

    /// <summary>The Coretime chain; empty where only one is followed.</summary>
    public string Chain { get; init; } = "";

    /// <summary>The symbol of the token in which amounts were written; empty for planck. It keeps an amount of one network from being taken for one of another.</summary>
    public string Token { get; init; } = "";

    /// <summary>The customer's para; null for none yet.</summary>
    public uint? ParaId { get; init; }

    /// <summary>Days after sending; null for what the rule version says.</summary>
    public uint? ValidDays { get; init; }

    /// <summary>One of the rule version's codes, or null.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>Why, for those who approve.</summary>
    public string ReasonNote { get; init; } = "";

    /// <summary>Periods of the longest line; 0 without cores.</summary>
    public uint Periods => Lines.OfType<QuoteLine.Coretime>().Select(l => l.Periods).DefaultIfEmpty(0u).Max();

    /// <summary>Core-periods of all lines.</summary>
    public uint CorePeriods => Lines.OfType<QuoteLine.Coretime>().Aggregate(0u, (sum, line) => sum + line.CorePeriods);

    /// <summary>Cores in a period, of all lines.</summary>
    public uint CoresIn(uint period) => Lines.OfType<QuoteLine.Coretime>().Aggregate(0u, (sum, line) => sum + line.CoresIn(period));

    /// <summary>Cores of a period that the sponsor pays for, of all lines.</summary>
    public uint SponsoredIn(uint period) => Lines.OfType<QuoteLine.Coretime>().Aggregate(0u, (sum, line) => sum + line.SponsoredIn(period));

    /// <summary>Cores of the first period that the customer buys on the chain.</summary>
    public uint CustomerBuysNow => Settlement == Settlement.CustomerBuys ? CoresIn(1) - SponsoredIn(1) : 0;

    /// <summary>Cores of the first period that the sponsor buys.</summary>
    public uint SponsorBuysNow => CoresIn(1) - CustomerBuysNow;

    /// <summary>A sponsor buys, renews or orders something for the customer's para.</summary>
    public bool HasSponsor => Settlement == Settlement.SponsorBuysAndAssigns
        || Lines.Any(l => l is QuoteLine.Coretime { Sponsored.Count: > 0 } || (l is QuoteLine.OnDemand d && !d.Sponsored.IsZero));

    /// <summary>What is wrong with it, by field as in <c>ask</c>; empty when it can be priced.</summary>
    public IReadOnlyList<FieldViolation> Faults()
    {
        var faults = new List<FieldViolation>();
        if (Lines.Count is 0 or > LinesMax)
        {
            faults.Add(new("ask.lines", $"has {Lines.Count} entries; 1 to {LinesMax} are allowed."));
        }

        for (var i = 0; i < Lines.Count; i++)
        {
            switch (Lines[i])
            {
                case QuoteLine.Coretime coretime:
                    CheckCoretime(coretime, $"ask.lines[{i}].coretime", faults);
                    break;
                case QuoteLine.OnDemand onDemand:
                    CheckOnDemand(onDemand, $"ask.lines[{i}].on_demand", faults);
                    break;
            }
        }

        if (HasSponsor && ParaId is null)
        {
            faults.Add(new("ask.para_id", "is missing: what a sponsor pays for is assigned to the customer's para, so that nobody can sell it on."));
        }

        if (Settlement == Settlement.SponsorBuysAndAssigns && CorePeriods == 0)
        {
            faults.Add(new("ask.settlement", "is that the sponsor buys and assigns, and there are no cores to buy: use customer buys, and sponsor the budget."));
        }

        if (ReasonNote.Length > NoteMax)
        {
            faults.Add(new("ask.reason_note", $"is {ReasonNote.Length} characters long; at most {NoteMax} are allowed."));
        }

        return faults;
    }

    private static void CheckCoretime(QuoteLine.Coretime line, string field, List<FieldViolation> faults)
    {
        var fits = line.Ramp.Count is >= 1 and <= SegmentsMax && line.Ramp.All(s => s.Periods is >= 1 and <= PeriodsMax && s.Cores is >= 1 and <= CoresMax);
        if (!fits || line.Periods > PeriodsMax)
        {
            faults.Add(new($"{field}.ramp", $"must have 1 to {SegmentsMax} segments of at least 1 period and 1 to {CoresMax} cores, and last at most {PeriodsMax} periods in all."));
            return;
        }

        for (var i = 0; i < line.Sponsored.Count; i++)
        {
            var (period, cores) = line.Sponsored[i];
            if (cores == 0 || cores > line.CoresIn(period))
            {
                faults.Add(new($"{field}.sponsored[{i}]", $"names {cores} cores of period {period}, in which the line has {line.CoresIn(period)}."));
            }

            if (i > 0 && period <= line.Sponsored[i - 1].Period)
            {
                faults.Add(new($"{field}.sponsored[{i}]", "is not after the period before it: name each period once, in order."));
            }
        }

        CheckGiveaway(line.Giveaway, field, faults);
    }

    private static void CheckOnDemand(QuoteLine.OnDemand line, string field, List<FieldViolation> faults)
    {
        if (line.Budget.IsZero)
        {
            faults.Add(new($"{field}.budget_planck", "is missing: a budget is an amount of planck above 0."));
        }

        if (line.Sponsored > line.Budget)
        {
            faults.Add(new($"{field}.sponsored_planck", "is more than the budget."));
        }

        CheckGiveaway(line.Giveaway, field, faults);
    }

    private static void CheckGiveaway(Giveaway giveaway, string field, List<FieldViolation> faults)
    {
        if (giveaway.Waived.IsZero != (giveaway.Services.Length == 0))
        {
            faults.Add(new($"{field}.waived_services", "and waived_planck belong together: say what is waived, and what it is worth."));
        }
    }
}
