using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Grpc.Core;
using Npgsql;

namespace CoretimeDesk.Leads.Tests.Importing;

/// <summary>A service and a database of its own: it is killed, and starts empty.</summary>
public sealed class LosingTheServiceWhileImporting(LeadsWorld world, ITestOutputHelper output)
{
    private const int Rows = 9_000;

    [Fact]
    public async Task An_import_that_was_killed_goes_on_with_the_same_file_doubles_nothing_and_stays_small()
    {
        var database = await world.Postgres.CreateAsync("leads");
        await using var staff = await Staff.AtAsync(database);
        await using var service = await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", database, ("Limits__CallsPerSecond", "0"));
        await using var source = NpgsqlDataSource.Create(database.Of("leads"));
        var headers = staff.As(AccountWorld.Tina);
        var file = Encoding.UTF8.GetBytes(ImportWorld.File(ImportWorld.Many("aleph", Rows)));
        var digest = Convert.ToHexStringLower(SHA256.HashData(file));

        var early = 0L;
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var import = ImportWorld.ImportAsync(service, headers, file, sha256: digest, tell: p =>
        {
            early = early == 0 ? service.ResidentBytes : early;
            if (p.RowsRead >= Rows / 3)
            {
                half.TrySetResult();
            }
        });
        await Task.WhenAny(half.Task, import);
        Assert.False(import.IsCompletedSuccessfully, "the import was over before it could be killed");
        await service.KillAsync();
        await Assert.ThrowsAsync<RpcException>(() => import);

        // What is committed is committed by whole batches, and the checkpoint says how far.
        while (await ScalarAsync("select count(*) from pg_stat_activity where state <> 'idle' and datname = current_database() and pid <> pg_backend_pid()") > 0)
        {
            await Task.Delay(10);
        }

        var saved = await ScalarAsync("select count(*) from leads.leads");
        Assert.InRange(saved, Rows / 3, Rows - 1);
        Assert.Equal(saved + 1, await ScalarAsync("select rows_done from leads.import_files"));
        Assert.Equal(saved, await ScalarAsync("select count(*) from leads.journal where type = 'coretimedesk.leads.LeadOpened.v1'"));

        await service.StartAsync();
        var residents = new List<long>();
        var rest = await ImportWorld.ImportAsync(service, headers, file, sha256: digest, tell: _ => residents.Add(service.ResidentBytes));
        Assert.Equal((Rows - saved, saved, 0), rest.Counts);
        Assert.Equal(Rows, await ScalarAsync("select count(*) from leads.leads"));
        Assert.Equal(Rows, await ScalarAsync("select count(*) from leads.accounts"));
        Assert.Equal(Rows, await ScalarAsync("select count(*) from leads.import_rows"));
        Assert.Equal(0, await ScalarAsync("select count(*) from (select 1 from leads.journal group by aggregate_id having count(*) <> max(version)) gaps"));
        output.WriteLine($"resident {early / 1_000_000} MB after the first batch; then {string.Join(", ", residents.Select(r => r / 1_000_000))} MB");

        // Without its digest the same file is looked up row by row, and without its checkpoint it is as right.
        var again = await ImportWorld.ImportAsync(service, headers, file);
        Assert.Equal((0, Rows, 0), again.Counts);
        Assert.True(residents.Max() < 400_000_000, $"the service grew to {residents.Max()} bytes");

        await RoundTripAsync(service, headers, file);

        async Task<long> ScalarAsync(string sql)
        {
            await using var command = source.CreateCommand(sql);
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    /// <summary>What is exported and imported into an empty desk is exported from there as the same rows, in both formats.</summary>
    private async Task RoundTripAsync(ServiceProcess service, Metadata headers, byte[] file)
    {
        var exported = await ImportWorld.ExportAsync(service, headers, new() { Format = V1.LeadFileFormat.Csv });
        Assert.Equal(Lines(Encoding.UTF8.GetString(file)), Lines(exported));

        var database = await world.Postgres.CreateAsync("leads");
        await using var staff = await Staff.AtAsync(database);
        await using var empty = await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", database, ("Limits__CallsPerSecond", "0"));
        var tina = staff.As(AccountWorld.Tina);
        var some = await ImportWorld.ExportAsync(service, headers, new() { Format = V1.LeadFileFormat.JsonLines, Segment = V1.Segment.Startup });
        Assert.Equal((Rows / 3, 0, 0), (await ImportWorld.ImportAsync(empty, tina, Encoding.UTF8.GetBytes(some), Files.LeadFileFormat.JsonLines)).Counts);
        Assert.Equal(Lines(some), Lines(await ImportWorld.ExportAsync(empty, tina, new() { Format = V1.LeadFileFormat.JsonLines })));
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Order(StringComparer.Ordinal);
}
