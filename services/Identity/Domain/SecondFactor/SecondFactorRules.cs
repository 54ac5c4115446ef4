namespace CoretimeDesk.Identity.Domain;

/// <summary>How sign-in beyond the password is guarded.</summary>
public static class SecondFactorRules
{
    /// <summary>How long a sign-in waits for its second factor, or for a passkey.</summary>
    public static readonly TimeSpan ChallengeLife = TimeSpan.FromMinutes(5);

    /// <summary>Recovery codes made at once.</summary>
    public const int RecoveryCodes = 10;

    /// <summary>Passkeys of one person.</summary>
    public const int PasskeysMax = 20;

    /// <summary>Null when the caller may look at what guards that person's sign-in: oneself, or an administrator.</summary>
    public static Refusal? WhyNotSee(Actor actor, Guid person, string what) =>
        actor.Id == person || actor.Is(Role.Administrator) ? null : PersonRules.OnlyAdministrators($"sees {what}");

    /// <summary>Null when the person may have one more passkey.</summary>
    public static Refusal? WhyNotMorePasskeys(int passkeys) => passkeys < PasskeysMax
        ? null
        : new(RefusalKind.Precondition, "TOO_MANY_PASSKEYS", $"There are {PasskeysMax} passkeys already. Remove one that is not needed.") { Facts = new Dictionary<string, string> { ["limit"] = $"{PasskeysMax}" } };
}
