using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Tests.Registrations;

/// <summary>People, an account and shorthand for tests of the pure rules.</summary>
internal static class RegistrationScene
{
    public static readonly DateTimeOffset Tuesday = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);
    public static readonly OwnershipRules Rules = new() { Number = 1 };
    public static readonly AccountFacts Aleph = new("A-2026-000017 Aleph Rollup", Segment.Startup, 13);
    public static readonly Guid AlephId = Guid.Parse("019340a0-0000-7000-8000-0000000000a1");
    public static readonly Owner Ann = new(Guid.Parse("019340a0-0000-7000-8000-00000000000a"), "Ann");
    public static readonly Owner Bob = new(Guid.Parse("019340a0-0000-7000-8000-00000000000b"), "Bob");
    public static readonly Owner Hana = new(Guid.Parse("019340a0-0000-7000-8000-00000000000f"), "Hana");
    public static readonly Authority Head = new(Hana, true, true);

    public static ClaimForm Complete(DateTimeOffset now) => new("Dana Ito, CTO", "", "Show the testnet numbers", "They decide this month", DateOnly.FromDateTime(now.UtcDateTime));

    public static Registration.Pending Pending(Owner owner, DateTimeOffset at, Guid? account = null, ProductLine line = ProductLine.Bulk) =>
        new(Guid.CreateVersion7(at), account ?? AlephId, line, owner, at, Rules.Calendar().Add(at, Rules.DecisionWorkingDays));

    public static Registration.Approved Approved(Owner owner, DateTimeOffset at, Guid? account = null, ProductLine line = ProductLine.Bulk) =>
        new(Guid.CreateVersion7(at), account ?? AlephId, line, owner, at, at, Keeping.Protected, at.AddDays(90), at);

    public static Registration After(Registration registration, IEnumerable<RegistrationEvent> events) => events.Aggregate(registration, Registration.Evolve);

    public static Registration After(Registration registration, Decision<RegistrationEvent> decision) =>
        decision.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Message) : After(registration, decision.Events);

    public static Registration At(Registration registration, DateTimeOffset now) => After(registration, RegistrationDue.By(now, registration, Rules));

    public static ProgressEvidence Meeting(DateTimeOffset on, char digit = 'a') =>
        new ProgressEvidence.MeetingAndAssessment(DateOnly.FromDateTime(on.UtcDateTime), "Met their CTO, two cores wanted", "T-2026-000003", new string(digit, 64));

    public static ProgressEvidence Signal(DateTimeOffset at, char digit = 'a', uint? index = 4, SignalKind kind = SignalKind.AccountFunded) =>
        new ProgressEvidence.OnChainSignal(kind, "polkadot", "0x" + new string(digit, 64), index, at);
}
