using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Gives a new desk version 1 of the rules. A desk that has any version keeps what it has.</summary>
internal sealed class RuleSeed(CommandRunner<QuotingDb> commands, IDbContextFactory<QuotingDb> contexts) : IDatabaseMigration
{
    public string Name => "rule versions";

    public async Task MigrateAsync(CancellationToken cancellation)
    {
        // The question alone, first: every start but the very first ends here.
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            if (await db.RuleVersions.AnyAsync(cancellation))
            {
                return;
            }
        }

        // Of two processes that start together, the second finds the number taken, looks again, and finds what the first wrote.
        await commands.RecordAsync(Actor.Desk, async scope =>
        {
            if (!await scope.Db.RuleVersions.AnyAsync(scope.Stop))
            {
                RulesDesk.Record(scope, RuleVersionRow.Of(RuleFile.First, scope.Actor, "The version that every desk begins with.", scope.Now));
            }

            return true;
        }, cancellation);
    }
}
