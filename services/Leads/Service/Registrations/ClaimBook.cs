using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>The chains of claims in the database. An account's line must be locked while something is added.</summary>
internal static class ClaimBook
{
    /// <summary>The newest link; null for none.</summary>
    public static async Task<ChainLink?> HeadAsync(LeadsDb db, Guid accountId, ProductLine line, CancellationToken stop) =>
        (await Links(db, accountId, line).OrderByDescending(l => l.Position).FirstOrDefaultAsync(stop))?.ToLink();

    /// <summary>The whole chain, by position.</summary>
    public static async Task<List<ClaimLinkRow>> AllAsync(LeadsDb db, Guid accountId, ProductLine line, CancellationToken stop) =>
        await Links(db, accountId, line).OrderBy(l => l.Position).ToListAsync(stop);

    /// <summary>Adds an entry.</summary>
    public static ChainLink Add(CommandScope<LeadsDb> scope, Guid accountId, ProductLine line, ChainLink? head, ChainEntry entry, DateTimeOffset at)
    {
        var link = ClaimChain.Append(accountId, line, head, entry, at);
        scope.Db.ClaimLinks.Add(new()
        {
            AccountId = accountId,
            Line = line,
            Position = link.Position,
            At = link.At,
            Kind = entry.Kind,
            Result = entry.Result,
            WhoId = entry.Who.Id,
            WhoName = entry.Who.Name,
            RegistrationId = entry.RegistrationId,
            Content = link.Content,
            Previous = link.Previous,
            Hash = link.Hash,
        });
        return link;
    }

    /// <summary>Adds an entry behind whatever is the newest link.</summary>
    public static async Task<ChainLink> AddAsync(CommandScope<LeadsDb> scope, Guid accountId, ProductLine line, ChainEntry entry, DateTimeOffset at) =>
        Add(scope, accountId, line, await HeadAsync(scope.Db, accountId, line, scope.Stop), entry, at);

    private static IQueryable<ClaimLinkRow> Links(LeadsDb db, Guid accountId, ProductLine line) =>
        db.ClaimLinks.AsNoTracking().Where(l => l.AccountId == accountId && l.Line == line);
}
