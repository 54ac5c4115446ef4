namespace CoretimeDesk.Identity.Domain;

/// <summary>
/// One person's clock of tokens and revocations, in whole milliseconds. Both kinds of instant are taken from it in the
/// order of the database's commits, so that no token with old rights can carry a later instant than the revocation that
/// voids it: not by a race, and not by two processes whose clocks differ.
/// </summary>
/// <param name="LastIssued">The latest instant that a token of the person carries.</param>
/// <param name="RevokedBefore">Tokens up to and including this instant are void.</param>
public readonly record struct TokenClock(DateTimeOffset LastIssued, DateTimeOffset RevokedBefore)
{
    /// <summary>Gives a token its instant: after everything that was revoked.</summary>
    public TokenClock Issue(DateTimeOffset now) =>
        this with { LastIssued = Later(Later(Whole(now), LastIssued), RevokedBefore + TimeSpan.FromMilliseconds(1)) };

    /// <summary>Voids every token given so far.</summary>
    public TokenClock Revoke(DateTimeOffset now) => this with { RevokedBefore = Later(Later(Whole(now), LastIssued), RevokedBefore) };

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Whole(DateTimeOffset now) => DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
}
