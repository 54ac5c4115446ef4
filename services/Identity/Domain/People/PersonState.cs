using System.Collections.Immutable;

namespace CoretimeDesk.Identity.Domain;

/// <summary>A person, as far as the rules look.</summary>
public sealed record PersonState(Guid Id, ImmutableHashSet<Role> Roles, ImmutableHashSet<Guid> Teams, bool Disabled)
{
    /// <summary>May manage people at this moment.</summary>
    public bool IsActiveAdministrator => !Disabled && Roles.Contains(Role.Administrator);
}
