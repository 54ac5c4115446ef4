using CoretimeDesk.Leads.Data;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>Keeps the rows of keys and chain accounts as the state has them.</summary>
internal static class AccountParts
{
    /// <summary>Adds what is new. A key that this command takes from another account moves: its row is the key itself.</summary>
    public static void Take(LeadsDb db, AccountRow row, AccountState state)
    {
        foreach (var key in state.StrongKeys)
        {
            if (db.AccountKeys.Local.FirstOrDefault(k => k.ToKey() == key) is { } known)
            {
                known.AccountId = row.Id;
            }
            else
            {
                db.AccountKeys.Add(Row(key, row.Id));
            }
        }

        foreach (var account in state.ChainAccounts)
        {
            if (db.ChainAccounts.Local.FirstOrDefault(c => c.AccountId == row.Id && c.PublicKey == account.Address.Bytes && c.Network == account.Network) is { } known)
            {
                (known.Address, known.How, known.Since, known.Evidence) = (account.Address.Text, account.How, account.Since, account.Evidence);
                continue;
            }

            db.ChainAccounts.Add(Row(account, row.Id));
        }
    }

    /// <summary>The row of a key.</summary>
    public static AccountKeyRow Row(StrongKey key, Guid account) => new() { Kind = key.Kind, Network = key.Network, Value = key.Value, AccountId = account };

    /// <summary>The row of a chain account.</summary>
    public static ChainAccountRow Row(ChainAccount chainAccount, Guid account) => new()
    {
        AccountId = account,
        PublicKey = chainAccount.Address.Bytes,
        Network = chainAccount.Network,
        Address = chainAccount.Address.Text,
        How = chainAccount.How,
        Since = chainAccount.Since,
        Evidence = chainAccount.Evidence,
    };

    /// <summary>Removes what the account has no longer, unless another has taken it.</summary>
    public static void Leave(LeadsDb db, AccountRow row, AccountState state)
    {
        var keys = state.StrongKeys.ToHashSet();
        db.AccountKeys.RemoveRange([.. db.AccountKeys.Local.Where(k => k.AccountId == row.Id && !keys.Contains(k.ToKey()))]);
        var accounts = state.ChainAccounts.Select(c => c.Id).ToHashSet();
        db.ChainAccounts.RemoveRange([.. db.ChainAccounts.Local.Where(c => c.AccountId == row.Id && !accounts.Contains(new(c.PublicKey, c.Network)))]);
    }
}
