using System.Globalization;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Leads;

/// <summary>Why the desk believes that a chain account is the customer's.</summary>
public enum HowVerified
{
    /// <summary>Somebody typed it.</summary>
    Unverified = 1,

    /// <summary>The customer said so in writing.</summary>
    Declared = 2,

    /// <summary>The customer signed a text of the desk with the account's key.</summary>
    SignedChallenge = 3,

    /// <summary>The account of the customer's own para id.</summary>
    ParaSovereign = 4,

    /// <summary>A finalised event shows it.</summary>
    ChainFact = 5,
}

/// <summary>Which of an account's chain accounts: the para accounts of one number are the same bytes on every relay chain.</summary>
public sealed record ChainAccountId(string Bytes, string Network);

/// <summary>A chain account of a customer, and how the desk knows.</summary>
/// <param name="Address">The account.</param>
/// <param name="Network">The relay chain of a para account; empty for the others, whose key is the same everywhere.</param>
/// <param name="How">Why the desk believes it.</param>
/// <param name="Since">Since when it counts as such.</param>
/// <param name="Evidence">What proves it, for people.</param>
public sealed record ChainAccount(AccountAddress Address, string Network, HowVerified How, DateTimeOffset Since, string Evidence)
{
    /// <summary>Which one this is.</summary>
    public ChainAccountId Id => new(Address.Bytes, Network);

    /// <summary>Proven to be the customer's own, so that nobody else can have it. A para account is proven by its para id, which is a key itself.</summary>
    public bool IsProven => How is HowVerified.SignedChallenge or HowVerified.ChainFact;

    /// <summary>The key that a proven account is.</summary>
    public StrongKey Key => new(KeyKind.ChainAccount, "", Address.Bytes);
}

/// <summary>A finalised event.</summary>
public sealed record FactReference(string Chain, string BlockHash, uint EventIndex);

/// <summary>The rules of chain accounts.</summary>
public static class ChainAccounts
{
    /// <summary>The longest declaration, in UTF-16 units.</summary>
    public const int DeclarationLengthMax = 500;

    /// <summary>The most chain accounts of one account that are entered by hand.</summary>
    public const int CountMax = 200;

    /// <summary>The accounts that a para id has: one on its relay chain, one on every other parachain.</summary>
    public static IEnumerable<ChainAccount> OfPara(StrongKey key, DateTimeOffset now)
    {
        if (key.Kind == KeyKind.ParaId)
        {
            var para = uint.Parse(key.Value, CultureInfo.InvariantCulture);
            yield return new(AccountAddress.Of(SovereignAccounts.Child(para)), key.Network, HowVerified.ParaSovereign, now, $"para {para} of {key.Network}, on the relay chain");
            yield return new(AccountAddress.Of(SovereignAccounts.Sibling(para)), key.Network, HowVerified.ParaSovereign, now, $"para {para} of {key.Network}, on other parachains");
        }
    }

    /// <summary>Notes an account that somebody typed or declared. A better reason replaces a worse one, never the other way.</summary>
    public static Decision<AccountEvent> Note(AccountState account, AccountAddress address, string? declaration, DateTimeOffset now)
    {
        if (address.ParaId is { } para)
        {
            return Refusal.InvalidField("address", $"is the account of para {para}, for which nobody can sign. Add the para id with its network; the desk works its accounts out.");
        }

        var how = declaration is null ? HowVerified.Unverified : HowVerified.Declared;
        if (account.ChainAccounts.FirstOrDefault(c => c.Address == address) is { } known)
        {
            return known.How >= how && (how != HowVerified.Declared || known.How > how || known.Evidence == declaration)
                ? Decision<AccountEvent>.Nothing
                : Decision<AccountEvent>.Emit(new AccountEvent.ChainAccountNoted(new(address, "", how, now, declaration ?? "")));
        }

        return account.ChainAccounts.Count(c => c.How != HowVerified.ParaSovereign) >= CountMax
            ? new Refusal(RefusalKind.Precondition, "TOO_MANY_CHAIN_ACCOUNTS", $"{account.Number} {account.Name} has {CountMax} chain accounts already; remove one first.")
            : Decision<AccountEvent>.Emit(new AccountEvent.ChainAccountNoted(new(address, "", how, now, declaration ?? "")));
    }

    /// <summary>A finalised event shows that the account is the customer's.</summary>
    public static Decision<AccountEvent> Prove(AccountState account, AccountAddress address, FactReference fact, TakenKey? taken, DateTimeOffset now) =>
        address.ParaId is { } para
            ? Refusal.InvalidField("address", $"is the account of para {para}: add the para id instead.")
            : account.ChainAccounts.Any(c => c.Address == address && c.IsProven)
                ? Decision<AccountEvent>.Nothing
                : taken is not null
                    ? taken.ToRefusal()
                    : Decision<AccountEvent>.Emit(new AccountEvent.ChainAccountNoted(
                        new(address, "", HowVerified.ChainFact, now, $"event {fact.EventIndex} of block {fact.BlockHash} on {fact.Chain}")));

    /// <summary>Takes an account back that was entered by hand.</summary>
    public static Decision<AccountEvent> Remove(AccountState account, AccountAddress address) =>
        account.ChainAccounts.FirstOrDefault(c => c.Address == address) switch
        {
            null => new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"{account.Number} {account.Name} has no chain account {address.Text}."),
            { How: HowVerified.ParaSovereign } para => new Refusal(RefusalKind.Precondition, "PARA_ACCOUNT", $"{address.Text} comes with its para id ({para.Evidence}). Remove the para id if it is not the customer's."),
            var known => Decision<AccountEvent>.Emit(new AccountEvent.ChainAccountRemoved(known.Id)),
        };
}
