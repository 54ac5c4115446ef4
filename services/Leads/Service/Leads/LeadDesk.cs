using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Capacity;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Leads;

/// <summary>Commands and questions about leads.</summary>
public sealed class LeadDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, LeadBook book)
{
    /// <summary>Opens a lead on an account.</summary>
    public Task<Outcome<OpenLeadResponse>> OpenAsync(Command command, Guid accountId, OpenLeadRequest request, CancellationToken stop) =>
        commands.RunAsync<OpenLeadResponse>(command, async scope =>
        {
            // At the account that the named one is part of by now, should it have been merged.
            if (await AccountBook.LiveIdAsync(scope.Db, accountId, scope.Stop) is not { } live)
            {
                return Refusal.NotFound("account", accountId);
            }

            var account = await scope.Db.Accounts.SingleAsync(a => a.Id == live, scope.Stop);

            var number = await scope.Db.NextNumberAsync('L', scope.Now, scope.Stop);
            var decision = LeadRules.Open(new(Guid.CreateVersion7(scope.Now), number, live, request.Title.Trim(), request.Source.ToDomain()));
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            var opened = (LeadEvent.Opened)decision.Events[0];
            var row = New(opened, scope.Now);
            row.Account = account;
            scope.Db.Leads.Add(row);
            scope.Append(row, "lead", [opened.ToMessage()]);
            return new OpenLeadResponse { Lead = row.ToMessage() };
        }, stop);

    /// <summary>The row of a new lead, with nothing recorded yet.</summary>
    internal static LeadRow New(LeadEvent.Opened opened, DateTimeOffset now) => new()
    {
        Id = opened.Id,
        Number = opened.Number,
        AccountId = opened.AccountId,
        Title = opened.Title,
        Source = opened.Source,
        OpenedAt = now,
    };

    /// <summary>
    /// Makes the caller the owner. Of any number of claims at the same instant the database lets one through: they all
    /// write the same version of the same row. The others are decided again and learn who won. One rep's claims are counted
    /// one after the other, so that none of them passes the rep's capacity.
    /// </summary>
    public Task<Outcome<ClaimLeadResponse>> ClaimAsync(Command command, Guid leadId, CancellationToken stop) =>
        commands.RunAsync<ClaimLeadResponse>(command, async scope =>
        {
            await scope.LockAsync(LeadBook.LockOf(scope.Actor.Id));
            if (await scope.Db.Leads.Include(l => l.Account).SingleOrDefaultAsync(l => l.Id == leadId, scope.Stop) is not { } row)
            {
                return Refusal.NotFound("lead", leadId);
            }

            var rep = new Owner(scope.Actor.Id, scope.Actor.Name);
            var decision = LeadRules.Claim(row.ToLead(), rep, scope.Now);
            var refusal = decision.Refusal;
            if (refusal is null && decision.Events.Count > 0)
            {
                refusal = await book.WhyTakenAsync(scope, row, rep.Id) ?? await book.WhyFullAsync(scope, row, rep);
            }

            if (refusal is not null)
            {
                return refusal;
            }

            LeadBook.Record(scope, row, decision.Events);

            return new ClaimLeadResponse { Lead = row.ToMessage() };
        }, stop);

    /// <summary>The lead, or a refusal.</summary>
    public async Task<Outcome<GetLeadResponse>> GetAsync(Guid id, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await db.Leads.AsNoTracking().Include(l => l.Account).SingleOrDefaultAsync(l => l.Id == id, stop) is { } row
            ? new GetLeadResponse { Lead = row.ToMessage() }
            : Refusal.NotFound("lead", id);
    }

    /// <summary>A page of leads, newest first.</summary>
    public async Task<ListLeadsResponse> ListAsync(Page page, LeadFilter filter, string namePart, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (filter.AccountId is { } account && await AccountBook.LiveIdAsync(db, account, stop) is { } live)
        {
            filter = filter with { AccountId = live };
        }

        filter = filter with { Name = await NamePart.LookAsync(db, namePart, stop) };
        var rows = await Find(db, filter, page).ToListAsync(stop);
        return new()
        {
            Leads = { rows.Take(page.Size).Select(r => r.ToMessage()) },
            NextPageToken = page.NextToken(rows, r => r.Id),
        };
    }

    /// <summary>The query itself, for its plan to be looked at.</summary>
    public static IQueryable<LeadRow> Find(LeadsDb db, LeadFilter filter, Page page)
    {
        var found = filter.Apply(db, db.Leads.AsNoTracking().Include(l => l.Account));
        return (page.Before is { } before ? found.Where(l => l.Id < before) : found).OrderByDescending(l => l.Id).Take(page.Size + 1);
    }
}
