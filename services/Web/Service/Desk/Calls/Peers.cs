using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Journal.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using Grpc.Net.Client;

namespace CoretimeDesk.Web.Desk.Calls;

/// <summary>The services behind the pages. One connection each, for everybody.</summary>
public sealed class Peers : IDisposable
{
    /// <summary>Their names, in settings and in sentences, and where they are by default.</summary>
    private static readonly (string Name, int Port)[] All = [("Identity", 7101), ("Leads", 7102), ("ChainWatcher", 7103), ("Quoting", 7104), ("CreditGrants", 7105), ("Commissions", 7106), ("Insights", 7107)];

    private readonly Dictionary<string, GrpcChannel> _channels;

    /// <summary>Reads <c>Peers:NAME</c>.</summary>
    /// <exception cref="InvalidOperationException">One is no address.</exception>
    public Peers(IConfiguration configuration) => _channels = All.ToDictionary(peer => peer.Name, peer => GrpcChannel.ForAddress(AddressOf(configuration, peer.Name, peer.Port)), StringComparer.Ordinal);

    public IdentityService.IdentityServiceClient Identity => new(_channels["Identity"]);

    public SecurityService.SecurityServiceClient Security => new(_channels["Identity"]);

    public LeadsService.LeadsServiceClient Leads => new(_channels["Leads"]);

    public TasksService.TasksServiceClient Tasks => new(_channels["Leads"]);

    public ActivitiesService.ActivitiesServiceClient Activities => new(_channels["Leads"]);

    public AssessmentsService.AssessmentsServiceClient Assessments => new(_channels["Leads"]);

    public AssessmentQueueService.AssessmentQueueServiceClient AssessmentQueue => new(_channels["Leads"]);

    public AttachmentsService.AttachmentsServiceClient Attachments => new(_channels["Leads"]);

    public CapacityService.CapacityServiceClient Capacity => new(_channels["Leads"]);

    public TargetsService.TargetsServiceClient Targets => new(_channels["Leads"]);

    public ContactsService.ContactsServiceClient Contacts => new(_channels["Leads"]);

    public ChainWatcherService.ChainWatcherServiceClient Watcher => new(_channels["ChainWatcher"]);

    public QuotesService.QuotesServiceClient Quotes => new(_channels["Quoting"]);

    public ApprovalsService.ApprovalsServiceClient Approvals => new(_channels["Quoting"]);

    public MatchingService.MatchingServiceClient Matching => new(_channels["Quoting"]);

    public RulesService.RulesServiceClient Rules => new(_channels["Quoting"]);

    public DocumentsService.DocumentsServiceClient Documents => new(_channels["Quoting"]);

    public StatementsService.StatementsServiceClient Statements => new(_channels["Commissions"]);

    public MetricsService.MetricsServiceClient Metrics => new(_channels["Insights"]);

    public ProgrammesService.ProgrammesServiceClient Programmes => new(_channels["CreditGrants"]);

    public GrantsService.GrantsServiceClient Grants => new(_channels["CreditGrants"]);

    public LedgerService.LedgerServiceClient GrantLedger => new(_channels["CreditGrants"]);

    /// <summary>The journal of each service, by the name that addresses know it by: "leads".</summary>
    public IReadOnlyList<(string Stream, string Name, JournalService.JournalServiceClient Journal)> Journals =>
        [.. All.Select(peer => (peer.Name.ToLowerInvariant(), NameOf($"coretimedesk.{peer.Name.ToLowerInvariant()}"), new JournalService.JournalServiceClient(_channels[peer.Name])))];

    /// <summary>The service that a message belongs to, as people call it.</summary>
    public static string NameOf(string protoPackage) => protoPackage.Split('.') switch
    {
        [_, "chainwatcher", ..] => "The chain watcher",
        [_, "leads", ..] => "The customer service",
        [_, "quoting", ..] => "The quoting service",
        [_, "identity", ..] => "The identity service",
        [_, "commissions", ..] => "The commission service",
        [_, "creditgrants", ..] => "The grant service",
        [_, "insights", ..] => "The service that figures come from",
        _ => "A part of the desk",
    };

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private static Uri AddressOf(IConfiguration configuration, string name, int port) => configuration[$"Peers:{name}"] is not { Length: > 0 } text ? new($"http://127.0.0.1:{port}")
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new InvalidOperationException($"The setting Peers__{name} is \"{text}\": give an address such as http://{name.ToLowerInvariant()}:{port}.");
}
