using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Capacity;
using CoretimeDesk.Leads.ChainFacts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Leads.Leads;
using CoretimeDesk.Leads.PriceWatches;
using CoretimeDesk.Leads.Quotes;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.SizeReviews;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Leads.Tests.Registrations;

/// <summary>
/// Replicas of the Leads service in this process, on a database of their own and a clock that tests move. Nothing runs in the
/// background: a test sweeps when it says so.
/// </summary>
public sealed class OwnershipWorld(LeadsWorld leads) : IAsyncLifetime
{
    /// <summary>A Tuesday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);

    private readonly List<DeskServiceApp> _replicas = [];

    public MovableClock Clock { get; } = new(Start);

    /// <summary>How far the second replica's clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    public NpgsqlDataSource Database { get; private set; } = null!;

    /// <summary>What the other parts of the service heard of.</summary>
    public Heard Heard { get; } = new();

    /// <summary>Head of sales: decides everything.</summary>
    public Actor Hana { get; } = Staff.Person("Hana Head", Role.HeadOfSales);

    public async ValueTask InitializeAsync()
    {
        var database = await leads.Postgres.CreateAsync("leads");
        Database = NpgsqlDataSource.Create(database.Of("leads"));
        for (var i = 0; i < 2; i++)
        {
            var desk = DeskService.CreateBuilder([$"--ConnectionStrings:Database={database.Of("leads")}", "--Ownership:SweepSeconds=0", "--Cadences:RunSeconds=0", "--SizeReviews:SweepSeconds=0"], "leads");
            desk.Logging.ClearProviders();
            desk.Services.AddSingleton<TimeProvider>(i == 0 ? Clock : new ClockAhead(Clock, () => Skew));
            desk.AddJournal<LeadsDb>().AddRevocations<LeadsDb>();
            desk.Services.AddSingleton<IReactsToActivity>(Heard);
            _replicas.Add(desk.AddAccounts().AddOwnership().AddActivities().AddCadences().AddChainFacts().AddPriceWatches().AddSizeReviews().AddQuotes().Build());
        }

        await _replicas[0].MigrateAsync(CancellationToken.None);
    }

    public T Of<T>(int replica = 0)
        where T : notnull => _replicas[replica % _replicas.Count].Services.GetRequiredService<T>();

    /// <summary>A rep of this name, and one to a name.</summary>
    public static Actor Rep(string name, params Guid[] teams) => new(Guid.CreateVersion7(), name) { Roles = new HashSet<Role> { Role.Rep }, Teams = teams.ToHashSet() };

    public static Command As(Actor actor) => new(Guid.CreateVersion7(), actor, "tests", ReadOnlyMemory<byte>.Empty);

    public async Task<Guid> AccountAsync(string name = "Aleph Rollup", Segment segment = Segment.Startup, uint corePeriods = 13) => Guid.Parse((await Of<AccountDesk>().CreateAsync(
        As(Hana), new() { Name = name, Segment = (V1.Segment)segment, AnnualCorePeriods = corePeriods }, [], CancellationToken.None)).OrThrow().Account.AccountId);

    public async Task<Guid> LeadAsync(Guid account, string title = "A core by spring") => Guid.Parse((await Of<LeadDesk>().OpenAsync(
        As(Hana), account, new() { AccountId = account.ToString(), Title = title, Source = V1.LeadSource.Outbound }, CancellationToken.None)).OrThrow().Lead.LeadId);

    public CoretimeDesk.Leads.Registrations.ClaimForm Complete(string contact = "Dana Ito, CTO") =>
        new(contact, "", "Show the testnet numbers", "They decide on the budget this month", DateOnly.FromDateTime(Clock.Now.UtcDateTime).AddDays(2));

    public Task<Outcome<ClaimRegistrationResponse>> ClaimAsync(Actor rep, Guid account, ProductLine line = ProductLine.Bulk, CoretimeDesk.Leads.Registrations.ClaimForm? form = null, int replica = 0, Command? command = null) =>
        Of<ClaimDesk>(replica).ClaimAsync(command ?? As(rep), account, line, form ?? Complete(), CancellationToken.None);

    public async Task<V1.Registration> ClaimedAsync(Actor rep, Guid account, ProductLine line = ProductLine.Bulk) => (await ClaimAsync(rep, account, line)).OrThrow().Registration;

    public async Task<V1.Registration> ApprovedAsync(Actor rep, Guid account, ProductLine line = ProductLine.Bulk) =>
        (await Of<RegistrationDesk>().DecideAsync(As(Hana), IdOf(await ClaimedAsync(rep, account, line)), true, "", CancellationToken.None)).OrThrow().Registration;

    public Task<Outcome<DecideRegistrationResponse>> DecideAsync(Actor by, V1.Registration registration, bool approve, string reason = "") =>
        Of<RegistrationDesk>().DecideAsync(As(by), IdOf(registration), approve, reason, CancellationToken.None);

