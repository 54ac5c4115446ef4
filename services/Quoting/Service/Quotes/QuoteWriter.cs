using CoretimeDesk.Quoting.Approvals;
using CoretimeDesk.Quoting.Data;
using Google.Protobuf;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>Writes what a quote is into its rows.</summary>
internal static class QuoteWriter
{
    public static void Write(QuotingDb db, QuoteRow row, Quote quote, DateTimeOffset now)
    {
        (row.AccountId, row.Customer) = (quote.Customer.AccountId, quote.Customer.ToMessage().ToByteArray());
        (row.State, row.Revision, row.NextDueAt) = (quote.Newest.State, quote.Newest.Number, quote.NextDueAt);
        row.ChangedAt = now > row.ChangedAt ? now : row.ChangedAt;
        foreach (var revision in quote.Revisions)
        {
            Write(db, row, revision);
            foreach (var approval in revision.Approvals)
            {
                Write(db, row, approval);
            }
        }
    }

    private static void Write(QuotingDb db, QuoteRow quote, QuoteRevision revision)
    {
        var body = Body(revision, quote.Id);
        if (quote.Revisions.Find(r => r.Number == revision.Number) is not { } row)
        {
            row = new() { QuoteId = quote.Id, Number = revision.Number, Body = body };
            quote.Revisions.Add(row);
            db.Revisions.Add(row);
        }
        else if (row.State == revision.State && row.Body.AsSpan().SequenceEqual(body))
        {
            return;
        }

        var total = revision.Terms?.Total;
        (row.State, row.TermsSha256, row.Body) = (revision.State, revision.TermsSha256, body);
        (row.QuoteSha256, row.ValidUntil) = (revision.Snapshot?.Sha256, revision.Snapshot?.ValidUntil);
        (row.List, row.Concession) = (total?.List.Value, total?.Concession.Value);
    }

    private static void Write(QuotingDb db, QuoteRow quote, Approval approval)
    {
        var body = approval.ToMessage(quote.Id).ToByteArray();
        if (quote.Approvals.Find(a => a.Id == approval.Id) is not { } row)
        {
            row = new() { Id = approval.Id, QuoteId = quote.Id, Revision = approval.Revision, Position = quote.Approvals.Count + 1, Role = approval.Role, Roles = [], Body = body };
            quote.Approvals.Add(row);
            db.Approvals.Add(row);
        }

        (row.State, row.DueAt, row.Roles, row.Body) = (approval.State, approval.DueAt, [approval.Role, .. approval.EscalatedTo], body);
    }

    /// <summary>Approvals have rows of their own.</summary>
    private static byte[] Body(QuoteRevision revision, Guid quoteId)
    {
        var message = revision.ToMessage(quoteId);
        message.Approvals.Clear();
        return message.ToByteArray();
    }
}
