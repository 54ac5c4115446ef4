using System.Globalization;
using System.Numerics;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Parts;

namespace CoretimeDesk.Web.Desk.Quotes;

/// <summary>The clock of a quote that runs out first, and what ends with it.</summary>
public sealed record QuoteEnding(DateTimeOffset At, string Because);

/// <summary>Quotes in words. Nothing is judged here: states, clocks and amounts are those that the quoting service tells.</summary>
public static class QuoteWords
{
    /// <summary>Planck from the wire; nothing where there is none.</summary>
    public static BigInteger Planck(string text) => BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) ? amount : BigInteger.Zero;

    /// <summary>"9.97 %": a part of a whole to the nearest hundredth of a percent; a dash without a whole.</summary>
    public static string Percent(BigInteger part, BigInteger whole) => whole.IsZero ? "–" : Percent((uint)(((part * 20_000) + whole) / (whole * 2)));

    /// <summary>"9.97 %" of basis points.</summary>
    public static string Percent(uint bp) => string.Create(CultureInfo.InvariantCulture, $"{bp / 100}.{bp % 100:00} %");

    /// <summary>"10", "12.5": a bound of the rules, without zeros at its end.</summary>
    public static string Bound(uint bp) => (bp / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>"9.97 %" of a quote's concession of its list value.</summary>
    public static string Concession(Amounts? total) => total is null ? "–" : Percent(Planck(total.ConcessionPlanck), Planck(total.ListPlanck));

    /// <summary>"leadership and budget holder".</summary>
    public static string Roles(IEnumerable<string> roles) => string.Join(" and ", roles.Select(Role));

    /// <summary>"head_of_sales" is "head of sales".</summary>
    public static string Role(string role) => role.Replace('_', ' ');

    public static StKind Mark(QuoteState state) => state switch
    {
        QuoteState.Draft or QuoteState.Priced => StKind.NotBegun,
        QuoteState.Submitted or QuoteState.Sent => StKind.Waiting,
        QuoteState.Approved or QuoteState.Accepted => StKind.Info,
        QuoteState.Won => StKind.Done,
        _ => StKind.Stopped,
    };

    public static string Clock(ValidityClock clock) => clock switch
    {
        ValidityClock.SalePhase => "the sale's phase ends",
        ValidityClock.RuleVersion => "the rules end",
        _ => "its days are over",
    };

    public static string Settlement(Settlement settlement) => settlement == CoretimeDesk.Quoting.V1.Settlement.SponsorBuysAndAssigns ? "the sponsor buys and assigns" : "the customer buys, the sponsor renews";

    /// <summary>The clock that ends first of a revision; null when none runs.</summary>
    public static QuoteEnding? Ending(QuoteRevision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return revision.State switch
        {
            QuoteState.Sent or QuoteState.Accepted when revision.Snapshot?.ValidUntil is { } end => new(end.ToDateTimeOffset(), Clock(revision.Snapshot.Clock)),
            QuoteState.Approved when revision.ApprovedUntil is { } end => new(end.ToDateTimeOffset(), "its approval lapses"),
            QuoteState.Submitted when revision.Approvals.Where(a => a.State == ApprovalState.Asked && a.DueAt is not null).MinBy(a => a.DueAt) is { } asked
                => new(asked.DueAt.ToDateTimeOffset(), $"{Role(asked.Role)} must have decided"),
            QuoteState.Priced when revision.Terms?.Price?.PhaseEndsAt is { } end => new(end.ToDateTimeOffset(), "its price ends with the sale's phase"),
            _ => null,
        };
    }

    /// <summary>The clocks that a revision would have if it were sent now, the first to run out first.</summary>
    public static IReadOnlyList<QuoteEnding> Clocks(QuoteTerms terms, Judgement judgement, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(judgement);
        var days = terms.Ask.ValidDays > 0 ? terms.Ask.ValidDays : judgement.DefaultDays;
        var clocks = new List<QuoteEnding> { new(now.AddDays(days), $"{Words.Count(days, "day")} after it was sent") };
        if (terms.Price?.PhaseEndsAt is { } phase)
        {
            clocks.Add(new(phase.ToDateTimeOffset(), "the sale's phase ends"));
        }

        if (judgement.RuleEndsAt is { } rules)
        {
            clocks.Add(new(rules.ToDateTimeOffset(), $"rules v{judgement.RuleVersion} end"));
        }

        return [.. clocks.OrderBy(c => c.At)];
    }

    /// <summary>"2 cores for 13 periods", "2 cores for 3 periods, then 4 for 10", "an on-demand budget".</summary>
    public static string What(QuoteAsk ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return string.Join(" and ", ask.Lines.Select(line => line.KindCase == QuoteLine.KindOneofCase.Coretime
            ? string.Join(", then ", line.Coretime.Ramp.Select((s, i) => i == 0 ? $"{Words.Count(s.Cores, "core")} for {Words.Count(s.Periods, "period")}" : $"{s.Cores} for {s.Periods}"))
            : "an on-demand budget"));
    }
}
