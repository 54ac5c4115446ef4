using CoretimeDesk.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Quoting.Fiat;

/// <summary>Adds rates of other currencies, and views of quotes in them.</summary>
public static class FiatHosting
{
    /// <summary>Call it after <c>AddQuotes</c>.</summary>
    public static DeskServiceBuilder AddFiat(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<FiatDesk>();
        return desk.AddGrpcService<FiatGrpcService>();
    }
}