    public Task<Outcome<ReleaseRegistrationResponse>> ReleaseAsync(Actor by, V1.Registration registration, string reason = "no budget this year", int replica = 0) =>
        Of<RegistrationDesk>(replica).ReleaseAsync(As(by), IdOf(registration), reason, CancellationToken.None);

    public Task<Outcome<OverrideRegistrationResponse>> OverrideAsync(Actor by, Guid account, Actor to, ProductLine line = ProductLine.Bulk, string? document = null, int replica = 0) =>
        Of<RegistrationDesk>(replica).OverrideAsync(As(by), account, line, new(to.Id, to.Name), document ?? Digest(), "Signed by the CEO, in the safe.", CancellationToken.None);

    public async Task<V1.Registration> GetAsync(V1.Registration registration, Actor? viewer = null) =>
        (await Of<RegistrationList>().GetAsync(IdOf(registration), viewer ?? Hana, CancellationToken.None)).OrThrow().Registration;

    public async Task<ReadClaimsResponse> ChainAsync(Guid account, ProductLine line = ProductLine.Bulk, string receipt = "") =>
        (await Of<ClaimDesk>().ReadAsync(account, line, receipt, CancellationToken.None)).OrThrow();

    public async Task<List<string>> NoticesAsync(Actor person) =>
        [.. (await Of<RegistrationList>().NoticesAsync(new(200, null), person.Id, CancellationToken.None)).Notices.Select(n => n.Text)];

    /// <summary>Both replicas sweep at once.</summary>
    public async Task<int> SweepAsync() => (await Task.WhenAll(Of<OwnershipSweeper>(0).SweepAsync(CancellationToken.None), Of<OwnershipSweeper>(1).SweepAsync(CancellationToken.None))).Sum();

    /// <summary>Makes a rep known with a profile.</summary>
    public async Task<Actor> ProfiledAsync(string name, RepProfile? profile = null, params V1.SalesFunction[] functions)
    {
        var rep = Rep(name);
        await SetProfileAsync(rep, profile ?? new() { Weight = 1, Active = true, TimeZone = "Etc/UTC", Functions = { functions } });
        return rep;
    }

    public async Task SetProfileAsync(Actor rep, RepProfile profile)
    {
        (profile.PersonId, profile.Name) = (rep.Id.ToString(), rep.Name);
        (await Of<RepDesk>().SetAsync(As(Hana), rep.Id, profile, CancellationToken.None)).OrThrow();
    }

    public Task<Outcome<AssignLeadResponse>> AssignAsync(Guid lead, Actor? rep = null, string territory = "", Actor? by = null, int replica = 0) =>
        Of<AssignmentDesk>(replica).AssignAsync(As(by ?? Hana), lead, rep?.Id, territory, "", CancellationToken.None);

    public Task<Outcome<ClaimLeadResponse>> ClaimLeadAsync(Actor rep, Guid lead, int replica = 0) => Of<LeadDesk>(replica).ClaimAsync(As(rep), lead, CancellationToken.None);

    /// <summary>Delivers an event of Identity, as its sidecar would.</summary>
    public Task TellAsync(Guid person, long sequence, Google.Protobuf.IMessage message, int replica = 0) => DeliverAsync("identity", "person", person, sequence, message, replica);

    /// <summary>Delivers an event of a topic, as the sidecar would.</summary>
    public async Task DeliverAsync(string topic, string aggregateType, Guid aggregate, long sequence, Google.Protobuf.IMessage message, int replica = 0)
    {
        var body = new CloudEvent
        {
            Id = $"{aggregate}/{sequence}",
            Source = topic,
            Type = $"coretimedesk.{topic}.{message.Descriptor.Name}.v1",
            Time = Clock.Now,
            AggregateId = aggregate,
            AggregateType = aggregateType,
            Sequence = sequence,
            DataJson = Google.Protobuf.JsonFormatter.Default.Format(message),
        }.ToJson();

        // What meets a command on the same rows comes again, as from a sidecar.
        DeliveryResult result;
        var attempts = 0;
        do
        {
            result = await Of<IEventInbox>(replica).ReceiveAsync(topic, body, CancellationToken.None);
        }
        while (result.Delivery == Delivery.Retry && ++attempts < 20);
        Assert.Equal(new(Delivery.Success), result);
    }

    public async Task<T> InScopeAsync<T>(Actor actor, Func<CommandScope<LeadsDb>, Task<T>> work, int replica = 0) =>
        await Of<CommandRunner<LeadsDb>>(replica).RecordAsync(actor, work, CancellationToken.None);

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    public LeadsDb Db() => Of<IDbContextFactory<LeadsDb>>().CreateDbContext();

    public static Guid IdOf(V1.Registration registration) => Guid.Parse(registration.RegistrationId);

    public static string Digest() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }
}
