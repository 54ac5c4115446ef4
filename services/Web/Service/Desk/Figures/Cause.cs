using CoretimeDesk.Insights.V1;
using CoretimeDesk.Web.Desk.Parts;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>One line of what changed, and why.</summary>
/// <param name="Kind">Its mark.</param>
/// <param name="Change">How much.</param>
/// <param name="What">Which figure.</param>
/// <param name="Text">A sentence.</param>
/// <param name="Metric">Whose evidence it opens.</param>
/// <param name="Month">Of which month.</param>
public sealed record Cause(StKind Kind, string Change, string What, string Text, string Metric, string Month)
{
    private const int Most = 7;

    // What leads to what follows; for some a rise is bad.
    private static readonly (string Metric, bool IsRiseBad)[] Watched =
    [
        ("net_new_coretime", false), ("closed_win_rate", false), ("concession_rate", true), ("renewal_rate", false), ("unmatched_revenue", true), ("rep_band_share", false), ("leads_created", false),
    ];

    /// <summary>Restatements first, since they change what was believed; then the figures that moved most for the worse; then the others.</summary>
    public static IReadOnlyList<Cause> Of(ResultsView view)
    {
        var restated = view.Restated.Where(f => f.Month == view.Month || f.Month == view.Vs).Select(f => Restated(view, f));
        // Half a month against a whole one says nothing.
        var moved = Watched.Where(_ => !view.IsRunning).Select(w => (w.IsRiseBad, Now: view.Now(w.Metric))).Where(w => w.Now is not null).Select(w => Moved(view, w.Now!, w.IsRiseBad)).OfType<Cause>();
        return [.. restated.Concat(moved.OrderBy(c => c.Kind == StKind.Risk ? 0 : 1)).Concat(CreditToPaid(view)).Take(Most)];
    }

    private static Cause? Moved(ResultsView view, Figure now, bool isRiseBad)
    {
        var before = view.Before(now.Metric);
        var text = $"{Sentence(FigureText.Of(now, view.Token))}{(before is null ? "" : $" {Months.Name(view.Vs)}: {Sentence(FigureText.Of(before, view.Token))}")}";
        return view.Vs == Months.Add(view.Month, -1) && now.Mom is { Change.Length: > 0 } mom && FigureText.Read(mom.Change) is { } number && number != 0
            ? new((number > 0) == isRiseBad ? StKind.Risk : StKind.Done, FigureText.Change(mom), FigureText.Title(now.Metric), text, now.Metric, now.Month)
            : now.Mom is { Why: "small" } ? new(StKind.NotBegun, "few", FigureText.Title(now.Metric), $"{text} Too few to compare.", now.Metric, now.Month) : null;
    }

    private static Cause Restated(ResultsView view, Figure f)
    {
        var last = f.Restatements[^1];
        var causes = f.Restatements.SelectMany(r => r.Causes).Distinct().Count();
        return new(StKind.Info, $"r{f.Revision}", $"{FigureText.Title(f.Metric)} of {Months.Name(f.Month)} restated",
            $"Published as {FigureText.Of(f.Metric, f.FirstPublished, view.Token)}; now {FigureText.Of(f, view.Token)}, since {Frame.Words.At(last.RecordedAt)}, by {Frame.Words.Count(causes, "late fact")}.", f.Metric, f.Month);
    }

    private static IEnumerable<Cause> CreditToPaid(ResultsView view) => view.NewestMature("credit_to_paid_120") is { Denominator: not ("" or "0") } f
        ? [new(StKind.Info, $"{f.Numerator} of {f.Denominator}", "Credit to paid", $"Grants activated in {Months.Name(f.Month)}, within 120 days: {FigureText.Of(f, view.Token)}{(f.Small ? ". Too few to compare" : "")}.", f.Metric, f.Month)]
        : [];

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
