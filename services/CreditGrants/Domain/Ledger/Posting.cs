using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>The accounts of a budget, in the order in which balances are shown.</summary>
public enum Account
{
    /// <summary>What the sponsor's account holds.</summary>
    Funded,

    /// <summary>Set aside for grants that run.</summary>
    Reserved,

    /// <summary>Paid for customers.</summary>
    Spent,

    /// <summary>Set aside once, and given back.</summary>
    Lapsed,

    /// <summary>May still be awarded.</summary>
    Free,

    /// <summary>Missing in the account.</summary>
    Shortfall,

    /// <summary>Ever awarded.</summary>
    Awarded,

    /// <summary>Paid beyond what was awarded.</summary>
    Unreserved,
}

/// <summary>The two books of a budget. In each, debits and credits are always equal.</summary>
public enum Book
{
    /// <summary>Where the money is: funded and shortfall (debit) are free, reserved and spent (credit).</summary>
    Money,

    /// <summary>What became of awards: awarded and unreserved (debit) are reserved, spent and lapsed (credit).</summary>
    Awards,
}

/// <summary>One line of an entry. Exactly one of debit and credit is above zero.</summary>
/// <param name="Book">The book.</param>
/// <param name="Account">The account.</param>
/// <param name="Debit">In planck; never negative.</param>
/// <param name="Credit">In planck; never negative.</param>
public readonly record struct Posting(Book Book, Account Account, BigInteger Debit, BigInteger Credit)
{
    /// <summary>The accounts of each book, with whether they grow by debits.</summary>
    public static IReadOnlyList<(Book Book, Account Account, bool IsDebit)> Accounts { get; } =
    [
        (Book.Money, Account.Funded, true),
        (Book.Money, Account.Shortfall, true),
        (Book.Money, Account.Free, false),
        (Book.Money, Account.Reserved, false),
        (Book.Money, Account.Spent, false),
        (Book.Awards, Account.Awarded, true),
        (Book.Awards, Account.Unreserved, true),
        (Book.Awards, Account.Reserved, false),
        (Book.Awards, Account.Spent, false),
        (Book.Awards, Account.Lapsed, false),
    ];

    /// <summary>The entry that leads from one set of balances to the next.</summary>
    /// <exception cref="UnreachableException">Debits and credits differ: the balances themselves are wrong, which only a fault of the code can cause.</exception>
    internal static ImmutableArray<Posting> Between(Balances before, Balances after)
    {
        var lines = ImmutableArray.CreateBuilder<Posting>();
        foreach (var (book, account, isDebit) in Accounts)
        {
            var change = after.Of(account) - before.Of(account);
            var debit = isDebit ? change : -change;
            if (!debit.IsZero)
            {
                lines.Add(new(book, account, BigInteger.Max(debit, 0), BigInteger.Max(-debit, 0)));
            }
        }

        foreach (var book in lines.GroupBy(l => l.Book))
        {
            var sum = book.Aggregate(BigInteger.Zero, (s, l) => s + l.Debit - l.Credit);
            if (!sum.IsZero)
            {
                throw new UnreachableException($"The book of {book.Key} is off by {sum} planck.");
            }
        }

        return lines.ToImmutable();
    }
}
