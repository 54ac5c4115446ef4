using System.Collections.Immutable;

namespace CoretimeDesk.Identity.Data;

/// <summary>Roles as a column of names.</summary>
internal static class RoleSet
{
    public static string[] Write(IEnumerable<Role> roles) => [.. roles.Distinct().Order().Select(r => r.ToName())];

    public static ImmutableHashSet<Role> Read(string[] names) =>
        [.. names.Select(n => RoleNames.TryParse(n, out var role) ? role : throw new InvalidOperationException($"The database holds the unknown role \"{n}\"."))];
}
