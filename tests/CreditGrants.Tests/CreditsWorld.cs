using System.Globalization;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Facts;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.Reports;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.LocalPostgres.Provisioning;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tier = CoretimeDesk.CreditGrants.Ledger.GrantTier;

namespace CoretimeDesk.CreditGrants.Tests;

/// <summary>
/// Replicas of the CreditGrants service in this process, on a database of their own and a clock that tests move, with chains that say what tests let them say. Nothing
/// runs in the background: a test sweeps when it says so.
/// </summary>
public sealed class CreditsWorld(PostgresFixture postgres) : IAsyncLifetime
{
    public const string Network = "polkadot";

    /// <summary>A Tuesday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);

    private readonly List<DeskServiceApp> _replicas = [];
    private ProvisionedDatabase _database = null!;
    private int _grants;
    private int _networks;

    public MovableClock Clock { get; } = new(Start);

    public NpgsqlDataSource Database { get; private set; } = null!;

    /// <summary>The superuser's, for tests that do what nobody may.</summary>
    public string AdminConnection { get; private set; } = "";

    /// <summary>The first replica listens, for those who call it from outside.</summary>
    public bool IsServed { get; init; }

    /// <summary>How often the first replica looks at the clocks by itself, where it is served; "0" for never.</summary>
    public string SweepSeconds { get; init; } = "0";

    /// <summary>Who signs people in; where the first replica is served.</summary>
    public Staff Staff { get; private set; } = null!;

    /// <summary>Where the first replica listens.</summary>
    public Uri Address => new(_replicas[0].Urls.First());

    public Actor Bert { get; } = CoretimeDesk.Testing.Staff.Person("Bert Budget", Role.BudgetHolder);

    /// <summary>How far chains are.</summary>
    internal StandInChainClock ChainClock { get; } = new();

