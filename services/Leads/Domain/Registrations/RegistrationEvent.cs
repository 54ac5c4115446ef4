namespace CoretimeDesk.Leads.Registrations;

/// <summary>
/// What happened to a registration. <c>At</c> is the instant from which it holds: of what a clock causes, the instant that was
/// due, however late somebody looked at the clock.
/// </summary>
public abstract record RegistrationEvent
{
    /// <summary>The instant from which it holds; null for a draft and for an activity, which change nobody's standing.</summary>
    public DateTimeOffset? Instant => this switch
    {
        Claimed e => e.At,
        TakenByHouse e => e.At,
        NamedByCustomer e => e.At,
        Approved e => e.At,
        ActivityNoted => null,
        Warned e => e.At,
        Extended e => e.At,
        MovedByCustomer e => e.At,
        HandedOver e => e.At,
        Ended e => e.At,
        Rehomed e => e.At,
        Reinstated e => e.At,
        _ => null,
    };

    /// <summary>A claim lacked something and was kept for its author.</summary>
    public sealed record Drafted(Guid Id, Guid AccountId, ProductLine Line, Owner Owner, ClaimForm Form) : RegistrationEvent;

    /// <summary>A complete claim won.</summary>
    public sealed record Claimed(Guid Id, Guid AccountId, ProductLine Line, Owner Owner, ClaimForm Form, DateTimeOffset At, DateTimeOffset DecisionDueAt) : RegistrationEvent;

    /// <summary>The head of sales keeps an account for the house.</summary>
    public sealed record TakenByHouse(Guid Id, Guid AccountId, ProductLine Line, string Note, DateTimeOffset At) : RegistrationEvent;

    /// <summary>The customer named a rep in signed writing, while nobody was registered.</summary>
    public sealed record NamedByCustomer(Guid Id, Guid AccountId, ProductLine Line, Owner Owner, string DocumentSha256, string Note, DateTimeOffset At, DateTimeOffset Until) : RegistrationEvent;

    /// <summary>Approved, by somebody or by silence.</summary>
    /// <param name="At">When.</param>
    /// <param name="Until">End of the protection.</param>
    /// <param name="By">Who; null for silence.</param>
    public sealed record Approved(DateTimeOffset At, DateTimeOffset Until, Owner? By) : RegistrationEvent;

    /// <summary>Something was done for the customer.</summary>
    public sealed record ActivityNoted(DateTimeOffset At) : RegistrationEvent;

    /// <summary>Nothing happened for so long that the owner is warned.</summary>
    public sealed record Warned(DateTimeOffset At, DateTimeOffset ReleaseAt) : RegistrationEvent;

    /// <summary>Protected for longer, on evidence.</summary>
    public sealed record Extended(DateTimeOffset At, DateTimeOffset Until, ProgressEvidence Evidence) : RegistrationEvent;

    /// <summary>The customer named another rep in signed writing.</summary>
    public sealed record MovedByCustomer(Owner OldOwner, Owner NewOwner, string DocumentSha256, string Note, DateTimeOffset At, DateTimeOffset Until) : RegistrationEvent;

    /// <summary>A hand-over was accepted.</summary>
    /// <param name="OldOwner">Who had it.</param>
    /// <param name="NewOwner">Who has it.</param>
    /// <param name="InCare">The customer has bought: no clock from now on.</param>
    /// <param name="At">When.</param>
    public sealed record HandedOver(Owner OldOwner, Owner NewOwner, bool InCare, DateTimeOffset At) : RegistrationEvent;

    /// <summary>Over.</summary>
    public sealed record Ended(DateTimeOffset At, Ending How, string Reason) : RegistrationEvent;

    /// <summary>Its account was merged into another, or a merge was taken back.</summary>
    public sealed record Rehomed(Guid FromAccount, Guid ToAccount, DateTimeOffset At) : RegistrationEvent;

    /// <summary>A merge that had ended it was taken back.</summary>
    public sealed record Reinstated(DateTimeOffset At) : RegistrationEvent;
}
