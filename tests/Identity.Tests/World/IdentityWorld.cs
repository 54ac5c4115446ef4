using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.LocalPostgres.Provisioning;
using CoretimeDesk.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Identity.Tests;

/// <summary>The Identity service in this process, on a real socket and a database of its own, with an administrator.</summary>
public sealed class IdentityWorld(PostgresFixture postgres) : IAsyncLifetime
{
    public const string AdminEmail = "root@desk.example";
    public const int RefusalMilliseconds = 120;
    public const string AdminPassword = "correct horse battery staple";
    private readonly List<DeskServiceApp> _hosts = [];
    private readonly List<GrpcChannel> _channels = [];

    private static CapturedLogs? _newestLogs;

    public DeskTime Time { get; } = new();

    public CapturedLogs Logs { get; } = _newestLogs = new();

    private static string LastErrors => string.Join('\n', _newestLogs?.Text.Split('\n').Where(l => l.StartsWith("Error", StringComparison.Ordinal)).TakeLast(3) ?? []);

    public Relay Bus { get; private set; } = null!;

    public ProvisionedDatabase Provisioned { get; private set; } = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public IdentityService.IdentityServiceClient Client { get; private set; } = null!;

    public SecurityService.SecurityServiceClient Security => new(Channel);

    public GrpcChannel Channel => _channels[0];

    public string Address => _hosts[0].Urls.First();

    public IServiceProvider Services => _hosts[0].Services;

    /// <summary>Signed in since the start.</summary>
    public User Admin { get; private set; } = null!;

    /// <summary>A database with tables and a bus; no service yet.</summary>
    public async Task InitializeWithoutPeopleAsync()
    {
        Provisioned = await postgres.CreateAsync("identity", "leads", "chainwatcher", "quoting", "creditgrants", "commissions", "insights");
        Database = NpgsqlDataSource.Create(Provisioned.Of("identity"));
        Bus = await Relay.StartAsync();
        await using var app = Build();
        await app.MigrateAsync(CancellationToken.None);
    }

    public async ValueTask InitializeAsync()
    {
        await InitializeWithoutPeopleAsync();
        await StartAsync();
        Bus.Subscribe(new(_hosts[0].Urls.First()));
    }

    /// <summary>The service and its administrator, with further settings.</summary>
    public async Task StartAsync(params string[] args)
    {
        Client = await ReplicaAsync([$"--Identity:Bootstrap:Email={AdminEmail}", $"--Identity:Bootstrap:Password={AdminPassword}", .. args]);
        Admin = new(this, AdminEmail, AdminPassword);
        await Admin.SignInAsync();
    }

    /// <summary>Another process of the service, as far as it can tell.</summary>
    public async Task<IdentityService.IdentityServiceClient> ReplicaAsync(params string[] args)
    {
        var app = Build(args);
        _hosts.Add(app);
        await app.StartAsync(CancellationToken.None);
        var channel = GrpcChannel.ForAddress(app.Urls.First());
        _channels.Add(channel);
        return new(channel);
    }

    /// <summary>A host that is not started.</summary>
    public DeskServiceApp Build(params string[] args)
    {
        var desk = IdentityHost.CreateBuilder(
        [
            "--urls=http://127.0.0.1:0",
            $"--ConnectionStrings:Database={Provisioned.Of("identity")}",
            $"--ConnectionStrings:KeyRing={Provisioned.KeyRingOwner}",
            $"--DAPR_HTTP_ENDPOINT={Bus.Address}",
            "--Desk:Migrate=OnStart",
            "--Identity:Passwords:Iterations=1000",
            $"--Identity:Passwords:RefusalMilliseconds={RefusalMilliseconds}",
            $"--Identity:Passkeys:Domain={SoftPasskey.Domain}",
            $"--Identity:Passkeys:Origins:0={SoftPasskey.Origin}",
            .. args,
        ]);
        desk.Services.AddSingleton<TimeProvider>(Time);
        desk.Logging.ClearProviders();
        desk.Logging.AddProvider(Logs);
        desk.Logging.SetMinimumLevel(LogLevel.Trace);
        return desk.Build();
    }

    /// <summary>Somebody new, signed in with a password of their own.</summary>
    public async Task<User> PersonAsync(params Role[] roles)
    {
        var n = Guid.NewGuid().ToString("N")[..8];
        var created = await Client.CreatePersonAsync(
            new() { RequestId = Id(), Email = $"{n}@desk.example", DisplayName = $"Person {n}", Roles = { roles.Select(Wire) } }, Admin.Headers);
        var user = new User(this, created.Person.Email, created.OneTimePassword);
        await user.SignInAsync();
        await user.ChangePasswordAsync($"a good password of {n}");
        return user;
    }

    /// <summary>As <see cref="PersonAsync"/>, after the clock was moved beyond the administrator's token.</summary>
    public async Task<User> PersonAsAdminAgainAsync(params Role[] roles)
    {
        await Admin.SignInAsync();
        return await PersonAsync(roles);
    }

    public static V1.Role Wire(Role role) => (V1.Role)((int)role + 1);

    public static string Id() => Guid.NewGuid().ToString();

    /// <summary>The refusal that a call must end with.</summary>
    public static async Task<Refusal> RefusedAsync<T>(AsyncUnaryCall<T> call)
    {
        var thrown = await Assert.ThrowsAsync<RpcException>(async () => await call);
        return Refusals.RefusalOf(thrown) ?? throw new InvalidOperationException($"No refusal, but {thrown.Status}\n{LastErrors}");
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The types of an aggregate's recorded events, in order, without package and version.</summary>
    public async Task<List<string>> JournalAsync(string aggregateId)
    {
        await using var command = Database.CreateCommand("select split_part(type, '.', 3) from identity.journal where aggregate_id = $1 order by version");
        command.Parameters.AddWithValue(Guid.Parse(aggregateId));
        await using var reader = await command.ExecuteReaderAsync();
        var types = new List<string>();
        while (await reader.ReadAsync())
        {
            types.Add(reader.GetString(0));
        }

        return types;
    }

    public static async Task UntilAsync(Func<Task<bool>> holds, TimeSpan longest, string what)
    {
        using var deadline = new CancellationTokenSource(longest);
        while (!await holds())
        {
            Assert.False(deadline.IsCancellationRequested, $"Waited {longest.TotalSeconds} s for: {what}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }

        foreach (var host in _hosts)
        {
            await host.StopAsync();
            await host.DisposeAsync();
        }

        await Bus.DisposeAsync();
        await Database.DisposeAsync();
    }
}
