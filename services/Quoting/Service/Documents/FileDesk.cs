using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Proofs;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Sealing;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>Puts a quote file together: the texts, the rules, and the evidence out of the sealed journal.</summary>
internal sealed class FileDesk(IDbContextFactory<QuotingDb> contexts, NpgsqlDataSource database, RuleBook rules, SealDesk seals, ISealKeys keys)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const string SentEvent = $"""
        select event_id from {QuotingDb.SchemaName}.journal
        where aggregate_id = $1 and type = 'coretimedesk.quoting.QuoteSent.v1' and payload ->> 'quoteSha256' = $2
        """;

    private const string GivenEvent = $"""
        select event_id from {QuotingDb.SchemaName}.journal
        where aggregate_id = $1 and type = 'coretimedesk.quoting.ApprovalGiven.v1' and payload ->> 'termsSha256' = $2 and payload ->> 'role' = $3
            and payload ->> 'byId' = $4 and (payload ->> 'revision')::int = $5
        order by version desc limit 1
        """;

    public async Task<QuoteFile> OfAsync(SentRevision sent, CancellationToken stop)
    {
        var quote = sent.Quote;
        var events = new List<Guid> { await EventAsync(SentEvent, [quote.QuoteId, quote.Sha256], stop) };
        foreach (var approval in quote.Approvals)
        {
            events.Add(await EventAsync(GivenEvent, [quote.QuoteId, approval.TermsSha256, approval.Role, approval.By.Id.ToString(), quote.Revision], stop));
        }

        var proofs = new List<InclusionProof>();
        foreach (var id in events)
        {
            proofs.Add(await seals.ProveAsync(id, Patience, stop) ?? throw NotYet());
        }

        var signer = (await keys.PublicAsync(stop)).FirstOrDefault(k => proofs.All(p => p.SignedSeal.Seal.KeyId == k.Id));
        return new()
        {
            Number = quote.Number,
            Revision = quote.Revision,
            Sha256 = quote.Sha256,
            Quote = sent.Canonical,
            TermsSha256 = quote.TermsSha256,
            Terms = sent.CanonicalTerms,
            Rules = await RulesAsync(quote.Judgement.RuleVersion, quote.Judgement.RuleHash, stop),
            Proofs = [.. proofs.Select(RowProof.Of)],
            PublicKey = Convert.ToHexStringLower((signer ?? throw new SealException($"{quote.Number} lies under seals of different keys, or of one that the desk no longer has.")).Info),
        };
    }

    private async Task<string> RulesAsync(int version, string hash, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await rules.OfAsync(db, version, stop) is { } found && found.Hash == hash
            ? found.Canonical
            : throw new InvalidOperationException($"Rule version {version} is not here with the hash {hash} that judged the quote.");
    }

    private async Task<Guid> EventAsync(string sql, object[] values, CancellationToken stop)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return await command.ExecuteScalarAsync(stop) is Guid id ? id : throw new InvalidOperationException($"The journal has no event for what the quote says: {string.Join(", ", values)}.");
    }

    private static RpcException NotYet() => new(new(
        StatusCode.Unavailable, "The quote cannot be proved yet: the row of the journal that says it was sent waits for an older transaction before it can be sealed, or the desk has no key for seals. Try again."));
}
