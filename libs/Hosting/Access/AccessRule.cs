using System.Collections.Frozen;

namespace CoretimeDesk.Hosting;

/// <summary>Who may call one RPC: anyone, anyone signed in, or the holders of one of some roles.</summary>
public sealed record AccessRule
{
    private AccessRule(bool anyone, bool signedIn, IEnumerable<Role> roles) =>
        (Anyone, SignedIn, Roles) = (anyone, signedIn, roles.ToFrozenSet());

    /// <summary>No token is asked for.</summary>
    public bool Anyone { get; }

    /// <summary>A valid token suffices, whatever its roles.</summary>
    public bool SignedIn { get; }

    /// <summary>The roles, one of which suffices; empty for the two rules above.</summary>
    public FrozenSet<Role> Roles { get; }

    /// <summary>The rule <c>anyone</c>.</summary>
    public static AccessRule ForAnyone { get; } = new(true, false, []);

    /// <summary>The rule <c>signed-in</c>.</summary>
    public static AccessRule ForSignedIn { get; } = new(false, true, []);

    /// <summary>One of these roles.</summary>
    public static AccessRule ForRoles(IReadOnlyCollection<Role> roles)
    {
        ArgumentOutOfRangeException.ThrowIfZero(roles.Count, nameof(roles));
        return new(false, false, roles);
    }

    /// <summary>May this caller call? Null stands for a caller without a valid token.</summary>
    public bool Allows(Actor? caller) => Anyone || (caller is not null && (SignedIn || caller.Roles.Overlaps(Roles)));

    /// <summary>As it stands in the table: <c>rep team_lead</c>.</summary>
    public override string ToString() =>
        Anyone ? AccessTable.AnyoneWord : SignedIn ? AccessTable.SignedInWord : string.Join(' ', Roles.Order().Select(r => r.ToName()));

    /// <summary>Same rule, whatever the order of its roles.</summary>
    public bool Equals(AccessRule? other) =>
        other is not null && Anyone == other.Anyone && SignedIn == other.SignedIn && Roles.SetEquals(other.Roles);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Anyone, SignedIn, Roles.Count);
}
