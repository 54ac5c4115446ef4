using System.Collections.Immutable;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Explaining;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Quoting.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>The ledger in one token, and what it follows from.</summary>
/// <param name="Plans">All plans.</param>
/// <param name="Deals">All deals in the token.</param>
/// <param name="Facts">Each once.</param>
/// <param name="Ledger">What follows.</param>
internal sealed record LedgerView(PlanShelf Plans, IReadOnlyList<Deal> Deals, ImmutableArray<CommissionFact> Facts, CommissionLedger Ledger)
{
    /// <summary>Explains lines.</summary>
    public LineExplainer Explainer => new(Plans.Book, Facts, Ledger);
}

/// <summary>Works ledgers out from what was told. A function of that: whoever has the same observations and plans has the same ledger.</summary>
internal static class LedgerBook
{
    /// <summary>The ledger in a token, with what has run until an instant.</summary>
    public static async Task<LedgerView> ReadAsync(CommissionsDb db, string token, DateTimeOffset until, CancellationToken stop) =>
        Compute(await PlansDesk.ShelfAsync(db, stop), await ObservationsAsync(db, stop), token, until);

    /// <summary>All that was told.</summary>
    public static async Task<Observations> ObservationsAsync(CommissionsDb db, CancellationToken stop) => new(await db.Observations.AsNoTracking().ToListAsync(stop));

    /// <summary>Tokens that deals or payments are in.</summary>
    public static IReadOnlyList<string> TokensOf(Observations told) =>
        [.. told.Of<QuoteAccepted>().Select(a => a.Message.Token).Concat(told.Of<PurchaseJudged>().Select(j => j.Message.Token)).Where(t => t.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The function.</summary>
    public static LedgerView Compute(PlanShelf plans, Observations told, string token, DateTimeOffset until)
    {
        var customers = new Customers(told);
        var deals = DealFacts.Of(told, plans, customers).Where(d => d.Token == token).ToList();
        var (payments, reversals) = PaymentFacts.Of(told, customers, token);
        var deliveries = new DeliveryFacts(told, customers);
        ImmutableArray<CommissionFact> facts =
        [
            .. RegistrationFacts.Of(told, customers, payments),
            .. deals.Select(d => d.ToFact()).OfType<CommissionFact>(),
            .. told.Of<PersonAccountAdded>().Select(k => new ParticipantKey($"key/{k.Message.PersonId}/{k.Message.Account}", k.At, k.Message.PersonId, k.Message.Account)).DistinctBy(k => k.Id),
            .. told.Of<QuotaGiven>().Where(q => q.Message.Token == token).Select(ToFact),
            .. payments.Select(p => p.Fact),
            .. reversals,
            .. CorrectionFacts.Of(told, payments, token),
            .. payments.Where(p => p.Fact.How != PaidHow.OnDemand).SelectMany(p => deliveries.Of(p, until)),
        ];
        return new(plans, deals, facts, CommissionLedger.Compute(plans.Book, facts));
    }

    private static QuotaSet ToFact(Told<QuotaGiven> quota)
    {
        _ = Month.TryParse(quota.Message.Month, out var month);
        return new($"quota/{quota.Aggregate}/{quota.Sequence}", quota.At, quota.Message.PersonId, month, Market.Planck.Parse(quota.Message.Planck));
    }
}
