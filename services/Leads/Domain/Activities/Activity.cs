namespace CoretimeDesk.Leads.Activities;

/// <summary>Who or what told of an activity.</summary>
public enum ActivitySource
{
    /// <summary>Somebody entered it.</summary>
    Person = 1,

    /// <summary>The desk did it: a message that a cadence sent, a task that fell due.</summary>
    Desk = 2,

    /// <summary>A quote: sent, opened, accepted. Published by Quoting.</summary>
    Quote = 3,

    /// <summary>A finalised event of a chain.</summary>
    Chain = 4,
}

/// <summary>What happened.</summary>
public enum ActivityKind
{
    /// <summary>Somebody on the desk's side called.</summary>
    Call = 1,

    /// <summary>An email went out.</summary>
    Email = 2,

    /// <summary>A message went out by another channel: a forum, a chat, a social network.</summary>
    Message = 3,

    /// <summary>The contact answered. Ends every cadence of the contact.</summary>
    Reply = 4,

    /// <summary>People met. Ends every cadence of the account's contacts.</summary>
    Meeting = 5,

    /// <summary>Something worth knowing; it reaches nobody.</summary>
    Note = 6,

    /// <summary>A technical assessment was attached.</summary>
    Assessment = 7,

    /// <summary>The contact wants nothing more. Ends everything for good.</summary>
    OptOut = 8,

    /// <summary>A quote was sent, opened, accepted, or ran out.</summary>
    Quote = 9,

    /// <summary>Something was done for the customer that is none of the above.</summary>
    Work = 10,

    /// <summary>Coretime was bought. Ends every cadence of the account's contacts.</summary>
    Purchase = 20,

    /// <summary>A workload was renewed.</summary>
    Renewal = 21,

    /// <summary>A core of the customer may be renewed in the sale that has begun.</summary>
    RenewalWindow = 22,

    /// <summary>The chain could not renew by itself: no funds, or no core left.</summary>
    AutoRenewalFailed = 23,

    /// <summary>A region was assigned in such a way that its owner may still change it, and nothing can be renewed from it.</summary>
    ProvisionalAssignment = 24,

    /// <summary>A region was assigned for good.</summary>
    FinalAssignment = 25,

    /// <summary>The market's price fell to what somebody waits for.</summary>
    PriceTarget = 26,

    /// <summary>Few cores are left in this sale.</summary>
    CoresNearlyGone = 27,

    /// <summary>Less of what was bought is used than before.</summary>
    UseDrop = 28,

    /// <summary>Chain use shows another size than was stated: a person decides.</summary>
    SizeReview = 29,
}

/// <summary>One entry of an account's stream.</summary>
/// <param name="AccountId">Whose stream.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Source">Who told of it.</param>
/// <param name="Summary">One line for people. Nothing personal of a contact: the contact is named by id.</param>
/// <param name="OccurredAt">When it happened, which may be long before it is recorded.</param>
/// <param name="ContactId">The contact it was about, if one.</param>
/// <param name="LeadId">The lead it was about, if one.</param>
/// <param name="Reference">
/// What tells it apart from every other: a fact's id for <see cref="ActivitySource.Chain"/>, a quote's revision, a cadence's touch. The same reference twice
/// in one account is one entry. Empty for what a person enters.
/// </param>
public sealed record Activity(
    Guid AccountId, ActivityKind Kind, ActivitySource Source, string Summary, DateTimeOffset OccurredAt, Guid? ContactId = null, Guid? LeadId = null, string Reference = "");
