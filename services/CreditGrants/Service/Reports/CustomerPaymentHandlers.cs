using System.Numerics;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.Journal;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>
/// Keeps what customers paid by themselves, as Quoting judged it last. Its verdicts come in any order, so each row keeps the sequence of its own; a fact that does not count is
/// kept as well, so that an older verdict that comes later cannot make it count.
/// </summary>
internal sealed class CustomerPaymentHandlers : IEventHandler<CreditGrantsDb, PurchaseJudged>
{
    public async Task HandleAsync(PurchaseJudged message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope)
    {
        await scope.LockAsync($"customer-payment:{message.FactId}");
        var row = await scope.Db.CustomerPayments.FindAsync([message.FactId], scope.Stop);
        if (row?.Sequence >= envelope.Sequence)
        {
            return;
        }

        var account = Guid.TryParse(message.AccountId, out var id) ? id : Guid.Empty;
        var (at, planck, counts) = (message.OccurredAt.ToDateTimeOffset(), (BigInteger)Planck.Parse(message.PricePlanck).Value, Counts(message) && account != Guid.Empty);
        if (row is null)
        {
            scope.Db.CustomerPayments.Add(new() { FactId = message.FactId, AccountId = account, OccurredAt = at, Planck = planck, Counts = counts, Sequence = envelope.Sequence });
            return;
        }

        (row.AccountId, row.OccurredAt, row.Planck, row.Counts, row.Sequence) = (account, at, planck, counts, envelope.Sequence);
    }

    /// <summary>It is the customer's, and the customer paid: under a quote's terms, beyond what was quoted, or outside the terms. What waits for a person is nobody's yet.</summary>
    private static bool Counts(PurchaseJudged message) =>
        message.IsCustomerPaid && message.State is (MatchState.Counted or MatchState.Surplus or MatchState.OutsideTerms);
}
