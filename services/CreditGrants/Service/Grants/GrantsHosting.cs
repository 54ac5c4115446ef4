using CoretimeDesk.CreditGrants.Grpc;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>Adds programmes and grants.</summary>
public static class GrantsHosting
{
    /// <summary>Call it after <c>AddPeers</c>, <c>AddBudgets</c> and <c>AddParties</c>. Setting: <c>CreditGrants:Rails</c>.</summary>
    public static DeskServiceBuilder AddGrants(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton(provider => RailSettings.Read(provider.GetRequiredService<IConfiguration>()));
        desk.Services.AddSingleton<ProgrammeDesk>();
        desk.Services.AddSingleton<CodeDesk>();
        desk.Services.AddSingleton<GrantPlanner>();
        desk.Services.AddSingleton<GrantDesk>();
        desk.Services.AddSingleton<DecisionDesk>();
        desk.Services.AddSingleton<TrancheDesk>();
        desk.Services.AddSingleton<GrantList>();
        desk.Services.AddSingleton<CallsDesk>();
        return desk.AddGrpcService<ProgrammesGrpcService>().AddGrpcService<GrantsGrpcService>();
    }
}
