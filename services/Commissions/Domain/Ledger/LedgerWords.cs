namespace CoretimeDesk.Commissions.Ledger;

/// <summary>How files write kinds and reasons, and how people read them.</summary>
public static class LedgerWords
{
    /// <summary>As a file writes it.</summary>
    public static string Word(this LineKind kind) => kind switch
    {
        LineKind.Accrue => "accrue",
        LineKind.Earn => "earn",
        LineKind.Cancel => "cancel",
        LineKind.Reverse => "reverse",
        _ => "clawback",
    };

    /// <summary>As a file writes it.</summary>
    public static string Word(this ExclusionReason reason) => reason switch
    {
        ExclusionReason.SponsorPaid => "sponsor_paid",
        ExclusionReason.CreditPaid => "credit_paid",
        ExclusionReason.SecondaryMarket => "secondary_market",
        ExclusionReason.ThirdParty => "third_party",
        ExclusionReason.SelfDealing => "self_dealing",
        ExclusionReason.NotRegistered => "not_registered",
        ExclusionReason.PriorTenant => "prior_tenant",
        ExclusionReason.NotAccepted => "not_accepted",
        ExclusionReason.ZeroBase => "zero_base",
        _ => "window_closed",
    };

    /// <summary>As a sentence that ends with why.</summary>
    public static string Sentence(this ExclusionReason reason) => reason switch
    {
        ExclusionReason.SponsorPaid => "the desk's own sponsor account paid it",
        ExclusionReason.CreditPaid => "granted credits paid it",
        ExclusionReason.SecondaryMarket => "it was bought from another holder, and not from the chain",
        ExclusionReason.ThirdParty => "somebody else than the customer paid it",
        ExclusionReason.SelfDealing => "the account that paid it is a participant's own",
        ExclusionReason.NotRegistered => "no registration of the customer had been approved by then",
        ExclusionReason.PriorTenant => "it renews what the customer had before its registration",
        ExclusionReason.NotAccepted => "the customer had accepted no quote by then",
        ExclusionReason.ZeroBase => "all of it was given back as a rebate",
        _ => "the customer's commission window was over",
    };
}
