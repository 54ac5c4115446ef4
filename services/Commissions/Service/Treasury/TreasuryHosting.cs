using CoretimeDesk.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Commissions.Treasury;

/// <summary>Gives the service what a treasury wants to know.</summary>
public static class TreasuryHosting
{
    /// <summary>Call it after <c>AddStatements</c>.</summary>
    public static DeskServiceBuilder AddTreasury(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<EconomicsDesk>();
        return desk.AddGrpcService<EconomicsGrpcService>();
    }
}
