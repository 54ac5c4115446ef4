using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Grpc.Core;
using Npgsql;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests;

/// <summary>The Leads service as a process, with two replicas on one database.</summary>
public sealed class LeadsWorld : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly List<ServiceProcess> _replicas = [];

    /// <summary>Where both replicas keep files.</summary>
    public string Files { get; } = Directory.CreateTempSubdirectory("leads-files-").FullName;

    /// <summary>The server, for tests that need a database of their own.</summary>
    public PostgresFixture Postgres => _postgres;

    public Staff Staff { get; private set; } = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public Actor Rita { get; } = Staff.Person("Rita Rep", Role.Rep);

    public Actor Hector { get; } = Staff.Person("Hector Head", Role.HeadOfSales);

    public async ValueTask InitializeAsync()
    {
        var database = await _postgres.CreateAsync("leads");
        Staff = await Staff.AtAsync(database);
        Database = NpgsqlDataSource.Create(database.Of("leads"));
        for (var i = 0; i < 2; i++)
        {
            _replicas.Add(await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", database, ("Limits__CallsPerSecond", "0"), ("Attachments__Folder", Files), ("SizeReviews__SweepSeconds", "1")));
        }
    }

    public ServiceProcess Replica(int n = 0) => _replicas[n % _replicas.Count];

    public LeadsService.LeadsServiceClient Leads(int replica = 0) => new(Replica(replica).Channel);

    public async Task<Account> AccountAsync(string name = "Aleph Rollup", Segment segment = Segment.Startup, uint corePeriods = 13) =>
        (await Leads().CreateAccountAsync(
            new() { RequestId = NewId(), Name = name, Segment = (V1.Segment)segment, AnnualCorePeriods = corePeriods }, Staff.As(Rita))).Account;

    public async Task<V1.Lead> LeadAsync(Account? account = null, string title = "Needs a core by spring") =>
        (await Leads().OpenLeadAsync(
            new() { RequestId = NewId(), AccountId = (account ?? await AccountAsync()).AccountId, Title = title, Source = V1.LeadSource.Outbound }, Staff.As(Rita))).Lead;

    public static string NewId() => Guid.CreateVersion7().ToString();

    public static async Task<Refusal> RefusedAsync(AsyncUnaryCall<ClaimLeadResponse> call) => await RefusedAsync(call.ResponseAsync);

    public static async Task<Refusal> RefusedAsync(Task call)
    {
        var thrown = await Assert.ThrowsAsync<RpcException>(() => call);
        return Refusals.RefusalOf(thrown) ?? throw new InvalidOperationException($"No refusal, but {thrown.Status}");
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
            await Staff.DisposeAsync();
        }

        await _postgres.DisposeAsync();
        Directory.Delete(Files, recursive: true);
    }
}