    /// <summary>When a handler that comes after the service's own is to fail.</summary>
    internal Moods Moods { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateAsync("creditgrants");
        Database = NpgsqlDataSource.Create(_database.Of("creditgrants"));
        AdminConnection = new NpgsqlConnectionStringBuilder((await postgres.Cluster).AdminConnectionString) { Database = new NpgsqlConnectionStringBuilder(_database.Of("creditgrants")).Database }.ConnectionString;
        for (var i = 0; i < 2; i++)
        {
            var desk = DeskService.CreateBuilder(
                [$"--ConnectionStrings:Database={_database.Of("creditgrants")}", $"--CreditGrants:SweepSeconds={(i == 0 ? SweepSeconds : "0")}", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:KeyRing={_database.KeyRingReader}", "--DAPR_HTTP_PORT=9"], "creditgrants");
            desk.Logging.ClearProviders();
            desk.Services.AddSingleton<TimeProvider>(Clock);
            desk.Services.AddSingleton<IChainClock>(ChainClock);
            desk.Services.AddSingleton(Moods);
            desk.AddJournal<CreditGrantsDb>().AddRevocations<CreditGrantsDb>();
            desk.AddBudgets().AddFacts().AddReports();
            desk.SubscriptionsOf<CreditGrantsDb>().On<ChainWatcher.V1.Purchased, FailingHandler>("chainwatcher");
            _replicas.Add(desk.Build());
        }

        await _replicas[0].MigrateAsync(CancellationToken.None);
        if (IsServed)
        {
            Staff = await CoretimeDesk.Testing.Staff.AtAsync(_database);
            await _replicas[0].StartAsync(CancellationToken.None);
        }
    }

    public T Of<T>(int replica = 0)
        where T : notnull => _replicas[replica % _replicas.Count].Services.GetRequiredService<T>();

    /// <summary>A network of one's own, for tests that share a world: cores and blocks of others are none of theirs.</summary>
    public string NextNetwork() => $"net{Interlocked.Increment(ref _networks)}";

    public CreditGrantsDb Db() => Of<IDbContextFactory<CreditGrantsDb>>().CreateDbContext();

    public static Command As(Actor actor) => new(Guid.CreateVersion7(), actor, "tests", ReadOnlyMemory<byte>.Empty);

    public Task<TResult> RecordAsync<TResult>(Func<CommandScope<CreditGrantsDb>, Task<TResult>> handle, int replica = 0) =>
        Of<CommandRunner<CreditGrantsDb>>(replica).RecordAsync(Bert, handle, CancellationToken.None);

    /// <summary>A programme that pays from an account; it has no money yet.</summary>
    public Task<ProgrammeRow> ProgrammeAsync(string pool, Guid? id = null, string network = Network) => RecordAsync(scope =>
    {
        var row = new ProgrammeRow
        {
            Id = id ?? Guid.CreateVersion7(),
            Number = $"P-{Random.Shared.Next():D10}",
            Name = "Treasury pilot",
            Payer = "Polkadot treasury",
            Network = network,
            Chain = $"{network}-coretime",
            Pool = pool,
            Mode = Programmes.ProgrammeMode.Retainer,
            Referendum = "",
            TokenSymbol = "DOT",
            TokenDecimals = 10,
            Reserve = 0,
            TermsVersion = 1,
            TermsJson = TermsJson.Value,
            CreatedAt = scope.Now,
        };
        scope.Db.Programmes.Add(row);
        return Task.FromResult(row);
    });

    /// <summary>A grant of a programme, awarded now.</summary>
    public async Task<GrantRow> GrantAsync(ProgrammeRow programme, V1.RailKind rail, uint para, ulong[] tranches, string account = "", string? number = null, TimeSpan? lasts = null) =>
        (await TryGrantAsync(programme, rail, para, tranches, account, number, lasts)) is { Row: { } row } ? row : throw new InvalidOperationException("The grant was refused.");

    /// <summary>The grant, or why the ledger refuses it: then nothing is left of it.</summary>
    internal Task<(GrantRow? Row, BudgetStep Step)> TryGrantAsync(
        ProgrammeRow programme, V1.RailKind rail, uint para, ulong[] tranches, string account = "", string? number = null, TimeSpan? lasts = null, int replica = 0) => RecordAsync<(GrantRow?, BudgetStep)>(async scope =>
    {
        await scope.LockAsync(BudgetBook.LockOf(programme.Network));
        var open = await Of<BudgetBook>(replica).OpenAsync(scope.Db, await scope.Db.Programmes.SingleAsync(p => p.Id == programme.Id), scope.Stop);
        var name = number ?? $"G-2026-{Interlocked.Increment(ref _grants):D6}";
        var row = new GrantRow
        {
            Id = Guid.CreateVersion7(),
            Number = name,
            ProgrammeId = programme.Id,
            AccountId = Guid.CreateVersion7(),
            LeadId = null,
            Network = programme.Network,
            Para = para,
            Tier = V1.GrantTier.DesignPartner,
            Rail = rail,
            CustomerAccount = account,
            State = GrantState.Requested,
            RequestedById = Bert.Id,
            TeamIds = [],
            BeneficiaryIds = [],
            RequestedAt = scope.Now,
            DecideBy = scope.Now.AddDays(3),
            CodeSha256 = "",
            Value = tranches.Aggregate(System.Numerics.BigInteger.Zero, (sum, t) => sum + t),
            AwardedAt = scope.Now,
            ActivateBy = scope.Now.AddDays(open.Terms.ActivationDays),
            Body = [],
        };
        scope.Db.Grants.Add(row);
        var step = await BudgetBook.ApplyAsync(
            scope, open, new Awarded($"{row.Id}/award", scope.Now, name, $"cluster of {name}", Tier.DesignPartner, [.. tranches.Select(t => new Market.Planck(t))], 2, scope.Now + (lasts ?? TimeSpan.FromDays(365))));
        if (!step.IsAccepted)
        {
            scope.Db.ChangeTracker.Clear();
            return (null, step);
        }

        return (row, step);
    }, replica);

    /// <summary>Something that people do with a budget.</summary>
    internal Task<BudgetStep> DoAsync(ProgrammeRow programme, Func<DateTimeOffset, BudgetEvent> happens) => RecordAsync(async scope =>
    {
        await scope.LockAsync(BudgetBook.LockOf(programme.Network));
        var open = await Of<BudgetBook>().OpenAsync(scope.Db, await scope.Db.Programmes.SingleAsync(p => p.Id == programme.Id), scope.Stop);
        return await BudgetBook.ApplyAsync(scope, open, happens(scope.Now));
    });

    /// <summary>The entries of a ledger that facts made, in the order in which they came: "spend 60 G/1".</summary>
    public async Task<List<string>> EntriesAsync(ProgrammeRow programme)
    {
        await using var db = Db();
        var rows = await db.BudgetEvents.AsNoTracking().Where(e => e.ProgrammeId == programme.Id).OrderBy(e => e.Number).ToListAsync();
        return [.. rows.Select(r => BudgetMoved.Parser.ParseFrom(r.Body)).Where(m => m.Fact is not null).Select(m => $"{m.Kind} {m.Planck}{(m.GrantNumber.Length > 0 ? $" {m.GrantNumber}/{m.Tranche}" : "")}")];
    }

    /// <summary>The budget, folded from what is stored.</summary>
    internal async Task<Budget> BudgetAsync(ProgrammeRow programme)
    {
        await using var db = Db();
        var bodies = await db.BudgetEvents.AsNoTracking().Where(e => e.ProgrammeId == programme.Id).OrderBy(e => e.Number).Select(e => e.Body).ToListAsync();
        return BudgetBook.Fold(Budget.New(BudgetTerms.Default), bodies.Select(BudgetMoved.Parser.ParseFrom));
    }

    /// <summary>"funded 500, reserved 40, spent 60".</summary>
    public async Task<string> BalancesAsync(ProgrammeRow programme)
    {
        var balances = (await BudgetAsync(programme)).Balances;
        return string.Create(CultureInfo.InvariantCulture, $"funded {balances.Funded}, reserved {balances.Reserved}, spent {balances.Spent}");
    }

    /// <summary>Alarms of a programme, oldest first.</summary>
    public async Task<List<AlarmRow>> AlarmsAsync(ProgrammeRow programme)
    {
        await using var db = Db();
        return await db.Alarms.AsNoTracking().Where(a => a.ProgrammeId == programme.Id).OrderBy(a => a.Id).ToListAsync();
    }

    /// <summary>Everything in the books agrees.</summary>
    public async Task AssertIntactAsync(ProgrammeRow programme)
    {
        var check = (await Of<LedgerCheck>().RunAsync(programme.Id, CancellationToken.None)).OrThrow();
        Assert.Empty(check.Faults);
        Assert.True(check.IsIntact);
        Assert.Equal(check.LedgerBalance, check.ChainBalance);
    }

    /// <summary>Both replicas look at the chains' clocks at once.</summary>
    public async Task<int> SweepUseAsync() => (await Task.WhenAll(Of<UseSweeper>(0).SweepAsync(CancellationToken.None), Of<UseSweeper>(1).SweepAsync(CancellationToken.None))).Sum();

    /// <summary>Both replicas look at the desk's clock at once.</summary>
    public async Task<int> SweepGrantsAsync() => (await Task.WhenAll(Of<GrantSweeper>(0).SweepAsync(CancellationToken.None), Of<GrantSweeper>(1).SweepAsync(CancellationToken.None))).Sum();

    /// <summary>What the journal says of an aggregate: types without package and version, oldest first.</summary>
    public async Task<List<string>> EventsAsync(Guid aggregate)
    {
        await using var command = Database.CreateCommand("select type from creditgrants.journal where aggregate_id = $1 order by version");
        command.Parameters.AddWithValue(aggregate);
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<string>();
        while (await reader.ReadAsync())
        {
            events.Add(reader.GetString(0).Split('.')[^2]);
        }

        return events;
    }

    /// <summary>Brings one event of a topic, as the sidecar would: again until it is taken.</summary>
    public async Task DeliverAsync(string topic, CloudEvent envelope, int replica = 0)
    {
        DeliveryResult result;
        var attempts = 0;
        do
        {
            result = await Of<IEventInbox>(replica).ReceiveAsync(topic, envelope.ToJson(), CancellationToken.None);
        }
        while (result.Delivery == Delivery.Retry && ++attempts < 50);
        Assert.Equal(new(Delivery.Success), result);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        if (Staff is not null)
        {
            await Staff.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }

    private static readonly Lazy<string> TermsJson = new(() =>
    {
        using var stream = typeof(ProgrammeTerms).Assembly.GetManifestResourceStream("programme-v1.json")!;
        return new StreamReader(stream).ReadToEnd();
    });
}
