using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Quotes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>A revision that was sent, as it was frozen.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Canonical">The text under the quote's digest.</param>
/// <param name="CanonicalTerms">The text under the terms' digest.</param>
/// <param name="Quote">What the two texts say.</param>
internal sealed record SentRevision(RevisionRow Row, string Canonical, string CanonicalTerms, QuoteSnapshot Quote);

/// <summary>Finds quotes that were sent.</summary>
internal static class SentQuotes
{
    /// <summary>A quote by id or number; null when there is none that this caller may see.</summary>
    public static async Task<QuoteRow?> FindAsync(QuotingDb db, Guid? id, string number, Actor caller, CancellationToken stop)
    {
        var row = await db.Quotes.AsNoTracking().SingleOrDefaultAsync(q => id != null ? q.Id == id : q.Number == number, stop);
        return row is not null && QuoteAccess.SightOf(row, caller, []) == Sight.Whole ? row : null;
    }

    /// <summary>There is no such quote, for this caller.</summary>
    public static Refusal Missing(Guid? id, string number) => id is { } given
        ? Refusal.NotFound("quote", given)
        : new(RefusalKind.NotFound, "NOT_FOUND", $"There is no quote {number}.");

    /// <summary>Nothing of it was sent.</summary>
    public static Refusal NotSent(QuoteRow quote) => new(RefusalKind.Precondition, "NOT_SENT", $"{quote.Number} has not been sent yet; a document is made of what was sent.");

    /// <summary>A revision as it was frozen; null when it was never sent.</summary>
    /// <param name="db">The database.</param>
    /// <param name="quoteId">The quote.</param>
    /// <param name="revision">0 for the newest that was sent.</param>
    /// <param name="stop">Ends the question.</param>
    public static async Task<SentRevision?> RevisionAsync(QuotingDb db, Guid quoteId, int revision, CancellationToken stop)
    {
        var row = await db.Revisions.AsNoTracking()
            .Where(r => r.QuoteId == quoteId && r.QuoteSha256 != null && (revision == 0 || r.Number == revision))
            .OrderByDescending(r => r.Number).FirstOrDefaultAsync(stop);
        return row is null ? null : Read(row);
    }

    /// <summary>What the customer does not get of it. It must be what the frozen terms are bound to: else there is none rather than a wrong one.</summary>
    public static InternalText InternalOf(SentRevision sent)
    {
        var kept = InternalText.Of(V1.QuoteRevision.Parser.ParseFrom(sent.Row.Body).Snapshot.Terms.ToDomain())!;
        return kept.Sha256() == sent.Quote.Terms.InternalSha256
            ? kept
            : throw new InvalidOperationException($"Revision {sent.Row.Number} of quote {sent.Row.QuoteId} is bound to the internal text {sent.Quote.Terms.InternalSha256}, which is not the one that is stored.");
    }

    /// <summary>What was frozen is read back from its texts: were a byte of them another, there would be no document rather than a wrong one.</summary>
    private static SentRevision Read(RevisionRow row)
    {
        var frozen = V1.QuoteRevision.Parser.ParseFrom(row.Body).Snapshot;
        var quote = QuoteReading.TryRead(frozen.Canonical, frozen.CanonicalTerms);
        return quote is not null && quote.Sha256 == row.QuoteSha256
            ? new(row, frozen.Canonical, frozen.CanonicalTerms, quote)
            : throw new InvalidOperationException($"Revision {row.Number} of quote {row.QuoteId} is not what was sent: its texts do not have the digest {row.QuoteSha256}.");
    }
}
