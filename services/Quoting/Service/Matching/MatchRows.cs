using System.Text.Json;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Data;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>Between rows and the domain.</summary>
internal static class MatchRows
{
    public static OfferRow ToRow(this MatchTerms terms) => new()
    {
        Digest = terms.Digest,
        QuoteId = terms.QuoteId,
        Revision = checked((int)terms.Revision),
        AccountId = terms.AccountId,
        Chain = terms.Chain,
        Periods = JsonSerializer.Serialize(terms.Periods.Select(p => new StoredPeriod(p.Begin, p.CustomerCores, p.SponsorCores, p.Limit?.ToString()))),
        Begins = [.. terms.Periods.Select(p => (long)p.Begin)],
        BudgetCustomer = terms.Budget?.Customer.Value,
        BudgetSponsor = terms.Budget?.Sponsor.Value,
        Accounts = [.. terms.Accounts.Order(StringComparer.Ordinal)],
        Tasks = [.. terms.Tasks.Order().Select(t => (long)t)],
        SentAt = terms.SentAt,
        ValidUntil = terms.ValidUntil,
    };

    public static MatchTerms ToTerms(this OfferRow row, Guid customer) => new()
    {
        Digest = row.Digest,
        QuoteId = row.QuoteId,
        Revision = (uint)row.Revision,
        AccountId = customer,
        Chain = row.Chain,
        Periods = [.. JsonSerializer.Deserialize<StoredPeriod[]>(row.Periods)!.Select(p => new QuotedPeriod(p.Begin, p.Customer, p.Sponsor, p.Limit is { } limit ? Planck.Parse(limit) : null))],
        Budget = row.BudgetCustomer is { } own && row.BudgetSponsor is { } sponsors ? new(new(own), new(sponsors)) : null,
        Accounts = row.Accounts.ToHashSet(StringComparer.Ordinal),
        Tasks = row.Tasks.Select(t => (uint)t).ToHashSet(),
        SentAt = row.SentAt,
        ValidUntil = row.ValidUntil,
        Ending = row.Ending,
        EndedAt = row.EndedAt,
    };

    /// <summary>Cores of the first period that are paid for, of those that were quoted; none of none of a quote without cores.</summary>
    public static (uint Counted, uint Cores) FirstPeriod(this OfferRow row)
    {
        var first = JsonSerializer.Deserialize<StoredPeriod[]>(row.Periods)!.FirstOrDefault();
        var paid = JsonSerializer.Deserialize<StoredFulfilment[]>(row.Fulfilled)!.FirstOrDefault(f => f.Begin == first?.Begin);
        return (paid?.Counted ?? 0, first is null ? 0 : first.Customer + first.Sponsor);
    }

    public static PaidFact ToFact(this PaidFactRow row) => new(
        $"{row.Id}", new(row.Chain, (uint)row.BlockNumber, row.BlockHash, (uint)row.EventIndex), (uint?)row.ExtrinsicIndex, row.OccurredAt, row.Kind, row.Payer, new(row.Price),
        (uint)row.Begin, (uint)row.Duration, (uint)row.Core, (uint?)row.OldCore, row.Kind == PaidKind.Renewal ? [.. row.Tasks.Select(t => (uint)t)] : []);

    public static OrderFact ToOrder(this PaidFactRow row) => new(
        $"{row.Id}", new(row.Chain, (uint)row.BlockNumber, row.BlockHash, (uint)row.EventIndex), (uint?)row.ExtrinsicIndex, row.OccurredAt, row.Payer, new(row.Price),
        (uint)row.Tasks[0], row.Means ?? OrderMeans.Unknown);

    public static DigestRemark ToRemark(this RemarkRow row) =>
        new($"{row.Id}", new(row.Chain, (uint)row.BlockNumber, row.BlockHash, (uint)row.EventIndex), (uint)row.ExtrinsicIndex, row.Digest);

    public static AssignmentFact ToAssignment(this AssignmentRow row) =>
        new($"{row.Id}", new(row.Chain, (uint)row.BlockNumber, row.BlockHash, (uint)row.EventIndex), (uint)row.Begin, (uint)row.Core, row.IsWholeCore, (uint?)row.Task, row.IsFinal);

    public static FactDecision? ToDecision(this PaidFactRow row) => row.Confirmed is null && row.Excluded.Length == 0
        ? null
        : new($"{row.Id}", row.Confirmed, row.Excluded.ToHashSet(StringComparer.Ordinal));

    public static Verdict ToVerdict(this PaidFactRow row) => new(
        $"{row.Id}", row.State, row.Digest, row.Basis, row.Score, row.Differs, row.PaidBy, row.IsCustomerPaid, row.IsAnotherPayer, row.ToCandidates());

    public static IReadOnlyList<Candidate> ToCandidates(this PaidFactRow row) => JsonSerializer.Deserialize<Candidate[]>(row.Candidates)!;

    /// <summary>Takes a verdict over; false when it says the same as before.</summary>
    public static bool Become(this PaidFactRow row, Verdict verdict, DateTimeOffset now)
    {
        if (row.JudgedAt is not null && row.ToVerdict().Equals(verdict))
        {
            return false;
        }

        (row.State, row.Digest, row.Basis, row.Score, row.Differs) = (verdict.State, verdict.Digest, verdict.Basis, verdict.Score, verdict.Differs);
        (row.PaidBy, row.IsCustomerPaid, row.IsAnotherPayer) = (verdict.Payer, verdict.IsCustomerPaid, verdict.IsAnotherPayer);
        (row.Candidates, row.JudgedAt) = (JsonSerializer.Serialize(verdict.Candidates), now);
        return true;
    }

    private sealed record StoredPeriod(uint Begin, uint Customer, uint Sponsor, string? Limit);
}

/// <summary>What is paid for of a period, as it stands in a row.</summary>
internal sealed record StoredFulfilment(uint Begin, uint Counted, string Paid);
