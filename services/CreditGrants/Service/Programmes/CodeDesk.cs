using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Programmes;

/// <summary>Providers' codes: each opens one grant. The desk keeps digests, so that a code is read once and never again.</summary>
internal sealed class CodeDesk(CommandRunner<CreditGrantsDb> commands, IDbContextFactory<CreditGrantsDb> contexts)
{
    // Crockford's alphabet: nothing that is mistaken for something else on the phone.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 20;
    private const int GroupLength = 4;

    /// <summary>The digest of a code as somebody typed it: case, spaces and dashes do not matter, nor I for 1 and O for 0.</summary>
    public static string Digest(string code)
    {
        var folded = code.ToUpperInvariant().Where(c => !char.IsWhiteSpace(c) && c != '-').Select(c => c switch { 'I' or 'L' => '1', 'O' => '0', _ => c });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes([.. folded])));
    }

    /// <summary>Makes codes. The answer is not stored: asking again makes others.</summary>
    public Task<Outcome<IssueCodesResponse>> IssueAsync(Actor actor, Guid programme, string provider, int count, CancellationToken stop) => commands.RecordAsync<Outcome<IssueCodesResponse>>(actor, async scope =>
    {
        var (row, refusal) = await ProgrammeDesk.LockAsync(scope, programme);
        if (row is null)
        {
            return refusal!;
        }

        if (!await scope.Db.Providers.AnyAsync(p => p.ProgrammeId == programme && p.Name == provider, scope.Stop))
        {
            return Refusal.InvalidField("provider", $"\"{provider}\" is not registered with {row.Number}. Set its budget first: ./desk credits providers set");
        }

        List<string> codes = [.. Enumerable.Range(0, count).Select(_ => RandomNumberGenerator.GetString(Alphabet, Length))];
        scope.Db.Codes.AddRange(codes.Select(code => new CodeRow
        {
            Id = Guid.CreateVersion7(scope.Now),
            ProgrammeId = programme,
            Provider = provider,
            Sha256 = Digest(code),
            Prefix = code[..GroupLength],
            IssuedAt = scope.Now,
            IssuedById = scope.Actor.Id,
        }));
        scope.Append(row, BudgetBook.Aggregate, [new ProgrammeStored { What = $"codes of {provider}", Value = $"{count} issued" }]);
        return new IssueCodesResponse { Codes = { codes.Select(c => string.Join('-', c.Chunk(GroupLength).Select(g => new string(g)))) } };
    }, stop);

    public async Task<ListCodesResponse> ListAsync(Page page, Guid programme, string provider, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var rows = await db.Codes.AsNoTracking()
            .Where(c => c.ProgrammeId == programme && (provider.Length == 0 || c.Provider == provider) && (page.Before == null || c.Id < page.Before))
            .OrderByDescending(c => c.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { Codes = { rows.Take(page.Size).Select(ToMessage) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    public Task<Outcome<RevokeCodesResponse>> RevokeAsync(Command command, Guid programme, Guid? code, string provider, string reason, CancellationToken stop) => commands.RunAsync<RevokeCodesResponse>(command, async scope =>
    {
        var (row, refusal) = await ProgrammeDesk.LockAsync(scope, programme, alsoEnded: true);
        if (row is null)
        {
            return refusal!;
        }

        var codes = await scope.Db.Codes.Where(c => c.ProgrammeId == programme && (code != null ? c.Id == code : c.Provider == provider && c.UsedBy == null)).ToListAsync(scope.Stop);
        if (codes.Count == 0 && code is { } id)
        {
            return Refusal.NotFound("code", id);
        }

        if (code is not null && codes[0].UsedBy is { } grant)
        {
            return new Refusal(RefusalKind.Precondition, "CODE_USED", $"The code has opened {grant}, which stays. Revoke the grant if it must not go on.");
        }

        List<CodeRow> voided = [.. codes.Where(c => c.RevokedAt is null)];
        foreach (var one in voided)
        {
            (one.RevokedAt, one.RevokedById, one.RevokedReason) = (scope.Now, scope.Actor.Id, reason);
        }

        if (voided.Count > 0)
        {
            scope.Append(row, BudgetBook.Aggregate, [new ProgrammeStored { What = $"codes of {voided[0].Provider}", Value = $"{voided.Count} revoked", Reason = reason }]);
        }

        return new RevokeCodesResponse { Revoked = (uint)voided.Count };
    }, stop);

    private static Code ToMessage(CodeRow row) => new()
    {
        CodeId = $"{row.Id}",
        Provider = row.Provider,
        Prefix = row.Prefix,
        IssuedAt = row.IssuedAt.ToTimestamp(),
        RevokedAt = row.RevokedAt?.ToTimestamp(),
        UsedByGrant = row.UsedBy ?? "",
    };
}
