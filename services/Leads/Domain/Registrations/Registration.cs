using System.Diagnostics;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>What keeps an approved registration alive.</summary>
public enum Keeping
{
    /// <summary>The protection clock, and activity.</summary>
    Protected = 1,

    /// <summary>Nothing: the account belongs to the house until the head of sales releases it.</summary>
    House = 2,

    /// <summary>Nothing: the customer has bought and is in somebody's care.</summary>
    Customer = 3,
}

/// <summary>How a registration came to its end.</summary>
public enum Ending
{
    /// <summary>A team lead or the head of sales said no to the claim.</summary>
    Rejected = 1,

    /// <summary>The protection was over.</summary>
    Expired = 2,

    /// <summary>Nothing happened for too long.</summary>
    Inactive = 3,

    /// <summary>The owner gave it back.</summary>
    GivenUp = 4,

    /// <summary>A team lead or the head of sales took it back.</summary>
    Released = 5,

    /// <summary>Its account was merged into one whose registration was claimed first.</summary>
    Merged = 6,

    /// <summary>The owner left before the claim was decided.</summary>
    OwnerLeft = 7,
}

/// <summary>One extension of a registration's protection.</summary>
/// <param name="At">When it was granted.</param>
/// <param name="Until">End of the protection since then.</param>
/// <param name="Evidence">What for.</param>
public sealed record Extension(DateTimeOffset At, DateTimeOffset Until, ProgressEvidence Evidence);

/// <summary>One rep's claim to one account's product line. At any instant at most one of them is pending or approved.</summary>
public abstract record Registration(Guid Id, Guid AccountId, ProductLine Line, Owner Owner)
{
    /// <summary>Who owns a house account.</summary>
    public static readonly Owner House = new(Guid.Empty, "House");

    /// <summary>Pending or approved: it keeps others out.</summary>
    public virtual bool IsActive => false;

    /// <summary>An incomplete claim, kept for its author. It keeps nobody out.</summary>
    public sealed record Draft(Guid Id, Guid AccountId, ProductLine Line, Owner Owner, ClaimForm Form) : Registration(Id, AccountId, Line, Owner);

    /// <summary>A complete claim that waits for its decision.</summary>
    public sealed record Pending(Guid Id, Guid AccountId, ProductLine Line, Owner Owner, DateTimeOffset ClaimedAt, DateTimeOffset DecisionDueAt) : Registration(Id, AccountId, Line, Owner)
    {
        /// <inheritdoc/>
        public override bool IsActive => true;

        /// <summary>The latest activity that was noted; null for none.</summary>
        public DateTimeOffset? LastActivityAt { get; init; }
    }

    /// <summary>An approved claim.</summary>
    /// <param name="Id">See <see cref="Registration"/>.</param>
    /// <param name="AccountId">See <see cref="Registration"/>.</param>
    /// <param name="Line">See <see cref="Registration"/>.</param>
    /// <param name="Owner">See <see cref="Registration"/>.</param>
    /// <param name="ClaimedAt">When the complete claim was made; the earlier one wins when accounts are merged.</param>
    /// <param name="ApprovedAt">When it was approved, by somebody or by silence.</param>
    /// <param name="Keeping">What keeps it alive.</param>
    /// <param name="ProtectedUntil">First instant without protection; null for what has no clock.</param>
    /// <param name="LastActivityAt">The latest activity; never before the approval.</param>
    public sealed record Approved(
        Guid Id, Guid AccountId, ProductLine Line, Owner Owner, DateTimeOffset ClaimedAt, DateTimeOffset ApprovedAt, Keeping Keeping, DateTimeOffset? ProtectedUntil, DateTimeOffset LastActivityAt)
        : Registration(Id, AccountId, Line, Owner)
    {
        /// <inheritdoc/>
        public override bool IsActive => true;

        /// <summary>The owner was warned that nothing happens, and nothing has happened since.</summary>
        public DateTimeOffset? WarnedAt { get; init; }

        /// <summary>Extensions so far, oldest first.</summary>
        public IReadOnlyList<Extension> Extensions { get; init; } = [];

        /// <summary>SHA-256 of the customer's signed writing that named the owner; null when none did.</summary>
        public string? CustomerDocument { get; init; }
    }

    /// <summary>Over.</summary>
    /// <param name="Id">See <see cref="Registration"/>.</param>
    /// <param name="AccountId">See <see cref="Registration"/>.</param>
    /// <param name="Line">See <see cref="Registration"/>.</param>
    /// <param name="Owner">See <see cref="Registration"/>.</param>
    /// <param name="At">First instant at which it was over.</param>
    /// <param name="How">Why.</param>
    /// <param name="Before">What it was; a merge that is taken back restores it.</param>
    public sealed record Ended(Guid Id, Guid AccountId, ProductLine Line, Owner Owner, DateTimeOffset At, Ending How, Registration Before) : Registration(Id, AccountId, Line, Owner);

