namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>Reasons as sentences for those who asked: what is so, and what to do.</summary>
public static class ReasonWords
{
    private static readonly Dictionary<string, string> Sentences = new(StringComparer.Ordinal)
    {
        [Reasons.IdConflict] = "The id stands for another event already. Give this one its own.",
        [Reasons.Overflow] = "A sum would need more than 128 bits. No chain holds that much: check the amount.",
        [Reasons.Expired] = "It ends before or when this was to happen. What has expired is not extended: request a new grant.",
        [Reasons.GrantExists] = "A grant of that name exists. Choose another name.",
        [Reasons.ClusterHasGrant] = "The customer, or somebody under the same control, has had a grant of this tier (of any tier, for a spark). Look at the next tier up.",
        [Reasons.ClusterCap] = "Together with earlier grants that is more than one customer may have in its life.",
        [Reasons.CodeMissing] = "This tier needs a code of a registered provider. Ask the customer which accelerator, fund or DAO backs them.",
        [Reasons.CodeUnknown] = "No provider was given that code. Check its spelling with the provider.",
        [Reasons.CodeRevoked] = "The code was revoked. Ask the provider for a new one.",
        [Reasons.CodeUsed] = "The code has opened a grant; each opens one. Ask the provider for a new one.",
        [Reasons.ProviderBudget] = "The provider's budget does not cover it. Ask for less, or have the budget raised.",
        [Reasons.Budget] = "The programme's free money, less its reserve, does not cover it. Ask for less, or have the sponsor's account funded.",
        [Reasons.UnknownGrant] = "There is no grant of that name.",
        [Reasons.Closed] = "The grant is over.",
        [Reasons.NotNext] = "Tranches open one after the other; this one is not the next.",
        [Reasons.PreviousUnused] = "Less than the required part of the tranche before was used, as measured on the chain.",
        [Reasons.AbuseFlag] = "A suspicion of abuse stands. It must be cleared first.",
        [Reasons.Milestone] = "The tranche's milestone has not been reached.",
        [Reasons.NotLater] = "The new end must be later than the present one.",
        [Reasons.UnknownFlag] = "No such suspicion stands.",
        [Reasons.Foreign] = "Paid or used for no grant, or for a tranche that is not open. Find out who signed it.",
        [Reasons.AfterClose] = "Paid after the grant was over.",
        [Reasons.OverReservation] = "More was paid than the tranche was awarded.",
        [Reasons.RefundOverSpend] = "More came back than was paid. What is beyond the payment is not counted.",
        [Reasons.Shortfall] = "The sponsor's account no longer covers what is promised and paid. Fund it; nothing is awarded until then.",
    };

    /// <summary>The sentence.</summary>
    public static string Sentence(string reason) =>
        reason.StartsWith(Reasons.Invalid, StringComparison.Ordinal) ? $"The field {reason[Reasons.Invalid.Length..]} is missing or cannot be read: docs/credits.md says how it is written."
        : Sentences.TryGetValue(reason, out var sentence) ? sentence
        : throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason.");
}
