using System.Diagnostics;
using System.Net;
using System.Text.Json;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.LocalPostgres.Provisioning;
using CoretimeDesk.Quoting.Acceptance;
using CoretimeDesk.Quoting.Approvals;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Matching;
using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.Tests.Matching;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Quoting.Tests.Documents;

/// <summary>The Quoting service on a real port, with a chain and customers that a test plays, and the pages for browsers as a process before it.</summary>
public sealed class DocumentsWorld(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>Rates that no other number here is.</summary>
    public const int CommissionBp = 2_347;

    public const int OverlayBp = 613;

    private readonly Guid _team = Guid.CreateVersion7();
    private int _blocks = 5_000_000;
    private long _told;
    private readonly string _folder = Directory.CreateTempSubdirectory("desk-docs-").FullName;
    private DeskServiceApp _desk = null!;
    private Process? _web;
    private int _port;

    /// <summary>Begins at the real time: tokens are made by the real clock, and must not have ended.</summary>
    public MovableClock Clock { get; } = new(new(TimeProvider.System.GetUtcNow().UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero));

    public StandInMarket Market { get; private set; } = null!;

    public StandInCustomers Customers { get; } = new();

    public StandInCalls Calls { get; } = new() { WalletLink = "https://wallet.example/#/extrinsics/decode/0x2802" };

    public NpgsqlDataSource Database { get; private set; } = null!;

    public Staff Staff { get; private set; } = null!;

    public Actor Rita { get; private set; } = null!;

    public Actor Tom { get; private set; } = null!;

    public Actor Rob { get; } = Staff.Person("Rob Rival", Role.Rep);

    public Actor Sam { get; } = Staff.Person("Sam Engineer", Role.SolutionEngineer);

    public Actor Lena { get; } = Staff.Person("Lena Leadership", Role.Leadership);

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public GrpcChannel Channel { get; private set; } = null!;

    public DocumentsService.DocumentsServiceClient Documents => new(Channel);

    public CustomerService.CustomerServiceClient ByLink => new(Channel);

    /// <summary>A browser, in front of the web process.</summary>
    public HttpClient Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Rita = QuotingWorld.Person("Rita Rep", [_team], Role.Rep);
        Tom = QuotingWorld.Person("Tom Lead", [_team], Role.TeamLead);
        Market = new(Clock);
        var database = await postgres.CreateAsync("quoting");
        Staff = await Staff.AtAsync(database);
        Database = NpgsqlDataSource.Create(database.Of("quoting"));
        _port = FreePort.Next();
        var webPort = FreePort.Next();
        _desk = Build(database, webPort);
        await _desk.StartAsync(CancellationToken.None);
        Channel = GrpcChannel.ForAddress(Address);
        await StartWebAsync(webPort);
    }

    public T Of<T>()
        where T : notnull => _desk.Services.GetRequiredService<T>();

    public QuotingDb Db() => Of<IDbContextFactory<QuotingDb>>().CreateDbContext();

    public Metadata As(Actor actor) => Staff.As(actor);

    /// <summary>A quote that was sent: within Rita's own ceiling, or approved by Tom when a core is sponsored: one of six core-periods is what the lead of a team may allow.</summary>
    public async Task<V1.Quote> SentAsync(uint periods = 6, bool sponsored = false, uint? days = null, string note = "", string? reason = null, string approvalCode = "", string segment = "startup", uint cores = 1)
    {
        var account = Customers.Add(segment, 13, Rita);
        var ask = QuotingWorld.Ask(periods, cores, sponsored: sponsored ? [new(2, 1)] : null, days: days) with { ReasonNote = note, ReasonCode = reason };
        var desk = Of<QuoteDesk>();
        var quote = (await desk.DraftAsync(QuotingWorld.As(Rita), "", account, null, ask, CancellationToken.None)).OrThrow().Quote;
        return await SendAsync(quote, approvalCode);
    }

    /// <summary>Prices, submits, approves and sends what is a draft.</summary>
    public async Task<V1.Quote> SendAsync(V1.Quote quote, string approvalCode = "")
    {
        var (desk, id) = (Of<QuoteDesk>(), QuotingWorld.IdOf(quote));
        (await desk.PriceAsync(QuotingWorld.As(Rita), "", id, CancellationToken.None)).OrThrow();
        var submitted = (await desk.SubmitAsync(QuotingWorld.As(Rita), "", id, "", CancellationToken.None)).OrThrow().Quote;
        foreach (var asked in QuotingWorld.Newest(submitted).Approvals.Where(a => a.State == V1.ApprovalState.Asked))
        {
            (await Of<ApprovalDesk>().GiveAsync(QuotingWorld.As(Tom), Guid.Parse(asked.ApprovalId), asked.TermsSha256, approvalCode, "", CancellationToken.None)).OrThrow();
        }

        return (await desk.SendAsync(QuotingWorld.As(Rita), "", id, CancellationToken.None)).OrThrow().Quote;
    }

    /// <summary>The token of a new link.</summary>
    public async Task<string> TokenAsync(V1.Quote quote) => TokenOf((await LinkAsync(quote)).Url);

    public async Task<CreateLinkResponse> LinkAsync(V1.Quote quote) =>
        await Documents.CreateLinkAsync(new() { RequestId = Guid.CreateVersion7().ToString(), QuoteId = quote.QuoteId }, As(Rita));

    public static string TokenOf(string url) => url[(url.LastIndexOf('/') + 1)..];

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The command line as a process, signed in as Rita.</summary>
    public async Task<(int Code, string Text)> DeskAsync(params string[] words)
    {
        var state = Directory.CreateDirectory(Path.Combine(_folder, ".desk")).FullName;
        await File.WriteAllTextAsync(Path.Combine(state, "session.json"), JsonSerializer.Serialize(new
        {
            address = "http://127.0.0.1:9",
            email = "rita@desk.test",
            accessToken = Staff.TokenOf(Rita with { Roles = new HashSet<Role> { Role.Rep, Role.Leadership } }),
            accessExpiresAt = DateTimeOffset.UtcNow.AddMinutes(10),
            refreshToken = "none",
            refreshExpiresAt = DateTimeOffset.UtcNow.AddMinutes(10),
        }));
        var tool = Path.Combine(Repository(), "tools", "desk", "bin", AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "desk.dll");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        return await ChildProcess.RunAsync(new("dotnet", [tool, .. words]) { WorkingDirectory = _folder }, patience.Token);
    }

    /// <summary>What a command needs that calls the service.</summary>
    public string[] Here => ["--file", Path.Combine(_folder, "tye.yaml"), "--address", Address.ToString()];

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>The service is away.</summary>
    public Task StopServiceAsync() => _desk.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_web is { HasExited: false })
        {
            _web.Kill();
            await _web.WaitForExitAsync();
        }

        _web?.Dispose();
        Browser?.Dispose();
        Channel?.Dispose();
        if (_desk is not null)
        {
            await _desk.DisposeAsync();
        }

        if (Staff is not null)
        {
            await Staff.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Leads tells that a chain account was verified as the customer's.</summary>
    public Task VerifiedAsync(V1.Quote quote, string key) => DeliverAsync("leads", Guid.Parse(quote.Customer.AccountId), new Leads.V1.ChainAccountNoted
    {
        AccountId = quote.Customer.AccountId,
        ChainAccount = new() { PublicKey = key, Address = key, How = Leads.V1.HowVerified.SignedChallenge },
    });

    /// <summary>Cores are bought in one extrinsic under the digest of a quote.</summary>
    public async Task BoughtAsync(V1.Quote quote, string payer, int cores = 1)
    {
        var block = new MatchingWorld.Block((uint)Interlocked.Increment(ref _blocks), MatchingWorld.Account(), Clock.Now);
        await DeliverAsync("chainwatcher", Guid.CreateVersion7(), block.Remarks(MatchingWorld.DigestOf(quote)));
        for (var i = 0; i < cores; i++)
        {
            await DeliverAsync("chainwatcher", Guid.CreateVersion7(), block.Buys(payer, Market.Now().Sale.RegionBegin.Value, 100_000_000_000));
        }
    }

    private async Task DeliverAsync(string topic, Guid aggregate, IMessage message)
    {
        var number = Interlocked.Increment(ref _told);
        var body = new CloudEvent
        {
            Id = $"{aggregate}/{number}",
            Source = topic,
            Type = $"coretimedesk.{topic}.{message.Descriptor.Name}.v1",
            Time = Clock.Now,
            AggregateId = aggregate,
            AggregateType = topic,
            Sequence = number,
            DataJson = JsonFormatter.Default.Format(message),
        }.ToJson();
        Assert.Equal(new(Delivery.Success), await Of<IEventInbox>().ReceiveAsync(topic, body, CancellationToken.None));
    }

    /// <summary>What the web process wrote; nothing yet while it is being started.</summary>
    public string WebLog => File.Exists(PathOf("web.log")) ? File.ReadAllText(PathOf("web.log")) : "";

    private DeskServiceApp Build(ProvisionedDatabase database, int webPort)
    {
        var desk = DeskService.CreateBuilder(
            [
                $"--urls=http://127.0.0.1:{_port}", $"--ConnectionStrings:Database={database.Of("quoting")}", $"--ConnectionStrings:KeyRing={database.KeyRingReader}",
                "--Quoting:SweepSeconds=0", "--Desk:Migrate=OnStart", "--DAPR_HTTP_PORT=9", $"--Links:BaseAddress=http://127.0.0.1:{webPort}/",
            ],
            "quoting");
        desk.Logging.ClearProviders();
        desk.Services.AddSingleton<TimeProvider>(Clock);
        desk.Services.AddSingleton<ICustomers>(Customers);
        desk.Services.AddSingleton<IMarkets>(Market);
        desk.Services.AddSingleton<ICommissions>(new StandInCommissions { Plan = new("zanzibar-1", new(CommissionBp), new(CommissionBp), new(OverlayBp), 0) });
        desk.AddJournal<QuotingDb>().AddRevocations<QuotingDb>();
        desk.Services.AddSingleton<ICalls>(Calls);
        desk.Configuration["Quoting:SponsorAccounts:0"] = MatchingWorld.Sponsor;
        return desk.AddPeers().AddRules().AddQuotes().AddDocuments().AddMatching().AddCustomers().Build();
    }

    private async Task StartWebAsync(int port)
    {
        // Where a form leads to is for the test to see.
        Browser = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new($"http://127.0.0.1:{port}"), DefaultRequestVersion = HttpVersion.Version11 };
        var environment = new Dictionary<string, string?> { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}", ["Peers__Quoting"] = $"http://127.0.0.1:{_port}", ["Limits__PerMinute"] = "1000" };
        _web = ChildProcess.Start(new("dotnet", Path.Combine(AppContext.BaseDirectory, "CoretimeDesk.Web.dll")) { Environment = environment, LogFile = PathOf("web.log"), WhenParentDies = UnixSignal.Kill });
        var watch = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            Assert.False(_web.HasExited || watch.Elapsed > TimeSpan.FromSeconds(60), $"The web part does not start: {WebLog}");
            await Task.Delay(50);
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Browser.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CoretimeDesk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This test runs in the repository.");
        }

        return folder.FullName;
    }
}
