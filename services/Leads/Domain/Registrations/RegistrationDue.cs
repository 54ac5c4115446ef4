namespace CoretimeDesk.Leads.Registrations;

/// <summary>
/// What the clock alone does to a registration. Whoever touches one asks this first, so that nothing depends on how often the
/// sweeper looks: a late look writes the very history that a punctual one would have written.
/// </summary>
public static class RegistrationDue
{
    /// <summary>What the clock has done by <paramref name="now"/> and nobody has recorded yet, oldest first.</summary>
    public static IReadOnlyList<RegistrationEvent> By(DateTimeOffset now, Registration registration, OwnershipRules rules)
    {
        var events = new List<RegistrationEvent>();
        while (Next(registration, rules) is { } due && due.At <= now)
        {
            events.Add(due.Event);
            registration = Registration.Evolve(registration, due.Event);
        }

        return events;
    }

    /// <summary>When the clock will do something next; null when it never will.</summary>
    public static DateTimeOffset? NextAt(Registration registration, OwnershipRules rules) => Next(registration, rules)?.At;

    private static Due? Next(Registration registration, OwnershipRules rules) => registration switch
    {
        Registration.Pending p => new(p.DecisionDueAt, new RegistrationEvent.Approved(p.DecisionDueAt, p.DecisionDueAt.AddDays(rules.ProtectionDays), null)),
        Registration.Approved { Keeping: Keeping.Protected, ProtectedUntil: { } until } a => NextOf(a, until, rules),
        _ => null,
    };

    private static Due NextOf(Registration.Approved a, DateTimeOffset until, OwnershipRules rules)
    {
        var warnAt = a.LastActivityAt.AddDays(rules.WarnAfterDays);
        var releaseAt = a.LastActivityAt.AddDays(rules.ReleaseAfterDays);
        if (a.WarnedAt is null && warnAt < until)
        {
            return new(warnAt, new RegistrationEvent.Warned(warnAt, releaseAt < until ? releaseAt : until));
        }

        // Where both are due at one instant, the end of the protection is the simpler reason.
        return releaseAt < until
            ? new(releaseAt, new RegistrationEvent.Ended(releaseAt, Ending.Inactive, $"No activity since {a.LastActivityAt:d MMMM yyyy}."))
            : new(until, new RegistrationEvent.Ended(until, Ending.Expired, $"The protection ended on {until:d MMMM yyyy}."));
    }

    private readonly record struct Due(DateTimeOffset At, RegistrationEvent Event);
}
