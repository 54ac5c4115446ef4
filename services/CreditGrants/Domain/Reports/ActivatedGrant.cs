using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>
/// A grant that was activated, and what its customer paid by itself. A grant whose customer had paid before is in no cohort: it has led to nothing that was not there.
/// </summary>
/// <param name="Grant">The grant.</param>
/// <param name="Customer">Its customer.</param>
/// <param name="ActivatedAt">The sponsor's first payment for it, by the block's time.</param>
/// <param name="FirstPayment">The customer's first own payment; null while there is none.</param>
public sealed record ActivatedGrant(Grant Grant, Guid Customer, DateTimeOffset ActivatedAt, CustomerPayment? FirstPayment)
{
    /// <summary>Within so many days after its activation a customer's own payment counts as led to by the grant.</summary>
    public const int PaidWithinDays = 120;

    /// <summary>The customer had paid before: in no cohort.</summary>
    public bool HadPaidBefore => FirstPayment is { } first && first.At < ActivatedAt;

    /// <summary>The customer paid by itself after it, at the latest on the last instant of the days.</summary>
    public bool PaidWithin => FirstPayment is { } first && first.At >= ActivatedAt && first.At - ActivatedAt <= TimeSpan.FromDays(PaidWithinDays);

    /// <summary>The customer paid by itself after it, whenever.</summary>
    public bool Paid => FirstPayment is { } first && first.At >= ActivatedAt;

    /// <summary>All activated grants.</summary>
    internal static IReadOnlyList<ActivatedGrant> Of(ReportFacts facts)
    {
        var first = facts.Payments.Where(p => p.At <= facts.AsOf).GroupBy(p => p.Customer)
            .ToDictionary(g => g.Key, g => g.OrderBy(p => p.At).ThenBy(p => p.FactId, StringComparer.Ordinal).First());
        List<ActivatedGrant> activated = [];
        foreach (var request in facts.Requests)
        {
            if (facts.Budget.Grants.TryGetValue(request.Grant, out var grant) && grant.HasRegularPayment)
            {
                activated.Add(new(grant, request.Customer, grant.FirstPaidAt!.Value, first.GetValueOrDefault(request.Customer)));
            }
        }

        return activated;
    }
}
