using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Plans;

/// <summary>Gives a new desk the plans that it ships with. A desk that has adopted any keeps what it has.</summary>
internal sealed class PlanSeed(CommandRunner<CommissionsDb> commands, IDbContextFactory<CommissionsDb> contexts) : IDatabaseMigration
{
    public string Name => "commission plans";

    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            if (await db.Adoptions.AnyAsync(cancellation))
            {
                return;
            }
        }

        // Of two processes that start together, the second finds the number taken, looks again, and finds what the first wrote.
        await commands.RecordAsync(Actor.Desk, async scope =>
        {
            if (!await scope.Db.Adoptions.AnyAsync(scope.Stop))
            {
                PlansDesk.Record(scope, 1, ShippedPlans.Json, "The plans that every desk begins with.");
            }

            return true;
        }, cancellation);
    }
}
