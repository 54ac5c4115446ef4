using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Sealing;

namespace CoretimeDesk.Quoting.Proofs;

/// <summary>Looks for the quote, and for each approval, in the rows that the desk's journal was sealed over.</summary>
internal static class QuoteInJournal
{
    /// <summary>The type of the event that a quote was sent.</summary>
    public const string Sent = "coretimedesk.quoting.QuoteSent.v1";

    /// <summary>The type of the event that an approval was given.</summary>
    public const string Given = "coretimedesk.quoting.ApprovalGiven.v1";

    private const string Journal = "quoting";

    public static IEnumerable<QuoteCheck> Check(QuoteSnapshot quote, IReadOnlyList<InclusionProof?> proofs)
    {
        if (proofs.Count == 0 || proofs.Contains(null))
        {
            yield return new("journal", false, "A row of the journal, or its seal, is missing or is not what the desk writes.");
            yield break;
        }

        var lost = proofs.FirstOrDefault(p => !p!.LeadsToRoot());
        yield return lost is not null
            ? new("journal", false, $"The row of event {lost.Row.EventId} does not lead to the root of seal {lost.SignedSeal.Seal.Number}.")
            : CheckSent(quote, proofs[0]!);
        if (quote.Approvals.Count > 0 || proofs.Count > 1)
        {
            yield return CheckGiven(quote, [.. proofs.Skip(1).Select(p => p!.Row)]);
        }
    }

    private static QuoteCheck CheckSent(QuoteSnapshot quote, InclusionProof proof)
    {
        var row = proof.Row;
        var says = IsOf(row, Sent, quote) && CanonicalReading.TryRead(row.Payload, json => new
        {
            Digest = json.Text("quoteSha256"),
            Terms = json.Text("termsSha256"),
            Number = json.Text("number"),
            Revision = json.Count("revision"),
        }) is { } sent && sent.Digest == quote.Sha256 && sent.Terms == quote.TermsSha256 && sent.Number == quote.Number && sent.Revision == quote.Revision;
        return says
            ? new("journal", true, $"The desk's journal has it: sent {QuoteContent.At(row.OccurredAt)} by {row.ActorName}, row {proof.Index + 1} of {proof.SignedSeal.Seal.Leaves} under seal {proof.SignedSeal.Seal.Number} of {QuoteContent.At(proof.SignedSeal.Seal.SealedAt)}.")
            : new("journal", false, "The row of the journal does not say that this quote was sent with this digest.");
    }

    private static QuoteCheck CheckGiven(QuoteSnapshot quote, List<SealedRow> rows)
    {
        var left = new List<SealedRow>(rows);
        foreach (var approval in quote.Approvals)
        {
            if (left.Find(row => Says(row, quote, approval)) is not { } row)
            {
                return new("approvals in the journal", false, $"No row of the journal says that {approval.By.Name} approved these terms as {QuoteContent.Role(approval.Role)}.");
            }

            left.Remove(row);
        }

        return left.Count > 0
            ? new("approvals in the journal", false, "There is a row of the journal that belongs to no approval of this quote.")
            : new("approvals in the journal", true, $"The desk's journal has every approval: {rows.Count} {(rows.Count == 1 ? "row" : "rows")}.");
    }

    private static bool Says(SealedRow row, QuoteSnapshot quote, ApprovalProof approval) =>
        IsOf(row, Given, quote) && CanonicalReading.TryRead(row.Payload, json => new
        {
            Role = json.Text("role"),
            Terms = json.Text("termsSha256"),
            By = json.Id("byId"),
            For = Optional(json, "forId"),
            Carried = Optional(json, "carriedFromSha256"),
            Revision = json.Count("revision"),
            At = DateTimeOffset.Parse(json.Text("givenAt"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
        }) is { } given
        && given.Role == approval.Role
        && given.Terms == approval.TermsSha256
        && given.By == approval.By.Id
        && given.For == (approval.For?.Id.ToString("D") ?? "")
        && given.Revision == quote.Revision
        && given.At == approval.At
        // What was approved in an earlier round is written down by whoever submits again; else it must be the approver's own act.
        && (given.Carried.Length > 0 || row.ActorId == approval.By.Id);

    private static bool IsOf(SealedRow row, string type, QuoteSnapshot quote) => row.Service == Journal && row.Type == type && row.AggregateId == quote.QuoteId;

    // Protobuf's JSON leaves out what is empty.
    private static string Optional(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
