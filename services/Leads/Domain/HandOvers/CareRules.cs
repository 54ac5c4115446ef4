namespace CoretimeDesk.Leads.HandOvers;

/// <summary>What may ask for a CSM's time after a customer has bought. The rest of the relationship is kept by contracts on the chain.</summary>
public enum CareException
{
    /// <summary>A renewal window opens.</summary>
    RenewalWindow = 1,

    /// <summary>An automatic renewal failed.</summary>
    AutoRenewalFailed = 2,

    /// <summary>A region is assigned provisionally only, and so cannot be renewed.</summary>
    ProvisionalAssignment = 3,

    /// <summary>The customer uses less than before.</summary>
    UseDrop = 4,

    /// <summary>The customer's use shows another size than was stated, and concessions are frozen until somebody decides.</summary>
    SizeReview = 5,
}

/// <summary>Who a task about a customer goes to.</summary>
public abstract record CareAnswer
{
    /// <summary>To this CSM.</summary>
    public sealed record Csm(Owner Who) : CareAnswer;

    /// <summary>The customer is not in care: tasks are the rep's, for whatever reason there is.</summary>
    public sealed record NotInCare : CareAnswer;

    /// <summary>The customer is in care, and this is no exception: no task.</summary>
    public sealed record NoTask : CareAnswer;
}

/// <summary>After a close, tasks arise by exceptions alone.</summary>
public static class CareRules
{
    /// <summary>Who gets a task about this customer.</summary>
    /// <param name="csm">Who cares for the customer; null when nobody has taken it into care.</param>
    /// <param name="cause">The exception that asks for a task; null for anything else, such as a cadence.</param>
    public static CareAnswer TaskFor(Owner? csm, CareException? cause) =>
        csm is null ? new CareAnswer.NotInCare() : cause is null ? new CareAnswer.NoTask() : new CareAnswer.Csm(csm);
}
