using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>A payment as it counts, and the judgement that says so.</summary>
/// <param name="Fact">The payment.</param>
/// <param name="Judged">The judgement.</param>
/// <param name="Customer">Whose it is, after merges.</param>
internal sealed record JudgedPayment(Paid Fact, PurchaseJudged Judged, Guid Customer);

/// <summary>
/// Payments from judgements. A judgement that is made anew and says the same of whose and by whom changes nothing; one that says otherwise takes the payment back, at the time
/// at which that was told, and what it says instead is a payment with "#2" after its id.
/// </summary>
internal static class PaymentFacts
{
    private const string ByCredit = "paid_by_credit";
    private const string Unknown = "payment_unknown";
    private const string FoundWrong = "reversed_before";
    private const string WrongMatch = "wrong_match";

    /// <summary>Payments in a token, and what took them back.</summary>
    public static (IReadOnlyList<JudgedPayment> Payments, IReadOnlyList<Reversed> Reversals) Of(Observations told, Customers customers, string token)
    {
        var accounts = new CustomerAccounts(told, customers);
        List<JudgedPayment> payments = [];
        List<Reversed> reversals = [];
        foreach (var fact in told.Of<PurchaseJudged>().GroupBy(j => j.Message.FactId, StringComparer.Ordinal))
        {
            Paid? counts = null;
            var number = 0;
            foreach (var judged in fact.OrderBy(j => j.Sequence))
            {
                var next = PaidBy(judged.Message, customers, accounts, token);
                if (next is null ? counts is null : counts is not null && next == counts with { Id = next.Id })
                {
                    continue;
                }

                if (counts is not null)
                {
                    reversals.Add(new($"{counts.Id}/reversed/{judged.Sequence}", judged.At, counts.Id, WrongMatch));
                }

                counts = next is null ? null : next with { Id = ++number == 1 ? next.Id : $"{next.Id}#{number}" };
                if (counts is not null)
                {
                    payments.Add(new(counts, judged.Message, Guid.Parse(counts.Customer)));
                }
            }
        }

        return (payments, reversals);
    }

    /// <summary>A payment by its id; null when it is no customer's.</summary>
    public static JudgedPayment? Find(Observations told, Customers customers, string paymentId)
    {
        var fact = paymentId.Split('#')[0];
        return told.Of<PurchaseJudged>().FirstOrDefault(j => j.Message.FactId == fact) is { } judged
            ? Of(told, customers, judged.Message.Token).Payments.FirstOrDefault(p => p.Fact.Id == paymentId)
            : null;
    }

    /// <summary>What a judgement says was paid; null when it is no customer's, or not known yet how it was paid.</summary>
    private static Paid? PaidBy(PurchaseJudged judged, Customers customers, CustomerAccounts accounts, string token)
    {
        if (judged.Token != token || judged.Differs.Contains(Unknown) || CustomerOf(judged, customers, accounts) is not { } customer)
        {
            return null;
        }

        var how = judged.Kind switch
        {
            PaidKind.Renewal => PaidHow.Renewal,
            PaidKind.Order => PaidHow.OnDemand,
            _ => PaidHow.Purchase,
        };
        var isOwn = judged.State == MatchState.Unmatched
            ? accounts.IsOf(judged.PayerAccount, customer)
            : judged.Payer == MatchPayer.Customer || (judged.IsCustomerPaid && judged.Basis == MatchBasis.Person);
        var payer = judged.Differs.Contains(ByCredit) ? PayerKind.Credit
            : judged.Payer == MatchPayer.Sponsor ? PayerKind.Sponsor
            : isOwn ? PayerKind.Customer
            : PayerKind.ThirdParty;
        var timeslices = how == PaidHow.OnDemand ? UInt128.Zero : judged.End > judged.Begin ? judged.End - judged.Begin : 1;
        return new(judged.FactId, Observations.Millis(judged.OccurredAt.ToDateTimeOffset()), $"{customer}", judged.PayerAccount, Planck.Parse(judged.PricePlanck), Planck.Zero, how, payer, timeslices);
    }

    /// <summary>
    /// Whose coretime was paid for. What belongs to no quote may be a customer's all the same, and counts (F8: every paid event of the customer): a core that its chain renews by
    /// itself once the quote is over, or one that it buys beside. A renewal is known by its task, whoever paid; a purchase by who paid, since it has no task yet. What people found to
    /// be matched wrongly is guessed at no more.
    /// </summary>
    private static Guid? CustomerOf(PurchaseJudged judged, Customers customers, CustomerAccounts accounts) => judged.State switch
    {
        MatchState.Counted or MatchState.Surplus or MatchState.OutsideTerms => judged.AccountId.Length > 0 ? customers.Of(judged.AccountId) : null,
        MatchState.Unmatched when judged.Differs.Contains(FoundWrong) => null,
        MatchState.Unmatched when judged.Kind is PaidKind.Renewal or PaidKind.Order => customers.OwnerOf(judged.Tasks, judged.Chain),
        MatchState.Unmatched => accounts.OnlyOwner(judged.PayerAccount),
        _ => null,
    };
}
