using CoretimeDesk.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Commissions.Estimates;

/// <summary>Gives the service what quotes ask it before there is a deal.</summary>
public static class EstimatesHosting
{
    /// <summary>Call it after <c>AddObservations</c>.</summary>
    public static DeskServiceBuilder AddEstimates(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<EstimatesDesk>();
        return desk.AddGrpcService<EstimatesGrpcService>();
    }
}
