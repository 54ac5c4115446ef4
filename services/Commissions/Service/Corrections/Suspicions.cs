using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.SelfDealing;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Commissions.Corrections;

/// <summary>Accounts that pay to, or are paid by, everybody, such as exchanges: setting <c>Commissions:PublicAccounts</c>, 0x hex.</summary>
internal sealed record PublicAccounts(IReadOnlySet<string> All);

/// <summary>Payments that look like self-dealing. What the watcher did not see cannot be found: only transfers of watched accounts are told.</summary>
internal static class Suspicions
{
    /// <summary>All in a token, in the ledger's order of payments.</summary>
    public static IEnumerable<Suspicion> Of(Observations told, LedgerView view, string token, PublicAccounts known, IReadOnlyDictionary<string, string> names)
    {
        var customers = new Customers(told);
        var (payments, accounts) = (PaymentFacts.Of(told, customers, token).Payments.ToDictionary(p => p.Fact.Id, StringComparer.Ordinal), new CustomerAccounts(told, customers));
        var movements = told.Of<BalanceTransferred>().Select(t => new Movement(t.Message.Origin.FactId, Observations.Millis(t.Message.Origin.OccurredAt.ToDateTimeOffset()), t.Message.From, t.Message.To)).ToList();
        var keys = view.Facts.OfType<ParticipantKey>().ToList();
        var reversed = view.Facts.OfType<Reversed>().Select(r => r.Event).ToHashSet(StringComparer.Ordinal);

        // The desk's own accounts pay everybody who sells, or for everybody who buys.
        var shared = known.All.Concat(told.Of<PoolSet>().Select(p => p.Message.Account))
            .Concat(told.Of<PurchaseJudged>().Where(j => j.Message.Payer == MatchPayer.Sponsor).Select(j => j.Message.PayerAccount)).ToHashSet(StringComparer.Ordinal);
        foreach (var counted in view.Ledger.Events.Where(e => !reversed.Contains(e.Event)))
        {
            var payment = payments[counted.Event];
            var sharers = view.Ledger.Lines.Where(l => l.Event == counted.Event).Select(l => l.Participant).ToHashSet(StringComparer.Ordinal);
            foreach (var link in PayerLinks.Of(payment.Fact, accounts.Of(payment.Customer), keys, movements, shared))
            {
                yield return new()
                {
                    PaymentId = counted.Event,
                    Token = token,
                    ParticipantId = link.Participant,
                    ParticipantName = names.GetValueOrDefault(link.Participant, ""),
                    ParticipantAccount = link.Key,
                    CustomerAccount = link.Payer,
                    FunderAccount = link.Funder ?? "",
                    TransferFactIds = { link.Transfers },
                    HasShare = sharers.Contains(link.Participant),
                };
            }
        }
    }
}
