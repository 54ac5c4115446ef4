using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Duplicates;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using System.Security.Cryptography;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>Commands about the chain accounts of customers.</summary>
public sealed class ChainAccountDesk(CommandRunner<LeadsDb> commands)
{
    private const int NonceBytes = 16;

    /// <summary>Notes a chain account, as somebody typed or declared it, or as a finalised event proves it.</summary>
    public Task<Outcome<AddChainAccountResponse>> AddAsync(Command command, Guid id, AccountAddress address, string? declaration, FactReference? fact, CancellationToken stop) =>
        commands.RunAsync<AddChainAccountResponse>(command, async scope =>
        {
            var (row, refusal) = await AccountBook.OpenAsync(scope.Db, id, 0, scope.Stop);
            if (refusal is not null)
            {
                return refusal;
            }

            var account = row!.ToState();
            var decision = fact is null
                ? ChainAccounts.Note(account, address, declaration, scope.Now)
                : ChainAccounts.Prove(account, address, fact, await TakenAsync(scope.Db, address, id, scope.Stop), scope.Now);
            if (decision.Refusal is not null)
            {
                return decision.Refusal;
            }

            IReadOnlyList<Lookalike> alike = [];
            if (decision.Events.Count > 0)
            {
                account = await AccountBook.ChangeAsync(scope, row, decision.Events);
                alike = await DuplicateFinder.FindAsync(scope.Db, account, null, scope.Stop);
                await DuplicateReview.NoteAsync(scope.Db, id, alike, scope.Now, scope.Stop);
            }

            return new AddChainAccountResponse { Account = account.ToMessage(row.Version), PossibleDuplicates = { await DuplicateFinder.TellAsync(scope.Db, alike, scope.Stop) } };
        }, stop);

    /// <summary>Takes a chain account back.</summary>
    public Task<Outcome<RemoveChainAccountResponse>> RemoveAsync(Command command, Guid id, AccountAddress address, CancellationToken stop) =>
        commands.RunAsync<RemoveChainAccountResponse>(command, async scope =>
        {
            var (row, refusal) = await AccountBook.OpenAsync(scope.Db, id, 0, scope.Stop);
            if (refusal is not null)
            {
                return refusal;
            }

            var decision = ChainAccounts.Remove(row!.ToState(), address);
            if (decision.Refusal is not null)
            {
                return decision.Refusal;
            }

            var account = await AccountBook.ChangeAsync(scope, row, decision.Events);
            return new RemoveChainAccountResponse { Account = account.ToMessage(row.Version) };
        }, stop);

    /// <summary>Hands out a text to sign.</summary>
    public Task<Outcome<IssueChallengeResponse>> IssueAsync(Command command, Guid id, AccountAddress address, CancellationToken stop) =>
        commands.RunAsync<IssueChallengeResponse>(command, async scope =>
        {
            var (row, refusal) = await AccountBook.OpenAsync(scope.Db, id, 0, scope.Stop);
            if (refusal is not null)
            {
                return refusal;
            }

            var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));
            var decision = Challenges.Issue(row!.ToState(), address, Guid.CreateVersion7(scope.Now), nonce, scope.Now, out var challenge);
            if (decision.Refusal is not null)
            {
                return decision.Refusal;
            }

            scope.Db.Challenges.Add(new()
            {
                Id = challenge.Id,
                AccountId = id,
                PublicKey = challenge.Address.Bytes,
                Address = challenge.Address.Text,
                Text = challenge.Text,
                ExpiresAt = challenge.ExpiresAt,
            });
            await AccountBook.ChangeAsync(scope, row, decision.Events);
            return new IssueChallengeResponse { ChallengeId = challenge.Id.ToString(), Text = challenge.Text, ExpiresAt = challenge.ExpiresAt.ToTimestamp() };
        }, stop);

    /// <summary>Checks a signature. A challenge of an account that was merged since verifies for the one that it is part of now.</summary>
    public Task<Outcome<AnswerChallengeResponse>> AnswerAsync(Command command, Guid challengeId, byte[] signature, CancellationToken stop) =>
        commands.RunAsync<AnswerChallengeResponse>(command, async scope =>
        {
            if (await scope.Db.Challenges.SingleOrDefaultAsync(c => c.Id == challengeId, scope.Stop) is not { } issued)
            {
                return Refusal.NotFound("challenge", challengeId);
            }

            var live = await AccountBook.LiveIdAsync(scope.Db, issued.AccountId, scope.Stop);
            var (row, refusal) = await AccountBook.OpenAsync(scope.Db, live!.Value, 0, scope.Stop);
            if (refusal is not null)
            {
                return refusal;
            }

            var challenge = issued.ToChallenge();
            var taken = await TakenAsync(scope.Db, challenge.Address, row!.Id, scope.Stop);
            var decision = Challenges.Answer(row.ToState(), challenge, signature, taken, scope.Now);
            if (decision.Refusal is not null)
            {
                return decision.Refusal;
            }

            issued.AnsweredAt = scope.Now;
            var account = await AccountBook.ChangeAsync(scope, row, decision.Events);
            var verified = account.ChainAccounts.Single(c => c.Address == challenge.Address);
            return new AnswerChallengeResponse { Account = account.ToMessage(row.Version), ChainAccount = verified.ToMessage() };
        }, stop);

    private static Task<TakenKey?> TakenAsync(LeadsDb db, AccountAddress address, Guid except, CancellationToken stop) =>
        AccountOwners.TakenAsync(db, new StrongKey(KeyKind.ChainAccount, "", address.Bytes), except, stop);
}
