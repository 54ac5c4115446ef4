using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>Which chain accounts are believed to be whose customer's: signed for, declared in writing, or worked out from a para id. What somebody merely typed is not.</summary>
internal sealed class CustomerAccounts
{
    private readonly ILookup<string, Guid> _customers;

    public CustomerAccounts(Observations told, Customers customers)
    {
        var said = told.Of<ChainAccountNoted>()
            .Select(n => (n.Message.AccountId, n.Message.ChainAccount.Network, Account: n.Message.ChainAccount.PublicKey, n.Sequence, IsBelieved: n.Message.ChainAccount.How is not (HowVerified.Unspecified or HowVerified.Unverified)))
            .Concat(told.Of<ChainAccountRemoved>().Select(r => (r.Message.AccountId, r.Message.Network, Account: r.Message.PublicKey, r.Sequence, IsBelieved: false)));
        _customers = said.GroupBy(s => (s.AccountId, s.Network, s.Account)).Select(g => g.MaxBy(s => s.Sequence)).Where(s => s.IsBelieved)
            .Select(s => (s.Account, Customer: customers.Of(s.AccountId))).Distinct().ToLookup(s => s.Account, s => s.Customer, StringComparer.Ordinal);
    }

    /// <summary>The account is the customer's, perhaps among others'.</summary>
    public bool IsOf(string account, Guid customer) => _customers[account].Contains(customer);

    /// <summary>Whose the account is; null when nobody's, or when several customers have declared it.</summary>
    public Guid? OnlyOwner(string account) => _customers[account].Take(2).ToList() is [var one] ? one : null;
}
