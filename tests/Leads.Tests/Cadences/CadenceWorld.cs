using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Contacts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Leads;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.Sending;
using CoretimeDesk.Leads.Tasks;
using CoretimeDesk.Leads.Tests.Registrations;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;
using ActivitySource = CoretimeDesk.Leads.Activities.ActivitySource;

namespace CoretimeDesk.Leads.Tests.Cadences;

/// <summary>Two replicas with cadences on one database, a clock that tests move, and a mailbox that keeps what was sent. Nothing runs by itself.</summary>
public sealed class CadenceWorld(LeadsWorld leads) : IAsyncLifetime
{
    /// <summary>A Tuesday, 10:00 in Zurich.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);

    private readonly List<DeskServiceApp> _replicas = [];

    public MovableClock Clock { get; } = new(Start);

    public Mailbox Mail { get; } = new();

    public Actor Hana { get; } = CoretimeDesk.Testing.Staff.Person("Hana Head", CoretimeDesk.Role.HeadOfSales);

    public async ValueTask InitializeAsync()
    {
        var database = await leads.Postgres.CreateAsync("leads");
        for (var i = 0; i < 2; i++)
        {
            var desk = DeskService.CreateBuilder([$"--ConnectionStrings:Database={database.Of("leads")}", "--Ownership:SweepSeconds=0", "--Cadences:RunSeconds=0"], "leads");
            desk.Logging.ClearProviders();
            desk.Services.AddSingleton<TimeProvider>(Clock);
            desk.Services.AddSingleton<IMailSender>(Mail);
            desk.AddJournal<LeadsDb>().AddRevocations<LeadsDb>();
            _replicas.Add(desk.AddAccounts().AddOwnership().AddActivities().AddCadences().Build());
        }

        await _replicas[0].MigrateAsync(CancellationToken.None);
    }

    public T Of<T>(int replica = 0)
        where T : notnull => _replicas[replica % _replicas.Count].Services.GetRequiredService<T>();

    public LeadsDb Db() => Of<IDbContextFactory<LeadsDb>>().CreateDbContext();

    public Task<T> InScopeAsync<T>(Func<CommandScope<LeadsDb>, Task<T>> work) => Of<CommandRunner<LeadsDb>>().RecordAsync(Hana, work, CancellationToken.None);

    /// <summary>A rep with a claimed lead and a contact.</summary>
    public async Task<Scene> SceneAsync(string zone = "Europe/Zurich", string country = "", string? email = null)
    {
        var rep = OwnershipWorld.Rep("Rita");
        var account = Guid.Parse((await Of<AccountDesk>().CreateAsync(OwnershipWorld.As(Hana), new() { Name = "Aleph Rollup", Segment = V1.Segment.Startup, AnnualCorePeriods = 13 }, [], CancellationToken.None)).OrThrow().Account.AccountId);
        var lead = Guid.Parse((await Of<LeadDesk>().OpenAsync(OwnershipWorld.As(Hana), account, new() { AccountId = account.ToString(), Title = "A core", Source = V1.LeadSource.Outbound }, CancellationToken.None)).OrThrow().Lead.LeadId);
        (await Of<LeadDesk>().ClaimAsync(OwnershipWorld.As(rep), lead, CancellationToken.None)).OrThrow();
        var contact = await ContactAsync(account, zone, country, email);
        return new(rep, account, lead, contact);
    }

    public async Task<Guid> ContactAsync(Guid account, string zone = "Europe/Zurich", string country = "", string? email = null) => Guid.Parse((await Of<ContactDesk>().AddAsync(
        OwnershipWorld.As(Hana), account, new("Dana Ito", "CTO", [email ?? $"d{Guid.CreateVersion7():N}@aleph.xyz"], [], "", zone, country), CancellationToken.None)).OrThrow().ContactId);

    public Task<Outcome<EnrolResponse>> EnrolAsync(Scene scene, Guid? template = null, CadenceTimes? times = null, Actor? by = null, Guid? contact = null) => Of<CadenceDesk>().EnrolAsync(
        OwnershipWorld.As(by ?? scene.Rep), scene.Lead, contact ?? scene.Contact, template ?? DefaultCadences.Outbound.Id, times ?? new(null, null, null), CancellationToken.None);

    public async Task<Guid> EnrolledAsync(Scene scene, Guid? template = null, CadenceTimes? times = null) => Guid.Parse((await EnrolAsync(scene, template, times)).OrThrow().Enrolment.EnrolmentId);

    /// <summary>A template of these channels, one on each day.</summary>
    public async Task<Guid> DailyAsync(params Channel[] channels) => Guid.Parse((await Of<TemplateDesk>().SaveAsync(
        OwnershipWorld.As(Hana), $"daily {Guid.CreateVersion7()}", CoretimeDesk.Leads.Cadences.CadenceKind.Custom, 0, [.. channels.Select((c, i) => new CadenceStep(StepTiming.Day, i + 1, c, "For {account}", "Hello {contact}, from {rep}"))], CancellationToken.None))
        .OrThrow().Template.TemplateId);

    /// <summary>Both replicas run at once.</summary>
    public async Task<int> RunAsync() => (await Task.WhenAll(Of<CadenceRunner>(0).RunAsync(CancellationToken.None), Of<CadenceRunner>(1).RunAsync(CancellationToken.None))).Sum();

    public async Task<List<V1.DeskTask>> TasksAsync(Actor viewer, TaskView view = TaskView.Mine, bool overdue = false, CoretimeDesk.Leads.Tasks.TaskState state = CoretimeDesk.Leads.Tasks.TaskState.Open) =>
        [.. (await Of<TaskDesk>().ListAsync(new(200, "", null), view, overdue, state, null, viewer, CancellationToken.None)).Tasks];

    public Task<Outcome<CompleteTaskResponse>> CompleteAsync(Actor by, V1.DeskTask task, bool replied = false) =>
        Of<TaskDesk>().CompleteAsync(OwnershipWorld.As(by), Guid.Parse(task.TaskId), "Spoke to them", null, replied, CancellationToken.None);

    public Task EnterAsync(Scene scene, ActivityKind kind, string reference = "", ActivitySource source = ActivitySource.Person) =>
        InScopeAsync(scope => Of<ActivityBook>().EnterAsync(scope, new(scene.Account, kind, source, "Something happened", scope.Now, scene.Contact, scene.Lead, reference)));

    public async Task<EnrolmentRow> RowAsync(Guid enrolment)
    {
        await using var db = Db();
        return await db.Enrolments.AsNoTracking().SingleAsync(e => e.Id == enrolment);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }
    }
}

public sealed record Scene(Actor Rep, Guid Account, Guid Lead, Guid Contact);

/// <summary>Keeps what is sent, and misbehaves on order.</summary>
public sealed class Mailbox : IMailSender
{
    public System.Collections.Concurrent.ConcurrentQueue<Mail> Sent { get; } = [];

    public Func<Mail, SendResult>? Answer { get; set; }

    public bool IsOn { get; set; } = true;

    public async Task<SendResult> SendAsync(Mail mail, CancellationToken stop)
    {
        await Task.Yield();
        Sent.Enqueue(mail);
        return Answer?.Invoke(mail) ?? new SendResult.Sent();
    }

    public int To(Guid enrolment) => Sent.Count(m => m.MessageId.StartsWith($"{enrolment:N}", StringComparison.Ordinal));
}
