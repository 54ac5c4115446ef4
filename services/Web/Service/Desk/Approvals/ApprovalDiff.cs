using System.Numerics;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Parts;
using CoretimeDesk.Web.Desk.Quotes;

namespace CoretimeDesk.Web.Desk.Approvals;

/// <summary>A value on one side: words, or planck.</summary>
public sealed record DiffCell(string Text, string Planck = "", bool Exact = false);

/// <summary>A value that was approved beside the one that is asked for.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Old">As approved; null when nothing was.</param>
/// <param name="New">As asked.</param>
/// <param name="Mark">Worse for the desk is a risk, whatever its colour elsewhere.</param>
/// <param name="Difference">In words.</param>
public sealed record DiffRow(string Name, DiffCell? Old, DiffCell New, StKind? Mark, string Difference);

/// <summary>What is asked now, against the last terms of the quote that somebody approved. Only what changed.</summary>
public sealed record ApprovalDiff(Approval? Against, IReadOnlyList<DiffRow> Changed, IReadOnlyList<string> Same)
{
    /// <param name="quote">With all its revisions.</param>
    /// <param name="asked">The request.</param>
    /// <param name="against">A revision to compare with; null for the last approval there was.</param>
    public static ApprovalDiff Of(Quote quote, Approval asked, int? against = null)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(asked);
        var last = quote.Revisions.SelectMany(r => r.Approvals)
            .Where(a => a.ValidUntil is not null && a.DecidedAt is not null && a.TermsSha256 != asked.TermsSha256 && (against is null || a.Revision == against))
            .MaxBy(a => a.DecidedAt);
        var rows = Rows(last?.Scope, TermsOf(quote, last?.TermsSha256), asked.Scope, TermsOf(quote, asked.TermsSha256)).ToList();
        return last is null
            ? new(null, [.. rows.Where(r => r.New.Planck.Length == 0 || !QuoteWords.Planck(r.New.Planck).IsZero)], [])
            : new(last, [.. rows.Where(r => r.Old is not null && r.Old != r.New)], [.. rows.Where(r => r.Old == r.New).Select(r => r.Name.ToLowerInvariant())]);
    }

    /// <summary>The ask in one sentence: a finding.</summary>
    public static string Title(Quote quote, Approval asked, ApprovalDiff diff)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(diff);
        var (customer, total) = (quote.Customer.AccountName, asked.Scope.Total);
        var count = QuoteAsks.Sponsored(quote.Revisions[^1].Ask);
        var what = count > 0 ? Words.Count(count, "sponsored core-period") : $"{QuoteWords.Concession(total)} of list";
        return diff.Against is null ? $"{customer} wants {what}, {QuoteWords.Concession(total)} of list in all"
            : diff.Changed.FirstOrDefault(r => r.Name == Periods) is { Old: { } } periods ? $"{customer} wants {what}, {periods.Difference.TrimStart('+', '−')} {(periods.Difference.StartsWith('+') ? "more" : "fewer")} than was approved"
            : $"{customer} wants {what}: {QuoteWords.Concession(total)}, {QuoteWords.Concession(diff.Against.Scope.Total)} was approved";
    }

    private const string Periods = "Sponsored core-periods";

    private static IEnumerable<DiffRow> Rows(ApprovalScope? old, QuoteTerms? oldTerms, ApprovalScope now, QuoteTerms? terms)
    {
        yield return Share(old?.Total, now.Total);
        if (terms is not null)
        {
            yield return Count(oldTerms?.Ask, terms.Ask);
        }

        yield return Money("Sponsor pays", old?.Total.SponsoredPlanck, now.Total.SponsoredPlanck);
        yield return Money("Rebate", old?.Total.RebatePlanck, now.Total.RebatePlanck);
        yield return Money("Services not charged", old?.Total.WaivedPlanck, now.Total.WaivedPlanck);
        if (terms?.Price.LimitPlanck is { Length: > 0 } limit)
        {
            yield return new("Buy at or below, per core", oldTerms is null ? null : new("", oldTerms.Price.LimitPlanck, true), new("", limit, true), null, $"price of {Words.At(terms.Price.BlockTime)}");
        }

        yield return Money("List, whole term", old?.Total.ListPlanck, now.Total.ListPlanck);
        yield return Text("Commission and overlay", old is null ? null : QuoteWords.Percent(old.GiveawayBp), QuoteWords.Percent(now.GiveawayBp));
        if (terms is not null)
        {
            yield return Text("Cores and periods", oldTerms is null ? null : QuoteWords.What(oldTerms.Ask), QuoteWords.What(terms.Ask));
            yield return Text("Reason code", oldTerms is null ? null : Or(oldTerms.Ask.ReasonCode), Or(terms.Ask.ReasonCode));
            yield return Text("Assessment", oldTerms is null ? null : Or(oldTerms.AssessmentNumber), Or(terms.AssessmentNumber));
        }

        yield return Text("Who buys", old is null ? null : QuoteWords.Settlement(old.Settlement), QuoteWords.Settlement(now.Settlement));
        yield return Text("Sale and phase", old is null ? null : Sale(old), Sale(now));
        yield return Text("Rules", old is null ? null : $"v{old.RuleVersion}, tier {old.Tier}", $"v{now.RuleVersion}, tier {now.Tier}");
    }

    private static DiffRow Share(Amounts? old, Amounts now)
    {
        var to = Bp(now);
        if (old is null)
        {
            return new("Total concession", null, new(QuoteWords.Concession(now)), null, "");
        }

        var by = (long)to - Bp(old);
        return new("Total concession", new(QuoteWords.Concession(old)), new(QuoteWords.Concession(now)), by > 0 ? StKind.Risk : StKind.Info, $"{(by < 0 ? "−" : "+")}{QuoteWords.Bound((uint)Math.Abs(by))} points");
    }

    private static long Bp(Amounts total) => QuoteWords.Planck(total.ListPlanck) is { IsZero: false } list ? (long)(((QuoteWords.Planck(total.ConcessionPlanck) * 20_000) + list) / (list * 2)) : 0;

    private static DiffRow Count(QuoteAsk? old, QuoteAsk now)
    {
        var (from, to) = (old is null ? 0 : (long)QuoteAsks.Sponsored(old), (long)QuoteAsks.Sponsored(now));
        return new(Periods, old is null ? null : new($"{from} of {QuoteAsks.Order(old).Count}"), new($"{to} of {QuoteAsks.Order(now).Count}"), null, old is null || from == to ? "" : to > from ? $"+{to - from}" : $"−{from - to}");
    }

    private static DiffRow Money(string name, string? old, string now)
    {
        var (from, to) = (QuoteWords.Planck(old ?? ""), QuoteWords.Planck(now));
        return new(name, old is null ? null : new("", $"{from}"), new("", $"{to}"), null, old is null || from == to ? "" : BigInteger.Compare(to, from) > 0 ? "more" : "less");
    }

    private static DiffRow Text(string name, string? old, string now) => new(name, old is null ? null : new(old), new(now), null, "");

    private static string Or(string text) => text.Length > 0 ? text : "none";

    private static string Sale(ApprovalScope scope) => scope.Phase == SalePhase.Unspecified ? "no cores" : $"{Words.Phrase(scope.Phase)} of the sale of timeslice {Words.Number(scope.RegionBegin)}";

    private static QuoteTerms? TermsOf(Quote quote, string? sha256) => sha256 is null ? null
        : quote.Revisions.Select(r => r.TermsSha256 == sha256 ? r.Terms : r.Snapshot?.TermsSha256 == sha256 ? r.Snapshot.Terms : null).FirstOrDefault(t => t is not null);
}
