using System.Text;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>Between the wire and the domain. The enums share their numbers; a test holds them together.</summary>
internal static class MatchMessages
{
    /// <summary>Names of deviations, as messages and the command line spell them: "over_limit".</summary>
    public static IEnumerable<string> Names(Deviations differs) =>
        System.Enum.GetValues<Deviations>().Where(d => d != Deviations.None && differs.HasFlag(d)).Select(d => Snake($"{d}"));

    public static PurchaseJudged Judged(PaidFactRow row, MatchTerms? quote) => new()
    {
        FactId = $"{row.Id}",
        Chain = row.Chain,
        BlockHash = row.BlockHash,
        EventIndex = (uint)row.EventIndex,
        State = (V1.MatchState)row.State,
        QuoteId = quote is null ? "" : $"{quote.QuoteId}",
        Revision = quote?.Revision ?? 0,
        AccountId = quote is null ? "" : $"{quote.AccountId}",
        QuoteSha256 = row.Digest ?? "",
        Basis = (V1.MatchBasis)(row.Basis ?? 0),
        Score = (uint)row.Score,
        Differs = { Names(row.Differs) },
        Payer = (MatchPayer)row.PaidBy,
        PayerAccount = row.Payer,
        IsCustomerPaid = row.IsCustomerPaid,
        PricePlanck = $"{row.Price}",
        Token = row.Symbol,
        Begin = (uint)row.Begin,
        End = (uint)(row.Begin + row.Duration),
        OccurredAt = row.OccurredAt.ToTimestamp(),
        IsAnotherPayer = row.IsAnotherPayer,
        Kind = (V1.PaidKind)row.Kind,
        Tasks = { row.Tasks.Select(t => (uint)t) },
    };

    public static V1.PaidFact ToMessage(this PaidFactRow row) => new()
    {
        FactId = $"{row.Id}",
        Chain = row.Chain,
        BlockNumber = (uint)row.BlockNumber,
        BlockHash = row.BlockHash,
        EventIndex = (uint)row.EventIndex,
        OccurredAt = row.OccurredAt.ToTimestamp(),
        Kind = (V1.PaidKind)row.Kind,
        Payer = row.Payer,
        PricePlanck = $"{row.Price}",
        Token = row.Symbol,
        Decimals = (uint)row.Decimals,
        Begin = (uint)row.Begin,
        End = (uint)(row.Begin + row.Duration),
        Core = (uint)row.Core,
        Tasks = { row.Tasks.Select(t => (uint)t) },
        Means = (ChainWatcher.V1.PaymentMeans)(row.Means ?? 0),
    };

    /// <summary>A match with the quotes that are named in it.</summary>
    public static Match ToMatch(this PaidFactRow row, IReadOnlyDictionary<string, NamedOffer> offers)
    {
        var candidates = row.ToCandidates();
        return new()
        {
            Fact = row.ToMessage(),
            State = (V1.MatchState)row.State,
            Quote = row.Digest is { } digest && offers.TryGetValue(digest, out var offer) ? ToMessage(candidates.FirstOrDefault(c => c.Digest == digest) ?? new(digest, row.Score, false, row.Differs), offer) : null,
            Basis = (V1.MatchBasis)(row.Basis ?? 0),
            Score = (uint)row.Score,
            Differs = { Names(row.Differs) },
            Payer = (MatchPayer)row.PaidBy,
            IsCustomerPaid = row.IsCustomerPaid,
            IsAnotherPayer = row.IsAnotherPayer,
            Candidates = { candidates.Where(c => offers.ContainsKey(c.Digest)).Select(c => ToMessage(c, offers[c.Digest])) },
            HasWon = row.Digest is { } won && offers.TryGetValue(won, out var by) && by.WonBy == row.Id,
            JudgedAt = row.JudgedAt?.ToTimestamp(),
            DecidedBy = row.DecidedBy ?? "",
            Reason = row.Reason ?? "",
            DecidedAt = row.DecidedAt?.ToTimestamp(),
        };
    }

    private static MatchCandidate ToMessage(Candidate candidate, NamedOffer offer) => new()
    {
        QuoteId = $"{offer.QuoteId}",
        Number = offer.Number,
        Revision = (uint)offer.Revision,
        QuoteSha256 = candidate.Digest,
        Customer = offer.Customer,
        Score = (uint)candidate.Score,
        HasDigest = candidate.HasDigest,
        Differs = { Names(candidate.Differs) },
    };

    private static string Snake(string name) => name.Aggregate(new StringBuilder(), (text, c) => (char.IsUpper(c) && text.Length > 0 ? text.Append('_') : text).Append(char.ToLowerInvariant(c))).ToString();
}

/// <summary>A sent revision with what people call it.</summary>
/// <param name="QuoteId">The quote.</param>
/// <param name="Revision">Which revision.</param>
/// <param name="Number">"Q-2026-000123".</param>
/// <param name="Customer">Number and name.</param>
/// <param name="OwnerId">Whose success it is.</param>
/// <param name="CustomerOwnerId">Who owns the customer, whose success it is too.</param>
/// <param name="TeamIds">The owner's teams.</param>
/// <param name="WonBy">The fact that won it.</param>
internal sealed record NamedOffer(Guid QuoteId, int Revision, string Number, string Customer, Guid OwnerId, Guid? CustomerOwnerId, IReadOnlyList<Guid> TeamIds, Guid? WonBy);
