using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Translating;

/// <summary>What Commissions tells was earned of customers' payments in a month. It is told as a whole each time; what is otherwise than before is a fact.</summary>
internal static class EarnedFacts
{
    public static void Add(SubjectTold told, SubjectFacts facts)
    {
        Dictionary<string, Planck> known = new(StringComparer.Ordinal);
        foreach (var earned in told.Of<Commissions.V1.BaseEarned>())
        {
            if (!Month.TryParse(earned.Message.Month, out var month))
            {
                continue;
            }

            // What was judged anew is another payment, with a number after it, and the same purchase.
            var now = earned.Message.Payments.GroupBy(p => p.PaymentId.Split('#')[0], StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Aggregate(Planck.Zero, (sum, p) => new(sum.Value + SubjectFacts.Amount(p.Planck).Value)), StringComparer.Ordinal);
            foreach (var payment in now.Keys.Union(known.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var planck = now.GetValueOrDefault(payment);
                if (planck != known.GetValueOrDefault(payment))
                {
                    facts.Add(
                        new BaseEarned(
                            $"{LeadFacts.Id("earned", earned)}/{payment}", earned.Message.Until.ToDateTimeOffset(), earned.At, month, earned.Message.PersonId, null, PurchaseFacts.IdOf(payment), planck),
                        earned.Message.Token,
                        earned.Evidence());
                }
            }

            known = now;
        }
    }
}
