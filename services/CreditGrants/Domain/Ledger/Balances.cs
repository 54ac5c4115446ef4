using System.Numerics;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>The eight balances of a budget, in planck. Sums may need more than 128 bits, and are exact.</summary>
/// <param name="Funded">What came to the account less what was withdrawn; below zero while a deposit has not arrived yet.</param>
/// <param name="Reserved">What was awarded and is not paid yet.</param>
/// <param name="Spent">What was paid, less what came back.</param>
/// <param name="Lapsed">What was awarded and never paid: a record, since the money is free again.</param>
/// <param name="Awarded">All that was ever awarded.</param>
/// <param name="Unreserved">What was paid beyond any award.</param>
public readonly record struct Balances(BigInteger Funded, BigInteger Reserved, BigInteger Spent, BigInteger Lapsed, BigInteger Awarded, BigInteger Unreserved)
{
    /// <summary>What may still be awarded.</summary>
    public BigInteger Free => BigInteger.Max(BigInteger.Zero, Funded - Reserved - Spent);

    /// <summary>What is promised or paid and not there.</summary>
    public BigInteger Shortfall => BigInteger.Max(BigInteger.Zero, Reserved + Spent - Funded);

    /// <summary>Both identities hold: the money is somewhere, and every award has become something.</summary>
    public bool AddUp => Funded + Shortfall == Free + Reserved + Spent && Awarded + Unreserved == Reserved + Spent + Lapsed;

    /// <summary>The balance of an account.</summary>
    public BigInteger Of(Account account) => account switch
    {
        Account.Funded => Funded,
        Account.Reserved => Reserved,
        Account.Spent => Spent,
        Account.Lapsed => Lapsed,
        Account.Free => Free,
        Account.Shortfall => Shortfall,
        Account.Awarded => Awarded,
        Account.Unreserved => Unreserved,
        _ => throw new ArgumentOutOfRangeException(nameof(account)),
    };
}
