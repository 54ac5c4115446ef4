using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Importing;
using CoretimeDesk.Leads.Tests.Accounts;
using Grpc.Core;

namespace CoretimeDesk.Leads.Tests.Importing;

/// <summary>Somebody always gets to one lead first: the database says so whenever that lead is in a statement with too many others.</summary>
public sealed class LosingRacesWhileImporting(LeadsWorld world) : IAsyncLifetime
{
    private readonly string _word = AccountWorld.Unique();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await ExecuteAsync($"drop trigger if exists contest_{_word} on leads.leads; drop function if exists leads.contest_{_word}();");

    [Fact]
    public async Task A_batch_that_keeps_losing_races_is_halved_until_it_is_saved()
    {
        const int Rows = 40;
        await ContestAsync(withMoreThan: 10);
        var file = Encoding.UTF8.GetBytes(ImportWorld.File(Lines(Rows, contested: 33)));
        var digest = Convert.ToHexStringLower(SHA256.HashData(file));
        var imported = await ImportWorld.ImportAsync(world.Replica(), world.AsTina(), file, sha256: digest);
        Assert.Equal((Rows, 0, 0), imported.Counts);
        Assert.Equal(Rows, await LeadsAsync());
        Assert.Equal((0, Rows, 0), (await ImportWorld.ImportAsync(world.Replica(1), world.AsTina(), file, sha256: digest)).Counts);
    }

    [Fact]
    public async Task A_row_that_cannot_be_had_ends_the_import_by_its_number_and_the_next_import_goes_on_there()
    {
        await ContestAsync(withMoreThan: 0);
        var file = Encoding.UTF8.GetBytes(ImportWorld.File(Lines(4, contested: 2)));
        var digest = Convert.ToHexStringLower(SHA256.HashData(file));
        var thrown = await Assert.ThrowsAsync<RpcException>(() => ImportWorld.ImportAsync(world.Replica(), world.AsTina(), file, sha256: digest));
        var refusal = Refusals.RefusalOf(thrown);
        Assert.Equal("CONTENDED", refusal?.Reason);
        Assert.Contains("the account of row 4.", refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(2, await LeadsAsync());

        await DisposeAsync();
        Assert.Equal((2, 2, 0), (await ImportWorld.ImportAsync(world.Replica(1), world.AsTina(), file, sha256: digest)).Counts);
        Assert.Equal(4, await LeadsAsync());
    }

    private IEnumerable<string[]> Lines(int count, int contested) =>
        Enumerable.Range(0, count).Select(i => ImportWorld.Cells($"{_word}{i}", (LeadColumns.LeadTitle, i == contested ? _word : "Needs a core")));

    private Task ContestAsync(int withMoreThan) => ExecuteAsync($"""
        create function leads.contest_{_word}() returns trigger language plpgsql as $$
        begin
            if (select count(*) from fresh) > {withMoreThan} and exists (select from fresh where title = '{_word}') then
                raise exception 'somebody was first' using errcode = 'serialization_failure';
            end if;
            return null;
        end $$;
        create trigger contest_{_word} after insert on leads.leads referencing new table as fresh for each statement execute function leads.contest_{_word}();
        """);

    private Task<long> LeadsAsync() => world.ScalarAsync<long>($"select count(*) from leads.leads l join leads.accounts a on a.id = l.account_id where a.name like '{_word}%'");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = world.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
