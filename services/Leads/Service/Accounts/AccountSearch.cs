using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>Finds accounts by whatever people say of them.</summary>
public sealed class AccountSearch(IDbContextFactory<LeadsDb> contexts)
{
    // A hit is its rank (0 exact, 1 beginning, 2 part) and what matched. Written by hand so that each branch is a walk of one index:
    // the bounds of a beginning are compared as bytes, which holds for a plan that knows no values too.
    private const string Exact = "select account_id, '0' || term as hit from leads.search_terms where term = any(@exact)";
    private const string Beginning = "select account_id, '1' || term from leads.search_terms where term ~>=~ @from and term ~<~ @to";
    private const string Part = "select account_id, '2' || term from leads.search_terms where grams @> @grams and term like @part";
    private const string Page = """
        group by account_id
        having min(hit) collate "C" > @after or (min(hit) collate "C" = @after and account_id < @before)
        order by min(hit) collate "C", account_id desc limit @limit
        """;

    /// <summary>One account and what found it, behind its rank.</summary>
    public sealed record Hit(Guid AccountId, string Match);

    /// <summary>A page of matches, best first.</summary>
    public async Task<SearchAccountsResponse> FindAsync(string query, KeysetPage page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var hits = await Hits(db, query, page).ToListAsync(stop);
        var shown = hits.Take(page.Size).ToList();
        var ids = shown.Select(h => h.AccountId).ToArray();
        var accounts = await AccountBook.Whole(db).AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, stop);
        return new()
        {
            Matches = { shown.Select(h => new AccountMatch { Account = accounts[h.AccountId].ToMessage(), Matched = h.Match[1..] }) },
            NextPageToken = page.NextToken(hits, h => h.Match, h => h.AccountId),
        };
    }

    /// <summary>The query itself, for its plan to be looked at.</summary>
    public static IQueryable<Hit> Hits(LeadsDb db, string query, KeysetPage page)
    {
        var folded = Folding.Fold(query);
        var grams = Trigrams.Within(folded);
        string[] branches = grams.Length > 0 ? [Exact, Beginning, Part] : [Exact, Beginning];
        var sql = $"select account_id as \"AccountId\", min(hit) collate \"C\" as \"Match\" from ({string.Join(" union all ", branches)}) hits {Page}";
        var parameters = new List<NpgsqlParameter>
        {
            new("exact", Exactly(query, folded)),
            new("from", folded),
            new("to", After(folded)),
            new("after", NpgsqlDbType.Text) { Value = page.Key },
            new("before", page.Id ?? Guid.AllBitsSet),
            new("limit", page.Size + 1),
        };
        if (grams.Length > 0)
        {
            parameters.Add(new("grams", grams));
            parameters.Add(new("part", $"%{Literal(folded)}%"));
        }

        return db.Database.SqlQueryRaw<Hit>(sql, [.. parameters]);
    }

    /// <summary>Text for a LIKE that means just itself.</summary>
    internal static string Literal(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    // The query as a domain, a repository and an address are written down, besides as it was typed.
    private static string[] Exactly(string query, string folded)
    {
        var exact = new HashSet<string> { folded };
        if (AccountAddress.TryRead(query, out var address) is null)
        {
            exact.Add(address.Bytes);
        }

        if (DomainNames.TryReadHost(query.Trim(), out var domain) is null)
        {
            exact.Add(domain);
        }

        if (Repositories.TryRead(query.Trim(), out var repository) is null)
        {
            exact.Add(repository);
        }

        return [.. exact];
    }

    // The first text, as bytes are compared, that does not begin like this one.
    private static string After(string beginning)
    {
        var runes = beginning.EnumerateRunes().ToList();
        while (runes.Count > 0)
        {
            var last = runes[^1].Value;
            var next = last == 0xD7FF ? 0xE000 : last + 1;
            runes.RemoveAt(runes.Count - 1);
            if (next <= 0x10FFFF)
            {
                return string.Concat(runes) + new System.Text.Rune(next);
            }
        }

        return "\U0010FFFF\U0010FFFF";
    }
}
