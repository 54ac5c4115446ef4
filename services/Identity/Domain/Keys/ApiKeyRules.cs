using System.Collections.Immutable;

namespace CoretimeDesk.Identity.Domain;

/// <summary>What a script may be given.</summary>
public static class ApiKeyRules
{
    /// <summary>When nothing else is asked for.</summary>
    public static readonly TimeSpan LifetimeUsual = TimeSpan.FromDays(90);

    /// <summary>A key that outlives a year outlives what people remember of it.</summary>
    public static readonly TimeSpan LifetimeMax = TimeSpan.FromDays(366);

    /// <summary>Keys of one owner that are good at the same time.</summary>
    public const int KeysMax = 50;

    /// <summary>May the owner have this key? Null: yes.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="roles">What the key is to have.</param>
    /// <param name="lifetime">From now to its end.</param>
    /// <param name="goodKeys">Keys of the owner that work at this moment.</param>
    public static Refusal? WhyNot(PersonState owner, ImmutableHashSet<Role> roles, TimeSpan lifetime, int goodKeys)
    {
        if (roles.IsEmpty)
        {
            return Refusal.InvalidField("roles", "is empty; name at least one role.");
        }

        if (lifetime <= TimeSpan.Zero || lifetime > LifetimeMax)
        {
            return Refusal.InvalidField("expires_at", $"must lie ahead, by at most {LifetimeMax.Days} days.");
        }

        if (!roles.IsSubsetOf(owner.Roles))
        {
            var beyond = string.Join(", ", roles.Except(owner.Roles).Order().Select(r => r.ToName()));
            return new(RefusalKind.Precondition, "ROLES_BEYOND_OWNER", $"A key has no role that its owner lacks: {beyond}.")
            {
                Facts = new Dictionary<string, string> { ["roles"] = beyond },
            };
        }

        return goodKeys < KeysMax
            ? null
            : new(RefusalKind.Precondition, "TOO_MANY_KEYS", $"There are {KeysMax} keys already. Revoke one that is not needed.")
            {
                Facts = new Dictionary<string, string> { ["limit"] = KeysMax.ToString() },
            };
    }

    /// <summary>What a key opens at this moment: never more than its owner.</summary>
    public static ImmutableHashSet<Role> EffectiveRoles(ImmutableHashSet<Role> key, PersonState owner) => owner.Disabled ? [] : key.Intersect(owner.Roles);
}
