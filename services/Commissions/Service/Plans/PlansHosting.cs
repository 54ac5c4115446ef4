using CoretimeDesk.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Commissions.Plans;

/// <summary>Gives the service its plans.</summary>
public static class PlansHosting
{
    /// <summary>Call it after <c>AddJournal</c>: the first plans are written once the tables are there.</summary>
    public static DeskServiceBuilder AddPlans(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<PlansDesk>();
        desk.Services.AddSingleton<IDatabaseMigration, PlanSeed>();
        return desk.AddGrpcService<PlansGrpcService>();
    }
}
