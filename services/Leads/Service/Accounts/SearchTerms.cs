using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>What a person may say to find an account by.</summary>
public sealed record AccountIdentity(Guid Id, string Number, string Name);

/// <summary>Keeps the texts that accounts are found by.</summary>
public static class SearchTerms
{
    /// <summary>The terms of an account, and of those that became part of it: an old number or name still finds it.</summary>
    public static IReadOnlyList<SearchTermRow> Of(AccountState account, IEnumerable<AccountIdentity> absorbed)
    {
        if (account.MergedInto is not null)
        {
            return [];
        }

        var terms = new Dictionary<(TermKind, string), SearchTermRow>();
        foreach (var known in absorbed.Prepend(new(account.Id, account.Number, account.Name)))
        {
            Add(TermKind.Number, known.Number, parts: true);
            Add(TermKind.Name, known.Name, parts: true);
        }

        foreach (var key in account.Keys)
        {
            switch (key.Kind)
            {
                case KeyKind.ParaId:
                    Add(TermKind.Para, key.Value, parts: false);
                    Add(TermKind.Para, $"{key.Network}/{key.Value}", parts: false);
                    break;
                case KeyKind.GenesisHash:
                    Add(TermKind.Genesis, key.Value, parts: false);
                    break;
                case KeyKind.Repository:
                    Add(TermKind.Repository, key.Value, parts: true);
                    break;
                case KeyKind.Domain:
                    Add(TermKind.Domain, key.Value, parts: true);
                    break;
                default:
                    break;
            }
        }

        foreach (var account32 in account.ChainAccounts)
        {
            Add(TermKind.Address, account32.Address.Bytes, parts: false);
            Add(TermKind.Address, account32.Address.Text, parts: false);
        }

        return [.. terms.Values];

        void Add(TermKind kind, string text, bool parts)
        {
            var term = Folding.Fold(text);
            terms[(kind, term)] = new()
            {
                AccountId = account.Id,
                Kind = kind,
                Term = term,
                Grams = parts ? Trigrams.Of(term) : [],
                Rare = kind == TermKind.Name ? Trigrams.Rarest(Trigrams.Of(AccountNames.Core(text))) : [],
            };
        }
    }

    /// <summary>The accounts that became part of this one, directly or through others.</summary>
    public static Task<List<AccountIdentity>> AbsorbedAsync(LeadsDb db, Guid account, CancellationToken stop) => db.Database.SqlQuery<AccountIdentity>($"""
        with recursive parts as (
            select id, number, name from leads.accounts where merged_into_id = {account}
            union all
            select a.id, a.number, a.name from leads.accounts a join parts p on a.merged_into_id = p.id
        )
        select id as "Id", number as "Number", name as "Name" from parts
        """).ToListAsync(stop);

    /// <summary>Makes the rows say what the state says.</summary>
    public static async Task SaveAsync(LeadsDb db, AccountState account, IEnumerable<AccountIdentity> absorbed, CancellationToken stop)
    {
        var known = await db.SearchTerms.Where(t => t.AccountId == account.Id).ToListAsync(stop);
        var wanted = Of(account, absorbed).ToDictionary(t => (t.Kind, t.Term));
        db.SearchTerms.RemoveRange(known.Where(t => !wanted.ContainsKey((t.Kind, t.Term))));
        var have = known.Select(t => (t.Kind, t.Term)).ToHashSet();
        db.SearchTerms.AddRange(wanted.Where(t => !have.Contains(t.Key)).Select(t => t.Value));
    }
}
