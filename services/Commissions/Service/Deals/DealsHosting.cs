using CoretimeDesk.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Commissions.Deals;

/// <summary>Gives the service its deals.</summary>
public static class DealsHosting
{
    /// <summary>Call it after <c>AddObservations</c>.</summary>
    public static DeskServiceBuilder AddDeals(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<DealsDesk>();
        return desk.AddGrpcService<DealsGrpcService>();
    }
}
