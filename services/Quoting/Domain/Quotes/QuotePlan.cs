using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>The commission plan that a deal would have if it were accepted now. Its rates are frozen into terms, and the giveaway ceiling counts them.</summary>
/// <param name="Id">Its name: "default-1".</param>
/// <param name="Flat">What it takes of a sale. An accelerator pays less or more by what the owner has attained of a quota; the plan as a whole is of this rate.</param>
/// <param name="Highest">The most that a single payment can be paid at, without the overlay.</param>
/// <param name="Overlay">Beside it, on late renewals.</param>
/// <param name="OverlayFromDay">From so many days after the first payment on.</param>
public sealed record QuotePlan(string Id, BasisPoints Flat, BasisPoints Highest, BasisPoints Overlay, int OverlayFromDay)
{
    /// <summary>What of the overlay a quote's giveaway holds: all of it as soon as one of its payments is a renewal that the overlay is for, else nothing.</summary>
    public BasisPoints OverlayOf(IReadOnlyList<QuotePayment> payments)
    {
        ArgumentNullException.ThrowIfNull(payments);
        return payments.Count > 0 && payments.Any(p => p.Kind == QuotePaymentKind.Renewal && p.At >= payments[0].At.AddDays(OverlayFromDay)) ? Overlay : default;
    }

    /// <summary>The plan as terms keep it.</summary>
    public InternalTerms.Open Freeze(string salt, IReadOnlyList<QuotePayment> payments) => new(salt, Flat, OverlayOf(payments), Id);

    /// <summary>Why terms cannot be judged or sent any more: another plan is in force than the one that they were priced with. Null while it is the same.</summary>
    public Refusal? WhyChanged(QuoteTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var kept = terms.Earned;
        return kept.Plan == Id && kept.Commission == Flat ? null : new(
            RefusalKind.Precondition,
            "PLAN_CHANGED",
            $"It was priced with {(kept.Plan.Length > 0 ? $"commission plan {kept.Plan}" : "no commission plan")} ({kept.Commission}), and plan {Id} ({Flat}) is in force for {terms.Price.Token.Symbol} now. Price it again.")
        {
            Facts = new Dictionary<string, string> { ["plan"] = Id, ["priced_with"] = kept.Plan },
        };
    }
}
