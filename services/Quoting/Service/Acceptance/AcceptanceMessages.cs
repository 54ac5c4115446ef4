using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Quoting.Acceptance;

/// <summary>Between rows, the wire and the domain. The enums share their numbers; a test holds them together.</summary>
internal static class AcceptanceMessages
{
    public static AcceptanceRow ToRow(AcceptanceEvidence evidence, OfferView open, Acceptor by, DateTimeOffset now)
    {
        var (signed, typed) = (evidence as AcceptanceEvidence.WithKey, evidence as AcceptanceEvidence.WithName);
        return new()
        {
            Digest = open.Offer.Digest,
            QuoteId = open.Snapshot.QuoteId,
            Revision = open.Offer.Revision,
            Kind = evidence.Kind,
            Signer = signed?.Account ?? "",
            Scheme = signed is null ? "" : $"{signed.Scheme}".ToLowerInvariant(),
            Text = signed?.Text ?? "",
            Signature = signed?.Signature ?? "",
            Name = typed?.Name ?? "",
            Title = typed?.Title ?? "",
            Address = typed?.Address ?? "",
            Document = typed?.Document ?? "",
            Note = typed?.Note ?? "",
            RecordedById = by.IsStaff ? by.Actor.Id : null,
            RecordedBy = by.IsStaff ? by.Actor.Name : "",
            AcceptedAt = now,
        };
    }

    public static V1.Acceptance ToMessage(this AcceptanceRow row) => new()
    {
        QuoteId = $"{row.QuoteId}",
        Revision = (uint)row.Revision,
        QuoteSha256 = row.Digest,
        Kind = (V1.AcceptanceKind)row.Kind,
        IsStrong = row.Kind != AcceptanceKind.TypedName,
        Signer = row.Signer,
        Scheme = row.Scheme,
        Text = row.Text,
        Signature = row.Signature,
        Name = row.Name,
        Title = row.Title,
        Address = row.Address,
        DocumentSha256 = row.Document,
        Note = row.Note,
        RecordedById = row.RecordedById?.ToString() ?? "",
        RecordedBy = row.RecordedBy,
        AcceptedAt = row.AcceptedAt.ToTimestamp(),
    };

    /// <summary>Nobody said yes: the quote was bought.</summary>
    public static V1.Acceptance Bought(OfferView open, Guid? fact) => new()
    {
        QuoteId = $"{open.Snapshot.QuoteId}",
        Revision = (uint)open.Offer.Revision,
        QuoteSha256 = open.Offer.Digest,
        Kind = V1.AcceptanceKind.Purchase,
        IsStrong = true,
        FactId = fact?.ToString() ?? "",
    };

    /// <summary>What others are told: nothing personal.</summary>
    public static QuoteAccepted Accepted(AcceptanceRow row, OfferView open, Quotes.Quote quote) => new()
    {
        QuoteId = $"{row.QuoteId}",
        Revision = (uint)row.Revision,
        Number = open.Offer.Number,
        AccountId = $"{open.Snapshot.Customer.AccountId}",
        LeadId = open.Snapshot.Customer.LeadId?.ToString() ?? "",
        OwnerId = $"{quote.Owner.Id}",
        QuoteSha256 = row.Digest,
        Kind = (V1.AcceptanceKind)row.Kind,
        Signer = row.Signer,
        ListPlanck = $"{open.Snapshot.Terms.Total.List}",
        ConcessionPlanck = $"{open.Snapshot.Terms.Total.Concession}",
        Token = open.Snapshot.Terms.Price.Token.Symbol,
        AcceptedAt = row.AcceptedAt.ToTimestamp(),
        Text = row.Text,
        Signature = row.Signature,
        IsStrong = row.Kind != AcceptanceKind.TypedName,
        DocumentSha256 = row.Document,
    };
}
