using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Approvals;

/// <summary>Somebody may decide in another's place for a while.</summary>
public sealed record Delegation
{
    /// <summary>No delegation lasts longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Its id; it stands on the approvals that it led to.</summary>
    public required Guid Id { get; init; }

    /// <summary>A role that <see cref="From"/> holds.</summary>
    public required string Role { get; init; }

    /// <summary>In whose place.</summary>
    public required Person From { get; init; }

    /// <summary>The teams that <see cref="From"/> leads.</summary>
    public IReadOnlyList<Guid> TeamIds { get; init; } = [];

    /// <summary>Who decides.</summary>
    public required Person To { get; init; }

    /// <summary>From when on.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>First instant at which it does not count.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When it was ended before its time; null when it was not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Counts at an instant.</summary>
    public bool CountsAt(DateTimeOffset now) => now >= StartsAt && now < EndsAt && !(now >= EndedAt);

    /// <summary>Why nobody may make it, or null. A role that one has by delegation is not one's own, so nothing is delegated twice.</summary>
    public static Refusal? WhyNot(Actor by, Role role, Guid to, DateTimeOffset startsAt, DateTimeOffset endsAt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(by);
        return !by.Is(role)
            ? new(RefusalKind.Forbidden, "ROLE_NOT_HELD", $"You do not hold the role {role.ToName()}: only a role of one's own is delegated.")
            : to == by.Id
                ? Refusal.InvalidField("to_id", "is yourself.")
                : endsAt <= startsAt
                    ? Refusal.InvalidField("ends_at", "is not after starts_at.")
                    : endsAt - startsAt > Longest
                        ? Refusal.InvalidField("ends_at", $"is more than {Longest.TotalDays:0} days after starts_at: make another one when this is over.")
                        : endsAt <= now
                            ? Refusal.InvalidField("ends_at", "has passed.")
                            : null;
    }
}
