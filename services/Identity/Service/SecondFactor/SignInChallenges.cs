using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Identity.SecondFactor;

/// <summary>What stands for a right password between the two steps of a sign-in. Nothing of it is stored.</summary>
/// <param name="PersonId">Whose password was right.</param>
/// <param name="Stamp">The framework's security stamp then: a new password or second factor voids the challenge.</param>
/// <param name="ExpiresAt">UTC.</param>
internal sealed record SignInChallenge(Guid PersonId, string Stamp, DateTimeOffset ExpiresAt);

/// <summary>Makes and opens challenges.</summary>
internal sealed class SignInChallenges(Seals seals, TimeProvider time)
{
    private const string Purpose = "CoretimeDesk.Identity.SignInChallenge.v1";

    /// <summary>Asks for the second factor.</summary>
    public SecondFactorNeeded Ask(Data.Person person)
    {
        var expires = time.GetUtcNow() + SecondFactorRules.ChallengeLife;
        return new() { Challenge = seals.Seal(Purpose, new SignInChallenge(person.Id, $"{person.SecurityStamp}", expires)), ExpiresAt = expires.ToTimestamp() };
    }

    /// <summary>Null when it is none, or over.</summary>
    public SignInChallenge? TryOpen(string text) => seals.TryOpen<SignInChallenge>(Purpose, text) is { } challenge && challenge.ExpiresAt > time.GetUtcNow() ? challenge : null;
}
