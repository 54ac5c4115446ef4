using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;
using SalePhase = CoretimeDesk.Quoting.V1.SalePhase;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary>Shows quotes: core-periods, regions and dates first, amounts second and with their unit, blocks last.</summary>
internal static class QuoteView
{
    public static readonly string[] Columns = ["for", "what", "from", "state", "valid until", "customer pays", "concession", "owner", "number", "id"];

    public static string[] Row(Quote quote)
    {
        var newest = quote.Revisions[^1];
        return
        [
            $"{quote.Customer.AccountNumber} {quote.Customer.AccountName}",
            What(newest.Ask),
            newest.Terms?.Price.Periods.FirstOrDefault() is { } first ? Answer.Date(first.BeginsAt) : "",
            Answer.Phrase(newest.State),
            Answer.Date(newest.Snapshot?.ValidUntil),
            Money(newest.Terms, t => t.Total?.CustomerNetPlanck),
            Money(newest.Terms, t => t.Total?.ConcessionPlanck),
            quote.OwnerName,
            $"{quote.Number} r{newest.Revision}",
            quote.QuoteId,
        ];
    }

    /// <summary>One sentence: where the quote stands now.</summary>
    public static string Sentence(Quote quote)
    {
        var newest = quote.Revisions[^1];
        return $"{quote.Number} revision {newest.Revision} for {quote.Customer.AccountName}: {What(newest.Ask)}; {newest.State switch
        {
            QuoteState.Draft => newest.EndReason.Length > 0 ? $"declined ({newest.EndReason}), a draft again" : "a draft",
            QuoteState.Priced => $"priced at {Money(newest.Terms, t => t.Total?.ListPlanck)}, to be submitted",
            QuoteState.Submitted => $"waits for {string.Join(" and ", newest.Approvals.Where(a => a.State == ApprovalState.Asked).Select(a => $"{a.Role.Replace('_', ' ')} (by {Answer.Date(a.DueAt)})"))}",
            QuoteState.Approved => $"approved, to be sent until {Answer.Date(newest.ApprovedUntil)}",
            QuoteState.Sent => $"sent, valid until {Answer.Date(newest.Snapshot.ValidUntil)} ({Clock(newest.Snapshot.Clock)})",
            _ => $"{Answer.Phrase(newest.State)} {Answer.Date(newest.EndedAt)}".TrimEnd(),
        }}.";
    }

    public static void Whole(Screen screen, Quote quote)
    {
        screen.Line(Sentence(quote));
        foreach (var revision in quote.Revisions)
        {
            screen.Line();
            screen.Line($"Revision {revision.Revision}, {Answer.Phrase(revision.State)}, begun {Answer.Date(revision.CreatedAt)}.");
            if (revision.Terms is { } terms)
            {
                Terms(screen, terms);
                screen.Note($"Terms {revision.TermsSha256}");
            }

            Approvals(screen, revision);
            if (revision.Snapshot is { } sent)
            {
                screen.Line($"Sent {Answer.Date(sent.SentAt)}, valid until {Answer.Date(sent.ValidUntil)}: {Clock(sent.Clock)}.");
                screen.Note($"Quote {sent.QuoteSha256}");
            }
        }
    }

    public static void Terms(Screen screen, QuoteTerms terms)
    {
        screen.Line($"  {What(terms.Ask)}, {(terms.Ask.Settlement == Settlement.CustomerBuys ? "the customer buys" : "the sponsor buys and assigns")}{(terms.Ask.ParaId > 0 ? $", for para {terms.Ask.ParaId}" : "")}.");
        foreach (var period in terms.Price.Periods)
        {
            var cores = terms.Ask.Lines.Sum(l => l.Coretime is { } c ? CoresIn(c, period.Period) : 0);
            var range = period.Period == 1 ? "" : $" (from {Amount(terms, period.MinPlanck)} to {(period.MaxPlanck.Length > 0 ? Amount(terms, period.MaxPlanck) : "more than a chain can hold")})";
            screen.Line($"  {Answer.Date(period.BeginsAt)} to {Answer.Date(period.EndsAt)}: {cores} {(cores == 1 ? "core" : "cores")}{(period.ExpectedPlanck.Length > 0 ? $", each {Amount(terms, period.ExpectedPlanck)}{range}" : "")}; region {period.Begin} to {period.End}.");
        }

        if (terms.Total is { } total)
        {
            screen.Line($"  List {Amount(terms, total.ListPlanck)}; the customer pays {Amount(terms, total.CustomerPaysPlanck)}, and {Amount(terms, total.CustomerNetPlanck)} after the rebate.");
            screen.Line($"  Conceded {Amount(terms, total.ConcessionPlanck)}: sponsor-paid {Amount(terms, total.SponsoredPlanck)}, rebate {Amount(terms, total.RebatePlanck)}, waived services {Amount(terms, total.WaivedPlanck)}.");
        }

        if (terms.Price.Phase != SalePhase.Unspecified)
        {
            var limit = terms.Price.LimitPlanck.Length > 0 ? $" At or below {Amount(terms, terms.Price.LimitPlanck)} a core." : "";
            screen.Line($"  Priced {Answer.Date(terms.Price.BlockTime)} in the {Answer.Phrase(terms.Price.Phase)}, which ends about {Answer.Date(terms.Price.PhaseEndsAt)}.{limit}{(terms.Price.Recorded ? " From a recording, not from a live chain." : "")}");
        }

        screen.Note($"  {terms.Price.Chain}, block {terms.Price.BlockNumber} {terms.Price.BlockHash}, relay block {terms.Price.RelayBlock}.");
    }

    /// <summary>"2 cores for 13 periods (26 core-periods)".</summary>
    public static string What(QuoteAsk ask) => string.Join(" + ", ask.Lines.Select(line => line.Coretime is { } cores
        ? $"{string.Join(", then ", cores.Ramp.Select(s => $"{s.Cores} {(s.Cores == 1 ? "core" : "cores")} for {s.Periods} {(s.Periods == 1 ? "period" : "periods")}"))} ({cores.Ramp.Sum(s => (long)s.Cores * s.Periods)} core-periods)"
        : "on-demand orders"));

    public static string Amount(QuoteTerms terms, string planck) => TokenOf(terms).Format(Planck.Parse(planck));

    public static Token TokenOf(QuoteTerms terms) => new(terms.Price.Token.Symbol, (int)terms.Price.Token.Decimals);

    private static void Approvals(Screen screen, QuoteRevision revision)
    {
        foreach (var approval in revision.Approvals)
        {
            var by = approval.ForName.Length > 0 ? $"{approval.DecidedBy} for {approval.ForName}" : approval.DecidedBy;
            screen.Line($"  {approval.Role.Replace('_', ' ')}: {approval.State switch
            {
                ApprovalState.Asked => $"to decide by {Answer.Date(approval.DueAt)}{(approval.EscalatedTo.Count > 0 ? $", or {string.Join(" or ", approval.EscalatedTo.Select(r => r.Replace('_', ' ')))}, since it was overdue" : "")}",
                ApprovalState.Given => $"yes, by {by}, {Answer.Date(approval.DecidedAt)}{(approval.ReasonCode.Length > 0 ? $" ({approval.ReasonCode})" : "")}{(approval.CarriedFromSha256.Length > 0 ? ", to the same or more in an earlier round" : "")}",
                ApprovalState.Declined => $"no, by {by}, {Answer.Date(approval.DecidedAt)}: {approval.Note}",
                _ => "void, since the terms changed",
            }}. {approval.ApprovalId}");
        }
    }

    private static long CoresIn(CoretimeLine line, uint period)
    {
        var end = 0u;
        foreach (var segment in line.Ramp)
        {
            end += segment.Periods;
            if (period <= end)
            {
                return segment.Cores;
            }
        }

        return 0;
    }

    private static string Money(QuoteTerms? terms, Func<QuoteTerms, string?> amount) => terms is not null && amount(terms) is { Length: > 0 } planck ? Amount(terms, planck) : "";

    private static string Clock(ValidityClock clock) => clock switch
    {
        ValidityClock.Calendar => "its days are over then",
        ValidityClock.SalePhase => "the sale phase ends then",
        _ => "the rule version ends then",
    };
}
