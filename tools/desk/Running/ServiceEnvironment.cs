using CoretimeDesk.Desk.Running.Chains;
using CoretimeDesk.LocalPostgres.Provisioning;

namespace CoretimeDesk.Desk.Running;

/// <summary>The environment that a service gets: the same names as in a cluster, so that a service cannot tell where it runs.</summary>
internal static class ServiceEnvironment
{
    /// <summary>The service that owns people and token keys; every other one only reads the keys.</summary>
    public const string IdentityService = "identity";

    /// <summary>The service that follows chains.</summary>
    public const string ChainWatcherService = "chainwatcher";

    /// <summary>The service that keeps files of customers and writes to their contacts.</summary>
    public const string LeadsService = "leads";

    /// <summary>The service that asks three others: whose customer it is, what the chain charges, and what a sale pays those who sell.</summary>
    public const string QuotingService = "quoting";

    /// <summary>The service that gives coretime away inside budgets; it asks the first two of them.</summary>
    public const string CreditGrantsService = "creditgrants";

    /// <summary>The service that works out who is paid what for whose purchases.</summary>
    public const string CommissionsService = "commissions";

    /// <summary>The service that figures come from; a rebuild of it asks the others for their journals.</summary>
    public const string InsightsService = "insights";

    /// <summary>The part that browsers speak to: HTTP/1.1, no events; of its database only who is signed in.</summary>
    public const string WebService = "web";

    private static readonly (string Setting, string Peer)[] WebPeers =
    [
        ("Peers__Identity", IdentityService), ("Peers__Leads", LeadsService), ("Peers__ChainWatcher", ChainWatcherService), ("Peers__Quoting", QuotingService), ("Peers__Commissions", CommissionsService),
        ("Peers__CreditGrants", CreditGrantsService), ("Peers__Insights", InsightsService),
    ];

    public const string PubSub = "desk-pubsub";

    private static readonly (string Setting, string Peer)[] JournalPeers =
        [("Peers__Identity", IdentityService), ("Peers__Leads", LeadsService), ("Peers__Quoting", QuotingService), ("Peers__CreditGrants", CreditGrantsService), ("Peers__Commissions", CommissionsService), ("Peers__ChainWatcher", ChainWatcherService)];

    /// <param name="ports">The service and its ports.</param>
    /// <param name="replica">Which replica.</param>
    /// <param name="database">The database that was provisioned for it.</param>
    /// <param name="secrets">The desk's secrets.</param>
    /// <param name="hasSidecar">True when a stand-in for Dapr runs.</param>
    /// <param name="chains">What the chain watcher is told of the chains.</param>
    /// <param name="state">Where this desk keeps what is its own.</param>
    /// <param name="all">All services, for those that ask others.</param>
    public static Dictionary<string, string?> Of(
        ServicePorts ports, int replica, ProvisionedDatabase database, Secrets secrets, bool hasSidecar, ChainPlan chains, string state, IReadOnlyList<ServicePorts> all)
    {
        var service = ports.Service;
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = string.Join(';', ports.Replicas[replica].Bindings.Select(port => $"http://127.0.0.1:{port}")),
            ["APP_ID"] = service.Name,
            ["APP_API_TOKEN"] = secrets.AppApiToken,
            ["ConnectionStrings__Database"] = database.Of(service.Name),
            ["ConnectionStrings__KeyRing"] = service.Name == IdentityService ? database.KeyRingOwner : database.KeyRingReader,
            ["Desk__PubSub"] = PubSub,
            ["Desk__Migrate"] = "Never", // Done before the start, once, whatever the number of replicas.
            ["DOTNET_NOLOGO"] = "1",
            ["Logging__Console__FormatterOptions__SingleLine"] = "true",
        };
        if (hasSidecar)
        {
            environment["DAPR_API_TOKEN"] = secrets.DaprApiToken;
            environment["DAPR_HTTP_PORT"] = $"{ports.SidecarHttp}";
            environment["DAPR_GRPC_PORT"] = $"{ports.SidecarGrpc}";
            environment["DAPR_HTTP_ENDPOINT"] = $"http://127.0.0.1:{ports.SidecarHttp}";
            environment["DAPR_GRPC_ENDPOINT"] = $"http://127.0.0.1:{ports.SidecarGrpc}";
        }

        if (service.Name == IdentityService && secrets.Administrator is { } administrator)
        {
            // Only heeded while the service knows nobody.
            environment["Identity__Bootstrap__Email"] = administrator.Email;
            environment["Identity__Bootstrap__Password"] = administrator.Password;
        }

        if (service.Name == IdentityService && all.FirstOrDefault(other => other.Service.Name == WebService) is { } pages)
        {
            // Browsers take "localhost" for as safe as TLS, and no number of an address.
            environment["Identity__Passkeys__Domain"] = "localhost";
            environment["Identity__Passkeys__Origins__0"] = $"http://localhost:{pages.Replicas[0].Main}";
        }

        if (service.Name == LeadsService)
        {
            // Nothing leaves this machine unless tye.yaml says so: e-mails of cadences become tasks.
            environment["Attachments__Folder"] = Path.Combine(state, "attachments");
            environment["Sending__Demo"] = "true";
        }

        if (service.Name == WebService)
        {
            // Customers and amounts of a desk that was started by this command are invented, unless tye.yaml says otherwise.
            environment["Desk__Demo"] = "true";
            foreach (var (setting, peer) in WebPeers)
            {
                if (all.FirstOrDefault(other => other.Service.Name == peer) is { } asked)
                {
                    environment[setting] = $"http://127.0.0.1:{asked.Replicas[0].Main}";
                }
            }
        }

        if (service.Name == CommissionsService && all.FirstOrDefault(other => other.Service.Name == ChainWatcherService) is { } followed)
        {
            environment["Peers__ChainWatcher"] = $"http://127.0.0.1:{followed.Replicas[0].Main}";
        }

        if (service.Name == QuotingService)
        {
            if (all.FirstOrDefault(other => other.Service.Name == CommissionsService) is { } commissions)
            {
                environment["Peers__Commissions"] = $"http://127.0.0.1:{commissions.Replicas[0].Main}";
            }

            if (all.FirstOrDefault(other => other.Service.Name == WebService) is { } web)
            {
                // Customers' links begin with it; "localhost", because people read them.
                environment["Links__BaseAddress"] = $"http://localhost:{web.Replicas[0].Main}";
            }

            if (chains.IsRecorded)
            {
                // Blocks of a recording are old; quotes say that they were priced by one.
                environment["Quoting__Recorded"] = "true";
            }
        }

        foreach (var (setting, peer) in service.Name is QuotingService or CreditGrantsService ? new[] { ("Peers__Leads", LeadsService), ("Peers__ChainWatcher", ChainWatcherService) } : [])
        {
            if (all.FirstOrDefault(other => other.Service.Name == peer) is { } found)
            {
                environment[setting] = $"http://127.0.0.1:{found.Replicas[0].Main}";
            }
        }

        foreach (var (setting, peer) in service.Name == InsightsService ? JournalPeers : [])
        {
            if (all.FirstOrDefault(other => other.Service.Name == peer) is { } found)
            {
                environment[setting] = $"http://127.0.0.1:{found.Replicas[0].Main}";
            }
        }

        foreach (var (name, value) in service.Name == ChainWatcherService ? chains.WatcherSettings : ChainPlan.Nothing.WatcherSettings)
        {
            environment[name] = value;
        }

        // Last: whoever writes something into tye.yaml means it.
        foreach (var (name, value) in service.Env)
        {
            environment[name] = value;
        }

        return environment;
    }
}
