using System.Net;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Journal.Tests.World;

/// <summary>How a replica applies events: each alone, many by one handler, or one after another in one transaction.</summary>
public enum Applying
{
    Alone,
    Together,
    InCompany,
}

/// <summary>A service with a journal and nothing else, as many replicas of it as a test wants, on one database.</summary>
internal sealed class TallyWorld : IAsyncDisposable
{
    public static readonly Actor Ada = new(Guid.Parse("018f0000-0000-7000-8000-000000000001"), "Ada");
    private readonly List<IHost> _hosts = [];
    private readonly string _connection;

    private TallyWorld(string connection) => _connection = connection;

    public Moods Moods { get; } = new();

    public KeysInMemory Keys { get; } = new();

    public NpgsqlDataSource Database { get; private set; } = null!;

    public static async Task<TallyWorld> StartAsync(PostgresFixture postgres)
    {
        var connection = (await postgres.CreateAsync("tally")).Of("tally");
        var world = new TallyWorld(connection) { Database = NpgsqlDataSource.Create(connection) };
        await world.ExecuteAsync(JournalSchema.V1("tally") + JournalSchema.V2("tally") + TallyDb.Tables);
        return world;
    }

    /// <summary>Another replica. Without a sidecar nothing is published, because nothing runs in the background.</summary>
    public async Task<IServiceProvider> ReplicaAsync(Uri? sidecar = null, Ordering ordering = Ordering.PerAggregate, int sealLeavesMax = 4096, Applying applying = Applying.Alone)
    {
        var builder = Host.CreateApplicationBuilder();
        AddTo(builder, sidecar, ordering, sealLeavesMax, applying);
        var host = builder.Build();
        _hosts.Add(host);
        if (sidecar is not null)
        {
            await host.StartAsync();
        }

        return host.Services;
    }

    /// <summary>Another replica, which a sidecar can reach.</summary>
    public async Task<Uri> ListeningReplicaAsync(Ordering ordering, Applying applying)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        AddTo(builder, null, ordering, 4096, applying);
        var web = builder.Build();
        web.MapJournalEvents();
        _hosts.Add(web);
        await web.StartAsync();
        return new(web.Urls.Single());
    }

    private void AddTo(IHostApplicationBuilder builder, Uri? sidecar, Ordering ordering, int sealLeavesMax, Applying applying)
    {
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Moods);
        builder.Services.AddSingleton<ISealKeys>(Keys);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(_connection));
        builder.Services.AddJournal<TallyDb>(
            new() { AppId = "tally", Schema = "tally", Sidecar = sidecar ?? new("http://127.0.0.1:1"), OutboxPoll = TimeSpan.FromMilliseconds(100), SealLeavesMax = sealLeavesMax },
            topics =>
            {
                var leads = topics.To("leads", ordering);
                _ = applying switch
                {
                    Applying.Together => leads.Together<LeadOpened, NotingTogether>("leads"),
                    Applying.InCompany => leads.InCompany<LeadOpened, Noting>("leads"),
                    _ => leads.On<LeadOpened, Noting>("leads"),
                };
            });
    }

    /// <summary>Counts one up, as a command.</summary>
    /// <param name="replica">Where.</param>
    /// <param name="tally">What.</param>
    /// <param name="requestId">A new one when null.</param>
    /// <param name="title">Part of the request.</param>
    /// <param name="rule">Refuses, or not. A refused handler has set the count to 999, and under a lock even saved it.</param>
    /// <param name="refused">Called when refused.</param>
    /// <param name="locked">Under a lock that bears the tally's name.</param>
    public static Task<Outcome<GetLeadResponse>> CountAsync(
        IServiceProvider replica, Guid tally, Guid? requestId = null, string title = "", Func<Tally, Refusal?>? rule = null, Action<CommandScope<TallyDb>>? refused = null, bool locked = false)
    {
        var request = new GetLeadRequest { LeadId = $"{tally}{title}" };
        var command = Command.Of(request, (requestId ?? Guid.NewGuid()).ToString(), Ada, "tally/Count");
        return replica.GetRequiredService<CommandRunner<TallyDb>>().RunAsync<GetLeadResponse>(command, async scope =>
        {
            if (locked)
            {
                await scope.LockAsync($"tally {tally}");
            }

            var row = await scope.Db.Tallies.SingleOrDefaultAsync(t => t.Id == tally, scope.Stop);
            if (row is null)
            {
                row = new() { Id = tally };
                scope.Db.Tallies.Add(row);
            }

            if (rule?.Invoke(row) is { } refusal)
            {
                row.Count = 999;
                if (locked)
                {
                    await scope.Db.SaveChangesAsync(scope.Stop);
                }

                refused?.Invoke(scope);
                return refusal;
            }

            row.Count++;
            scope.Append(row, "tally", [new LeadOpened { LeadId = tally.ToString(), Title = $"{row.Count}" }]);
            return new GetLeadResponse { Lead = new() { LeadId = tally.ToString(), Title = $"{row.Count}" } };
        }, CancellationToken.None);
    }

    /// <summary>A delivery as the sidecar would post it.</summary>
    public static CloudEvent Event(Guid aggregate, long sequence, string? id = null) => new()
    {
        Id = id ?? $"{aggregate}/{sequence}",
        Source = "leads",
        Type = "coretimedesk.leads.LeadOpened.v1",
        Time = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero),
        AggregateId = aggregate,
        AggregateType = "lead",
        Sequence = sequence,
        DataJson = $$"""{"leadId":"{{aggregate}}","title":"{{sequence}}"}""",
    };

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<List<T>> ColumnAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetFieldValue<T>(0));
        }

        return values;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            Assert.False(deadline.IsCancellationRequested, $"Waited 30 s for: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>Seals until nothing is left: transactions of other tests on the same server may hold rows back for a moment.</summary>
    public static Task SealAllAsync(IServiceProvider replica) => UntilAsync(async () =>
    {
        await replica.GetRequiredService<SealDesk>().SealAsync(CancellationToken.None);
        return await replica.GetRequiredService<SealAudit>().UnsealedAsync(CancellationToken.None) == 0;
    }, "every row is sealed");

    /// <summary>What the audit finds wrong.</summary>
    public static async Task<List<string>> FaultsAsync(IServiceProvider replica) =>
        await replica.GetRequiredService<SealAudit>().RunAsync(CancellationToken.None).Where(s => s.Fault is not null).Select(s => $"{s.SignedSeal.Seal.Number}: {s.Fault}").ToListAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }

        await Database.DisposeAsync();
    }
}
