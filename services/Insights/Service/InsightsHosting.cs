using CoretimeDesk.Hosting;
using CoretimeDesk.Insights.Answering;
using CoretimeDesk.Insights.Rebuilding;
using CoretimeDesk.Insights.Shelf;
using CoretimeDesk.Insights.Told;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CoretimeDesk.Insights;

/// <summary>What the service is made of.</summary>
public static class InsightsHosting
{
    /// <summary>Call it after <c>AddJournal</c> and <c>AddRevocations</c>. Settings: <c>Peers:Identity</c>, <c>Peers:Leads</c>, <c>Peers:Quoting</c>, <c>Peers:CreditGrants</c>, <c>Peers:Commissions</c>, <c>Peers:ChainWatcher</c>, which a rebuild asks.</summary>
    public static DeskServiceBuilder AddInsights(this DeskServiceBuilder desk)
    {
        desk.AddTold();
        desk.Services.AddSingleton<FactShelf>();
        desk.Services.AddHostedService<ShelfWarming>();
        desk.Services.AddSingleton<ReportDesk>();
        desk.Services.AddSingleton<ExplainDesk>();
        desk.Services.AddSingleton<Rebuilder>();
        desk.Services.TryAddSingleton<IJournals, PeerJournals>();
        return desk.AddGrpcService<MetricsGrpcService>();
    }
}
