using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Web.Desk.Quotes;

/// <summary>What of an ask the builder can turn: cores, periods, and how many core-periods the sponsor pays for. Whether it may be so, the quoting service says.</summary>
public static class QuoteAsks
{
    // An address may say anything: what no quote can have is not laid out core-period by core-period.
    private const int CoresMost = 1_000;
    private const int PeriodsMost = 130;

    /// <summary>The line of cores; null when there is none, or more than one: then a slider would not say which it moves.</summary>
    public static CoretimeLine? Line(QuoteAsk ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var lines = ask.Lines.Where(l => l.KindCase == QuoteLine.KindOneofCase.Coretime).ToList();
        return lines.Count == 1 ? lines[0].Coretime : null;
    }

    /// <summary>The same number of cores all the time; null when it ramps.</summary>
    public static RampSegment? Plain(QuoteAsk ask) => Line(ask) is { Ramp: [var only] } ? only : null;

    public static uint Sponsored(QuoteAsk ask) => (uint)(Line(ask)?.Sponsored.Sum(s => s.Cores) ?? 0);

    /// <summary>Core-periods in the order in which the sponsor takes them over, each as its period.</summary>
    /// <remarks>
    /// The first period comes last: the customer buys that on the chain with the key that accepts. Where the sponsor buys and assigns, it is the other way round. From the
    /// second period on because renewals follow by themselves, and the customer sees early what they were promised.
    /// </remarks>
    public static IReadOnlyList<uint> Order(QuoteAsk ask)
    {
        var line = Line(ask);
        if (line is null)
        {
            return [];
        }

        var places = new List<uint>();
        var period = 0u;
        foreach (var segment in line.Ramp)
        {
            for (var i = 0u; i < segment.Periods; i++)
            {
                period++;
                places.AddRange(Enumerable.Repeat(period, (int)segment.Cores));
            }
        }

        return ask.Settlement == Settlement.SponsorBuysAndAssigns ? places : [.. places.Where(p => p > 1), .. places.Where(p => p == 1)];
    }

    /// <summary>The ask with what was turned; a null leaves it as it is. Another number of sponsored core-periods is spread anew, the same one stays where it was.</summary>
    public static QuoteAsk With(QuoteAsk ask, int? cores, int? periods, int? concession)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var turned = ask.Clone();
        if (Line(turned) is not { } line)
        {
            return turned;
        }

        var count = Sponsored(turned);
        var isOther = false;
        if (Plain(turned) is { } segment)
        {
            var (newCores, newPeriods) = (cores is > 0 and <= CoresMost ? (uint)cores : segment.Cores, periods is > 0 and <= PeriodsMost ? (uint)periods : segment.Periods);
            isOther = (newCores, newPeriods) != (segment.Cores, segment.Periods);
            (segment.Cores, segment.Periods) = (newCores, newPeriods);
        }

        var wanted = concession is >= 0 ? (uint)concession : count;
        if (isOther || wanted != count)
        {
            line.Sponsored.Clear();
            line.Sponsored.AddRange(Order(turned).Take((int)wanted).GroupBy(p => p).OrderBy(g => g.Key).Select(g => new SponsoredPeriod { Period = g.Key, Cores = (uint)g.Count() }));
        }

        return turned;
    }

    /// <summary>Where the builder shows these terms.</summary>
    public static string Address(string number, uint revision, QuoteAsk ask, bool changes = false)
    {
        var plain = Plain(ask);
        var parts = new[] { plain is null ? "" : $"cores={plain.Cores}&periods={plain.Periods}", Line(ask) is null ? "" : $"concession={Sponsored(ask)}", changes ? "change=1" : "" }.Where(p => p.Length > 0).ToList();
        return $"/quotes/{number}/r/{revision}{(parts.Count > 0 ? "?" : "")}{string.Join('&', parts)}";
    }
}
