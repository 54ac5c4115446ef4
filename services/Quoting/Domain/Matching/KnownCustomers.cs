namespace CoretimeDesk.Quoting.Matching;

/// <summary>Whose chain accounts and tasks are whose, as the desk knows now. Together with what a quote froze as it was sent.</summary>
public sealed class KnownCustomers
{
    private readonly ILookup<string, Guid> _ofAccount;
    private readonly ILookup<uint, Guid> _ofTask;

    /// <param name="accounts">Chain accounts that count as a customer's; several customers may have declared one.</param>
    /// <param name="tasks">Para ids of the chain's network.</param>
    /// <param name="sponsors">The desk's own accounts that pay for customers. What they pay is never customer-paid, even if a customer claims such an account.</param>
    public KnownCustomers(IEnumerable<(string Account, Guid Customer)> accounts, IEnumerable<(uint Task, Guid Customer)> tasks, IEnumerable<string> sponsors)
    {
        (_ofAccount, _ofTask) = (accounts.ToLookup(a => a.Account, a => a.Customer), tasks.ToLookup(t => t.Task, t => t.Customer));
        Sponsors = sponsors.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The desk's own accounts.</summary>
    public IReadOnlySet<string> Sponsors { get; }

    /// <summary>Who pays, as a quote sees it.</summary>
    public Payer PayerOf(string account, MatchTerms quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        return Sponsors.Contains(account) ? Payer.Sponsor
            : quote.Accounts.Contains(account) || _ofAccount[account].Contains(quote.AccountId) ? Payer.Customer
            : Payer.Stranger;
    }

    /// <summary>The task is the quote's customer's.</summary>
    public bool HasTask(uint task, MatchTerms quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        return quote.Tasks.Contains(task) || _ofTask[task].Contains(quote.AccountId);
    }
}

/// <summary>Who paid, as far as the desk knows.</summary>
public enum Payer
{
    /// <summary>An account on the customer's list.</summary>
    Customer = 1,

    /// <summary>A sponsor of the desk.</summary>
    Sponsor = 2,

    /// <summary>Nobody whom the quote knows.</summary>
    Stranger = 3,
}
