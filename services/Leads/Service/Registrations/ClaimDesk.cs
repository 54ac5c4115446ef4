using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>Claims to an account's product line, and their chain.</summary>
public sealed class ClaimDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, RegistrationBook book, RulesBook rulebook)
{
    /// <summary>
    /// Claims. All claims to one account and line are judged one after the other, under a lock, and each leaves a link in the
    /// chain: also the refused ones, which is why they are saved although the caller gets a refusal.
    /// </summary>
    public Task<Outcome<ClaimRegistrationResponse>> ClaimAsync(Command command, Guid accountId, ProductLine line, ClaimForm form, CancellationToken stop) =>
        commands.RunAsync<ClaimRegistrationResponse>(command, async scope =>
        {
            await scope.LockAsync(RegistrationBook.LockOf(accountId, line));
            var (account, closed) = await AccountBook.OpenAsync(scope.Db, accountId, 0, scope.Stop);
            if (account is null)
            {
                return closed!;
            }

            var rules = await rulebook.CurrentAsync(scope.Db, scope.Stop);
            var head = await ClaimBook.HeadAsync(scope.Db, accountId, line, scope.Stop);
            var (active, now) = await book.ActiveAsync(scope, accountId, line);
            var at = ClaimChain.TimeAfter(head, now);
            var draft = await scope.Db.Registrations.Include(r => r.Account).Include(r => r.Extensions)
                .SingleOrDefaultAsync(r => r.AccountId == accountId && r.Line == line && r.OwnerId == scope.Actor.Id && r.State == Data.RegistrationState.Draft, scope.Stop);

            var by = new Owner(scope.Actor.Id, scope.Actor.Name);
            var claim = new MakeClaim(Guid.CreateVersion7(scope.Now), accountId, line, by, form);
            var verdict = ClaimRules.Judge(claim, active?.ToRegistration(), (Registration.Draft?)draft?.ToRegistration(), account.ToFacts(), at, rules);
            if (verdict.Result is not { } result)
            {
                return new ClaimRegistrationResponse { Registration = active!.ToMessage(withForm: true) };
            }

            var row = active;
            if (verdict.Event is { } happened)
            {
                row = draft ?? await book.BeginAsync(scope, account, happened, scope.Actor.Teams, rules);
                if (draft is not null)
                {
                    // The rules of the day on which the claim is complete.
                    (draft.RulesNumber, draft.TeamIds) = (rules.Number, [.. scope.Actor.Teams.Order()]);
                    await book.RecordAsync(scope, draft, happened);
                }
            }

            var entry = new ChainEntry("claim", result.ToString().ToLowerInvariant(), by, row!.Id, ClaimChain.DigestOf(form));
            var link = ClaimBook.Add(scope, accountId, line, head, entry, at);
            if (verdict.Refusal is { } refusal)
            {
                scope.KeepDespiteRefusal();
                return refusal with
                {
                    Facts = new Dictionary<string, string>(refusal.Facts) { ["chain_position"] = $"{link.Position}", ["chain_hash"] = link.Hash },
                };
            }

            return new ClaimRegistrationResponse
            {
                Registration = row.ToMessage(withForm: true),
                Receipt = new() { Position = link.Position, Hash = link.Hash },
            };
        }, stop);

    /// <summary>The chain, and whether it is whole.</summary>
    public async Task<Outcome<ReadClaimsResponse>> ReadAsync(Guid accountId, ProductLine line, string receipt, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (!await db.Accounts.AnyAsync(a => a.Id == accountId, stop))
        {
            return Refusal.NotFound("account", accountId);
        }

        var links = await ClaimBook.AllAsync(db, accountId, line, stop);
        var fault = ClaimChain.Verify(accountId, line, [.. links.Select(l => l.ToLink())], receipt.Length == 0 ? null : receipt);
        return new ReadClaimsResponse
        {
            Links = { links.Select(l => l.ToMessage()) },
            Whole = fault is null,
            BrokenAt = fault?.Position ?? 0,
            BrokenBecause = fault?.Why ?? "",
        };
    }
}
