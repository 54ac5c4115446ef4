namespace CoretimeDesk.Identity.Domain;

/// <summary>What a presented refresh token leads to.</summary>
public enum RefreshVerdict
{
    /// <summary>A new pair.</summary>
    Rotate,

    /// <summary>It was used before: end the session, one of two holders is a thief.</summary>
    Reused,

    /// <summary>The session or the token is over: sign in again.</summary>
    Over,
}

/// <summary>One refresh token and its session, as far as the rules look.</summary>
/// <param name="Used">It was exchanged before.</param>
/// <param name="SessionEnded">Its session was ended.</param>
/// <param name="PersonDisabled">The person may not sign in.</param>
/// <param name="ExpiresAt">UTC; from this instant on it is refused.</param>
public readonly record struct PresentedToken(bool Used, bool SessionEnded, bool PersonDisabled, DateTimeOffset ExpiresAt);

/// <summary>How long a sign-in lasts.</summary>
public static class SessionRules
{
    /// <summary>From the last refresh to the end of the session.</summary>
    public static readonly TimeSpan IdleMax = TimeSpan.FromDays(14);

    /// <summary>From sign-in to the end, however often it was refreshed.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(90);

    /// <summary>When a refresh token given now ends.</summary>
    public static DateTimeOffset RefreshEnd(DateTimeOffset signedInAt, DateTimeOffset now) =>
        signedInAt + LengthMax < now + IdleMax ? signedInAt + LengthMax : now + IdleMax;

    /// <summary>Judges a refresh token.</summary>
    public static RefreshVerdict Judge(PresentedToken token, DateTimeOffset now) =>
        token.SessionEnded ? RefreshVerdict.Over
        : token.Used ? RefreshVerdict.Reused // Even when it has expired: a copy is a copy.
        : token.PersonDisabled || token.ExpiresAt <= now ? RefreshVerdict.Over
        : RefreshVerdict.Rotate;
}