    /// <summary>The registration after an event, or after its first when <paramref name="registration"/> is null.</summary>
    public static Registration Evolve(Registration? registration, RegistrationEvent happened) => (registration, happened) switch
    {
        (null, RegistrationEvent.Drafted e) => new Draft(e.Id, e.AccountId, e.Line, e.Owner, e.Form),
        (Draft draft, RegistrationEvent.Drafted e) => draft with { Form = e.Form },
        (null, RegistrationEvent.Claimed e) => new Pending(e.Id, e.AccountId, e.Line, e.Owner, e.At, e.DecisionDueAt),
        (Draft draft, RegistrationEvent.Claimed e) => new Pending(draft.Id, draft.AccountId, draft.Line, draft.Owner, e.At, e.DecisionDueAt),
        (null, RegistrationEvent.TakenByHouse e) => new Approved(e.Id, e.AccountId, e.Line, House, e.At, e.At, Keeping.House, null, e.At),
        (null, RegistrationEvent.NamedByCustomer e) => new Approved(e.Id, e.AccountId, e.Line, e.Owner, e.At, e.At, Keeping.Protected, e.Until, e.At) { CustomerDocument = e.DocumentSha256 },
        (Pending p, RegistrationEvent.Approved e) => new Approved(p.Id, p.AccountId, p.Line, p.Owner, p.ClaimedAt, e.At, Keeping.Protected, e.Until, Later(p.LastActivityAt, e.At)),
        (Pending p, RegistrationEvent.ActivityNoted e) => p with { LastActivityAt = Later(p.LastActivityAt, e.At) },
        (Approved a, RegistrationEvent.ActivityNoted e) => a with { LastActivityAt = Later(a.LastActivityAt, e.At), WarnedAt = null },
        (Approved a, RegistrationEvent.Warned e) => a with { WarnedAt = e.At },
        (Approved a, RegistrationEvent.Extended e) => a with
        {
            ProtectedUntil = e.Until,
            LastActivityAt = Later(a.LastActivityAt, e.At),
            WarnedAt = null,
            Extensions = [.. a.Extensions, new(e.At, e.Until, e.Evidence)],
        },
        ({ IsActive: true } r, RegistrationEvent.MovedByCustomer e) => new Approved(r.Id, r.AccountId, r.Line, e.NewOwner, ClaimedAtOf(r), e.At, Keeping.Protected, e.Until, e.At) { CustomerDocument = e.DocumentSha256 },
        (Pending p, RegistrationEvent.HandedOver { InCare: false } e) => p with { Owner = e.NewOwner, LastActivityAt = e.At },
        (Approved a, RegistrationEvent.HandedOver { InCare: false } e) => a with { Owner = e.NewOwner, LastActivityAt = Later(a.LastActivityAt, e.At), WarnedAt = null },
        ({ IsActive: true } r, RegistrationEvent.HandedOver e) => InCare(r, e),
        (Draft or { IsActive: true }, RegistrationEvent.Ended e) => new Ended(registration.Id, registration.AccountId, registration.Line, registration.Owner, e.At, e.How, registration),
        (not null, RegistrationEvent.Rehomed e) => registration with { AccountId = e.ToAccount },
        (Ended { How: Ending.Merged, Before: { } before } ended, RegistrationEvent.Reinstated e) => Shifted(before with { AccountId = ended.AccountId }, e.At - ended.At),
        _ => throw new UnreachableException($"{happened} cannot follow {registration?.ToString() ?? "nothing"}"),
    };

    /// <summary>When the complete claim was made; null for a draft.</summary>
    public static DateTimeOffset ClaimedAtOf(Registration registration) => registration switch
    {
        Pending pending => pending.ClaimedAt,
        Approved approved => approved.ClaimedAt,
        Ended ended => ClaimedAtOf(ended.Before),
        _ => throw new UnreachableException("a draft was never claimed"),
    };

    private static Approved InCare(Registration registration, RegistrationEvent.HandedOver e) => registration is Approved approved
        ? approved with { Owner = e.NewOwner, Keeping = Keeping.Customer, ProtectedUntil = null, LastActivityAt = Later(approved.LastActivityAt, e.At), WarnedAt = null }
        : new(registration.Id, registration.AccountId, registration.Line, e.NewOwner, ClaimedAtOf(registration), e.At, Keeping.Customer, null, e.At);

    // While it was merged away its clocks stood still.
    private static Registration Shifted(Registration before, TimeSpan away) => before switch
    {
        Pending p => p with { DecisionDueAt = p.DecisionDueAt + away },
        Approved a => a with { ProtectedUntil = a.ProtectedUntil + away, LastActivityAt = a.LastActivityAt + away, WarnedAt = a.WarnedAt + away },
        _ => before,
    };

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}
