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
    private const string WrongMatch = "wrong_match";

    /// <summary>Payments in a token, and what took them back.</summary>
    public static (IReadOnlyList<JudgedPayment> Payments, IReadOnlyList<Reversed> Reversals) Of(Observations told, Customers customers, string token)
    {
        List<JudgedPayment> payments = [];
        List<Reversed> reversals = [];
        foreach (var fact in told.Of<PurchaseJudged>().GroupBy(j => j.Message.FactId, StringComparer.Ordinal))
        {
            Paid? counts = null;
            var number = 0;
            foreach (var judged in fact.OrderBy(j => j.Sequence))
            {
                var next = PaidBy(judged.Message, customers, token);
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
    private static Paid? PaidBy(PurchaseJudged judged, Customers customers, string token)
    {
        var isSomebodys = judged.State is MatchState.Counted or MatchState.Surplus or MatchState.OutsideTerms && judged.AccountId.Length > 0;
        if (!isSomebodys || judged.Token != token || judged.Differs.Contains(Unknown))
        {
            return null;
        }

        var how = judged.Kind switch
        {
            PaidKind.Renewal => PaidHow.Renewal,
            PaidKind.Order => PaidHow.OnDemand,
            _ => PaidHow.Purchase,
        };
        var payer = judged.Differs.Contains(ByCredit) ? PayerKind.Credit
            : judged.Payer == MatchPayer.Sponsor ? PayerKind.Sponsor
            : judged.Payer == MatchPayer.Customer || (judged.IsCustomerPaid && judged.Basis == MatchBasis.Person) ? PayerKind.Customer
            : PayerKind.ThirdParty;
        var timeslices = how == PaidHow.OnDemand ? UInt128.Zero : judged.End > judged.Begin ? judged.End - judged.Begin : 1;
        return new(
            judged.FactId, Observations.Millis(judged.OccurredAt.ToDateTimeOffset()), $"{customers.Of(judged.AccountId)}", judged.PayerAccount, Planck.Parse(judged.PricePlanck), Planck.Zero, how, payer, timeslices);
    }
}
