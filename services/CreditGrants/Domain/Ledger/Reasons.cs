namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>Why events are refused, and what alarms say. The words are for programs; <see cref="ReasonWords"/> has the sentences.</summary>
public static class Reasons
{
    /// <summary>Before the name of a field that cannot be read.</summary>
    public const string Invalid = "invalid:";

    /// <summary>The id stands for another event.</summary>
    public const string IdConflict = "id_conflict";

    /// <summary>A sum would need more than 128 bits.</summary>
    public const string Overflow = "overflow";

    /// <summary>It is over, or would be over at once.</summary>
    public const string Expired = "expired";

    /// <summary>A grant of that name exists.</summary>
    public const string GrantExists = "grant_exists";

    /// <summary>The cluster has a grant of this tier, or any, for the smallest.</summary>
    public const string ClusterHasGrant = "cluster_has_grant";

    /// <summary>Beyond what a cluster may have in its life.</summary>
    public const string ClusterCap = "cluster_cap";

    /// <summary>The tier needs a provider's code.</summary>
    public const string CodeMissing = "code_missing";

    /// <summary>Nobody was given that code.</summary>
    public const string CodeUnknown = "code_unknown";

    /// <summary>The code was revoked.</summary>
    public const string CodeRevoked = "code_revoked";

    /// <summary>The code has opened a grant.</summary>
    public const string CodeUsed = "code_used";

    /// <summary>Beyond what the provider's codes may award.</summary>
    public const string ProviderBudget = "provider_budget";

    /// <summary>Not enough is free.</summary>
    public const string Budget = "budget";

    /// <summary>There is no such grant.</summary>
    public const string UnknownGrant = "unknown_grant";

    /// <summary>The grant is over.</summary>
    public const string Closed = "closed";

    /// <summary>Another tranche is the next, or none is left.</summary>
    public const string NotNext = "not_next";

    /// <summary>Too little of the tranche before was used.</summary>
    public const string PreviousUnused = "previous_unused";

    /// <summary>A suspicion stands.</summary>
    public const string AbuseFlag = "abuse_flag";

    /// <summary>The tranche's milestone was not reached.</summary>
    public const string Milestone = "milestone";

    /// <summary>The new end is no later than the old one.</summary>
    public const string NotLater = "not_later";

    /// <summary>No such suspicion stands.</summary>
    public const string UnknownFlag = "unknown_flag";

    /// <summary>Alarm: for no grant, or for a tranche that is not open.</summary>
    public const string Foreign = "foreign";

    /// <summary>Alarm: paid after the grant was over.</summary>
    public const string AfterClose = "after_close";

    /// <summary>Alarm: more was paid than was awarded.</summary>
    public const string OverReservation = "over_reservation";

    /// <summary>Alarm: more came back than was paid.</summary>
    public const string RefundOverSpend = "refund_over_spend";

    /// <summary>Alarm: the account no longer covers what is promised and paid.</summary>
    public const string Shortfall = "shortfall";
}
