namespace CoretimeDesk.Hosting;

/// <summary>The claims inside an access token.</summary>
public static class TokenClaims
{
    /// <summary>The person's id, a UUID.</summary>
    public const string Subject = "sub";

    /// <summary>The person's name, for audit trails.</summary>
    public const string Name = "name";

    /// <summary>One per role, in snake case.</summary>
    public const string Role = "role";

    /// <summary>One per team, a UUID.</summary>
    public const string Team = "team";

    /// <summary>The session, a UUID.</summary>
    public const string Session = "sid";

    /// <summary>When it was issued, in milliseconds of Unix time.</summary>
    public const string IssuedAt = "iat";

    /// <summary>When it ends, in milliseconds of Unix time; the ticket's own field knows whole seconds only.</summary>
    public const string ExpiresAt = "exp";
}
