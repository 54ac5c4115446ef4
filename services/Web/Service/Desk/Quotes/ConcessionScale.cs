using System.Globalization;
using System.Numerics;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Web.Desk.Quotes;

/// <summary>A stretch of the ladder, up to and with <paramref name="To"/> planck.</summary>
/// <param name="To">Its last planck.</param>
/// <param name="ToBp">The same as a share of the list value.</param>
/// <param name="IsOwn">Nobody else is asked.</param>
/// <param name="Approvers">Roles that must approve otherwise, all of them.</param>
/// <param name="SlaHours">In how many hours they answer.</param>
public sealed record ConcessionZone(BigInteger To, uint ToBp, bool IsOwn, IReadOnlyList<string> Approvers, uint SlaHours)
{
    /// <summary>"You", "Team lead", "Leadership and budget holder".</summary>
    public string Who => IsOwn ? "You" : QuoteWords.Roles(Approvers) is { Length: > 0 } roles ? char.ToUpperInvariant(roles[0]) + roles[1..] : "Nobody";
}

/// <summary>
/// How far concessions of a quote reach, in whole sponsored core-periods. Every number is the quoting service's: what each core-period costs is in the terms, and who may go
/// how far is its explanation of the rules. Here they are only laid side by side.
/// </summary>
public sealed class ConcessionScale
{
    /// <summary>The right end of the picture, in basis points of the list value.</summary>
    public const uint TrackEndBp = 5_000;

    private readonly List<BigInteger> _steps = [];

    public ConcessionScale(QuoteTerms terms, ExplainConcessionResponse rules)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(rules);
        List = QuoteWords.Planck(terms.Total.ListPlanck);
        CommissionBp = terms.CommissionBp + terms.OverlayBp;
        RuleVersion = rules.RuleVersion;
        var index = terms.Ask.Lines.ToList().FindIndex(l => l.KindCase == QuoteLine.KindOneofCase.Coretime);
        var sponsored = index >= 0 && index < terms.LineAmounts.Count ? QuoteWords.Planck(terms.LineAmounts[index].SponsoredPlanck) : BigInteger.Zero;

        // What else is conceded is there before the first core-period is.
        var sum = QuoteWords.Planck(terms.Total.ConcessionPlanck) - sponsored;
        _steps.Add(sum);
        foreach (var period in QuoteAsks.Order(terms.Ask))
        {
            if (period > terms.Price.Periods.Count)
            {
                break;
            }

            sum += QuoteWords.Planck(terms.Price.Periods[(int)period - 1].ExpectedPlanck);
            _steps.Add(sum);
        }

        var zones = new List<ConcessionZone>();
        foreach (var range in QuoteWords.Planck(terms.Total.RebatePlanck).IsZero ? rules.Ranges : rules.RebateRanges)
        {
            var zone = new ConcessionZone(QuoteWords.Planck(range.ToPlanck), range.ToBp, range.Own, [.. range.Approvers], range.SlaHours);
            if (zones.Count > 0 && zones[^1].IsOwn && zone.IsOwn)
            {
                zones.RemoveAt(zones.Count - 1); // Two steps of the ladder, and one person.
            }

            zones.Add(zone);
        }

        Zones = zones;
    }

    public BigInteger List { get; }

    public uint CommissionBp { get; }

    public uint RuleVersion { get; }

    /// <summary>From nothing to the deepest that anybody may give; none when nothing may.</summary>
    public IReadOnlyList<ConcessionZone> Zones { get; }

    /// <summary>Core-periods of the line.</summary>
    public int Count => _steps.Count - 1;

    /// <summary>The end of what anybody may give, in basis points.</summary>
    public uint StopBp => Zones.Count == 0 ? 0 : Zones[^1].ToBp;

    /// <summary>What is conceded with so many core-periods, in planck.</summary>
    public BigInteger At(int count) => _steps[Math.Clamp(count, 0, Count)];

    public string Percent(int count) => QuoteWords.Percent(At(count), List);

    /// <summary>The most core-periods within a zone; nothing before the first one.</summary>
    public int LastIn(int zone)
    {
        if (zone < 0 || Zones.Count == 0)
        {
            return 0;
        }

        var to = Zones[Math.Min(zone, Zones.Count - 1)].To;
        return Math.Max(0, _steps.FindLastIndex(s => s <= to));
    }

    /// <summary>The zone of so many core-periods; null when nobody may give them.</summary>
    public int? ZoneOf(int count)
    {
        for (var i = 0; count <= Count && i < Zones.Count; i++)
        {
            if (At(count) <= Zones[i].To)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Where so many core-periods lie on the picture, 0 to 100.</summary>
    public double Place(int count) => List.IsZero ? 0 : Math.Min(100, (double)(At(count) * 1_000_000 / List) / 100 / TrackEndBp * 100);

    /// <summary>Where a bound lies on the picture, 0 to 100.</summary>
    public static double PlaceOf(uint bp) => Math.Min(100, bp * 100.0 / TrackEndBp);

    /// <summary>For styles: "19.94%".</summary>
    public static string Css(double place) => place.ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
