namespace CoretimeDesk;

/// <summary>Who does something: the verified caller of an RPC, or the desk itself when an event or a clock causes it.</summary>
/// <param name="Id">The person's or key's id; <see cref="Guid.Empty"/> for the desk itself.</param>
/// <param name="Name">For people to read in an audit trail.</param>
public sealed record Actor(Guid Id, string Name)
{
    /// <summary>The desk acting by itself.</summary>
    public static readonly Actor Desk = new(Guid.Empty, "desk");

    /// <summary>The roles held when the token was issued.</summary>
    public IReadOnlySet<Role> Roles { get; init; } = new HashSet<Role>();

    /// <summary>The teams the person belongs to.</summary>
    public IReadOnlySet<Guid> Teams { get; init; } = new HashSet<Guid>();

    /// <summary>Holds at least one of these roles.</summary>
    public bool Is(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
        {
            if (Roles.Contains(role))
            {
                return true;
            }
        }

        return false;
    }
}
