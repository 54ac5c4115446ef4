using CoretimeDesk.Substrate;

namespace CoretimeDesk.Leads;

/// <summary>A text that the holder of a chain account is asked to sign.</summary>
/// <param name="Id">Its id, which is part of the text.</param>
/// <param name="Address">Whose signature it wants.</param>
/// <param name="Text">Exactly what is signed.</param>
/// <param name="ExpiresAt">From then on no answer is taken.</param>
/// <param name="AnsweredAt">When it was answered; one answer is all it takes.</param>
public sealed record Challenge(Guid Id, AccountAddress Address, string Text, DateTimeOffset ExpiresAt, DateTimeOffset? AnsweredAt);

/// <summary>A challenge's text and the signature of it: anybody can check them.</summary>
public sealed record SignedAnswer(string Text, string Signature);

/// <summary>The rules of challenges.</summary>
public static class Challenges
{
    /// <summary>How long an answer is waited for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Makes the text. It says what it is for, so that nobody can be made to sign something else by it.</summary>
    /// <param name="account">Whose chain account it is.</param>
    /// <param name="address">The chain account; it must be noted already.</param>
    /// <param name="id">A fresh id.</param>
    /// <param name="nonce">Random, so that nobody can have it signed before.</param>
    /// <param name="now">The instant of the command.</param>
    /// <param name="challenge">The challenge, when there is no refusal.</param>
    public static Decision<AccountEvent> Issue(AccountState account, AccountAddress address, Guid id, string nonce, DateTimeOffset now, out Challenge challenge)
    {
        challenge = new(id, address, "", now + Lifetime, null);
        if (address.ParaId is { } para)
        {
            return Refusal.InvalidField("address", $"is the account of para {para}: it has no key, so nobody can sign for it.");
        }

        if (account.ChainAccounts.FirstOrDefault(c => c.Address == address) is not { } known)
        {
            return new Refusal(RefusalKind.Precondition, "CHAIN_ACCOUNT_UNKNOWN", $"{account.Number} {account.Name} has no chain account {address.Text}; add it first.");
        }

        challenge = challenge with
        {
            Address = known.Address,
            Text = $"Coretime Desk: I hold the key of {known.Address.Text} and confirm that it belongs to {account.Number} {account.Name}. "
                + $"Signing this moves no funds and permits nothing. Valid until {challenge.ExpiresAt:d MMMM yyyy HH:mm} UTC. Challenge {id}, {nonce}.",
        };
        return Decision<AccountEvent>.Emit(new AccountEvent.ChallengeIssued(id, known.Address));
    }

    /// <summary>Checks the answer and, when the key signed, verifies the chain account.</summary>
    public static Decision<AccountEvent> Answer(AccountState account, Challenge challenge, ReadOnlySpan<byte> signature, TakenKey? taken, DateTimeOffset now)
    {
        if (challenge.AnsweredAt is { } answered)
        {
            return new Refusal(RefusalKind.Precondition, "CHALLENGE_ANSWERED", $"This challenge was answered on {answered:d MMMM yyyy HH:mm} UTC. Issue another one to verify again.");
        }

        if (now >= challenge.ExpiresAt)
        {
            return new Refusal(RefusalKind.Precondition, "CHALLENGE_EXPIRED", $"This challenge expired on {challenge.ExpiresAt:d MMMM yyyy HH:mm} UTC. Issue another one.");
        }

        if (account.ChainAccounts.All(c => c.Address != challenge.Address))
        {
            return new Refusal(RefusalKind.Precondition, "CHAIN_ACCOUNT_UNKNOWN", $"{account.Number} {account.Name} has no chain account {challenge.Address.Text} any more; add it again first.");
        }

        if (challenge.Address.SchemeOf(challenge.Text, signature) is not { } scheme)
        {
            return new Refusal(RefusalKind.Precondition, "SIGNATURE_WRONG",
                $"The key of {challenge.Address.Text} did not make this signature of this text. Sign the text of the challenge as a message, unchanged, with exactly that account.");
        }

        return taken is not null
            ? taken.ToRefusal()
            : Decision<AccountEvent>.Emit(new AccountEvent.ChainAccountNoted(
                new(challenge.Address, "", HowVerified.SignedChallenge, now, $"signed with {Name(scheme)}, challenge {challenge.Id}"),
                new(challenge.Text, $"0x{Convert.ToHexStringLower(signature)}")));
    }

    private static string Name(SignatureScheme scheme) => scheme switch
    {
        SignatureScheme.Sr25519 => "sr25519",
        SignatureScheme.Ed25519 => "Ed25519",
        SignatureScheme.Ecdsa => "ECDSA",
        _ => "an Ethereum key",
    };
}
