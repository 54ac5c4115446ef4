using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Lists, shows, compares and adopts rule versions, and explains what they allow.</summary>
public sealed class RulesDesk(CommandRunner<QuotingDb> commands, IDbContextFactory<QuotingDb> contexts, RuleBook book, TimeProvider time)
{
    /// <summary>What versions are called in the journal.</summary>
    public const string Aggregate = "rule_version";

    /// <summary>All versions, the highest first.</summary>
    public async Task<ListRuleVersionsResponse> ListAsync(Page page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var inForce = await book.InForceAsync(db, time.GetUtcNow(), stop);

        // By number, not by id: of two ids of one millisecond either may be the larger.
        var rows = await db.RuleVersions.AsNoTracking()
            .Where(v => page.Before == null || v.Number < db.RuleVersions.Where(b => b.Id == page.Before).Max(b => (int?)b.Number))
            .OrderByDescending(v => v.Number)
            .Take(page.Size + 1)
            .ToListAsync(stop);
        return new() { Versions = { rows.Take(page.Size).Select(r => r.ToMessage(inForce)) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    /// <summary>A version; 0 for the one in force at an instant, or now.</summary>
    public async Task<Outcome<GetRuleVersionResponse>> GetAsync(int number, DateTimeOffset? at, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (rules, refusal) = await FindAsync(db, number, at, stop);
        if (rules is null)
        {
            return refusal!;
        }

        var row = await db.RuleVersions.AsNoTracking().SingleAsync(v => v.Number == rules.Version, stop);
        return new GetRuleVersionResponse { Record = row.ToMessage(await book.InForceAsync(db, time.GetUtcNow(), stop)), RulesJson = row.Canonical };
    }

    /// <summary>Adopts a version, unless something is wrong with it.</summary>
    public Task<Outcome<AdoptRuleVersionResponse>> AdoptAsync(Command command, string json, string reason, CancellationToken stop) =>
        commands.RunAsync<AdoptRuleVersionResponse>(command, async scope =>
        {
            var reading = RuleFile.Read(json);
            if (reading.Version is not { } rules)
            {
                return AdoptionRules.Refuse(reading.Complaints);
            }

            // Two at once with one number: the second is judged again, and learns of the first.
            var highest = await scope.Db.RuleVersions.MaxAsync(v => (int?)v.Number, scope.Stop) ?? 0;
            if (AdoptionRules.Judge(rules, highest, scope.Now) is { } refusal)
            {
                return refusal;
            }

            var row = RuleVersionRow.Of(rules, scope.Actor, reason, scope.Now);
            Record(scope, row);
            return new AdoptRuleVersionResponse { Record = row.ToMessage(rules.IsInForce(scope.Now) ? rules : null) };
        }, stop);

    /// <summary>What a version (or a draft of one) changes in another.</summary>
    public async Task<Outcome<DiffRuleVersionsResponse>> DiffAsync(int before, int after, string? json, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (old, refusal) = await FindAsync(db, before, null, stop);
        if (old is null)
        {
            return refusal!;
        }

        RuleVersion? now;
        if (json is null)
        {
            (now, refusal) = await FindAsync(db, after, null, stop);
        }
        else
        {
            var reading = RuleFile.Read(json);
            (now, refusal) = (reading.Version, reading.Version is null ? AdoptionRules.Refuse(reading.Complaints) : null);
        }

        return now is null ? refusal! : new DiffRuleVersionsResponse { Changes = { RuleDiff.Between(old, now).Select(c => c.ToMessage()) } };
    }

    /// <summary>Explains, by a version or by the one in force at the asked instant.</summary>
    /// <param name="number">The version; 0 for the one in force.</param>
    /// <param name="ask">Makes the question, given the rules and the instant that counts.</param>
    /// <param name="at">The instant; null for now.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<(Explanation? Explanation, Refusal? Refusal)> ExplainAsync(int number, Func<RuleVersion, DateTimeOffset, ExplainQuestion> ask, DateTimeOffset? at, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var instant = at ?? time.GetUtcNow();
        var (rules, refusal) = await FindAsync(db, number, instant, stop);
        return rules is null ? (null, refusal) : (RuleExplainer.Explain(rules, ask(rules, instant)), null);
    }

    /// <summary>Adds a version's row and tells everybody.</summary>
    internal static void Record(CommandScope<QuotingDb> scope, RuleVersionRow row)
    {
        scope.Db.RuleVersions.Add(row);
        scope.Append(
            row,
            Aggregate,
            [
                new RuleVersionAdopted
                {
                    Version = (uint)row.Number,
                    Sha256 = row.Sha256,
                    EffectiveFrom = row.EffectiveFrom.ToTimestamp(),
                    EffectiveTo = row.EffectiveTo?.ToTimestamp(),
                    Reason = row.Reason,
                    AdoptedAt = row.AdoptedAt.ToTimestamp(),
                },
            ]);
    }

    private async Task<(RuleVersion? Rules, Refusal? Refusal)> FindAsync(QuotingDb db, int number, DateTimeOffset? at, CancellationToken stop)
    {
        if (number > 0)
        {
            return await book.OfAsync(db, number, stop) is { } found ? (found, null) : (null, NotFound($"There is no rule version {number}."));
        }

        var instant = at ?? time.GetUtcNow();
        return await book.InForceAsync(db, instant, stop) is { } rules ? (rules, null) : (null, NotFound($"No rule version is in force on {RuleWords.When(instant)}."));
    }

    private static Refusal NotFound(string message) => new(RefusalKind.NotFound, "NOT_FOUND", message);
}
