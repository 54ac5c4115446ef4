using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Quoting.Acceptance;

/// <summary>Lets customers accept by their link.</summary>
public static class CustomerHosting
{
    /// <summary>Call it after <c>AddDocuments</c>, which knows links, and <c>AddMatching</c>, which takes a yes.</summary>
    public static DeskServiceBuilder AddCustomers(this DeskServiceBuilder desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        desk.Services.AddSingleton<CustomerDesk>();
        return desk.AddGrpcService<CustomerGrpcService>();
    }
}
