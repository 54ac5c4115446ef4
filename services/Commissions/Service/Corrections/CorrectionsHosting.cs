using CoretimeDesk.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Commissions.Corrections;

/// <summary>Gives the service its corrections.</summary>
public static class CorrectionsHosting
{
    /// <summary>Call it after <c>AddObservations</c> and <c>AddPayouts</c>, which listens to transfers.</summary>
    public static DeskServiceBuilder AddCorrections(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<CorrectionsDesk>();
        return desk.AddGrpcService<CorrectionsGrpcService>();
    }
}
